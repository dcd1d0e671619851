"""A signature asks of its consultant what its outcome calls for, once; reopening takes it back."""

from __future__ import annotations

import datetime as dt

import pytest

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.change_state import CASE_MOVED
from vinculo.cases.models import Case, CaseEvent
from vinculo.cases.states import CaseAction
from vinculo.cases.tests.case_files import (
    COMPLETE_DECISION,
    COMPLETE_HEAD,
    NOW,
    ONE_CONTACT,
    make_draft,
)
from vinculo.consequences.actions.confirm_by_registry import after_feed
from vinculo.consequences.actions.exit_lists import set_exit_list
from vinculo.consequences.actions.follow_again import follow_again
from vinculo.consequences.actions.follow_case import follow_case
from vinculo.consequences.actions.legal_dates import set_effective_date
from vinculo.consequences.actions.move_duty import (
    add_duty_file,
    complete_duty,
    give_duty,
    reopen_duty,
    waive_duty,
)
from vinculo.consequences.duty_lists import packaged_exit_list
from vinculo.consequences.duty_states import DutyState
from vinculo.consequences.models import Duty, LegalClock
from vinculo.consequences.queries.duties import text_now
from vinculo.consequences.queries.not_followed import rows_not_followed
from vinculo.consequences.refusals import UnableToMoveDuty
from vinculo.kernel.refusal import NotPermitted
from vinculo.network.models import MonthlyProduction, Provider
from vinculo.network.tests.factories import make_clinic
from vinculo.outbox.models import OutboxRow
from vinculo.outbox.running import run_due

from .asked_sectors import A_DAY, move

Kind = Duty.Kind
EXIT_CODES = ["signed_letter", "patients_in_treatment", "open_guides", "last_payments", "directory_removal"]


def signed(
    cast: Cast, provider: Provider | None = None, *, actions: tuple[str, ...] = (), **values: str
) -> Case:
    """Decided by Alice, signed by Bob, and what follows is written."""
    case = make_draft(
        cast.operator,
        cast.alice,
        values=COMPLETE_HEAD | COMPLETE_DECISION | values,
        contacts=[(1, ONE_CONTACT)],
        reasons=[] if values.get("outcome") == "retained" else ["fees"],
        actions=actions,
        sectors=["it"] if values.get("protocol_required") == "yes" else [],
    )
    if provider:
        Case.objects.filter(pk=case.pk).update(provider=provider)
    for action, user in (
        (CaseAction.OPEN, cast.alice),
        (CaseAction.DECIDE, cast.alice),
        (CaseAction.SIGN, cast.bob),
    ):
        move(case, action, user)
    run_due(NOW)
    case.refresh_from_db()
    return case


def retained(cast: Cast, provider: Provider | None = None) -> Case:
    return signed(cast, provider, actions=("new_fees", "training"), outcome="retained")


def codes(case: Case, kind: str) -> list[str]:
    return list(Duty.objects.filter(case=case, kind=kind).order_by("pk").values_list("code", flat=True))


def duty_of(case: Case, code: str) -> Duty:
    return Duty.objects.get(case=case, code=code)


