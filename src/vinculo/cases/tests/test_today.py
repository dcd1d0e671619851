"""Hoje: each queue holds what is due, counts it, and opens the list with just that."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vinculo.accounts.models import Membership
from vinculo.accounts.permissions import Role
from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.change_state import change_state
from vinculo.cases.queries.today import SHOWN, Queue, queues_of, silence_limit, team_of
from vinculo.cases.states import CaseAction, State

from .case_files import NOW, make_decidable
from .listed_cases import TODAY, listed, make_listed


def days(number: int) -> dt.date:
    return TODAY + dt.timedelta(days=number)


def queues(user) -> dict[str, Queue]:
    return {queue.name: queue for queue in queues_of(actor_of(user), TODAY)}


@pytest.fixture
def cases(cast: Cast) -> None:
    recent = {"last_contact_on": days(-1), "started_on": days(-30)}
    make_listed(cast.operator, cast.alice, dentist_name="Atrasada", next_contact_on=days(-3), **recent)
    make_listed(cast.operator, cast.alice, dentist_name="Mais atrasada", next_contact_on=days(-9), **recent)
    make_listed(
        cast.operator,
        cast.alice,
        state=State.WAITING,
        dentist_name="De hoje",
        next_contact_on=TODAY,
        **recent,
    )
    make_listed(cast.operator, cast.alice, dentist_name="Em silêncio", last_contact_on=days(-60))
    make_listed(cast.operator, cast.alice, state=State.DRAFT, dentist_name="Rascunho", **recent)
    make_listed(cast.operator, cast.alice, state=State.CLOSED, next_contact_on=days(-9), **recent)
    make_listed(cast.operator, cast.beto, dentist_name="De Beto", next_contact_on=days(-3), **recent)
    make_listed(cast.operator, cast.beto, state=State.DECIDED, dentist_name="Decidido", **recent)
    make_listed(cast.operator, None, dentist_name="De ninguém", next_contact_on=days(-2), **recent)
    make_listed(cast.other_operator, cast.charlie, state=State.DECIDED, dentist_name="De fora", **recent)


def test_the_queues_of_a_consultant(cases: None, cast: Cast):
    found = queues(cast.alice)
    assert {name: queue.count for name, queue in found.items()} == {
        "overdue": 2,
        "due": 1,
        "returned": 0,
        "silent": 1,
        "drafts": 1,
    }
    assert [row.name for row in found["overdue"].rows] == ["Mais atrasada", "Atrasada"]
    assert [row.name for row in found["due"].rows] == ["De hoje"]
    assert [row.name for row in found["silent"].rows] == ["Em silêncio"]
    assert [row.name for row in found["drafts"].rows] == ["Rascunho"]


def test_every_number_is_what_the_list_shows(cases: None, cast: Cast):
    for user in (cast.alice, cast.bob, cast.charlie):
        for queue in queues(user).values():
            page = listed(actor_of(user), **{name: list(value) for name, value in queue.parameters.items()})
            assert page.total == queue.count, queue.name


def test_decisions_wait_for_who_may_sign(cases: None, cast: Cast):
    assert "to_sign" not in queues(cast.alice)
    assert [row.name for row in queues(cast.bob)["to_sign"].rows] == ["Decidido"]
    assert [row.name for row in queues(cast.charlie)["to_sign"].rows] == ["De fora"]


def test_who_decided_does_not_wait_for_the_own_signature(cast: Cast):
    own = {"state": State.DECIDED, "decided_by": cast.bob}
    make_listed(cast.operator, cast.alice, dentist_name="Minha decisão", **own)
    make_listed(cast.operator, cast.bob, state=State.DECIDED, dentist_name="Alheia", decided_by=cast.alice)
    make_listed(cast.operator, cast.bob, state=State.DECIDED, dentist_name="De ninguém")
    found = queues(cast.bob)["to_sign"]
    assert {row.name: row.decided_by for row in found.rows} == {
        "Alheia": "Alice Nogueira",
        "De ninguém": None,
    }
    page = listed(actor_of(cast.bob), **{name: list(value) for name, value in found.parameters.items()})
    assert page.total == found.count == 2
    cast.operator.signer_must_not_be_decider = False
    cast.operator.save()
    assert queues(cast.bob)["to_sign"].count == 3


def test_the_team_is_counted_where_the_supervisor_distributes(cast: Cast):
    for user in (cast.alice, cast.bob):
        Membership.objects.create(user=user, operator=cast.other_operator, role=Role.CONSULTANT)
    for operator in (cast.operator, cast.other_operator):
        make_listed(operator, cast.alice, state=State.DRAFT)
    team = team_of(actor_of(cast.bob), TODAY)
    assert team is not None
    (row,) = team.rows
    asked = {key: list(value) for key, value in team.parameters["drafts"].items()}
    found = listed(actor_of(cast.bob), consultant=str(row.consultant_id), **asked)
    assert found.total == row.counts["drafts"] == 1


def test_a_returned_decision_comes_back_until_it_is_decided_again(cast: Cast):
    case = make_decidable(cast.operator, cast.alice)
    consultant, supervisor = actor_of(cast.alice), actor_of(cast.bob)
    for action in (CaseAction.OPEN, CaseAction.DECIDE):
        case = change_state(case=case, action=action, actor=consultant, now=NOW)
    assert queues(cast.alice)["returned"].count == 0
    case = change_state(
        case=case, action=CaseAction.RETURN, actor=supervisor, now=NOW, reason="Falta ouvir a clínica."
    )
    assert [row.case_id for row in queues(cast.alice)["returned"].rows] == [case.pk]
    change_state(case=case, action=CaseAction.DECIDE, actor=consultant, now=NOW)
    assert queues(cast.alice)["returned"].count == 0


def test_a_long_queue_shows_its_beginning_and_its_whole_number(cast: Cast):
    for index in range(SHOWN + 2):
        make_listed(cast.operator, cast.alice, next_contact_on=days(-1 - index), last_contact_on=TODAY)
    queue = queues(cast.alice)["overdue"]
    assert (len(queue.rows), queue.count) == (SHOWN, SHOWN + 2)
    assert queue.rows[0].next_contact_on == days(-SHOWN - 2)


def test_silence_is_counted_in_business_days():
    """Carnival lies between: ten business days before 24 February 2026 is 6 February."""
    assert silence_limit(dt.date(2026, 2, 24)) == dt.date(2026, 2, 6)


def test_the_team_of_a_supervisor(cases: None, cast: Cast):
    team = team_of(actor_of(cast.bob), TODAY)
    assert team is not None
    assert {row.name: dict(row.counts) for row in team.rows} == {
        "Alice Nogueira": {"open": 4, "overdue": 2, "silent": 1, "drafts": 1, "decided": 0},
        "Beto Lacerda": {"open": 1, "overdue": 1, "silent": 0, "drafts": 0, "decided": 1},
        "Sem consultor": {"open": 1, "overdue": 1, "silent": 0, "drafts": 0, "decided": 0},
    }
    for row in team.rows:
        person = "none" if row.consultant_id is None else str(row.consultant_id)
        for name, count in row.counts.items():
            asked = {key: list(value) for key, value in team.parameters[name].items()}
            assert listed(actor_of(cast.bob), consultant=person, **asked).total == count


def test_who_does_not_distribute_has_no_team(cases: None, cast: Cast):
    for user in (cast.alice, cast.sara, cast.nina, cast.adam):
        assert team_of(actor_of(user), TODAY) is None


def test_hoje_takes_two_queries(cases: None, cast: Cast):
    actor = actor_of(cast.bob)
    with CaptureQueriesContext(connection) as queries:
        queues_of(actor, TODAY)
        team_of(actor, TODAY)
    assert len(queries) == 2
