"""Local holidays as a list shows them: operators' own first, then states, then cities by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vinculo.kernel.business_calendar import holidays_in
from vinculo.network.models import LocalHoliday

WEEKDAYS = ("segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo")


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """`falls` is when it comes next, or came, with its weekday."""

    id: int
    day: str
    name: str
    place: str
    years: str
    falls: str


@dataclass(frozen=True, slots=True)
class HolidayGroup:
    title: str
    rows: Sequence[HolidayRow]


def holiday_rows(holidays: Iterable[LocalHoliday], today: dt.date) -> list[HolidayGroup]:
    """The groups that have a row."""
    groups: dict[str, list[tuple[tuple[str, int, int], HolidayRow]]] = {
        "Das operadoras": [],
        "Dos estados": [],
        "Dos municípios": [],
    }
    for holiday in holidays:
        title, place, key = _place(holiday)
        groups[title].append(((key, holiday.month, holiday.day), _row(holiday, place, today)))
    return [
        HolidayGroup(title, [row for _, row in sorted(found, key=lambda item: item[0])])
        for title, found in groups.items()
        if found
    ]


def _place(holiday: LocalHoliday) -> tuple[str, str, str]:
    """The group, the place as people say it, and what the group is sorted by."""
    if holiday.operator is not None:
        return "Das operadoras", holiday.operator.name, holiday.operator.name.casefold()
    if holiday.municipality is not None:
        city = holiday.municipality
        return "Dos municípios", str(city), f"{city.folded_name} {city.uf}"
    return "Dos estados", holiday.uf, holiday.uf


def _row(holiday: LocalHoliday, place: str, today: dt.date) -> HolidayRow:
    if holiday.year is not None:
        falls = dt.date(holiday.year, holiday.month, holiday.day)
    else:
        coming = holidays_in([(holiday.month, holiday.day)], (today.year, today.year + 1))
        falls = min(day for day in coming if day >= today)
    return HolidayRow(
        id=holiday.pk,
        day=f"{holiday.day:02}/{holiday.month:02}",
        name=holiday.name,
        place=place,
        years=str(holiday.year) if holiday.year else "todo ano",
        falls=f"{WEEKDAYS[falls.weekday()]}, {falls:%d/%m/%Y}",
    )