def test_a_termination_is_filed_and_has_its_exit_list_however_often_it_is_told(cast: Cast):
    case = signed(cast, protocol_required="yes")
    row = OutboxRow.objects.get(kind=CASE_MOVED)
    follow_case(row, NOW + A_DAY)
    assert codes(case, Kind.FILING) == ["attach_form", "history_line", "inactivate"]
    assert codes(case, Kind.EXIT) == EXIT_CODES
    assert not Duty.objects.filter(kind__in=[Kind.PROMISE, Kind.WATCH]).exists()
    line = duty_of(case, "history_line")
    assert f"Processo de retenção: {case.number}" in line.text
    assert "89841230992" not in line.text
    leaves = duty_of(case, "inactivate")
    assert text_now(leaves, {}).startswith("Inative Renata Queiroz Lima, de Jundiaí/SP")
    # Not before the law lets the provider go, and the day moves with it.
    clock = LegalClock.objects.get(case=case)
    assert leaves.due_on == clock.effective_on > dt.date(2026, 4, 8)
    later = clock.effective_on + dt.timedelta(days=10)
    set_effective_date(clock=clock, day=later, actor=actor_of(cast.alice), now=NOW)
    assert duty_of(case, "directory_removal").due_on == later
    assert "(ainda sem número)" in text_now(duty_of(case, "attach_form"), {})
    assert "SAD1" in text_now(duty_of(case, "attach_form"), {leaves.follows_id: "SAD1"})
    assert {duty.owner for duty in Duty.objects.filter(case=case)} == {cast.alice}
    # Five business days after a Tuesday.
    assert duty_of(case, "signed_letter").due_on == dt.date(2026, 3, 17)
    made = CaseEvent.objects.get(case=case, kind=CaseEvent.Kind.DUTY)
    assert made.data == {"action": "made", "count": 8}


def test_what_was_done_too_early_is_taken_up_again_for_the_day_that_stands(cast: Cast):
    case, alice = signed(cast), actor_of(cast.alice)
    complete_duty(duty=duty_of(case, "directory_removal"), note="Retirado.", actor=alice, now=NOW)
    clock = LegalClock.objects.get(case=case)
    later = clock.effective_on + dt.timedelta(days=10)
    set_effective_date(clock=clock, day=later, actor=alice, now=NOW)
    reopen_duty(duty=duty_of(case, "directory_removal"), reason="Cedo demais.", actor=alice, now=NOW)
    found = duty_of(case, "directory_removal")
    assert found.due_on == later
    assert f"em {later:%d/%m/%Y}, não antes" in text_now(found, {})


def test_what_leaves_are_dentists_the_provider_stays_active(cast: Cast):
    case = signed(cast)
    Duty.objects.all().delete()
    Case.objects.filter(pk=case.pk).update(scope=Case.Scope.DENTISTS)
    follow_case(OutboxRow.objects.get(kind=CASE_MOVED), NOW)
    assert codes(case, Kind.FILING) == ["history_line", "remove_dentists"]
    assert "Renata Queiroz Lima, CRO-SP 12345" in duty_of(case, "remove_dentists").text.replace("/", "-")


def test_a_retention_keeps_its_promises_and_is_watched(cast: Cast):
    case = retained(cast)
    assert codes(case, Kind.PROMISE) == ["new_fees", "training"]
    assert codes(case, Kind.FILING) == ["history_line"]
    watches = Duty.objects.filter(case=case, kind=Kind.WATCH).order_by("due_on")
    assert [(watch.due_on - dt.date(2026, 3, 10)).days for watch in watches] == [90, 180]


def test_a_watch_keeps_what_the_registry_said_when_it_was_looked_at(cast: Cast):
    clinic = make_clinic(cast.operator)
    case = retained(cast, clinic)
    MonthlyProduction.objects.create(provider=clinic, month=dt.date(2026, 4, 1), us_quantity=12)
    complete_duty(
        duty=duty_of(case, "training"), note="Feito em 02/04.", actor=actor_of(cast.alice), now=NOW + A_DAY
    )
    later = NOW + 90 * A_DAY
    watch = complete_duty(duty=duty_of(case, "after_90_days"), note="", actor=actor_of(cast.alice), now=later)
    assert watch.found == {
        "status": "active",
        "produces": True,
        "last_month": "2026-04-01",
        "promises_kept": 1,
        "promises": 2,
    }
    half_a_year = NOW + 180 * A_DAY
    last = complete_duty(
        duty=duty_of(case, "after_180_days"), note="", actor=actor_of(cast.alice), now=half_a_year
    )
    assert last.found["produces"] is False


