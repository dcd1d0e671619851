"""What a national or state holiday is called, for sentences that say why a day is passed over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache

import holidays


def holiday_name(day: dt.date, uf: str | None = None) -> str | None:
    """The holiday's name, None on a day that is none; days on which the trade is closed by custom count."""
    return _names(day.year, uf).get(day)


@lru_cache(maxsize=64)
def _names(year: int, uf: str | None) -> Mapping[dt.date, str]:
    optional = holidays.country_holidays("BR", years=year, categories="optional", language="pt_BR")
    official = holidays.country_holidays("BR", subdiv=uf, years=year, language="pt_BR")
    return {**dict(optional.items()), **dict(official.items())}
