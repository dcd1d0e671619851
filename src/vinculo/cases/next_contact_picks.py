"""The days that are offered for the next contact, in business days, and why others are passed over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from vinculo.kernel.business_calendar import BusinessCalendar
from vinculo.kernel.holiday_names import holiday_name

ONE_DAY = dt.timedelta(days=1)
WEEKDAYS = ("segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo")


@dataclass(frozen=True, slots=True)
class NextContactPick:
    """`skipped` names the holidays passed over on the way, each once; weekends go without saying."""

    label: str
    day: dt.date
    skipped: tuple[str, ...] = ()

    @property
    def weekday(self) -> str:
        return WEEKDAYS[self.day.weekday()]


@dataclass(frozen=True)
class NamedCalendar:
    """A place's calendar with the names of its own holidays, by day of one year or by month and day."""

    calendar: BusinessCalendar
    names: Mapping[dt.date | tuple[int, int], str] = field(default_factory=dict)

    def name_of(self, day: dt.date) -> str | None:
        """Why nobody works on a day of the week, None where people do."""
        if day.weekday() >= 5 or self.calendar.is_business_day(day):
            return None
        own = self.names.get(day) or self.names.get((day.month, day.day))
        return own or holiday_name(day, self.calendar.uf) or "feriado local"


def next_contact_picks(today: dt.date, place: NamedCalendar) -> tuple[NextContactPick, ...]:
    """Tomorrow, in two and in five business days, next Monday: each a business day, no day twice."""
    calendar = place.calendar
    monday = today + dt.timedelta(days=7 - today.weekday())
    wanted: tuple[tuple[str, Callable[[], dt.date], dt.date], ...] = (
        ("Amanhã", lambda: calendar.add(today, 1), today + ONE_DAY),
        ("+2 dias úteis", lambda: calendar.add(today, 2), today + ONE_DAY),
        ("+5 dias úteis", lambda: calendar.add(today, 5), today + ONE_DAY),
        ("Próxima segunda", lambda: calendar.next(monday), monday),
        ("+10 dias úteis", lambda: calendar.add(today, 10), today + ONE_DAY),
    )
    picks: dict[dt.date, NextContactPick] = {}
    for label, count, first in wanted:
        day = count()
        said = _said(label, day, first)
        picks.setdefault(day, NextContactPick(said, day, _skipped(place, first, day)))
    return tuple(sorted(picks.values(), key=lambda pick: pick.day))


def _said(label: str, day: dt.date, first: dt.date) -> str:
    """A label that names a day which nobody works on says the day that is meant instead."""
    if label in ("Amanhã", "Próxima segunda") and day != first:
        return "Próximo dia útil" if label == "Amanhã" else f"Próxima {WEEKDAYS[day.weekday()]}"
    return label


def _skipped(place: NamedCalendar, first: dt.date, last: dt.date) -> tuple[str, ...]:
    names = (place.name_of(first + offset * ONE_DAY) for offset in range((last - first).days))
    return tuple(dict.fromkeys(name for name in names if name))
