"""Waiting takes the days from the consultant: on whom, since when, and when it is over."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.add_contact import add_contact, void_contact
from vinculo.cases.actions.change_state import change_state
from vinculo.cases.actions.merge_cases import merge_cases
from vinculo.cases.actions.save_field import save_field
from vinculo.cases.models import Case, WaitingPeriod
from vinculo.cases.refusals import UnableToChangeState
from vinculo.cases.states import CaseAction, State

from .case_files import COMPLETE_HEAD, NOW, make_decidable, make_draft

A_DAY = dt.timedelta(days=1)


def move(case: Case, action: CaseAction, user, *, days: int = 0, **more) -> Case:
    return change_state(case=case, action=action, actor=actor_of(user), now=NOW + days * A_DAY, **more)


def opened(cast: Cast, **facts) -> Case:
    return move(make_draft(cast.operator, cast.alice, **facts), CaseAction.OPEN, cast.alice)


def days_of(case: Case) -> tuple[dt.date | None, dt.date | None]:
    case.refresh_from_db()
    return case.silent_from, case.decide_by


def test_a_draft_has_no_clock_and_opening_starts_it(cast: Cast):
    case = make_draft(cast.operator, cast.alice)
    assert days_of(case) == (None, None)
    case = move(case, CaseAction.OPEN, cast.alice)
    # Started on 24 February; three and thirty business days later, Good Friday between.
    assert days_of(case) == (dt.date(2026, 2, 27), dt.date(2026, 4, 8))


def test_waiting_stops_the_deadline_and_moves_it_by_the_days_waited(cast: Cast):
    case = move(opened(cast), CaseAction.WAIT, cast.alice)
    assert (case.state, case.waiting_on, case.waiting_since) == (State.WAITING, Case.PROVIDER, NOW)
    assert days_of(case) == (dt.date(2026, 2, 27), None)
    case = move(case, CaseAction.RESUME, cast.alice, days=3)
    assert (case.waiting_on, case.waiting_since) == (None, None)
    assert days_of(case) == (dt.date(2026, 2, 27), dt.date(2026, 4, 13))
    period = WaitingPeriod.objects.get(case=case)
    assert (period.on, period.since, period.until) == (Case.PROVIDER, NOW, NOW + 3 * A_DAY)


def test_waiting_for_a_sector_stops_the_silence_too(cast: Cast):
    case = opened(cast, contacts=[(1, {"on": "09/03/2026"})], values=COMPLETE_HEAD)
    assert days_of(case)[0] == dt.date(2026, 3, 23)
    case = move(case, CaseAction.WAIT, cast.alice, waiting_on="it")
    assert days_of(case) == (None, None)
    case = move(case, CaseAction.RESUME, cast.alice, days=2)
    assert days_of(case)[0] == dt.date(2026, 3, 25)


def test_a_sector_that_the_form_does_not_have_is_refused(cast: Cast):
    case = opened(cast)
    with pytest.raises(UnableToChangeState, match="Este setor não existe"):
        move(case, CaseAction.WAIT, cast.alice, waiting_on="kitchen")
    case.refresh_from_db()
    assert case.state == State.IN_PROGRESS
    assert not WaitingPeriod.objects.exists()


@pytest.mark.parametrize("action", [CaseAction.DECIDE, CaseAction.CANCEL])
def test_deciding_and_cancelling_end_the_wait_and_the_clock(cast: Cast, action: CaseAction):
    case = move(make_decidable(cast.operator, cast.alice), CaseAction.OPEN, cast.alice)
    case = move(case, CaseAction.WAIT, cast.alice)
    case = move(case, action, cast.alice, reason="Mudou de ideia.", days=1)
    assert WaitingPeriod.objects.get(case=case).until == NOW + A_DAY
    assert (case.waiting_on, days_of(case)) == (None, (None, None))


def test_a_merged_case_waits_no_longer(cast: Cast):
    kept, merged = opened(cast), move(opened(cast), CaseAction.WAIT, cast.alice)
    merge_cases(kept=kept, merged=merged, actor=actor_of(cast.bob), now=NOW + A_DAY)
    merged.refresh_from_db()
    assert (merged.waiting_on, merged.decide_by) == (None, None)
    assert WaitingPeriod.objects.get(case=merged).until == NOW + A_DAY


def test_a_returned_case_has_its_clock_again(cast: Cast):
    case = move(make_decidable(cast.operator, cast.alice), CaseAction.OPEN, cast.alice)
    started = days_of(case)
    case = move(case, CaseAction.DECIDE, cast.alice)
    assert days_of(case) == (None, None)
    assert days_of(move(case, CaseAction.RETURN, cast.bob, reason="Rever.")) == started


def test_a_clock_that_is_behind_ends_no_wait_before_it_began(cast: Cast):
    case = move(opened(cast), CaseAction.WAIT, cast.alice)
    case = move(case, CaseAction.RESUME, cast.alice, days=-1)
    assert WaitingPeriod.objects.get(case=case).until == NOW


def test_contacts_the_start_and_the_city_move_the_days(cast: Cast):
    case = opened(cast)
    actor = actor_of(cast.alice)
    contact = add_contact(case=case, values={"on": "10/03/2026"}, actor=actor, now=NOW)
    assert days_of(case)[0] == dt.date(2026, 3, 24)
    void_contact(case=case, contact_id=contact.pk, reason="Engano.", actor=actor, now=NOW)
    assert days_of(case)[0] == dt.date(2026, 2, 27)
    save_field(case=case, field="started_on", raw="11/12/2025", base_version=1, actor=actor, now=NOW)
    assert days_of(case) == (dt.date(2025, 12, 16), dt.date(2026, 1, 26))
    save_field(case=case, field="city", raw="São Paulo", base_version=1, actor=actor, now=NOW)
    assert days_of(case)[1] == dt.date(2026, 1, 26)  # its anniversary is a Sunday in 2026
    save_field(case=case, field="city", raw="Rio de Janeiro", base_version=2, actor=actor, now=NOW)
    save_field(case=case, field="state", raw="RJ", base_version=1, actor=actor, now=NOW)
    assert days_of(case)[1] == dt.date(2026, 1, 27)  # São Sebastião, a Tuesday


def test_typing_a_note_asks_nothing_of_the_clock(cast: Cast):
    case = opened(cast)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        save_field(
            case=case, field="general_note", raw="a", base_version=0, actor=actor_of(cast.alice), now=NOW
        )
    assert not [query for query in queries if "waitingperiod" in query["sql"].lower()]


def test_whom_a_waiting_case_waits_for_changes_without_going_on_meanwhile(cast: Cast):
    case = move(opened(cast), CaseAction.WAIT, cast.alice)
    with pytest.raises(UnableToChangeState, match="já aguarda"):
        move(case, CaseAction.WAIT, cast.alice)
    case = move(case, CaseAction.WAIT, cast.alice, days=2, waiting_on="it")
    assert (case.state, case.waiting_on) == (State.WAITING, "it")
    case = move(case, CaseAction.RESUME, cast.alice, days=3)
    # As many days later as after one wait of three days.
    assert days_of(case)[1] == dt.date(2026, 4, 13)
    periods = WaitingPeriod.objects.filter(case=case).values_list("on", "since", "until")
    changed = NOW + 2 * A_DAY
    assert list(periods) == [(Case.PROVIDER, NOW, changed), ("it", changed, NOW + 3 * A_DAY)]
