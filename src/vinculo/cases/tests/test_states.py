"""The way of a case through its states, with its permissions, guards and reasons."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.change_state import change_state
from vinculo.cases.actions.save_field import save_field
from vinculo.cases.form import case_form
from vinculo.cases.models import Case, CaseEvent
from vinculo.cases.queries.case_records import records_of
from vinculo.cases.refusals import UnableToChangeState
from vinculo.cases.states import CASE_TRANSITIONS, CaseAction, State
from vinculo.kernel.refusal import NotPermitted

from .case_files import NOW, make_decidable, make_draft

BARELY_KNOWN = {"dentist_name": "Renata Queiroz Lima", "next_contact_on": "12/03/2026"}
SUPERVISOR_ACTIONS = (CaseAction.SIGN, CaseAction.RETURN, CaseAction.REOPEN)


def move(case: Case, action: CaseAction, user, reason: str = "") -> Case:
    return change_state(case=case, action=action, actor=actor_of(user), now=NOW, reason=reason)


def test_a_case_goes_from_draft_to_closed(cast: Cast):
    case = make_decidable(cast.operator, cast.alice)
    assert (case.state, case.number) == (State.DRAFT, None)
    case = move(case, CaseAction.OPEN, cast.alice)
    assert (case.state, case.number) == (State.IN_PROGRESS, "ODL-2026-000001")
    case = move(case, CaseAction.WAIT, cast.alice)
    case = move(case, CaseAction.DECIDE, cast.alice)
    assert case.decided_by == cast.alice
    assert (case.staff_name, case.filled_on) == ("Alice Nogueira", NOW.date())
    case = move(case, CaseAction.SIGN, cast.bob)
    assert (case.state, case.signed_name) == (State.CLOSED, "Bob Saldanha")
    kinds = case.events.filter(kind=CaseEvent.Kind.STATE_CHANGED).values_list("data__action", flat=True)
    assert list(kinds) == ["sign", "decide", "wait", "open"]


def test_an_incomplete_case_is_opened_but_not_decided_and_all_findings_come_at_once(cast: Cast):
    case = make_draft(cast.operator, cast.alice, values=BARELY_KNOWN)
    case = move(case, CaseAction.OPEN, cast.alice)
    with pytest.raises(UnableToChangeState) as refused:
        move(case, CaseAction.DECIDE, cast.alice)
    fields = {finding.field for finding in refused.value.findings}
    assert {"cro", "cro_state", "city", "state", "started_on", "requested_by", "outcome"} <= fields
    case.refresh_from_db()
    assert (case.state, case.raw("staff_name")) == (State.IN_PROGRESS, "")


def test_a_case_that_names_nobody_stays_a_draft(cast: Cast):
    case = make_draft(cast.operator, cast.alice, values={"city": "Jundiaí"})
    with pytest.raises(UnableToChangeState, match="Ainda não dá para abrir processo"):
        move(case, CaseAction.OPEN, cast.alice)


def test_the_decider_does_not_sign_unless_the_operator_allows_it(cast: Cast):
    case = move(make_decidable(cast.operator, cast.bob), CaseAction.OPEN, cast.bob)
    case = move(case, CaseAction.DECIDE, cast.bob)
    with pytest.raises(UnableToChangeState) as refused:
        move(case, CaseAction.SIGN, cast.bob)
    assert [finding.code for finding in refused.value.findings] == ["signer-is-decider"]
    cast.operator.signer_must_not_be_decider = False
    cast.operator.save()
    assert move(case, CaseAction.SIGN, cast.bob).state == State.CLOSED


def test_only_a_supervisor_signs_returns_and_reopens(cast: Cast):
    case = move(make_decidable(cast.operator, cast.alice), CaseAction.OPEN, cast.alice)
    case = move(case, CaseAction.DECIDE, cast.alice)
    for action in (CaseAction.SIGN, CaseAction.RETURN):
        with pytest.raises(NotPermitted):
            move(case, action, cast.beto, "motivo")
    case = move(case, CaseAction.RETURN, cast.bob, "Falta o contato com o RT.")
    assert (case.state, case.decided_by) == (State.IN_PROGRESS, None)
    case = move(move(case, CaseAction.DECIDE, cast.alice), CaseAction.SIGN, cast.bob)
    with pytest.raises(NotPermitted):
        move(case, CaseAction.REOPEN, cast.alice, "motivo")
    case = move(case, CaseAction.REOPEN, cast.bob, "O prestador voltou atrás.")
    assert (case.state, case.signed_at, case.number) == (State.IN_PROGRESS, None, "ODL-2026-000001")


def test_a_new_decision_names_its_own_decider_unless_somebody_typed(cast: Cast):
    case = move(make_decidable(cast.operator, cast.alice), CaseAction.OPEN, cast.alice)
    case = move(move(case, CaseAction.DECIDE, cast.alice), CaseAction.RETURN, cast.bob, "Rever.")
    assert (case.staff_name, case.filled_on) == (None, None)
    case = move(case, CaseAction.DECIDE, cast.beto)
    assert case.staff_name == "Beto Lacerda"
    case = move(case, CaseAction.RETURN, cast.bob, "Rever de novo.")
    save_field(case=case, field="staff_name", raw="Iara", base_version=4, actor=actor_of(cast.alice), now=NOW)
    case = move(move(case, CaseAction.DECIDE, cast.alice), CaseAction.RETURN, cast.bob, "Mais uma vez.")
    assert case.staff_name == "Iara"


def test_only_a_form_of_the_past_is_closed_as_history(cast: Cast):
    case = make_decidable(cast.operator, cast.alice)
    with pytest.raises(UnableToChangeState, match="importado como histórico"):
        move(case, CaseAction.RECORD_HISTORY, cast.alice)


def test_a_reopened_case_of_the_past_is_one_of_today_and_its_signature_stays_told(cast: Cast):
    case = make_draft(cast.operator, cast.alice, origin="history")
    case = change_state(
        case=case,
        action=CaseAction.RECORD_HISTORY,
        actor=actor_of(cast.alice),
        now=NOW,
        signed_name="Helena Prado",
    )
    assert (case.is_history, case.signed_name) == (True, "Helena Prado")
    case = move(case, CaseAction.REOPEN, cast.bob, "O prestador voltou atrás.")
    assert (case.is_history, case.signed_name) == (False, None)
    assert case.events.filter(data__signed_name="Helena Prado").exists()


def test_a_signed_form_keeps_the_operators_name_of_its_day(cast: Cast):
    case = move(make_decidable(cast.operator, cast.alice), CaseAction.OPEN, cast.alice)
    case = move(move(case, CaseAction.DECIDE, cast.alice), CaseAction.SIGN, cast.bob)
    cast.operator.name = "ODONTOVIDA"
    cast.operator.save()
    case.refresh_from_db()
    assert case_form(case, records_of(case)).operator == "ODONTOLIFE"


@pytest.mark.parametrize("action", [CaseAction.CANCEL, CaseAction.RETURN, CaseAction.REOPEN])
def test_going_back_needs_a_reason(cast: Cast, action: CaseAction):
    case = move(make_decidable(cast.operator, cast.alice), CaseAction.OPEN, cast.alice)
    if action is not CaseAction.CANCEL:
        case = move(case, CaseAction.DECIDE, cast.alice)
    if action is CaseAction.REOPEN:
        case = move(case, CaseAction.SIGN, cast.bob)
    with pytest.raises(UnableToChangeState, match="Escreva o motivo"):
        move(case, action, cast.bob, "  ")


def test_an_outsider_moves_nothing(cast: Cast):
    case = make_decidable(cast.operator, cast.alice)
    with pytest.raises(NotPermitted):
        move(case, CaseAction.OPEN, cast.charlie)


def test_a_cancelled_draft_has_left_draft_and_is_numbered(cast: Cast):
    case = move(make_draft(cast.operator, cast.alice), CaseAction.CANCEL, cast.alice, "Aberto por engano.")
    assert (case.state, case.number) == (State.CANCELLED, "ODL-2026-000001")


def test_the_database_refuses_a_closed_case_without_signature(cast: Cast):
    case = make_decidable(cast.operator, cast.alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(state=State.CLOSED, number="ODL-2026-000009")


def test_history_is_closed_at_once_and_every_other_way_to_closed_passes_its_guards():
    into_closed = [row for row in CASE_TRANSITIONS if row.target == State.CLOSED]
    assert {row.action for row in into_closed} == {CaseAction.SIGN, CaseAction.RECORD_HISTORY}
    into_decided = [row for row in CASE_TRANSITIONS if row.target == State.DECIDED]
    assert all(row.guard for row in into_decided)
    assert all(row.guard for row in into_closed if row.action == CaseAction.SIGN)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=st.lists(st.sampled_from(list(CaseAction)), min_size=1, max_size=8), complete=st.booleans())
def test_no_sequence_reaches_closed_without_signature_and_outcome(cast: Cast, actions, complete):
    with transaction.atomic():
        case = (make_decidable if complete else make_draft)(cast.operator, cast.alice)
        for number, action in enumerate(actions):
            user = cast.bob if action in SUPERVISOR_ACTIONS else cast.alice
            try:
                case = move(case, action, user, f"motivo {number}")
            except (UnableToChangeState, NotPermitted):
                case.refresh_from_db()
        if case.state in (State.DECIDED, State.CLOSED) and not case.is_history:
            assert complete
            assert case.outcome
            assert case.ended_on
        if case.state == State.CLOSED and not case.is_history:
            assert case.signed_by == cast.bob
        transaction.set_rollback(True)
