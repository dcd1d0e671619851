"""The calendar, day by day, as people know it: movable feasts, states, cities, ends of years and of terms."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vinculo.kernel.business_calendar import BusinessCalendar, holidays_in
from vinculo.kernel.dates import SAO_PAULO
from vinculo.kernel.places import UFS

NATIONAL = BusinessCalendar()
SP, RJ, BA = (BusinessCalendar(uf) for uf in ("SP", "RJ", "BA"))
SAO_PAULO_CITY = BusinessCalendar("SP", yearly=frozenset({(1, 25)}))
RIO_CITY = BusinessCalendar("RJ", yearly=frozenset({(1, 20)}))
OWN_DAY_OFF = BusinessCalendar("SP", once=frozenset({dt.date(2026, 6, 5)}))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("calendar", "text", "works"),
    [
        # Carnival Monday and Tuesday of several years, and Ash Wednesday.
        *[(NATIONAL, text, False) for text in ("2023-02-20", "2023-02-21", "2024-02-12", "2024-02-13")],
        *[(NATIONAL, text, False) for text in ("2025-03-03", "2025-03-04", "2026-02-16", "2026-02-17")],
        *[(NATIONAL, text, False) for text in ("2027-02-08", "2027-02-09", "2028-02-28", "2028-02-29")],
        *[(NATIONAL, text, True) for text in ("2024-02-14", "2026-02-18", "2027-02-10", "2028-03-01")],
        # Good Friday, and the Thursday before.
        *[(NATIONAL, text, False) for text in ("2023-04-07", "2024-03-29", "2025-04-18", "2026-04-03")],
        (NATIONAL, "2026-04-02", True),
        # Corpus Christi, and the Friday after, which many bridge and which counts.
        *[(NATIONAL, text, False) for text in ("2023-06-08", "2024-05-30", "2025-06-19", "2026-06-04")],
        (NATIONAL, "2026-06-05", True),
        (OWN_DAY_OFF, "2026-06-05", False),
        (OWN_DAY_OFF, "2027-06-04", True),
        # Holidays of states.
        (SP, "2026-07-09", False),
        (RJ, "2026-07-09", True),
        (BA, "2026-07-02", False),
        (SP, "2026-07-02", True),
        (RJ, "2026-04-23", False),
        (SP, "2026-04-23", True),
        (BusinessCalendar("RS"), "2027-09-20", False),
        (BusinessCalendar("PE"), "2028-03-06", False),
        # 20 November: a holiday of the whole country since 2024 only.
        (NATIONAL, "2023-11-20", True),
        (NATIONAL, "2024-11-20", False),
        (NATIONAL, "2025-11-20", False),
        # Holidays of cities.
        (SAO_PAULO_CITY, "2027-01-25", False),
        (SP, "2027-01-25", True),
        (RIO_CITY, "2026-01-20", False),
        (SAO_PAULO_CITY, "2026-01-20", True),
        # The end of a year: the 24th and the 31st are worked, the 25th and the 1st are not.
        (NATIONAL, "2026-12-24", True),
        (NATIONAL, "2026-12-25", False),
        (NATIONAL, "2026-12-31", True),
        (NATIONAL, "2027-01-01", False),
        # A holiday at a weekend takes nothing from the Friday or the Monday.
        (SAO_PAULO_CITY, "2026-01-25", False),
        (SAO_PAULO_CITY, "2026-01-23", True),
        (SAO_PAULO_CITY, "2026-01-26", True),
        (NATIONAL, "2026-11-16", True),
        # Leap years.
        (NATIONAL, "2024-02-29", True),
        (BusinessCalendar(yearly=frozenset({(2, 29)})), "2024-02-29", False),
        (BusinessCalendar(yearly=frozenset({(2, 29)})), "2027-03-01", True),
    ],
)
def test_days_of_work(calendar: BusinessCalendar, text: str, works: bool):
    assert calendar.is_business_day(day(text)) is works


@pytest.mark.parametrize(
    ("calendar", "start", "days", "end"),
    [
        (NATIONAL, "2026-02-13", 1, "2026-02-18"),  # over Carnival
        (NATIONAL, "2026-04-02", 1, "2026-04-06"),  # over Easter
        (NATIONAL, "2026-06-03", 1, "2026-06-05"),  # over Corpus Christi
        (OWN_DAY_OFF, "2026-06-03", 1, "2026-06-08"),  # and the operator's own bridge
        (SP, "2026-07-08", 1, "2026-07-10"),
        (RJ, "2026-07-08", 1, "2026-07-09"),
        (SP, "2026-07-02", 5, "2026-07-10"),  # the last day of the term is a holiday
        (SAO_PAULO_CITY, "2027-01-22", 1, "2027-01-26"),
        (SAO_PAULO_CITY, "2026-01-23", 1, "2026-01-26"),  # the holiday falls on a Sunday
        (NATIONAL, "2026-12-23", 2, "2026-12-28"),
        (NATIONAL, "2026-12-30", 2, "2027-01-04"),  # over the new year
        (NATIONAL, "2024-02-28", 2, "2024-03-01"),  # a leap year
        (NATIONAL, "2026-02-28", 1, "2026-03-02"),
        (NATIONAL, "2027-01-04", -2, "2026-12-30"),
        (NATIONAL, "2026-11-20", 0, "2026-11-23"),
    ],
)
def test_terms(calendar: BusinessCalendar, start: str, days: int, end: str):
    assert calendar.add(day(start), days) == day(end)
    if days:
        assert calendar.between(day(start), day(end)) == days


@pytest.mark.parametrize(
    ("now", "today"),
    [
        ("2026-03-11T01:30:00+00:00", "2026-03-10"),  # late in the evening in São Paulo
        ("2026-03-11T03:00:00+00:00", "2026-03-11"),
        ("2027-01-01T02:59:00+00:00", "2026-12-31"),  # the year ends three hours later here
        ("2026-03-10T23:30:00-04:00", "2026-03-11"),  # a clock in Manaus is an hour behind
        ("2026-03-11T09:00:00+09:00", "2026-03-10"),  # a clock set to Tokyo
    ],
)
def test_the_day_is_that_of_sao_paulo_wherever_the_clock_stands(now: str, today: str):
    moment = dt.datetime.fromisoformat(now)
    assert moment.astimezone(SAO_PAULO).date() == day(today)
    assert NATIONAL.next(moment.astimezone(SAO_PAULO).date()) == NATIONAL.next(day(today))


def test_summer_time_of_the_past_moves_no_day():
    before_midnight = dt.datetime(2018, 11, 4, 1, 30, tzinfo=dt.UTC)
    assert before_midnight.astimezone(SAO_PAULO).date() == day("2018-11-03")
    assert dt.datetime(2018, 11, 5, 2, 30, tzinfo=ZoneInfo("UTC")).astimezone(SAO_PAULO).hour == 0


def test_a_day_that_a_year_does_not_have_is_left_out():
    assert holidays_in([(2, 29), (1, 25)], [2027, 2028]) == {
        day("2027-01-25"),
        day("2028-02-29"),
        day("2028-01-25"),
    }


DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2035, 12, 31))
CALENDARS = st.builds(
    BusinessCalendar,
    st.none() | st.sampled_from(sorted(UFS)),
    st.frozensets(st.tuples(st.integers(1, 12), st.integers(1, 28)), max_size=6),
    st.frozensets(DAYS, max_size=6),
)


@given(CALENDARS, DAYS, st.integers(1, 60))
def test_a_term_ends_on_a_day_of_work_as_many_days_away_as_were_given(calendar, start, days):
    end = calendar.add(start, days)
    assert calendar.is_business_day(end)
    assert calendar.between(start, end) == days


@given(CALENDARS, DAYS, DAYS, DAYS)
def test_counting_in_two_steps_is_counting_in_one(calendar, first, second, third):
    first, second, third = sorted((first, second, third))
    assert calendar.between(first, third) == calendar.between(first, second) + calendar.between(second, third)


@given(CALENDARS, DAYS)
def test_the_next_day_of_work_is_the_first_from_that_day_on(calendar, start):
    found = calendar.next(start)
    assert calendar.is_business_day(found)
    assert found == start or not any(
        calendar.is_business_day(start + dt.timedelta(days=offset)) for offset in range((found - start).days)
    )
