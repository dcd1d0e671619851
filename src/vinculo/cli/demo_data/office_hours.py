"""Moments at which people in an office do things, in São Paulo."""

from __future__ import annotations

import datetime as dt
from random import Random

from vinculo.kernel.business_days import add_business_days
from vinculo.kernel.dates import SAO_PAULO

OPENS = 8
LAST_MINUTE = 9 * 60 + 20
"""Minutes after opening at which the last thing of a day may begin."""


def day_of(moment: dt.datetime) -> dt.date:
    return moment.astimezone(SAO_PAULO).date()


def office_moment(day: dt.date, rng: Random, earliest: int = 0) -> dt.datetime:
    """Some second of the day's office hours, the lunch hour apart; `earliest` in minutes after opening."""
    minutes = rng.randrange(earliest, LAST_MINUTE)
    if 4 * 60 + 5 <= minutes < 5 * 60:
        minutes += 60
    opening = dt.datetime.combine(day, dt.time(OPENS), tzinfo=SAO_PAULO)
    # Hundredths of a second, as the numbers of protocols count them.
    within = dt.timedelta(milliseconds=10 * rng.randrange(6000))
    return (opening + dt.timedelta(minutes=minutes) + within).astimezone(dt.UTC)


def moment_at(day: dt.date, clock: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, clock, tzinfo=SAO_PAULO).astimezone(dt.UTC)


def business_day(day: dt.date, days: int = 0) -> dt.date:
    """The business day that many of them away; `day` itself, or the next one, for none."""
    return add_business_days(day, days)


def last_business_day(day: dt.date) -> dt.date:
    """The latest business day before `day`."""
    return add_business_days(day, -1)
