"""Who leaves, chosen from the registry after the case was opened, and taken back."""

from __future__ import annotations

import datetime as dt

import pytest

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.change_state import change_state
from vinculo.cases.actions.choose_leavers import choose_leavers, undo_leavers
from vinculo.cases.actions.create_case import create_case
from vinculo.cases.actions.registry_head import facts_from_registry
from vinculo.cases.actions.who_leaves import add_dentist
from vinculo.cases.models import Case, CaseEvent
from vinculo.cases.queries.before_opening import before_opening
from vinculo.cases.queries.editions import edition_for
from vinculo.cases.queries.registry_today import find_case_with_registry, values_today
from vinculo.cases.refusals import UnableToWriteCase
from vinculo.cases.states import CaseAction, State
from vinculo.network.models import Dentist, Provider
from vinculo.network.queries.head_facts import head_facts
from vinculo.network.tests.factories import (
    make_affiliation,
    make_clinic,
    make_dentist,
    make_technical_manager,
)

from .case_files import COMPLETE_HEAD, NOW, TODAY, make_draft

YESTERDAY = TODAY - dt.timedelta(days=1)


@pytest.fixture
def people(cast: Cast) -> tuple[Dentist, ...]:
    return tuple(make_dentist(cast.operator, name=name) for name in ("Ônix Berilo", "Ana Rubi", "Zoé Safira"))


@pytest.fixture
def clinic(cast: Cast, people: tuple[Dentist, ...]) -> Provider:
    clinic = make_clinic(cast.operator)
    make_technical_manager(clinic, people[0])
    make_affiliation(clinic, people[1])
    make_affiliation(clinic, people[2])
    make_affiliation(clinic, make_dentist(cast.operator, name="Ida Topázio"), ends_on=YESTERDAY)
    return clinic


@pytest.fixture
def case(cast: Cast, clinic: Provider) -> Case:
    return create_case(
        operator=cast.operator,
        edition=edition_for(cast.operator, TODAY),
        facts=facts_from_registry(head_facts(clinic, [], TODAY), today=TODAY, whole=True),
        actor=actor_of(cast.alice),
        now=NOW,
        provider=clinic,
    )


def choose(case: Case, cast: Cast, *chosen: Dentist, whole: bool = False) -> CaseEvent | None:
    ids = {dentist.pk for dentist in chosen}
    return choose_leavers(case=case, whole=whole, dentist_ids=ids, actor=actor_of(cast.alice), now=NOW)


def told(case: Case) -> tuple[object, ...]:
    case.refresh_from_db()
    rows = [row.name for row in case.dentists.filter(removed_at=None)]
    return case.scope, case.cro_count, case.dentist_name, rows


WHOLE = ("provider", 3, "Ônix Berilo", ["Ana Rubi", "Zoé Safira"])


def test_those_chosen_leave_and_can_be_put_back(case: Case, people: tuple[Dentist, ...], cast: Cast):
    assert told(case) == WHOLE
    chosen = choose(case, cast, people[2], people[1])
    assert told(case) == ("dentists", 2, "Ana Rubi", ["Zoé Safira"])
    assert (case.cro, case.version("cro")) == (people[1].cro_number, 2)
    assert case.registry_snapshot.head_dentist_id == people[1].pk
    found = find_case_with_registry(actor_of(cast.alice), case.pk)
    assert found is not None
    assert found[1] is not None
    assert values_today(found[0], found[1], TODAY)["dentist_name"] == "Ana Rubi"

    assert choose(case, cast, people[1], people[2]) is None
    assert chosen is not None
    undo_leavers(case=case, event_id=chosen.pk, actor=actor_of(cast.alice), now=NOW)
    assert told(case) == WHOLE
    case.registry_snapshot.refresh_from_db()
    assert case.registry_snapshot.head_dentist_id == people[0].pk
    with pytest.raises(UnableToWriteCase, match="alterado depois"):
        undo_leavers(case=case, event_id=chosen.pk, actor=actor_of(cast.alice), now=NOW)


def test_whoever_is_chosen_again_comes_back_in_their_row(case: Case, people: tuple[Dentist, ...], cast: Cast):
    choose(case, cast, people[1])
    choose(case, cast, whole=True)
    assert told(case) == WHOLE
    assert case.dentists.count() == 2


def test_somebody_whom_the_registry_does_not_know_stays(case: Case, people: tuple[Dentist, ...], cast: Cast):
    values = {"name": "Carlos Prado", "cro": "4455", "cro_state": "SP"}
    add_dentist(case=case, values=values, actor=actor_of(cast.alice), now=NOW)
    choose(case, cast, people[1])
    assert told(case) == ("dentists", 2, "Ana Rubi", ["Carlos Prado"])


def test_nobody_chosen_is_refused(case: Case, cast: Cast):
    gone = cast.operator.dentists.get(name="Ida Topázio")
    for chosen in ([], [gone]):
        with pytest.raises(UnableToWriteCase, match="ao menos um"):
            choose(case, cast, *chosen)
    assert told(case) == WHOLE


def test_a_case_without_a_provider_has_nobody_to_choose_from(cast: Cast):
    with pytest.raises(UnableToWriteCase, match="não está vinculado"):
        choose(make_draft(cast.operator, cast.alice), cast, whole=True)


def test_open_cases_and_recent_retentions_are_told_before_another_is_opened(
    case: Case, clinic: Provider, cast: Cast
):
    actor = actor_of(cast.alice)
    by_number = make_draft(cast.operator, cast.alice, values={"cnpj": clinic.cnpj})
    known = before_opening(actor, clinic, today=TODAY, watch_days=180)
    assert (known.open_cases, known.retained) == ((by_number, case), None)
    for each in (case, by_number):
        change_state(case=each, action=CaseAction.CANCEL, actor=actor, now=NOW, reason="Engano")
    retained = make_draft(cast.operator, cast.alice, values=COMPLETE_HEAD | {"cnpj": clinic.cnpj})
    Case.objects.filter(pk=retained.pk).update(
        state=State.CLOSED, number="ODL-2026-9", outcome="retained", ended_on=YESTERDAY, signed_at=NOW
    )
    known = before_opening(actor, clinic, today=TODAY, watch_days=180)
    assert (known.open_cases, known.retained) == ((), retained)
    assert before_opening(actor, clinic, today=TODAY, watch_days=1).retained is None
