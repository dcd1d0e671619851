"""Notices: who is told of what, never the actor, never of what one may not see; seen once is seen."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vinculo.accounts.models import Membership, User
from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.change_state import change_state
from vinculo.cases.actions.reassign import reassign_case
from vinculo.cases.models import Case
from vinculo.cases.states import CaseAction, State
from vinculo.cases.tests.case_files import NOW, make_decidable
from vinculo.cases.tests.listed_cases import make_listed
from vinculo.desk.actions.notices import mark_notices_seen
from vinculo.desk.queries.notices import SHOWN, notices_of, unseen_count


def told(user: User) -> list[tuple[str, object]]:
    return [(notice.kind, notice.data.get("action")) for notice in notices_of(actor_of(user)).rows]


@pytest.fixture
def decided(cast: Cast) -> Case:
    case = make_decidable(cast.operator, cast.alice)
    for action in (CaseAction.OPEN, CaseAction.DECIDE):
        case = change_state(case=case, action=action, actor=actor_of(cast.alice), now=NOW)
    return case


def test_nobody_is_told_of_what_one_did_oneself(decided: Case, cast: Cast):
    assert told(cast.alice) == []


@pytest.mark.parametrize("action", [CaseAction.RETURN, CaseAction.SIGN])
def test_the_consultant_is_told_what_became_of_the_decision(decided: Case, cast: Cast, action: CaseAction):
    change_state(case=decided, action=action, actor=actor_of(cast.bob), now=NOW, reason="Veja de novo.")
    assert told(cast.alice) == [("state_changed", action)]
    assert unseen_count(actor_of(cast.alice)) == 1
    assert unseen_count(actor_of(cast.bob)) == 0


def test_the_new_consultant_is_told_of_a_new_case(cast: Cast):
    case = make_listed(cast.operator, cast.beto)
    reassign_case(case=case, consultant=cast.alice, actor=actor_of(cast.bob), now=NOW)
    reassign_case(case=case, consultant=cast.alice, actor=actor_of(cast.bob), now=NOW)
    assert told(cast.alice) == [("reassigned", None)]
    assert told(cast.beto) == []


def test_a_supervisor_who_takes_a_case_tells_nobody(cast: Cast):
    case = make_listed(cast.operator, cast.alice)
    reassign_case(case=case, consultant=cast.bob, actor=actor_of(cast.bob), now=NOW)
    assert told(cast.bob) == []


def test_who_may_not_see_the_case_any_more_is_not_told_of_it(cast: Cast):
    case = make_listed(cast.operator, None)
    reassign_case(case=case, consultant=cast.alice, actor=actor_of(cast.bob), now=NOW)
    Membership.objects.filter(user=cast.alice).delete()
    assert told(cast.alice) == []
    assert unseen_count(actor_of(cast.alice)) == 0


def test_what_was_seen_is_not_new_and_what_comes_after_is(cast: Cast):
    alice, bob = actor_of(cast.alice), actor_of(cast.bob)
    first, second = make_listed(cast.operator, None), make_listed(cast.operator, None)
    reassign_case(case=first, consultant=cast.alice, actor=bob, now=NOW)
    seen = notices_of(alice).newest
    reassign_case(case=second, consultant=cast.alice, actor=bob, now=NOW)
    mark_notices_seen(up_to=seen, actor=alice)
    assert [notice.is_new for notice in notices_of(alice).rows] == [True, False]
    mark_notices_seen(up_to=notices_of(alice).newest, actor=alice)
    mark_notices_seen(up_to=seen, actor=alice)
    assert unseen_count(alice) == 0


def test_nobody_sees_ahead(cast: Cast):
    alice, case = actor_of(cast.alice), make_listed(cast.operator, None, state=State.IN_PROGRESS)
    mark_notices_seen(up_to=10**15, actor=alice)
    reassign_case(case=case, consultant=cast.alice, actor=actor_of(cast.bob), now=NOW)
    assert unseen_count(alice) == 1


def test_many_notices_come_page_by_page_and_are_counted_in_one_query(cast: Cast):
    alice, case = actor_of(cast.alice), make_listed(cast.operator, None)
    for _ in range(SHOWN + 1):
        reassign_case(case=case, consultant=cast.alice, actor=actor_of(cast.bob), now=NOW)
        Case.objects.filter(pk=case.pk).update(consultant=None)
    page = notices_of(alice)
    assert len(page.rows) == SHOWN
    assert len(notices_of(alice, page.before).rows) == 1
    with CaptureQueriesContext(connection) as queries:
        assert unseen_count(alice) == SHOWN + 1
    assert len(queries) == 1
