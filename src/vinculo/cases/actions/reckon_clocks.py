"""Reckons the days of open cases anew after a calendar or a service level has changed.

Only what follows from the configuration is written: no version, no line in the timeline, no other column.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q

from vinculo.outbox.actions import plan
from vinculo.outbox.models import OutboxRow

from ..clock import day_of
from ..models import Case
from ..queries.clock import clock_columns, clock_facts_of_many
from ..states import WORKED_STATES
from .case_clock import CLOCK_COLUMNS

AT_ONCE = 500
"""Cases that are locked for one step; a step is a fraction of a second."""


def reckon_clocks(row: OutboxRow, now: dt.datetime) -> None:
    """Does one batch of the cases that `row.payload` names, and plans the next one.

    `operator`, `municipality` or `uf` narrow them; `after` is the last case that was done.
    """
    with transaction.atomic():
        found = Case.objects.filter(_named(row.payload), state__in=WORKED_STATES)
        found = found.filter(pk__gt=row.payload.get("after", 0)).order_by("pk")
        cases = list(found.select_for_update(of=("self",))[:AT_ONCE])
        reckon(cases, now)
        if len(cases) == AT_ONCE:
            plan(kind=row.kind, payload={**row.payload, "after": cases[-1].pk}, now=now)


def reckon(cases: list[Case], now: dt.datetime) -> int:
    """Writes the days of these cases, which are locked; how many of them changed."""
    changed = []
    for case, facts in clock_facts_of_many(cases, day_of(now)):
        columns = clock_columns(case, facts)
        if any(getattr(case, name) != value for name, value in columns.items()):
            for name, value in columns.items():
                setattr(case, name, value)
            changed.append(case)
    Case.objects.bulk_update(changed, CLOCK_COLUMNS, batch_size=AT_ONCE)
    return len(changed)


def _named(payload: dict[str, Any]) -> Q:
    if payload.get("operator"):
        return Q(operator_id=payload["operator"])
    if payload.get("municipality"):
        return Q(municipality_id=payload["municipality"])
    if payload.get("uf"):
        return Q(city_state=payload["uf"]) | Q(municipality__uf=payload["uf"])
    return Q()
