"""How much is late and how much is due today of a person's own duties, and of the law's days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission

from ..duty_states import DutyState
from ..models import Duty
from .legal_clocks import deadlines_owed


@dataclass(frozen=True, slots=True)
class OwedCount:
    late: int = 0
    today: int = 0

    @property
    def all(self) -> int:
        return self.late + self.today


def own_duties_owed(actor: Actor, today: dt.date) -> Mapping[str, OwedCount]:
    """By kind, of who works on cases; kinds of which nothing is due are left out. One query."""
    if actor.user is None or not actor.may_anywhere(Permission.CASES_WORK):
        return {}
    due = Duty.objects.visible_to(actor).filter(owner=actor.user, state=DutyState.OPEN, due_on__lte=today)
    rows = due.order_by().values_list("kind")
    counted = rows.annotate(all=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
    return {kind: OwedCount(late, number - late) for kind, number, late in counted}


def own_deadlines_owed(actor: Actor, today: dt.date) -> OwedCount:
    return OwedCount(*deadlines_owed(actor, today, ahead=dt.timedelta()))
