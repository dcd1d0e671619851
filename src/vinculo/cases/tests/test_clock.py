"""Whose the days of a case were, by when it is decided, from when on it is silent."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vinculo.cases.clock import PROVIDER, ClockFacts, Level, Wait, day_of, read_clock
from vinculo.kernel.business_calendar import BusinessCalendar

NATIONAL = BusinessCalendar()
MONDAY = dt.date(2026, 3, 2)  # four weeks without a holiday follow
LEVEL = Level(first_contact_days=2, silence_days=5, decision_days=10)


def march(day: int) -> dt.date:
    return dt.date(2026, 3, day)


def facts(today: int = 20, *waits: Wait, **more) -> ClockFacts:
    given_facts = {"started_on": MONDAY, "level": LEVEL, "silence_level": LEVEL, "calendar": NATIONAL, **more}
    return ClockFacts(today=march(today), waits=waits, **given_facts)


def wait(since: int, until: int | None, on: str = PROVIDER) -> Wait:
    return Wait(on, march(since), march(until) if until else None)


@pytest.mark.parametrize(
    ("waits", "consultant", "waited", "decide_by"),
    [
        ((), 14, {}, march(16)),
        ((wait(4, 6),), 12, {PROVIDER: 2}, march(18)),
        ((wait(4, 4),), 14, {}, march(16)),  # came and went on one day
        ((wait(6, 9),), 13, {PROVIDER: 1}, march(17)),  # over a weekend
        ((wait(7, 8),), 14, {}, march(16)),  # within a weekend
        ((wait(4, 6), wait(6, 10)), 10, {PROVIDER: 4}, march(20)),  # one after the other
        ((wait(4, 6), wait(6, 10, "it")), 10, {PROVIDER: 2, "it": 2}, march(20)),
        ((wait(4, 10), wait(5, 6, "it")), 10, {PROVIDER: 4}, march(20)),  # one within the other
        ((wait(4, 6), wait(5, 10, "it")), 10, {PROVIDER: 2, "it": 2}, march(20)),  # overlapping
        ((wait(17, None),), 11, {PROVIDER: 3}, None),  # still waiting
        ((wait(4, 6, "it"), wait(17, None)), 9, {"it": 2, PROVIDER: 3}, None),
        ((Wait(PROVIDER, dt.date(2026, 2, 2), march(4)),), 12, {PROVIDER: 2}, march(18)),  # before the start
    ],
)
def test_the_days_belong_to_whom_they_were_waited_for(waits, consultant, waited, decide_by):
    reading = read_clock(facts(20, *waits))
    assert (reading.consultant_days, reading.waited, reading.decide_by) == (consultant, waited, decide_by)
    assert reading.is_overdue is (decide_by is not None and decide_by < march(20))


def test_a_deadline_whose_last_day_is_a_holiday_moves_on():
    start = dt.date(2026, 6, 18)
    sao_paulo = BusinessCalendar("SP")
    reading = read_clock(facts(20, started_on=start, calendar=sao_paulo, level=Level(decision_days=15)))
    assert reading.decide_by == dt.date(2026, 7, 10)
    elsewhere = read_clock(facts(20, started_on=start, level=Level(decision_days=15)))
    assert elsewhere.decide_by == dt.date(2026, 7, 9)


def test_a_decided_case_has_its_days_and_no_clock():
    reading = read_clock(facts(31, wait(4, 6), end=march(13)))
    assert (reading.consultant_days, reading.waited) == (7, {PROVIDER: 2})
    assert (reading.decide_by, reading.silent_from, reading.is_overdue) == (None, None, False)


@pytest.mark.parametrize(
    ("waits", "last", "silent"),
    [
        ((), None, march(5)),  # two days for the first contact, silent on the third
        ((), march(4), march(11)),
        ((), march(7), march(13)),  # a contact at the weekend
        ((wait(5, None),), march(4), march(11)),  # the provider's silence goes on counting
        ((wait(5, None, "it"),), march(4), None),
        ((wait(5, 9, "it"),), march(4), march(13)),  # two days were the sector's
        ((wait(2, 4, "it"),), march(4), march(11)),  # before the contact
    ],
)
def test_silence_begins_after_its_days_unless_a_sector_has_them(waits, last, silent):
    assert read_clock(facts(10, *waits, last_contact_on=last)).silent_from == silent


def test_a_start_a_century_ago_is_counted_no_further_than_ten_years():
    reading = read_clock(facts(20, started_on=dt.date(1926, 3, 2)))
    assert 2400 < reading.consultant_days < 2600
    assert reading.is_overdue


def test_a_start_that_lies_ahead_counts_nothing():
    assert read_clock(facts(2, wait(2, None), started_on=march(20))).consultant_days == 0


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2026-03-11T01:30:00+00:00", march(10)),
        ("2026-03-10T23:30:00-04:00", march(11)),
        ("2026-03-11T09:00:00+09:00", march(10)),
    ],
)
def test_a_clock_in_another_zone_still_gives_the_day_of_sao_paulo(now, day):
    assert day_of(dt.datetime.fromisoformat(now)) == day


DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2026, 12, 31))
WHOM = st.sampled_from([PROVIDER, "it", "commercial"])


@st.composite
def _waits(draw) -> tuple[Wait, ...]:
    """Any waits, overlapping or not, the last perhaps still open."""
    found = []
    for _ in range(draw(st.integers(0, 5))):
        since, until = sorted((draw(DAYS), draw(DAYS)))
        found.append(Wait(draw(WHOM), since, until))
    if draw(st.booleans()):
        found.append(Wait(draw(WHOM), draw(DAYS), None))
    return tuple(found)


FACTS = st.builds(
    lambda start, today, waits, uf, days: ClockFacts(
        started_on=min(start, today),
        today=max(start, today),
        waits=waits,
        calendar=BusinessCalendar(uf),
        level=Level(decision_days=days),
    ),
    *(DAYS, DAYS, _waits(), st.sampled_from([None, "SP", "BA"]), st.integers(1, 60)),
)


@given(FACTS)
def test_every_day_of_work_is_somebodys_and_only_one_ones(clock: ClockFacts):
    reading = read_clock(clock)
    days = [reading.consultant_days, *reading.waited.values()]
    assert sum(days) == clock.calendar.between(clock.started_on, clock.today)
    assert min(days) >= 0


@given(FACTS)
def test_a_case_is_overdue_when_the_consultants_own_days_are_used_up(clock: ClockFacts):
    reading = read_clock(clock)
    if clock.waiting_on is not None:
        assert reading.decide_by is None
    elif clock.calendar.is_business_day(clock.today):
        assert reading.is_overdue is (reading.consultant_days > clock.level.decision_days)


@given(FACTS, st.integers(0, 10))
def test_waiting_moves_the_deadline_by_as_many_days_as_were_waited(clock: ClockFacts, days: int):
    closed = ClockFacts(clock.started_on, clock.today, clock.calendar, level=clock.level)
    since = clock.calendar.next(clock.started_on)
    until = clock.calendar.add(since, days) if days else since
    if until <= clock.today:
        waited = ClockFacts(
            clock.started_on, clock.today, clock.calendar, (Wait(PROVIDER, since, until),), level=clock.level
        )
        before, after = read_clock(closed).decide_by, read_clock(waited).decide_by
        assert before is not None
        assert after is not None
        assert clock.calendar.between(before, after) == days


@given(st.lists(DAYS, min_size=3, max_size=6, unique=True))
def test_a_wait_parted_into_pieces_is_as_long_as_in_one(days: list[dt.date]):
    days = sorted(days)
    pieces = tuple(Wait(PROVIDER, since, until) for since, until in pairwise(days))
    whole = (Wait(PROVIDER, days[0], days[-1]),)
    clocks = [ClockFacts(days[0], days[-1], NATIONAL, waits) for waits in (pieces, whole)]
    assert read_clock(clocks[0]) == read_clock(clocks[1])
