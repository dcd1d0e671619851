from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vinculo.kernel.money import format_money, parse_money


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("R$ 1.234,56", "1234.56"),
        ("R$1.234,56", "1234.56"),
        ("r$ 5,93", "5.93"),
        ("R\\$ 5,93", "5.93"),
        ("R$\u00a05,93", "5.93"),
        ("R $ 5,93", "5.93"),
        ("R$: 5,93", "5.93"),
        ("R$.12.800,00", "12800.00"),
        ("BRL 5,93", "5.93"),
        ("5,93 reais", "5.93"),
        ("R$ 5,93.", "5.93"),
        ("2625,62", "2625.62"),
        ("1234,5", "1234.50"),
        ("5", "5.00"),
        ("R$ 0", "0.00"),
        ("1.234", "1234.00"),
        ("12.345.678,90", "12345678.90"),
        ("1 234,56", "1234.56"),
        ("0,8670", "0.8670"),
        ("0,867", "0.867"),
        ("1,4", "1.40"),
        ("58.80", "58.80"),
        ("58.8", "58.80"),
        ("0.8670", "0.8670"),
        ("0.867", "0.867"),
        ("1.2345", "1.2345"),
        ("1,234.56", "1234.56"),
        ("05,93", "5.93"),
    ],
)
def test_amounts_as_written(text, amount):
    parsed = parse_money(text)
    assert parsed is not None
    assert format(parsed, "f") == amount  # the decimals count too


@pytest.mark.parametrize(
    "text",
    [
        "",
        "R$",
        "R$ -",
        "-5",
        "R$ -5,00",
        "(5,00)",
        "1234.567",
        "1.23.456",
        "1.23,45",
        "12.34.56",
        "1,234,567",
        "0.123.456",
        "00.123",
        "5,",
        ",50",
        "5,12345",
        "US$ 5,00",
        "R$ 5,00 R$ 6,00",
        "5 93",
        "cinco reais",
        "1e3",
        "NaN",
        "９,９９",
        "1" * 13,
        "1.234.567.890.123",
    ],
)
def test_what_is_no_clear_amount_is_none(text):
    assert parse_money(text) is None


@pytest.mark.parametrize(
    ("amount", "printed"),
    [
        ("1234.56", "R$ 1.234,56"),
        ("5", "R$ 5,00"),
        ("5.9", "R$ 5,90"),
        ("0.8670", "R$ 0,8670"),
        ("0.867", "R$ 0,867"),
        ("1234567.8", "R$ 1.234.567,80"),
        ("0.12345", "R$ 0,1234"),
        ("1E+3", "R$ 1.000,00"),
        ("-5.93", "-R$ 5,93"),
    ],
)
def test_amounts_as_printed(amount, printed):
    assert format_money(Decimal(amount)) == printed
    assert format_money(Decimal(amount), symbol=False) == printed.replace("R$ ", "")


@given(st.decimals(min_value=0, max_value=999_999_999_999, places=2), st.booleans())
def test_cents_printed_are_read_back(amount, symbol):
    assert parse_money(format_money(amount, symbol)) == amount


@given(st.integers(0, 10**8), st.integers(2, 4))
def test_decimals_stay_as_printed(units, places):
    amount = Decimal(units).scaleb(-places)
    back = parse_money(format_money(amount))
    assert back is not None
    assert back.as_tuple() == amount.as_tuple()


@given(st.text(max_size=30))
def test_any_text_is_read_without_failing(text):
    amount = parse_money(text)
    assert amount is None or amount >= 0
