"""What became of the duties that the demo's signatures set going."""

from __future__ import annotations

import datetime as dt

from django.db.models import F

from vinculo.consequences.duty_states import DutyState
from vinculo.consequences.models import Duty

LEFT_OPEN_FOR = 3
"""Days: what fell due so shortly before the end is still open, and late."""


def settle_duties(end: dt.datetime) -> None:
    """What was due long ago is done. In one statement: by hundreds of actions the first start would wait."""
    due = Duty.objects.filter(state=DutyState.OPEN, due_on__lt=end.date() - dt.timedelta(days=LEFT_OPEN_FOR))
    due.exclude(owner=None).update(
        state=DutyState.DONE,
        note="Feito.",
        ended_at=F("made_at") + dt.timedelta(days=1),
        ended_by=F("owner"),
        confirmed_by=Duty.Confirmation.PERSON,
    )
