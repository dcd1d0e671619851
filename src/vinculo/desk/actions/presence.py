"""Who has a case open: renewed by the page, forgotten when it is left. No record of the case is written."""

from __future__ import annotations

import datetime as dt

from vinculo.accounts.actor import Actor
from vinculo.cases.models import Case

from ..models import CasePresence

LONGEST_FIELD = 80
KEPT = dt.timedelta(hours=12)


def note_presence(*, case: Case, field: str, actor: Actor, now: dt.datetime) -> None:
    """The actor looks at `case`, which they may see, and writes in `field` (empty: only reads). One query."""
    if actor.user is None:
        return
    here = CasePresence(case=case, user=actor.user, seen_at=now, field=field[:LONGEST_FIELD])
    CasePresence.objects.bulk_create(
        [here],
        update_conflicts=True,
        unique_fields=["case", "user"],
        update_fields=["seen_at", "field"],
    )


def leave_case(*, case: Case, actor: Actor, now: dt.datetime) -> None:
    """The actor closed the page. Takes along what pages that crashed left behind."""
    CasePresence.objects.filter(case=case, user=actor.user).delete()
    CasePresence.objects.filter(seen_at__lt=now - KEPT).delete()
