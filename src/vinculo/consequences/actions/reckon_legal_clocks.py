"""Deriving anew what is due by when, where the terms of an operator or a calendar have changed."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from vinculo.cases.clock import day_of
from vinculo.network.queries.calendar import Calendars
from vinculo.outbox.models import OutboxRow

from ..clock_facts import DERIVED, clock_facts, evidence, settle
from ..models import LegalClock, LegalTerms
from ..queries.legal_terms import rules_of

AT_ONCE = 500


@transaction.atomic
def reckon_legal_clocks(*, operator_id: int, today: dt.date) -> int:
    """How many clocks were looked at: those under way, each by the terms of its signature's day."""
    calendars, looked_at = Calendars.at(operator_id), 0
    terms = list(LegalTerms.objects.filter(operator_id=operator_id))
    clocks = LegalClock.objects.all().under_way(today).filter(operator_id=operator_id)
    clocks = clocks.select_for_update(of=("self",)).select_related("case").order_by("pk")
    last = 0
    while batch := list(
        clocks.prefetch_related("notices", evidence("notices__")).filter(pk__gt=last)[:AT_ONCE]
    ):
        for clock in batch:
            clock.terms = next((row for row in terms if row.valid_from <= clock.signed_on), None)
            calendar = calendars.of(clock.case.municipality_id, clock.case.city_state)
            notices = list(clock.notices.all())
            settle(clock, clock_facts(clock, notices, rules_of(clock.terms), calendar))
        LegalClock.objects.bulk_update(batch, ["terms", *DERIVED])
        last, looked_at = batch[-1].pk, looked_at + len(batch)
    return looked_at


def follow_calendar(row: OutboxRow, now: dt.datetime) -> None:
    """The outbox handler of a changed calendar, for what is due on its days. Done twice it does no harm."""
    today = day_of(now)
    clocks = LegalClock.objects.all().under_way(today)
    if row.payload.get("operator"):
        clocks = clocks.filter(operator_id=row.payload["operator"])
    for operator_id in clocks.order_by("operator_id").values_list("operator_id", flat=True).distinct():
        reckon_legal_clocks(operator_id=operator_id, today=today)
