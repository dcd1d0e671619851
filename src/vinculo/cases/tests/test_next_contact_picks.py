"""The days offered for the next contact: business days of the place, and why others are passed over."""

from __future__ import annotations

import datetime as dt

import pytest

from vinculo.cases.next_contact_picks import NamedCalendar, next_contact_picks
from vinculo.kernel.business_calendar import BusinessCalendar

SAO_PAULO_STATE = NamedCalendar(BusinessCalendar("SP"))


def told(today: str, place: NamedCalendar = SAO_PAULO_STATE) -> list[tuple[str, str, tuple[str, ...]]]:
    picks = next_contact_picks(dt.date.fromisoformat(today), place)
    return [(pick.label, pick.day.isoformat(), pick.skipped) for pick in picks]


def test_an_ordinary_week():
    assert told("2026-03-10") == [
        ("Amanhã", "2026-03-11", ()),
        ("+2 dias úteis", "2026-03-12", ()),
        ("Próxima segunda", "2026-03-16", ()),
        ("+5 dias úteis", "2026-03-17", ()),
        ("+10 dias úteis", "2026-03-24", ()),
    ]


@pytest.mark.parametrize(
    ("today", "first"),
    [
        ("2026-02-13", ("Próximo dia útil", "2026-02-18", ("Carnaval",))),
        ("2026-03-13", ("Próximo dia útil", "2026-03-16", ())),
        ("2026-07-08", ("Próximo dia útil", "2026-07-10", ("Revolução Constitucionalista",))),
        ("2026-12-31", ("Próximo dia útil", "2027-01-04", ("Confraternização Universal",))),
    ],
    ids=["Carnival", "a weekend", "a state's holiday", "the year's end"],
)
def test_why_tomorrow_is_not_meant(today: str, first: tuple[str, str, tuple[str, ...]]):
    assert told(today)[0] == first


def test_a_state_holiday_elsewhere_is_a_day_of_work():
    assert told("2026-07-08", NamedCalendar(BusinessCalendar("RJ")))[0] == ("Amanhã", "2026-07-09", ())


def test_a_citys_own_holiday_is_named():
    own = BusinessCalendar("SP", frozenset({(3, 11)}), frozenset({dt.date(2026, 3, 12)}))
    place = NamedCalendar(own, {(3, 11): "Aniversário da cidade"})
    assert told("2026-03-10", place)[0] == (
        "Próximo dia útil",
        "2026-03-13",
        ("Aniversário da cidade", "feriado local"),
    )


def test_a_monday_that_is_a_holiday_becomes_the_day_after():
    labels = {label: day for label, day, _ in told("2026-02-11")}
    assert labels["Próxima quarta"] == "2026-02-18"
