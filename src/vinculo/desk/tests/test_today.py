"""Hoje: every case once, under its most urgent need; each number is what the list shows."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vinculo.accounts.models import User
from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.change_state import change_state
from vinculo.cases.actions.reassign import reassign_case
from vinculo.cases.actions.set_next_contact import set_next_contact
from vinculo.cases.actions.undo_next_contact import undo_next_contact
from vinculo.cases.models import Case
from vinculo.cases.queries.needs import NEEDS, Need
from vinculo.cases.refusals import UnableToWriteCase
from vinculo.cases.states import CaseAction, State
from vinculo.cases.tests.case_files import NOW, make_decidable
from vinculo.cases.tests.listed_cases import TODAY, listed, make_listed
from vinculo.desk.queries.today import SHOWN, TO_SIGN, Day, day_of
from vinculo.desk.queries.week import days_ahead

FAR = dt.date(2026, 6, 1)
TOUCHED = dt.datetime(2026, 3, 10, 11, 0, tzinfo=dt.UTC)


def days(number: int) -> dt.date:
    return TODAY + dt.timedelta(days=number)


def day(user: User, today: dt.date = TODAY) -> Day:
    return day_of(actor_of(user), today)


def counts(user: User, today: dt.date = TODAY) -> dict[str, int]:
    found = day(user, today)
    groups = (*found.owed, *([found.waiting] if found.waiting else []))
    return {group.name: group.count for group in groups if group.count}


def names(user: User, need: str, today: dt.date = TODAY) -> list[str | None]:
    group = day(user, today).named(need)
    return [row.name for row in group.rows] if group else []


@pytest.fixture
def cases(cast: Cast) -> None:
    """Of Alice one case for each need that columns tell, and some that ask for nothing."""
    ours, alice = cast.operator, cast.alice
    make_listed(ours, alice, dentist_name="Atrasada", next_contact_on=days(-4))
    make_listed(ours, alice, dentist_name="Mais atrasada", next_contact_on=days(-9), decide_by=days(-1))
    make_listed(ours, alice, dentist_name="Com prazo", next_contact_on=FAR, decide_by=days(-2))
    make_listed(ours, alice, dentist_name="De hoje", next_contact_on=TODAY, silent_from=days(-1))
    waits = {"state": State.WAITING, "waiting_on": Case.PROVIDER, "waiting_since": NOW}
    make_listed(ours, alice, dentist_name="A cobrar", next_contact_on=TODAY, **waits)
    long_ago = NOW - dt.timedelta(days=40)
    make_listed(
        ours, alice, dentist_name="Esquecida", next_contact_on=FAR, **{**waits, "waiting_since": long_ago}
    )
    make_listed(ours, alice, dentist_name="Aguarda", next_contact_on=FAR, **waits)
    make_listed(ours, alice, dentist_name="Em silêncio", next_contact_on=FAR, silent_from=TODAY)
    make_listed(ours, alice, dentist_name="Rascunho", state=State.DRAFT)
    make_listed(ours, alice, dentist_name="Sem data")
    make_listed(ours, alice, dentist_name="Em dia", next_contact_on=FAR, silent_from=FAR, decide_by=FAR)
    make_listed(ours, alice, dentist_name="Fechada", state=State.CLOSED, next_contact_on=days(-9))
    make_listed(ours, cast.beto, dentist_name="De Beto", next_contact_on=days(-3))
    make_listed(ours, cast.beto, dentist_name="Decidida", state=State.DECIDED)
    make_listed(cast.other_operator, cast.charlie, dentist_name="De fora", state=State.DECIDED)


def test_every_case_stands_once_under_its_most_urgent_need(cases: None, cast: Cast):
    assert counts(cast.alice) == {
        "overdue": 2,
        "decide": 1,
        "today": 1,
        "ask_again": 2,
        "silent": 1,
        "draft": 1,
        "undated": 1,
        "waiting": 1,
    }
    assert names(cast.alice, Need.OVERDUE) == ["Mais atrasada", "Atrasada"]
    assert names(cast.alice, Need.ASK_AGAIN) == ["A cobrar", "Esquecida"]
    assert [group.name for group in day(cast.alice).owed] == [
        str(rule.need) for rule in NEEDS if rule.need != Need.WAITING
    ]


def test_what_it_needs_besides_is_said_beside_it(cases: None, cast: Cast):
    group = day(cast.alice).named(Need.OVERDUE)
    assert group is not None
    assert [row.also for row in group.rows] == [(Need.DECIDE,), ()]
    due = day(cast.alice).named(Need.TODAY)
    assert due is not None
    assert due.rows[0].also == (Need.SILENT,)


def test_what_waits_for_others_is_not_owed(cases: None, cast: Cast):
    found = day(cast.alice)
    assert found.waiting is not None
    assert [row.name for row in found.waiting.rows] == ["Aguarda"]
    assert found.owed_count == 9


def test_every_number_is_what_the_list_shows(cases: None, cast: Cast):
    for user in (cast.alice, cast.beto, cast.bob, cast.charlie):
        found = day(user)
        for group in (*found.owed, found.waiting):
            assert group is not None
            page = listed(actor_of(user), **{name: list(value) for name, value in group.parameters.items()})
            assert page.total == group.count, group.name
            assert {row.pk for row in page.rows} == {row.case_id for row in group.rows}


def test_decisions_wait_for_who_may_sign_and_did_not_decide(cases: None, cast: Cast):
    assert day(cast.alice).named(TO_SIGN) is None
    assert names(cast.bob, TO_SIGN) == ["Decidida"]
    make_listed(cast.operator, cast.alice, dentist_name="Minha", state=State.DECIDED, decided_by=cast.bob)
    assert names(cast.bob, TO_SIGN) == ["Decidida"]
    cast.operator.signer_must_not_be_decider = False
    cast.operator.save()
    assert names(cast.bob, TO_SIGN) == ["Decidida", "Minha"]


def test_a_returned_decision_comes_first_until_it_is_decided_again(cast: Cast):
    case = make_decidable(cast.operator, cast.alice)
    consultant, supervisor = actor_of(cast.alice), actor_of(cast.bob)
    for action in (CaseAction.OPEN, CaseAction.DECIDE):
        case = change_state(case=case, action=action, actor=consultant, now=NOW)
    assert Need.RETURNED not in counts(cast.alice)
    reason = "Falta ouvir a clínica."
    case = change_state(case=case, action=CaseAction.RETURN, actor=supervisor, now=NOW, reason=reason)
    Case.objects.filter(pk=case.pk).update(next_contact_on=days(-9))
    assert counts(cast.alice) == {"returned": 1}
    change_state(case=case, action=CaseAction.DECIDE, actor=consultant, now=NOW)
    assert counts(cast.alice) == {}


def test_a_case_is_new_for_two_business_days_to_who_was_given_it(cast: Cast):
    case = make_listed(cast.operator, cast.beto, next_contact_on=FAR)
    reassign_case(case=case, consultant=cast.alice, actor=actor_of(cast.bob), now=NOW)
    assert counts(cast.alice) == {"new": 1}
    assert counts(cast.alice, days(2)) == {"new": 1}
    assert counts(cast.alice, days(3)) == {}


def test_a_long_group_shows_its_beginning_and_its_whole_number(cast: Cast):
    for index in range(SHOWN + 2):
        make_listed(cast.operator, cast.alice, next_contact_on=days(-4 - index))
    group = day(cast.alice).named(Need.OVERDUE)
    assert group is not None
    assert (len(group.rows), group.count) == (SHOWN, SHOWN + 2)
    assert group.rows[0].next_contact_on == days(-SHOWN - 5)


@pytest.mark.parametrize(
    ("agreed", "today", "need"),
    [
        ("2026-03-11", "2026-03-10", None),
        ("2026-03-11", "2026-03-11", "today"),
        ("2026-03-11", "2026-03-12", "overdue"),
        # Good Friday, 3 April: owed on Monday, late on Tuesday.
        ("2026-04-03", "2026-04-02", None),
        ("2026-04-03", "2026-04-06", "today"),
        ("2026-04-03", "2026-04-07", "overdue"),
        # Carnival Monday: owed on Ash Wednesday.
        ("2026-02-16", "2026-02-18", "today"),
        ("2026-02-16", "2026-02-19", "overdue"),
        # New Year's Day is a Friday in 2027.
        ("2027-01-01", "2027-01-04", "today"),
    ],
)
def test_a_reminder_comes_on_its_day_and_is_late_on_the_next_business_day(cast: Cast, agreed, today, need):
    make_listed(cast.operator, cast.alice, next_contact_on=agreed)
    assert counts(cast.alice, dt.date.fromisoformat(today)) == ({need: 1} if need else {})


def test_a_reminder_is_armed_again_and_stops_when_the_case_closes(cast: Cast):
    case = make_listed(cast.operator, cast.alice, next_contact_on=days(-5))
    assert counts(cast.alice) == {"overdue": 1}
    set_next_contact(case=case, on=days(1), actor=actor_of(cast.alice), now=NOW)
    assert counts(cast.alice) == {}
    assert counts(cast.alice, days(1)) == {"today": 1}
    assert counts(cast.alice, days(2)) == {"overdue": 1}
    change_state(
        case=case, action=CaseAction.CANCEL, actor=actor_of(cast.alice), now=NOW, reason="Pedido retirado."
    )
    assert counts(cast.alice, days(2)) == {}


def test_a_day_just_set_can_be_taken_back_by_who_set_it(cast: Cast):
    alice, case = actor_of(cast.alice), make_listed(cast.operator, cast.alice, next_contact_on=days(-5))
    set_next_contact(case=case, on=days(1), actor=alice, now=NOW)
    with pytest.raises(UnableToWriteCase):
        undo_next_contact(case=case, actor=actor_of(cast.beto), now=NOW)
    assert undo_next_contact(case=case, actor=alice, now=NOW).next_contact_on == days(-5)
    with pytest.raises(UnableToWriteCase):
        undo_next_contact(case=case, actor=alice, now=NOW)


def test_the_days_ahead_count_what_is_agreed_and_mark_days_off(cast: Cast):
    for offset in (1, 1, 3):
        make_listed(cast.operator, cast.alice, next_contact_on=days(offset))
    make_listed(cast.operator, cast.beto, next_contact_on=days(1))
    make_listed(cast.operator, cast.alice, next_contact_on=days(1), state=State.CLOSED)
    ahead = days_ahead(actor_of(cast.alice), TODAY)
    assert [each.count for each in ahead] == [2, 0, 1, 0, 0, 0, 0]
    assert [each.is_business_day for each in ahead] == [True, True, True, False, False, True, True]
    asked = {name: list(value) for name, value in ahead[0].parameters.items()}
    assert listed(actor_of(cast.alice), **asked).total == 2


def test_the_day_takes_two_queries_and_no_closed_case(cases: None, cast: Cast):
    actor = actor_of(cast.alice)
    with CaptureQueriesContext(connection) as queries:
        day_of(actor, TODAY)
    assert len(queries) == 2
    assert "closed" not in queries[0]["sql"]
