"""Consecutive days run through everything; what a person has to do falls on a business day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vinculo.consequences.clock_words import Medium, Step
from vinculo.consequences.legal_clock import (
    LegalClockFacts,
    NoticeFacts,
    after_notice,
    contract_allows_from,
    earliest_effective,
    kept_until,
    notice_due,
    proposed_effective,
    steps,
    waiting_warning,
    why_earliest,
)
from vinculo.consequences.legal_rules import DATE_RULES, NOTICE_RULES, DateFacts, NoticeToNote
from vinculo.kernel.business_calendar import BusinessCalendar
from vinculo.kernel.places import municipality_by_code
from vinculo.kernel.rule import Moment, check_all
from vinculo.network.city_impact import CityNumbers, outlook

A_DAY = dt.timedelta(days=1)
SAO_PAULO_STATE = BusinessCalendar("SP")
DAYS = st.dates(dt.date(2023, 1, 1), dt.date(2032, 12, 31))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def running(signed: str = "2026-03-10", out: str = "2026-04-10", **others) -> LegalClockFacts:
    values: dict[str, Any] = {"notice_days": 30, "kept_days": 180, "calendar": SAO_PAULO_STATE} | others
    return LegalClockFacts(signed_on=day(signed), effective_on=day(out), **values)


def noticed(on: dt.date, **others) -> NoticeFacts:
    values: dict[str, Any] = {"noted_on": on, "has_evidence": True} | others
    return NoticeFacts(on=on, **values)


def everywhere(on: dt.date, **others) -> dict[Medium, NoticeFacts]:
    return {medium: noticed(on, **others) for medium in Medium}


def codes(findings) -> list[str]:
    return [finding.code for finding in findings]


@pytest.mark.parametrize(
    ("noticed_on", "out"),
    [
        ("2026-01-31", "2026-03-02"),  # over February
        ("2028-01-31", "2028-03-01"),  # over one of 29 days
        ("2028-02-29", "2028-03-30"),  # from a day that most years do not have
        ("2026-03-31", "2026-04-30"),  # the end of a shorter month
        ("2026-12-02", "2027-01-01"),  # into a holiday: it stays there
        ("2026-11-13", "2026-12-13"),  # into a Sunday
    ],
)
def test_thirty_consecutive_days(noticed_on: str, out: str):
    assert after_notice(day(noticed_on), 30) == day(out)


@settings(max_examples=60, deadline=None)
@given(signed=DAYS, notice_days=st.integers(1, 90), contract=st.one_of(st.none(), st.integers(1, 120)))
def test_what_is_proposed_can_be_kept_by_people_at_work(signed, notice_days, contract):
    facts = replace(
        running(),
        signed_on=signed,
        effective_on=signed,
        notice_days=notice_days,
        contract_from=signed - 20 * A_DAY,
        contract_notice_days=contract,
    )
    proposed = replace(facts, effective_on=proposed_effective(facts))
    due = notice_due(proposed)
    assert signed < due <= proposed.effective_on - notice_days * A_DAY
    assert SAO_PAULO_STATE.is_business_day(due)
    # Noticed on that day, nothing but evidence is left, and the date may stand.
    done = replace(proposed, notices=everywhere(due, has_evidence=False), substitute_settled=True)
    assert {step for _, step in steps(done)} == {Step.PORTAL_EVIDENCE, Step.CALL_CENTRE_EVIDENCE}
    assert earliest_effective(done, due) <= proposed.effective_on
    assert kept_until(done) == proposed.effective_on + 180 * A_DAY


@settings(max_examples=60, deadline=None)
@given(portal=DAYS, apart=st.integers(0, 40), out_after=st.integers(-5, 60))
def test_the_later_notice_counts(portal, apart, out_after):
    call = portal + apart * A_DAY
    facts = replace(
        running(),
        signed_on=call,
        effective_on=call + out_after * A_DAY,
        notices={Medium.PORTAL: noticed(portal), Medium.CALL_CENTRE: noticed(call)},
        substitute_settled=True,
    )
    assert earliest_effective(facts, call) == call + 30 * A_DAY
    assert (Step.MOVE_DATE in {step for _, step in steps(facts)}) is (out_after < 30)
    blocked = check_all(DATE_RULES, DateFacts(facts, call + 29 * A_DAY, call), Moment.DRAFT)
    assert codes(blocked) == ["legal-date-early"]
    assert not check_all(DATE_RULES, DateFacts(facts, call + 30 * A_DAY, call), Moment.DRAFT)


def test_who_has_told_nobody_yet_begins_today():
    facts = running(notices={Medium.PORTAL: noticed(day("2026-03-02"))})
    assert earliest_effective(facts, day("2026-03-20")) == day("2026-04-19")
    assert why_earliest(facts, day("2026-03-20")).startswith("os beneficiários têm de ser avisados 30")


def test_the_contract_is_a_second_term():
    facts = running(contract_from=day("2026-02-24"), contract_notice_days=60)
    assert contract_allows_from(facts) == day("2026-04-25")
    assert earliest_effective(facts, day("2026-03-11")) == day("2026-04-25")
    assert "60 dias de aviso prévio" in why_earliest(facts, day("2026-03-11"))
    assert contract_allows_from(running(contract_notice_days=60)) is None
    late = running(contract_from=day("2026-02-24"), contract_notice_days=15)
    assert earliest_effective(late, day("2026-03-11")) == day("2026-04-10")


@pytest.mark.parametrize(
    ("out", "due"),
    [
        ("2026-04-10", "2026-03-11"),
        ("2026-04-13", "2026-03-13"),  # thirty days before it is a Saturday
        ("2026-05-03", "2026-04-02"),  # … Good Friday: the Thursday before
        ("2027-01-31", "2026-12-31"),  # … New Year's Day
        ("2026-08-08", "2026-07-08"),  # … 9 July, a holiday of São Paulo
    ],
)
def test_notice_is_due_on_the_business_day_before(out: str, due: str):
    assert notice_due(running(out=out)) == day(due)


def test_a_citys_own_holiday_counts_for_who_works_and_not_for_the_law():
    there = BusinessCalendar("SP", once=frozenset({day("2026-03-11")}))
    facts = running(calendar=there)
    assert notice_due(facts) == day("2026-03-10")
    assert proposed_effective(facts) == day("2026-04-11")


def test_a_death_cannot_be_noticed_ahead():
    facts = running(out="2026-03-01", short_notice_on=day("2026-03-13"))
    assert notice_due(facts) == day("2026-03-16")
    told = replace(facts, notices=everywhere(day("2026-03-16")), substitute_settled=True)
    assert steps(told) == ()
    assert kept_until(told) == day("2026-09-12")
    assert not check_all(
        DATE_RULES, DateFacts(facts, day("2026-03-01"), day("2026-03-13"), True, "Faleceu."), Moment.DRAFT
    )
    unsaid = check_all(DATE_RULES, DateFacts(facts, day("2026-03-01"), day("2026-03-13"), True), Moment.DRAFT)
    assert codes(unsaid) == ["legal-exception-without-reason"]


def test_what_comes_first_stands_first():
    facts = running(said_otherwise_on=day("2026-03-12"), substitute_settled=False)
    assert [step for _, step in steps(facts)] == [Step.SUBSTITUTE, Step.PORTAL, Step.CALL_CENTRE]
    said = replace(
        facts,
        notices={Medium.PORTAL: noticed(day("2026-03-11"), is_current=False, has_evidence=False)},
        substitute_settled=True,
    )
    assert steps(said) == (
        (day("2026-03-11"), Step.CALL_CENTRE),
        (day("2026-03-13"), Step.PORTAL_EVIDENCE),
        (day("2026-03-13"), Step.CORRECT_PORTAL),
    )


def test_what_was_published_has_to_go_after_a_reopening():
    gone = noticed(day("2026-03-11"), is_withdrawn=True)
    facts = running(
        notices={Medium.PORTAL: noticed(day("2026-03-11")), Medium.CALL_CENTRE: gone},
        withdraw_since=day("2026-04-02"),
    )
    # The third of April is Good Friday.
    assert steps(facts) == ((day("2026-04-06"), Step.WITHDRAW_PORTAL),)
    assert kept_until(facts) is None


def test_a_notice_says_who_comes_instead_and_lies_behind():
    today = day("2026-03-11")
    ahead = NoticeToNote(running(), Medium.PORTAL, today + A_DAY, today)
    assert codes(check_all(NOTICE_RULES, ahead, Moment.DRAFT)) == [
        "legal-notice-ahead",
        "legal-notice-names-nobody",
    ]
    settled = running(substitute_settled=True)
    assert not check_all(NOTICE_RULES, NoticeToNote(settled, Medium.PORTAL, today, today), Moment.DRAFT)
    far = NoticeToNote(settled, Medium.PORTAL, day("2023-03-11"), today)
    assert codes(check_all(NOTICE_RULES, far, Moment.DRAFT)) == ["legal-notice-far"]


def test_a_city_left_with_nobody_or_too_few_is_told():
    campinas, santos = municipality_by_code("3509502"), municipality_by_code("3548500")
    assert campinas is not None
    assert santos is not None
    cities = [
        CityNumbers(campinas, day("2026-03-01"), 1000, 2),
        CityNumbers(santos, day("2026-03-01"), 900, 9),
    ]
    assert "nenhum CRO" in waiting_warning(outlook(campinas, cities, 2), 7)
    crowded = waiting_warning(outlook(campinas, cities, 1), 7)
    assert "1000 vidas por CRO" in crowded
    assert "7 dias úteis" in crowded
    assert waiting_warning(outlook(santos, cities, 1), 7) == ""
    assert waiting_warning(None, 7) == ""
