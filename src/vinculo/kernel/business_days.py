"""Business days (*dias úteis*) of the trade in Brazil.

No business days are Saturdays, Sundays, national and state holidays, and what the caller adds (a
city's holidays, the operator's own). Carnival Monday and Tuesday and Corpus Christi are points of
optional holiday (*ponto facultativo*) by law, yet offices and clinics are closed on them, so they
are no business days here either. Ash Wednesday, worked from noon on, is one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Set
from functools import lru_cache

import holidays

from vinculo.kernel.places.states import UFS

# Points of optional holiday on which the trade is closed all the same.
_CLOSED_BY_CUSTOM = frozenset({"Carnaval", "Corpus Christi"})
_ONE_DAY = dt.timedelta(days=1)
_NONE: frozenset[dt.date] = frozenset()


def is_business_day(day: dt.date, uf: str | None = None, extra_holidays: Set[dt.date] = _NONE) -> bool:
    """Whether people work on `day`; without a UF, national holidays alone are heeded."""
    return day.weekday() < 5 and day not in extra_holidays and day not in _holidays(day.year, uf)


def add_business_days(
    day: dt.date, days: int, uf: str | None = None, extra_holidays: Set[dt.date] = _NONE
) -> dt.date:
    """The business day that is `days` of them after `day` (before it, if negative).

    `day` itself is not counted. Nought gives `day`, or the next business day if it is none.
    """
    step = -_ONE_DAY if days < 0 else _ONE_DAY
    remaining = abs(days)
    if remaining == 0:
        while not is_business_day(day, uf, extra_holidays):
            day += step
    while remaining:
        day += step
        if is_business_day(day, uf, extra_holidays):
            remaining -= 1
    return day


def business_days_between(
    start: dt.date, end: dt.date, uf: str | None = None, extra_holidays: Set[dt.date] = _NONE
) -> int:
    """How many business days lie after `start`, up to and including `end`; negative backwards.

    So a deadline set with `add_business_days(start, n)` lies `n` away from `start`.
    """
    if end < start:
        return -sum(
            is_business_day(end + offset * _ONE_DAY, uf, extra_holidays)
            for offset in range((start - end).days)
        )
    return sum(
        is_business_day(start + offset * _ONE_DAY, uf, extra_holidays)
        for offset in range(1, (end - start).days + 1)
    )


@lru_cache(maxsize=512)
def _holidays(year: int, uf: str | None) -> frozenset[dt.date]:
    if uf is not None and uf not in UFS:
        raise ValueError(f"no UF: {uf!r}")
    official = holidays.country_holidays("BR", subdiv=uf, years=year, language="pt_BR")
    optional = holidays.country_holidays("BR", years=year, categories="optional", language="pt_BR")
    kept_by_the_trade = {day for day, name in optional.items() if name in _CLOSED_BY_CUSTOM}
    return frozenset(official) | kept_by_the_trade
