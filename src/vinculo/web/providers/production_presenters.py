"""What a provider produced, as a chart and as the numbers behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from vinculo.kernel.money import format_money
from vinculo.network.models import MonthlyProduction

from .production_chart import Chart, Produced, draw_production, month_name, months_up_to

MONTHS = 24
_NO_BREAK = "\u00a0"


@dataclass(frozen=True)
class MonthRow:
    """Empty texts are what nobody told; `is_known`: something of that month was told."""

    month: str
    us: str
    amount: str
    last_day: dt.date | None
    is_known: bool


@dataclass(frozen=True)
class ProductionPart:
    """`chart` is None where nothing is known of any month. `words` say what the chart shows."""

    chart: Chart | None
    rows: Sequence[MonthRow]
    last_day: dt.date | None
    unknown: int
    words: str


def first_month(today: dt.date) -> dt.date:
    return months_up_to(today, MONTHS)[0]


def present_production(rows: Sequence[MonthlyProduction], today: dt.date) -> ProductionPart:
    """Of the months up to today's; `rows` are those of which something was told."""
    known = {row.month: Produced(row.us_quantity, row.amount, row.last_day) for row in rows}
    months = months_up_to(today, MONTHS)
    unknown = sum(month not in known for month in months)
    return ProductionPart(
        chart=draw_production(months, known, us_words=us_words, amount_words=amount_words) if known else None,
        rows=[_row(month, known.get(month)) for month in reversed(months)],
        last_day=max((row.last_day for row in rows if row.last_day), default=None),
        unknown=unknown,
        words=f"De {month_name(months[0])} a {month_name(months[-1])}, {_unknown_words(unknown)}."
        " Os números estão na tabela abaixo.",
    )


def us_words(value: Decimal) -> str:
    """1.400 US: normally a whole number."""
    plain = (
        value.to_integral_value() if value == value.to_integral_value() else value.quantize(Decimal("0.01"))
    )
    text = f"{plain:,f}".translate(str.maketrans(",.", ".,"))
    return f"{text}{_NO_BREAK}US"


def amount_words(value: Decimal) -> str:
    return format_money(value.quantize(Decimal("0.01"))).replace(" ", _NO_BREAK)


def _row(month: dt.date, produced: Produced | None) -> MonthRow:
    if produced is None:
        return MonthRow(month_name(month), "", "", None, is_known=False)
    us, amount = produced.us_quantity, produced.amount
    return MonthRow(
        month_name(month),
        us_words(us) if us is not None else "",
        amount_words(amount) if amount is not None else "",
        produced.last_day,
        is_known=True,
    )


def _unknown_words(unknown: int) -> str:
    if not unknown:
        return "todos os meses com dado"
    return f"{unknown} {'mês' if unknown == 1 else 'meses'} sem dado"