def test_nothing_is_done_that_nothing_tells_of(cast: Cast):
    case, alice = signed(cast), actor_of(cast.alice)
    letter = duty_of(case, "signed_letter")
    with pytest.raises(UnableToMoveDuty, match="anexe o comprovante"):
        complete_duty(duty=letter, note="  ", actor=alice, now=NOW)
    add_duty_file(duty=letter, name="carta.txt", content=b"Carta", largest=1000, actor=alice, now=NOW)
    done = complete_duty(duty=letter, note="", actor=alice, now=NOW)
    assert (done.state, done.ended_by, done.confirmed_by) == (DutyState.DONE, cast.alice, "person")
    with pytest.raises(UnableToMoveDuty, match="está feita"):
        complete_duty(duty=letter, note="De novo", actor=alice, now=NOW)
    with pytest.raises(UnableToMoveDuty, match="motivo"):
        waive_duty(duty=duty_of(case, "open_guides"), reason=" ", actor=alice, now=NOW)
    again = reopen_duty(duty=letter, reason="A carta era de outro.", actor=alice, now=NOW)
    assert (again.state, again.ended_at, again.confirmed_by) == (DutyState.OPEN, None, "")
    assert [step.action for step in letter.steps.all()] == ["complete", "reopen"]


def test_reopening_cancels_what_is_open_and_asks_to_undo_what_was_done(cast: Cast):
    case, alice = signed(cast), actor_of(cast.alice)
    done = complete_duty(duty=duty_of(case, "inactivate"), note="Inativado.", actor=alice, now=NOW)
    move(case, CaseAction.REOPEN, cast.bob, reason="Voltou atrás.", days=1)
    run_due(NOW + A_DAY)
    assert not Duty.objects.filter(case=case, state=DutyState.OPEN).exclude(kind=Kind.UNDO).exists()
    (undo,) = Duty.objects.filter(case=case, kind=Kind.UNDO)
    assert undo.label == "Desfazer: Prestador inativado no sistema da operadora"
    assert "Motivo: Voltou atrás." in undo.text
    with pytest.raises(UnableToMoveDuty, match="reaberto"):
        reopen_duty(duty=done, reason="Engano.", actor=alice, now=NOW + A_DAY)
    # Decided and signed anew, the list is a new one, and nothing is undone twice.
    for action, user in ((CaseAction.DECIDE, cast.alice), (CaseAction.SIGN, cast.bob)):
        move(case, action, user, days=2)
    run_due(NOW + 2 * A_DAY)
    move(case, CaseAction.REOPEN, cast.bob, reason="Outra vez.", days=3)
    run_due(NOW + 3 * A_DAY)
    assert Duty.objects.filter(case=case, kind=Kind.UNDO).count() == 1
    assert Duty.objects.filter(case=case, code="signed_letter", state=DutyState.CANCELLED).count() == 2


def test_the_next_feed_confirms_an_inactivation(cast: Cast):
    clinic = make_clinic(cast.operator)
    case = signed(cast, clinic)
    after_feed(operator_id=cast.operator.pk, now=NOW)
    run_due(NOW)
    assert duty_of(case, "inactivate").is_open
    Provider.objects.filter(pk=clinic.pk).update(status=Provider.Status.INACTIVE)
    after_feed(operator_id=cast.operator.pk, now=NOW + A_DAY)
    run_due(NOW + A_DAY)
    found = duty_of(case, "inactivate")
    assert (found.state, found.confirmed_by) == (DutyState.DONE, "feed")
    Provider.objects.filter(pk=clinic.pk).update(status=Provider.Status.ACTIVE)
    after_feed(operator_id=cast.operator.pk, now=NOW + 2 * A_DAY)
    run_due(NOW + 2 * A_DAY)
    assert duty_of(case, "inactivate").is_open


def test_an_exit_after_a_retention_ends_the_watch_until_it_falls(cast: Cast):
    clinic = make_clinic(cast.operator)
    kept = retained(cast, clinic)
    exit_case = signed(cast, clinic)
    watch = duty_of(kept, "after_90_days")
    assert (watch.state, watch.later_case_id) == (DutyState.DONE, exit_case.pk)
    move(exit_case, CaseAction.REOPEN, cast.bob, reason="Voltou atrás.", days=1)
    run_due(NOW + A_DAY)
    watch.refresh_from_db()
    assert (watch.state, watch.later_case_id, watch.found) == (DutyState.OPEN, None, {})


