"""The calendar of one place: its state's holidays and its own, as one thing to pass around.

Pure: who makes it has read the place's own holidays already.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from vinculo.kernel.business_days import add_business_days, business_days_between, is_business_day

MonthAndDay = tuple[int, int]


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """`yearly` holds the holidays that come back each year, `once` those of one year alone.

    Without a UF, national holidays and the calendar's own are heeded.
    """

    uf: str | None = None
    yearly: frozenset[MonthAndDay] = field(default_factory=frozenset)
    once: frozenset[dt.date] = field(default_factory=frozenset)

    def is_business_day(self, day: dt.date) -> bool:
        return is_business_day(day, self.uf, self._own_around(day, day))

    def add(self, day: dt.date, days: int) -> dt.date:
        """The business day that is `days` of them after `day` (before it, if negative).

        `day` itself is not counted. Nought gives `day`, or the next business day if it is none.
        """
        # Never more than half of the days are lost to weekends and holidays for long.
        reach = dt.timedelta(days=2 * abs(days) + 60)
        return add_business_days(day, days, self.uf, self._own_around(day - reach, day + reach))

    def between(self, start: dt.date, end: dt.date) -> int:
        """How many business days lie after `start`, up to and including `end`; negative backwards."""
        own = self._own_around(min(start, end), max(start, end))
        return business_days_between(start, end, self.uf, own)

    def next(self, day: dt.date) -> dt.date:
        """`day` itself where people work on it, else the business day that follows."""
        return self.add(day, 0)

    def _own_around(self, first: dt.date, last: dt.date) -> frozenset[dt.date]:
        return _expanded(self.yearly, self.once, first.year, last.year)


def holidays_in(yearly: Iterable[MonthAndDay], years: Iterable[int]) -> frozenset[dt.date]:
    """The days on which yearly holidays fall in these years; what a year does not have is left out."""
    found = set()
    days = tuple(yearly)
    for year in years:
        for month, day in days:
            try:
                found.add(dt.date(year, month, day))
            except ValueError:
                continue
    return frozenset(found)


@lru_cache(maxsize=512)
def _expanded(
    yearly: frozenset[MonthAndDay], once: frozenset[dt.date], first_year: int, last_year: int
) -> frozenset[dt.date]:
    if not yearly:
        return once
    return once | holidays_in(yearly, range(first_year, last_year + 1))
