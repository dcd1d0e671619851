from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vinculo.kernel.business_days import add_business_days, business_days_between, is_business_day
from vinculo.kernel.places import UFS

DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2035, 12, 31))
STATES = st.none() | st.sampled_from(sorted(UFS))


@pytest.mark.parametrize(
    ("day", "uf", "works"),
    [
        (dt.date(2024, 2, 9), None, True),  # the Friday before Carnival
        (dt.date(2024, 2, 10), None, False),  # Saturday
        (dt.date(2024, 2, 12), None, False),  # Carnival Monday
        (dt.date(2024, 2, 13), None, False),  # Carnival Tuesday
        (dt.date(2024, 2, 14), None, True),  # Ash Wednesday
        (dt.date(2024, 3, 29), None, False),  # Good Friday
        (dt.date(2024, 5, 1), None, False),  # Labour Day
        (dt.date(2024, 5, 30), None, False),  # Corpus Christi
        (dt.date(2024, 7, 9), None, True),
        (dt.date(2024, 7, 9), "SP", False),  # the revolution of 1932
        (dt.date(2024, 7, 9), "RJ", True),
        (dt.date(2024, 10, 28), None, True),  # civil servants alone are off
        (dt.date(2024, 11, 20), None, False),  # national since 2024
        (dt.date(2024, 12, 24), None, True),
        (dt.date(2024, 12, 25), None, False),
    ],
)
def test_days_of_work(day, uf, works):
    assert is_business_day(day, uf) is works


def test_a_citys_holiday_is_told_by_the_caller():
    anniversary = dt.date(2024, 1, 25)  # of the city of São Paulo
    assert is_business_day(anniversary, "SP")
    assert not is_business_day(anniversary, "SP", frozenset({anniversary}))
    assert add_business_days(dt.date(2024, 1, 24), 1, "SP", {anniversary}) == dt.date(2024, 1, 26)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (dt.date(2024, 2, 9), 1, dt.date(2024, 2, 14)),
        (dt.date(2024, 2, 14), -1, dt.date(2024, 2, 9)),
        (dt.date(2024, 2, 10), 0, dt.date(2024, 2, 14)),
        (dt.date(2024, 2, 9), 0, dt.date(2024, 2, 9)),
        (dt.date(2024, 2, 10), 1, dt.date(2024, 2, 14)),
        (dt.date(2023, 12, 29), 1, dt.date(2024, 1, 2)),
    ],
)
def test_counting_on(start, days, end):
    assert add_business_days(start, days) == end


def test_an_unknown_uf_is_refused():
    with pytest.raises(ValueError, match="no UF"):
        is_business_day(dt.date(2024, 2, 9), "XX")


@given(DAYS, st.integers(1, 60), STATES)
def test_a_deadline_lies_as_many_days_away_as_were_given(start, days, uf):
    end = add_business_days(start, days, uf)
    assert is_business_day(end, uf)
    assert end > start
    assert business_days_between(start, end, uf) == days
    assert business_days_between(start, end - dt.timedelta(days=1), uf) == days - 1


@given(DAYS, st.integers(1, 60), STATES)
def test_counting_back_mirrors_counting_on(start, days, uf):
    end = add_business_days(start, -days, uf)
    assert is_business_day(end, uf)
    assert business_days_between(start, end, uf) == -days


@given(DAYS)
def test_no_way_is_no_days(day):
    assert business_days_between(day, day) == 0
