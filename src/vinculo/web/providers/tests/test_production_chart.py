"""Production month by month: what is not known is a gap, what is nought is a nought."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from ..production_chart import (
    GAP,
    NEGATIVE,
    PANEL,
    VALUE,
    ZERO,
    Chart,
    Produced,
    draw_production,
    months_up_to,
)
from ..production_presenters import amount_words, present_production, us_words

TODAY = dt.date(2026, 5, 20)


def chart(values: dict[int, Decimal | None]) -> Chart:
    """Of the months of 2025; the values by their numbers."""
    known = {dt.date(2025, month, 1): Produced(value, value) for month, value in values.items()}
    months = months_up_to(dt.date(2025, 12, 31), 12)
    return draw_production(months, known, us_words=us_words, amount_words=amount_words)


def test_a_month_that_nobody_told_of_is_a_gap_and_a_nought_is_a_nought() -> None:
    columns = chart({1: Decimal(10), 2: Decimal(0), 4: None, 5: Decimal(-3)}).us.columns
    assert [column.sign for column in columns[:6]] == [VALUE, ZERO, GAP, GAP, NEGATIVE, GAP]
    assert [column.words for column in columns[:3]] == [
        "jan/2025: 10\u00a0US",
        "fev/2025: 0\u00a0US",
        "mar/2025: sem dado",
    ]
    assert columns[1].height == columns[2].height == 0


def test_columns_are_as_high_as_what_they_stand_for() -> None:
    panel = chart({1: Decimal(500), 2: Decimal(250), 3: Decimal("0.01")}).amount
    heights = [column.height for column in panel.columns[:3]]
    assert heights[:2] == [PANEL, PANEL / 2]
    assert 0 < heights[2] < 0.5
    assert panel.top == "R$\u00a0500,00"
    assert all(column.y + column.height == pytest.approx(PANEL) for column in panel.columns)


@pytest.mark.parametrize(
    ("largest", "top"), [("1", "1"), ("1.01", "2"), ("231", "250"), ("260", "300"), ("999", "1.000")]
)
def test_the_upper_line_is_a_round_number(largest: str, top: str) -> None:
    assert chart({1: Decimal(largest)}).us.top == f"{top}\u00a0US"


def test_without_anything_but_noughts_there_is_no_scale() -> None:
    assert chart({1: Decimal(0)}).us.top == ""


def test_months_follow_each_other_over_the_year() -> None:
    months = months_up_to(dt.date(2026, 2, 28), 4)
    assert months == [dt.date(2025, 11, 1), dt.date(2025, 12, 1), dt.date(2026, 1, 1), dt.date(2026, 2, 1)]


def test_without_any_month_there_is_no_chart_but_the_table_says_what_is_missing() -> None:
    part = present_production([], TODAY)
    assert part.chart is None
    assert part.unknown == len(part.rows) == 24
    assert not any(row.is_known for row in part.rows)


def test_numbers_are_written_as_brazilians_do() -> None:
    assert us_words(Decimal("1400.00")) == "1.400\u00a0US"
    assert us_words(Decimal("1400.50")) == "1.400,50\u00a0US"
    assert amount_words(Decimal("1234.5000")) == "R$\u00a01.234,50"
