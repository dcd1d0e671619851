"""The team of a supervisor: who has how much, giving cases away, covering for the absent."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vinculo.accounts.models import AuditEntry, Membership, User
from vinculo.accounts.permissions import Role
from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.change_state import change_state
from vinculo.cases.actions.reassign import reassign_case
from vinculo.cases.models import Case, CaseEvent
from vinculo.cases.states import CaseAction, State
from vinculo.cases.tests.listed_cases import MADE_AT, TODAY, listed, make_listed
from vinculo.desk.actions.absences import cover_absence, end_absence, note_absence
from vinculo.desk.actions.distribute import distribute_cases, undo_distribution
from vinculo.desk.distribution import spread_evenly
from vinculo.desk.models import Absence
from vinculo.desk.queries.team import candidates_at, team_of, unassigned_cases
from vinculo.desk.refusals import UnableToNoteAbsence
from vinculo.kernel.refusal import NotPermitted

NOW = MADE_AT
FRIDAY = dt.date(2026, 3, 13)


def absent(cast: Cast, user: User) -> Absence:
    return note_absence(
        user=user, operator=cast.operator, starts_on=TODAY, ends_on=FRIDAY, actor=actor_of(cast.bob), now=NOW
    )


def owner(case: Case) -> User | None:
    return Case.objects.get(pk=case.pk).consultant


@given(st.lists(st.integers(0, 20), min_size=1, max_size=6), st.integers(0, 40))
def test_cases_are_spread_to_who_has_least(loads: list[int], number: int):
    people = dict(enumerate(loads))
    plan = spread_evenly(range(number), people)
    assert len(plan) == number
    after = {person: load + list(plan.values()).count(person) for person, load in people.items()}
    got = [after[person] for person in people if after[person] > people[person]]
    assert max(got, default=0) <= min(after.values()) + 1


def test_nobody_to_give_to_gives_nothing():
    assert spread_evenly([1, 2], {}) == {}


def test_the_numbers_of_the_team_are_what_the_list_shows(cast: Cast):
    late = TODAY - dt.timedelta(days=9)
    make_listed(cast.operator, cast.alice, next_contact_on=late, silent_from=late)
    make_listed(cast.operator, cast.alice)
    make_listed(cast.operator, cast.beto, state=State.DECIDED)
    make_listed(cast.operator, None, next_contact_on=TODAY)
    absent(cast, cast.beto)
    team = team_of(actor_of(cast.bob), TODAY)
    assert team is not None
    assert {row.name: [*row.counts.values(), row.absent_until] for row in team.rows} == {
        "Sem consultor": [1, 0, 1, 0, 0, 0, None],
        "Alice Nogueira": [2, 1, 0, 1, 1, 0, None],
        "Beto Lacerda": [0, 0, 0, 0, 0, 1, FRIDAY],
        "Bob Saldanha": [0, 0, 0, 0, 0, 0, None],
    }
    for row in team.rows:
        person = "none" if row.consultant_id is None else str(row.consultant_id)
        for name, count in row.counts.items():
            asked = {key: list(value) for key, value in team.parameters[name].items()}
            if count or row.consultant_id is None:
                assert listed(actor_of(cast.bob), consultant=person, **asked).total == count, name


def test_the_team_is_counted_where_the_supervisor_distributes(cast: Cast):
    for user in (cast.alice, cast.bob):
        Membership.objects.create(user=user, operator=cast.other_operator, role=Role.CONSULTANT)
    for operator in (cast.operator, cast.other_operator):
        make_listed(operator, cast.alice)
    team = team_of(actor_of(cast.bob), TODAY)
    assert team is not None
    row = next(row for row in team.rows if row.consultant_id == cast.alice.pk)
    asked = {key: list(value) for key, value in team.parameters["open"].items()}
    found = listed(actor_of(cast.bob), consultant=str(row.consultant_id), **asked)
    assert found.total == row.counts["open"] == 1


def test_who_does_not_distribute_has_no_team(cast: Cast):
    make_listed(cast.operator, None)
    for user in (cast.alice, cast.sara, cast.nina, cast.adam):
        assert team_of(actor_of(user), TODAY) is None
        assert not unassigned_cases(actor_of(user))
        assert not candidates_at(actor_of(user), cast.operator.pk, TODAY)


def test_cases_are_given_each_under_the_rules_of_one_and_taken_back(cast: Cast):
    bob = actor_of(cast.bob)
    first, second = make_listed(cast.operator, None), make_listed(cast.operator, None)
    foreign = make_listed(cast.other_operator, None)
    plan: dict[int, int | None] = {
        first.pk: cast.alice.pk,
        second.pk: cast.charlie.pk,
        foreign.pk: cast.alice.pk,
    }
    done = distribute_cases(plan=plan, actor=bob, now=NOW)
    assert [(each.case_id, each.after) for each in done.given] == [(first.pk, cast.alice.pk)]
    assert [case for case, _ in done.refused] == [str(second)]
    assert (owner(first), owner(second), owner(foreign)) == (cast.alice, None, None)
    assert CaseEvent.objects.get(kind=CaseEvent.Kind.REASSIGNED).tells == cast.alice
    back = undo_distribution(given=done.given, actor=bob, now=NOW)
    assert len(back.given) == 1
    assert owner(first) is None


def test_taking_back_leaves_what_has_moved_on(cast: Cast):
    bob, case = actor_of(cast.bob), make_listed(cast.operator, None)
    done = distribute_cases(plan={case.pk: cast.alice.pk}, actor=bob, now=NOW)
    reassign_case(case=case, consultant=cast.beto, actor=bob, now=NOW)
    back = undo_distribution(given=done.given, actor=bob, now=NOW)
    assert (len(back.given), len(back.refused)) == (0, 1)
    assert owner(case) == cast.beto


def test_who_may_not_distribute_gives_nothing(cast: Cast):
    case = make_listed(cast.operator, None)
    done = distribute_cases(plan={case.pk: cast.alice.pk}, actor=actor_of(cast.alice), now=NOW)
    assert (done.given, owner(case)) == ([], None)


def test_an_absence_is_covered_and_given_back(cast: Cast):
    bob = actor_of(cast.bob)
    kept, moved_on, closed = (make_listed(cast.operator, cast.alice) for _ in range(3))
    absence = absent(cast, cast.alice)
    plan = {kept.pk: cast.beto.pk, moved_on.pk: cast.beto.pk, closed.pk: cast.bob.pk}
    cover_absence(absence=absence, plan=plan, actor=bob, now=NOW)
    assert (owner(kept), owner(closed)) == (cast.beto, cast.bob)
    reassign_case(case=moved_on, consultant=cast.bob, actor=bob, now=NOW)
    change_state(case=closed, action=CaseAction.CANCEL, actor=bob, now=NOW, reason="Pedido retirado.")
    done = end_absence(absence=absence, gives_back=True, actor=bob, now=NOW)
    assert owner(kept) == cast.alice
    assert owner(moved_on) == cast.bob
    assert "Continua como está" in dict(done.refused)[str(moved_on)]
    with pytest.raises(UnableToNoteAbsence, match="já foi encerrada"):
        end_absence(absence=absence, gives_back=True, actor=bob, now=NOW)
    assert set(AuditEntry.objects.filter(action__startswith="absence.").values_list("action", flat=True)) == {
        "absence.noted",
        "absence.covered",
        "absence.ended",
    }


def test_the_absent_are_marked_among_those_to_choose(cast: Cast):
    absent(cast, cast.beto)
    marked = {
        each.name: each.absent_until for each in candidates_at(actor_of(cast.bob), cast.operator.pk, TODAY)
    }
    assert marked == {"Alice Nogueira": None, "Beto Lacerda": FRIDAY, "Bob Saldanha": None}
    after = candidates_at(actor_of(cast.bob), cast.operator.pk, FRIDAY + dt.timedelta(days=1))
    assert [each.absent_until for each in after] == [None, None, None]


@pytest.mark.parametrize(("starts", "ends"), [(3, 2), (0, 900)])
def test_days_that_make_no_time_are_refused(cast: Cast, starts: int, ends: int):
    with pytest.raises(UnableToNoteAbsence):
        note_absence(
            user=cast.alice,
            operator=cast.operator,
            starts_on=TODAY + dt.timedelta(days=starts),
            ends_on=TODAY + dt.timedelta(days=ends),
            actor=actor_of(cast.bob),
            now=NOW,
        )


def test_one_absence_at_a_time_by_who_distributes_there(cast: Cast):
    absent(cast, cast.alice)
    with pytest.raises(UnableToNoteAbsence, match="já está ausente"):
        absent(cast, cast.alice)
    for actor in (cast.alice, cast.charlie):
        with pytest.raises(NotPermitted):
            note_absence(
                user=cast.beto,
                operator=cast.operator,
                starts_on=TODAY,
                ends_on=FRIDAY,
                actor=actor_of(actor),
                now=NOW,
            )
