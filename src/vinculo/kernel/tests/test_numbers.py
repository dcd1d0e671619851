from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vinculo.kernel.numbers import format_count, parse_count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("12", 12),
        ("1.250", 1250),
        ("5 506", 5506),
        ("5.506", 5506),
        ("5506", 5506),
        ("1.234.567", 1234567),
        (" 0 ", 0),
        ("007", 7),
        ("-1", None),
        ("1,5", None),
        ("1,250", None),
        ("1.25", None),
        ("12.50", None),
        ("0.250", None),
        ("1.2500", None),
        ("12 vidas", None),
        ("1 2", None),
        ("", None),
        ("٣", None),
        ("1" * 13, None),
    ],
)
def test_counts_as_written(text, count):
    assert parse_count(text) == count


def test_counts_as_printed():
    assert [format_count(number) for number in (0, 999, 1250, 1234567)] == ["0", "999", "1.250", "1.234.567"]


@given(st.integers(0, 10**12 - 1))
def test_what_is_printed_is_read_back(number):
    assert parse_count(format_count(number)) == number
    assert parse_count(str(number)) == number
