"""The protocol's digits tell its day; the production is so many US."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vinculo.kernel.invented import invented_protocol_number

from .rule_probe import fields_hit, findings

MAY_4 = dt.date(2023, 5, 4)
MAY_5 = dt.date(2023, 5, 5)
# 23:59 and 00:00 in São Paulo, three hours behind.
LATE_ON_MAY_4 = invented_protocol_number(dt.datetime(2023, 5, 5, 2, 59, tzinfo=dt.UTC))
EARLY_ON_MAY_5 = invented_protocol_number(dt.datetime(2023, 5, 5, 3, 0, tzinfo=dt.UTC))


@pytest.mark.parametrize(
    ("number", "stated", "hits"),
    [
        ("SAD168320523417", MAY_4, 0),
        ("SAD168320523417", MAY_5, 1),
        ("sad 168320523417", MAY_5, 1),
        (LATE_ON_MAY_4, MAY_4, 0),
        (LATE_ON_MAY_4, MAY_5, 1),
        (EARLY_ON_MAY_5, MAY_5, 0),
        ("SAD168320523417", None, 0),
        (None, MAY_5, 0),
        ("2023-000123", MAY_5, 0),
        ("SAD1683205", MAY_5, 0),
        ("SAD999999999999", MAY_5, 1),
    ],
)
def test_the_protocol_opened_on_the_day_that_is_stated(number, stated, hits) -> None:
    written = {"protocol_number": number, "protocol_opened_on": stated}
    assert fields_hit("protocol-moment-differs", **written) == ["protocol_opened_on"] * hits


def test_the_sentence_names_both_days() -> None:
    [found] = findings("protocol-moment-differs", protocol_opened_on=MAY_5)
    assert "04/05/2023" in found.message
    assert "05/05/2023" in found.message


@pytest.mark.parametrize(
    ("us_value", "production", "hits"),
    [
        ("1.40", "58.80", 0),
        ("1.40", "58.81", 1),
        ("1.40", "0.00", 0),
        ("0.476", "2075.36", 0),
        ("0.792", "658.15", 0),  # 831 US are 658.152, printed in cents.
        ("0.792", "658.16", 1),
        ("0.25", "0.13", 1),
        ("0.8670", "0.87", 0),
        ("0.8670", "1.73", 0),
        ("0.8670", "1.74", 1),
        ("0.0050", "0.01", 0),
        ("60.06", "60.00", 1),
        ("0.00", "58.80", 0),
        (None, "58.80", 0),
        ("1.40", None, 0),
    ],
)
def test_the_production_is_a_whole_number_of_us(us_value, production, hits) -> None:
    written = {
        "us_value": us_value and Decimal(us_value),
        "last_production_value": production and Decimal(production),
    }
    assert fields_hit("production-not-whole-us", **written) == ["last_production_value"] * hits


@settings(deadline=None)
@given(
    us_value=st.decimals(min_value="0.01", max_value="99.9999", places=4),
    count=st.integers(min_value=0, max_value=100_000),
    rounding=st.sampled_from((ROUND_HALF_UP, ROUND_HALF_DOWN)),
)
def test_any_whole_number_rounded_to_cents_is_accepted(us_value, count, rounding) -> None:
    production = (count * us_value).quantize(Decimal("0.01"), rounding)
    assert not findings("production-not-whole-us", us_value=us_value, last_production_value=production)


def test_the_sentence_shows_the_sum() -> None:
    [found] = findings("production-not-whole-us", last_production_value=Decimal("1058.81"))
    assert "R$ 1.058,81 ÷ R$ 1,40 = 756,2929" in found.message
