"""What the core system tells of the years before, and of each month: values, former RTs, production."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from .lots import lots
from .office_hours import business_day
from .registry_plan import ProviderPlan

MONTHS = 24
RAISE = Decimal("0.06")


@dataclass(frozen=True, slots=True)
class Past:
    """Of a provider before the product began. `former_values` with their first days, the earliest first;
    `value_since` is when today's began. The dentist at `former_manager` was the RT until `manager_since`.
    """

    former_values: Sequence[tuple[dt.date, Decimal]] = ()
    value_since: dt.date | None = None
    suspended: tuple[dt.date, dt.date] | None = None
    former_manager: int | None = None
    manager_since: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Month:
    first: dt.date
    us: Decimal
    amount: Decimal
    last_day: dt.date | None


def past_of(plan: ProviderPlan, begun: dt.date, rng: Random) -> Past:
    """Nothing for who joined shortly before or since."""
    years = (begun - plan.joined_on).days // 365
    if years < 2:
        return Past()
    values, since = _former_values(plan, years, rng)
    suspended = None
    if rng.random() < 0.15:
        start = business_day(plan.joined_on + dt.timedelta(days=rng.randrange(200, years * 365 - 200)))
        suspended = (start, business_day(start + dt.timedelta(days=rng.randrange(25, 120))))
    manager = len(plan.dentists) - 1 if len(plan.dentists) > 1 and rng.random() < 0.35 else None
    changed = business_day(plan.joined_on + dt.timedelta(days=rng.randrange(300, years * 365)))
    return Past(values, since, suspended, manager, changed if manager is not None else None)


def production_of(
    plan: ProviderPlan, produced: tuple[dt.date, Decimal] | None, today: dt.date
) -> list[Month]:
    """Some months are missing, some are nought. `produced` is the last day with its month's value."""
    rng = lots("production", plan.key)
    end = produced[0] if produced else plan.closed_on
    if end is None:
        return []
    level = produced[1] / plan.us_value if produced else Decimal(rng.randrange(80, 2400))
    months = [month for month in _months_up_to(today) if month >= plan.joined_on.replace(day=1)]
    missing = _some_in_a_row(months[:-3], rng, 0.45)
    empty = _some_in_a_row(months[:-3], rng, 0.2)
    rows = []
    for month in months:
        row = _month(plan, month, level, rng)
        if produced and month == end.replace(day=1):
            rows.append(Month(month, level.quantize(Decimal(1)), produced[1], end))
        elif month < end and month not in missing:
            rows.append(Month(month, Decimal(0), Decimal(0), None) if month in empty else row)
        elif end < month < months[-1]:
            # Nothing since; the month that runs is told when it is over.
            rows.append(Month(month, Decimal(0), Decimal(0), None))
    return rows if produced else [row for row in rows if row.first <= end]


def _former_values(
    plan: ProviderPlan, years: int, rng: Random
) -> tuple[list[tuple[dt.date, Decimal]], dt.date | None]:
    raises = min(years - 1, rng.choice((0, 1, 2, 2, 3)))
    if not raises:
        return [], None
    days = sorted(rng.sample(range(1, years), raises))
    begins = [plan.joined_on, *(dt.date(plan.joined_on.year + day, 3, 1) for day in days)]
    begins = [day for day in dict.fromkeys(begins) if day >= plan.joined_on]
    values: list[tuple[dt.date, Decimal]] = []
    value = plan.us_value
    for day in reversed(begins[:-1]):
        value = max((value * (1 - RAISE)).quantize(Decimal("0.01")), Decimal("0.10"))
        values.append((day, value))
    return values[::-1], begins[-1]


def _month(plan: ProviderPlan, month: dt.date, level: Decimal, rng: Random) -> Month:
    us = (level * Decimal(f"{rng.triangular(0.55, 1.4, 0.95):.3f}")).quantize(Decimal(1))
    last = month.replace(day=rng.randrange(24, 29))
    return Month(month, us, (us * plan.us_value).quantize(Decimal("0.01")), last)


def _some_in_a_row(months: Sequence[dt.date], rng: Random, chance: float) -> set[dt.date]:
    if len(months) < 6 or rng.random() > chance:
        return set()
    start = rng.randrange(len(months) - 3)
    return set(months[start : start + rng.choice((1, 1, 2, 3))])


def _months_up_to(day: dt.date) -> list[dt.date]:
    number = day.year * 12 + day.month - 1
    return [dt.date(each // 12, each % 12 + 1, 1) for each in range(number - MONTHS + 1, number + 1)]
