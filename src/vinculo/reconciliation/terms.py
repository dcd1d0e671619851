"""How long an operator takes to carry out a termination, as it held on the day of each. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from vinculo.kernel.business_calendar import BusinessCalendar

DAYS_TO_LEAVE = 5
NOTICE_DAYS = 30
"""Where an operator has said nothing."""


@dataclass(frozen=True, slots=True)
class Terms:
    """`days_to_leave` are business days, `notice_days` consecutive ones; from `valid_from` on."""

    valid_from: dt.date = dt.date.min
    days_to_leave: int = DAYS_TO_LEAVE
    notice_days: int = NOTICE_DAYS


def terms_on(day: dt.date, kept: Sequence[Terms]) -> Terms:
    """The newest that had begun by then; the product's own where none had."""
    begun = [one for one in kept if one.valid_from <= day]
    return max(begun, key=lambda one: one.valid_from, default=Terms())


def spans(kept: Sequence[Terms], today: dt.date, calendar: BusinessCalendar) -> list[Mapping[str, object]]:
    """Each with the days it holds for, the last one left out, and the last whose business days are over."""
    by_day = {one.valid_from: one for one in (Terms(), *kept)}
    return [
        {
            "first": first.isoformat(),
            "last": last.isoformat(),
            "until": last_day_overdue(today, by_day[first].days_to_leave, calendar).isoformat(),
            "days": by_day[first].days_to_leave,
            "notice": by_day[first].notice_days,
        }
        for first, last in pairwise([*sorted(by_day), dt.date.max])
    ]


def last_day_overdue(today: dt.date, days: int, calendar: BusinessCalendar) -> dt.date:
    """The last day from which so many business days lie wholly before today."""
    day = calendar.add(today, -days) + dt.timedelta(days=7)
    while calendar.add(day, days) >= today:
        day -= dt.timedelta(days=1)
    return day
