"""The days ahead: how many contacts are agreed for each, and which of them nobody works on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from vinculo.accounts.actor import Actor
from vinculo.cases.queries.filters import Parameters
from vinculo.cases.queries.listing import ME, matching
from vinculo.cases.states import OPEN_STATES
from vinculo.kernel.business_days import is_business_day

from .today import own_open

DAYS_AHEAD = 7


@dataclass(frozen=True, slots=True)
class DayAhead:
    day: dt.date
    count: int
    is_business_day: bool
    parameters: Parameters


def days_ahead(actor: Actor, today: dt.date) -> Sequence[DayAhead]:
    """Tomorrow and the days after it. One query."""
    if actor.user is None:
        return ()
    days = [today + dt.timedelta(days=offset) for offset in range(1, DAYS_AHEAD + 1)]
    agreed = matching(actor, own_open(actor)).filter(next_contact_on__range=(days[0], days[-1]))
    counted = agreed.order_by().values("next_contact_on").annotate(n=Count("*"))
    counts = dict(counted.values_list("next_contact_on", "n"))
    return [DayAhead(day, counts.get(day, 0), is_business_day(day), _on(day)) for day in days]


def _on(day: dt.date) -> Parameters:
    asked = [day.isoformat()]
    return {
        "state": [str(state) for state in OPEN_STATES],
        "consultant": [ME],
        "next_contact_on_from": asked,
        "next_contact_on_to": asked,
    }
