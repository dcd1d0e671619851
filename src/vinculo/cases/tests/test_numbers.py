"""Numbers of cases under concurrency: no hole, no double."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from vinculo.accounts.tests.cast import actor_of, make_cast
from vinculo.cases.actions.change_state import change_state
from vinculo.cases.actions.create_case import DraftFacts, create_case
from vinculo.cases.models import Case
from vinculo.cases.queries.editions import edition_for
from vinculo.cases.refusals import UnableToChangeState
from vinculo.cases.states import CaseAction

from .case_files import NOW, TODAY, make_draft


@pytest.mark.django_db(transaction=True)
def test_fifty_people_open_fifty_cases_at_once():
    cast = make_cast()
    drafts = [make_draft(cast.operator, cast.alice) for _ in range(50)]
    refused = make_draft(cast.operator, cast.alice, values={})
    actor = actor_of(cast.alice)

    def open_one(case: Case) -> None:
        try:
            change_state(case=case, action=CaseAction.OPEN, actor=actor, now=NOW)
        except UnableToChangeState:
            assert case == refused
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(open_one, [*drafts[:25], refused, *drafts[25:]]))
    numbers = set(Case.objects.exclude(number=None).values_list("number", flat=True))
    assert numbers == {f"ODL-2026-{running:06d}" for running in range(1, 51)}


@pytest.mark.django_db(transaction=True)
def test_the_same_token_from_many_submits_makes_one_case():
    cast = make_cast()
    token, actor = uuid.uuid4(), actor_of(cast.alice)

    def submit(_: int) -> int:
        try:
            return create_case(
                operator=cast.operator,
                edition=edition_for(cast.operator, TODAY),
                facts=DraftFacts(values={"dentist_name": "Renata Lima"}),
                actor=actor,
                now=NOW,
                token=token,
            ).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(submit, range(8)))) == 1
    assert Case.objects.count() == 1
