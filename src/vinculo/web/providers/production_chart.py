"""What a provider produced month by month, as two rows of columns above each other: US, and reais.

Pure: months in, numbers for an SVG out (per cent across, lines of text down). A month of which nothing is
known is a gap, never a nought; a nought has a sign of its own.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

PANEL = 7.0
_GAP_BETWEEN = 0.18
_LEAST = 0.2
_MONTH_NAMES = ("jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez")
_NICE = tuple(map(Decimal, ("1", "2", "2.5", "3", "4", "5", "6", "8", "10")))
_MOST_LABELS = 6

VALUE, ZERO, GAP, NEGATIVE = "value", "zero", "gap", "negative"


@dataclass(frozen=True, slots=True)
class Produced:
    """What is known of a month; None where that number was not told."""

    us_quantity: Decimal | None
    amount: Decimal | None
    last_day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """`middle` is where its sign stands; `y` and `height` are of a column that has a value."""

    x: float
    middle: float
    width: float
    y: float
    height: float
    sign: str
    words: str


@dataclass(frozen=True, slots=True)
class Panel:
    """`top` is what the upper line stands for, in words."""

    title: str
    columns: Sequence[Column]
    top: str


@dataclass(frozen=True, slots=True)
class MonthLabel:
    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    us: Panel
    amount: Panel
    labels: Sequence[MonthLabel]


def months_up_to(last: dt.date, count: int) -> list[dt.date]:
    """The first days of so many months, the last one being that of `last`."""
    number = last.year * 12 + last.month - 1
    return [dt.date(each // 12, each % 12 + 1, 1) for each in range(number - count + 1, number + 1)]


def draw_production(
    months: Sequence[dt.date],
    known: Mapping[dt.date, Produced],
    *,
    us_words: Callable[[Decimal], str],
    amount_words: Callable[[Decimal], str],
) -> Chart:
    """A column for each month, whether anything is known of it or not."""
    us = {month: row.us_quantity for month, row in known.items()}
    amount = {month: row.amount for month, row in known.items()}
    return Chart(
        us=_panel("US", months, us, us_words),
        amount=_panel("Valor", months, amount, amount_words),
        labels=_labels(months),
    )


def month_name(month: dt.date) -> str:
    """mar/2026."""
    return f"{_MONTH_NAMES[month.month - 1]}/{month.year}"


def _panel(
    title: str,
    months: Sequence[dt.date],
    values: Mapping[dt.date, Decimal | None],
    words: Callable[[Decimal], str],
) -> Panel:
    shown = [values.get(month) for month in months]
    top = _nice_top(max((value for value in shown if value is not None), default=Decimal(0)))
    scale = _Scale(100 / len(months), top, words)
    columns = [
        _column(scale, place, month, value)
        for place, (month, value) in enumerate(zip(months, shown, strict=True))
    ]
    return Panel(title, columns, words(top) if top else "")


@dataclass(frozen=True, slots=True)
class _Scale:
    """`step` is what a month takes of the width, `top` what the whole height stands for."""

    step: float
    top: Decimal
    words: Callable[[Decimal], str]


def _column(scale: _Scale, place: int, month: dt.date, value: Decimal | None) -> Column:
    rises = value is not None and value > 0
    height = round(max(_LEAST, PANEL * float(value / scale.top)), 2) if value and rises else 0.0
    said = scale.words(value) if value is not None else "sem dado"
    return Column(
        x=round((place + _GAP_BETWEEN / 2) * scale.step, 3),
        middle=round((place + 0.5) * scale.step, 3),
        width=round(scale.step * (1 - _GAP_BETWEEN), 3),
        y=round(PANEL - height, 2),
        height=height,
        sign=_sign(value),
        words=f"{month_name(month)}: {said}",
    )


def _sign(value: Decimal | None) -> str:
    if value is None:
        return GAP
    if value == 0:
        return ZERO
    return VALUE if value > 0 else NEGATIVE


def _nice_top(largest: Decimal) -> Decimal:
    """A round number that is not less; nought where there is nothing to show."""
    if largest <= 0:
        return Decimal(0)
    power = Decimal(10) ** math.floor(largest.log10())
    return next(step * power for step in _NICE if step * power >= largest)


def _labels(months: Sequence[dt.date]) -> list[MonthLabel]:
    """Quarters or more, so that few enough stand side by side; the year with the first and each January."""
    step = next((step for step in (1, 3, 6, 12) if len(months) / step <= _MOST_LABELS), 24)
    width = 100 / len(months)
    return [
        MonthLabel(round((place + 0.5) * width, 3), f"{_MONTH_NAMES[month.month - 1]}/{month.year % 100:02}")
        for place, month in enumerate(months)
        if (month.year * 12 + month.month - 1) % step == 0
    ]