def test_a_duty_is_given_to_who_works_there(cast: Cast):
    duty = duty_of(signed(cast), "signed_letter")
    given = give_duty(
        duty=duty, owner_id=cast.beto.pk, due_on=dt.date(2026, 4, 1), actor=actor_of(cast.alice), now=NOW
    )
    assert (given.owner, given.due_on) == (cast.beto, dt.date(2026, 4, 1))
    assert CaseEvent.objects.filter(kind=CaseEvent.Kind.DUTY, tells=cast.beto).exists()
    for owner, day in ((cast.charlie.pk, duty.due_on), (cast.alice.pk, dt.date(2025, 1, 1))):
        with pytest.raises(UnableToMoveDuty):
            give_duty(duty=duty, owner_id=owner, due_on=day, actor=actor_of(cast.alice), now=NOW)
    for outsider in (cast.charlie, cast.sara):
        with pytest.raises(NotPermitted):
            complete_duty(duty=duty, note="Feito", actor=actor_of(outsider), now=NOW)


def test_a_signature_that_is_followed_first_follows_what_came_before_it(cast: Cast):
    """The worker was killed over the reopening, and the correction was signed meanwhile."""
    case = signed(cast)
    move(case, CaseAction.REOPEN, cast.bob, reason="Voltou atrás.", days=1)
    reopened = OutboxRow.objects.filter(kind=CASE_MOVED).latest("pk")
    OutboxRow.objects.filter(pk=reopened.pk).update(state=OutboxRow.State.RUNNING)
    for action, user in ((CaseAction.DECIDE, cast.alice), (CaseAction.SIGN, cast.bob)):
        move(case, action, user, days=2)
    run_due(NOW + 2 * A_DAY)
    states = list(LegalClock.objects.filter(case=case).order_by("pk").values_list("state", flat=True))
    letters = Duty.objects.filter(case=case, code="signed_letter").order_by("pk")
    assert [letter.state for letter in letters] == [DutyState.CANCELLED, DutyState.OPEN]
    follow_case(reopened, NOW + 3 * A_DAY)
    assert [letter.state for letter in letters.all()] == [DutyState.CANCELLED, DutyState.OPEN]
    assert states == list(LegalClock.objects.filter(case=case).order_by("pk").values_list("state", flat=True))


def test_a_code_that_stands_twice_in_a_list_is_told_apart(cast: Cast):
    items = [*packaged_exit_list(), packaged_exit_list()[0]]
    kept = set_exit_list(
        operator=cast.operator, valid_from=NOW.date(), items=items, actor=actor_of(cast.bob), now=NOW
    )
    assert len({item["code"] for item in kept.items}) == 6
    assert len(codes(signed(cast), Kind.EXIT)) == 6


def test_what_was_given_up_is_told_to_who_signs_and_tried_again(cast: Cast):
    case = signed(cast)
    Duty.objects.all().delete()
    row = OutboxRow.objects.get(kind=CASE_MOVED)
    OutboxRow.objects.filter(pk=row.pk).update(state=OutboxRow.State.GIVEN_UP)
    assert rows_not_followed(actor_of(cast.bob)) == {row.pk: case}
    for other in (cast.alice, cast.charlie):
        assert rows_not_followed(actor_of(other)) == {}
        with pytest.raises(NotPermitted):
            follow_again(row_id=row.pk, actor=actor_of(other), now=NOW)
    follow_again(row_id=row.pk, actor=actor_of(cast.bob), now=NOW)
    run_due(NOW)
    assert codes(case, Kind.EXIT) == EXIT_CODES
    assert rows_not_followed(actor_of(cast.bob)) == {}
