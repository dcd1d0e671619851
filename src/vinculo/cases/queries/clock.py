"""What the clock of a case looks at: its waits, its operator's service levels, the calendar of its city."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from vinculo.kernel.business_calendar import BusinessCalendar
from vinculo.kernel.places import municipality_by_code
from vinculo.network.models import LocalHoliday
from vinculo.network.queries.calendar import Calendars, calendar_from, holidays_that_hold

from ..clock import DEFAULT_LEVEL, ClockFacts, Level, Wait, day_of, deadline, silent_from
from ..models import Case, ServiceLevel, WaitingPeriod
from ..states import WORKED_STATES

_WAIT = ("on", "since", "until")
_LEVEL = ("valid_from", "first_contact_days", "silence_days", "decision_days")
_DAY = ("month", "day", "year")
_READ = ("clock_waits", "clock_levels", "clock_days")
_STATEMENT = """
SELECT
    (SELECT coalesce(json_agg(w ORDER BY w.since, w.id), '[]')::text FROM cases_waitingperiod w
     WHERE w.case_id = %s),
    (SELECT coalesce(json_agg(l), '[]')::text FROM cases_servicelevel l WHERE l.operator_id = %s),
    (SELECT coalesce(json_agg(h), '[]')::text FROM network_localholiday h
     WHERE h.removed_at IS NULL
       AND (h.operator_id = %s OR h.municipality_id = %s OR (h.uf <> '' AND h.uf = %s)))
"""
"""Waits, levels and days as JSON: what `_clock_columns` reads, for one case."""


@dataclass(frozen=True, slots=True)
class DatedLevel:
    valid_from: dt.date
    level: Level


def clock_facts_of(case: Case, today: dt.date) -> ClockFacts:
    """One query, whatever hangs on the case; none for a case that was read `with_clock`.

    Otherwise the city is the one that stands in the case now, though it may not be saved yet.
    """
    uf = _uf(case)
    read = vars(case)
    if _READ[0] not in read:
        read = _read_now(case, uf)
    told_waits, told_levels, told_days = (read[name] for name in _READ)
    return clock_facts(
        case,
        today,
        waits=[_wait(*(item[name] for name in _WAIT)) for item in told_waits],
        levels=[_dated(*(item[name] for name in _LEVEL)) for item in told_levels],
        calendar=calendar_from(uf, ((item["month"], item["day"], item["year"]) for item in told_days)),
    )


def _read_now(case: Case, uf: str | None) -> dict[str, Any]:
    """Every save asks this, and a statement of three subqueries takes Django longer to build than to run."""
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, [case.pk, case.operator_id, case.operator_id, case.municipality_id, uf])
        row = cursor.fetchone()
    return {name: json.loads(text) for name, text in zip(_READ, row, strict=True)}


def with_clock(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Cases that bring along what their clock looks at, within the query that reads them."""
    place: tuple[Any, ...] = (OuterRef("operator_id"), OuterRef("municipality_id"), OuterRef("city_state"))
    return rows.annotate(**_clock_columns(holidays_that_hold(*place)))


def _clock_columns(days: QuerySet[LocalHoliday]) -> dict[str, ArraySubquery]:
    waits = WaitingPeriod.objects.filter(case=OuterRef("pk")).order_by("since", "pk")
    levels = ServiceLevel.objects.filter(operator=OuterRef("operator_id")).order_by("valid_from")
    told: tuple[tuple[QuerySet[Any], tuple[str, ...]], ...] = ((waits, _WAIT), (levels, _LEVEL), (days, _DAY))
    return {
        column: ArraySubquery(rows.values(each_json=JSONObject(**{name: name for name in names})))
        for column, (rows, names) in zip(_READ, told, strict=True)
    }


def clock_facts_of_many(cases: Sequence[Case], today: dt.date) -> Iterator[tuple[Case, ClockFacts]]:
    """Two queries, and two for each operator among the cases."""
    waits: dict[int, list[Wait]] = {}
    periods = WaitingPeriod.objects.filter(case__in=cases).order_by("since", "pk")
    for case_id, *values in periods.values_list("case_id", *_WAIT):
        waits.setdefault(case_id, []).append(_wait(*values))
    operators = {case.operator_id for case in cases}
    calendars = {operator_id: Calendars.at(operator_id) for operator_id in operators}
    levels: dict[int, list[DatedLevel]] = {}
    rows = ServiceLevel.objects.filter(operator__in=operators).order_by("valid_from")
    for operator_id, *values in rows.values_list("operator_id", *_LEVEL):
        levels.setdefault(operator_id, []).append(_dated(*values))
    for case in cases:
        yield (
            case,
            clock_facts(
                case,
                today,
                waits=waits.get(case.pk, ()),
                levels=levels.get(case.operator_id, ()),
                calendar=calendars[case.operator_id].of(case.municipality_id, _uf(case)),
            ),
        )


def clock_facts(
    case: Case,
    today: dt.date,
    *,
    waits: Sequence[Wait],
    levels: Sequence[DatedLevel],
    calendar: BusinessCalendar,
) -> ClockFacts:
    """Pure. A case whose start nobody typed began on the day it was made."""
    started_on = case.started_on or day_of(case.created_at)
    ended = case.state not in WORKED_STATES
    return ClockFacts(
        started_on=started_on,
        today=today,
        calendar=calendar,
        waits=waits,
        end=(day_of(case.decided_at) if case.decided_at else today) if ended else None,
        last_contact_on=case.last_contact_on,
        level=level_on(started_on, levels),
        silence_level=level_on(case.last_contact_on or started_on, levels),
    )


def level_on(day: dt.date, levels: Sequence[DatedLevel]) -> Level:
    """The newest one valid by then; the product's own where the operator has none."""
    valid = [dated for dated in levels if dated.valid_from <= day]
    return max(valid, key=lambda dated: dated.valid_from).level if valid else DEFAULT_LEVEL


def _uf(case: Case) -> str | None:
    place = municipality_by_code(case.municipality_id) if case.municipality_id else None
    return place.uf if place else case.city_state


def _wait(on: str, since: Any, until: Any) -> Wait:
    begun = _moment(since)
    assert begun is not None
    ended = _moment(until)
    return Wait(on, day_of(begun), day_of(ended) if ended else None)


def _moment(value: dt.datetime | str | None) -> dt.datetime | None:
    """As the database gives it, or as it stands in JSON."""
    return dt.datetime.fromisoformat(value) if isinstance(value, str) else value


def _dated(valid_from: dt.date | str, *numbers: int) -> DatedLevel:
    day = dt.date.fromisoformat(valid_from) if isinstance(valid_from, str) else valid_from
    return DatedLevel(day, Level(*numbers))


def clock_columns(case: Case, facts: ClockFacts) -> Mapping[str, dt.date | None]:
    """What the list filters and sorts by: when the case is silent, and by when it is to be decided."""
    if case.state not in WORKED_STATES:
        return {"silent_from": None, "decide_by": None}
    return {"silent_from": silent_from(facts), "decide_by": deadline(facts)}
