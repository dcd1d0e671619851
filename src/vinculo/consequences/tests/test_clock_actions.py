"""A signature of a termination starts one clock; what is written into it, and what a reopening leaves."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.attachments import add_attachment
from vinculo.cases.actions.change_state import CASE_MOVED
from vinculo.cases.models import Case, CaseEvent
from vinculo.cases.states import CaseAction
from vinculo.cases.tests.case_files import NOW, TODAY
from vinculo.cases.tests.test_attachments import picture
from vinculo.consequences.actions.follow_case import follow_case
from vinculo.consequences.actions.legal_dates import allow_short_notice, set_effective_date
from vinculo.consequences.actions.legal_notices import correct_notice, prove_notice, withdraw_notice
from vinculo.consequences.actions.legal_substitute import choose_substitute, name_no_substitute
from vinculo.consequences.actions.legal_terms import (
    confirm_legal_terms,
    discard_legal_terms,
    set_legal_terms,
)
from vinculo.consequences.clock_words import ClockState, Medium, Step
from vinculo.consequences.legal_terms import packaged_rules
from vinculo.consequences.models import LegalClock, LegalTerms
from vinculo.consequences.refusals import UnableToSetLegalTerms, UnableToWriteClock
from vinculo.kernel.refusal import NotPermitted
from vinculo.network.actions.local_holidays import HolidayPlace, add_local_holiday
from vinculo.network.models import Contract
from vinculo.outbox.models import OutboxRow
from vinculo.outbox.running import run_due

from .asked_sectors import A_DAY, move
from .legal_clocks import (
    clinic_with,
    give_notice,
    published_clock,
    running_clock,
    signed_termination,
)


def current(clock: LegalClock) -> LegalClock:
    return LegalClock.objects.get(pk=clock.pk)


def proof(cast: Cast, clock: LegalClock) -> int:
    case = Case.objects.get(pk=clock.case_id)
    values: dict[str, Any] = {"name": "portal.png", "content": picture(), "largest": 10**6}
    return add_attachment(case=case, actor=actor_of(cast.alice), now=NOW, **values).pk


def test_a_signed_termination_has_one_clock_however_often_it_is_told(cast: Cast):
    clinic = clinic_with(cast, "Endodontia")
    Contract.objects.create(provider=clinic, notice_days=60)
    case = signed_termination(cast, clinic)
    (row,) = OutboxRow.objects.filter(kind=CASE_MOVED)
    run_due(NOW)
    follow_case(row, NOW + A_DAY)
    clock = LegalClock.objects.get()
    assert (clock.state, clock.terms, clock.public_name) == (ClockState.RUNNING, None, clinic.display_name)
    # Sixty days of notice since the start, which is later than the law's thirty.
    assert (clock.contract_notice_days, clock.effective_on) == (60, dt.date(2026, 4, 25))
    assert (clock.due_on, clock.due_step) == (dt.date(2026, 3, 26), Step.SUBSTITUTE)
    event = CaseEvent.objects.get(case=case, kind=CaseEvent.Kind.LEGAL_CLOCK)
    assert (event.data["action"], event.tells) == ("started", cast.alice)


def test_a_retention_has_none(cast: Cast):
    case = signed_termination(cast)
    Case.objects.filter(pk=case.pk).update(outcome="retained")
    run_due(NOW)
    assert not LegalClock.objects.exists()


def test_step_by_step_to_the_last_evidence(cast: Cast):
    clock = running_clock(cast)
    assert clock.effective_on == dt.date(2026, 4, 10)
    name_no_substitute(clock=clock, reason="Ninguém na região.", actor=actor_of(cast.alice), now=NOW)
    for medium in Medium:
        give_notice(cast, clock, medium)
    clock = current(clock)
    assert (clock.due_step, clock.kept_until) == (Step.PORTAL_EVIDENCE, dt.date(2026, 10, 7))
    notice = clock.notices.get(medium=Medium.PORTAL)
    assert "a partir de: 10/04/2026" in notice.text
    assert "Renata Queiroz Lima, em Jundiaí/SP" in notice.text
    assert "{" not in notice.text
    shown = proof(cast, clock)
    for medium in Medium:
        values: dict[str, Any] = {
            "attachment_ids": [shown],
            "actor": actor_of(cast.alice),
            "now": NOW + A_DAY,
        }
        prove_notice(clock=clock, medium=medium, **values)
    assert (current(clock).due_on, current(clock).due_step) == (None, "")


def test_where_only_a_dentist_leaves_the_clinic_may_go_on_seeing_to_people(cast: Cast):
    clinic = clinic_with(cast, "Endodontia", trade_name="Sorriso de Campinas")
    case = signed_termination(cast, clinic)
    Case.objects.filter(pk=case.pk).update(scope=Case.Scope.DENTISTS)
    run_due(NOW)
    clock = LegalClock.objects.get()
    assert clock.leavers == ["Renata Queiroz Lima"]
    choose_substitute(clock=clock, provider_id=clinic.pk, actor=actor_of(cast.alice), now=NOW)
    give_notice(cast, clock, Medium.PORTAL)
    text = clock.notices.get().text
    assert "Sai da rede: Renata Queiroz Lima (Sorriso de Campinas), em Jundiaí/SP." in text
    assert "Substituto: Sorriso de Campinas, em Campinas/SP" in text


def test_a_late_notice_is_kept_and_asks_for_a_later_date(cast: Cast):
    clock = running_clock(cast)
    name_no_substitute(clock=clock, reason="Ninguém.", actor=actor_of(cast.alice), now=NOW)
    for medium in Medium:
        give_notice(cast, clock, medium, days=7)
    clock = current(clock)
    assert (clock.due_step, clock.due_on) == (Step.MOVE_DATE, dt.date(2026, 3, 17))
    alice, later = actor_of(cast.alice), NOW + 7 * A_DAY
    with pytest.raises(UnableToWriteClock, match="antes de 16/04/2026"):
        set_effective_date(clock=clock, day=dt.date(2026, 4, 15), actor=alice, now=later)
    set_effective_date(clock=clock, day=dt.date(2026, 4, 16), actor=alice, now=later)
    # What both media said is another date now; correcting it keeps the days that have run.
    assert current(clock).due_step == Step.CORRECT_PORTAL
    for medium in Medium:
        correct_notice(clock=clock, medium=medium, actor=alice, now=later + 2 * A_DAY)
    corrected = clock.notices.get(medium=Medium.PORTAL)
    assert (corrected.on, corrected.corrected_on) == (dt.date(2026, 3, 17), dt.date(2026, 3, 19))
    assert "16/04/2026" in corrected.text


def test_only_a_supervisor_lets_somebody_go_without_notice_and_says_why(cast: Cast):
    clock = running_clock(cast)
    asked: dict[str, Any] = {"clock": clock, "day": TODAY, "exception": "death", "now": NOW}
    with pytest.raises(NotPermitted):
        allow_short_notice(**asked, reason="Faleceu.", actor=actor_of(cast.alice))
    bob = actor_of(cast.bob)
    with pytest.raises(UnableToWriteClock, match="Conte por que"):
        allow_short_notice(**asked, reason=" ", actor=bob)
    with pytest.raises(UnableToWriteClock, match="Escolha a exceção"):
        allow_short_notice(**{**asked, "exception": "whim"}, reason="Sim.", actor=bob)
    allow_short_notice(**asked, reason="Faleceu em 8 de março.", actor=bob)
    clock = current(clock)
    assert (clock.effective_on, clock.due_on) == (TODAY, dt.date(2026, 3, 11))
    assert (clock.short_notice, clock.short_notice_by) == ("death", "Bob Saldanha")
    told = CaseEvent.objects.filter(kind=CaseEvent.Kind.LEGAL_CLOCK).latest("pk")
    assert (told.data["reason"], told.tells) == ("Faleceu em 8 de março.", cast.alice)


def test_who_may_and_what_is_refused(cast: Cast):
    clock = running_clock(cast)
    for user in (cast.sara, cast.charlie, cast.nina, cast.davi):
        with pytest.raises(NotPermitted):
            name_no_substitute(clock=clock, reason="Ninguém.", actor=actor_of(user), now=NOW)
    alice = actor_of(cast.alice)
    with pytest.raises(UnableToWriteClock, match="indique antes o substituto"):
        give_notice(cast, clock, Medium.PORTAL)
    idle = clinic_with(cast, "Endodontia", status="inactive")
    with pytest.raises(UnableToWriteClock, match="outro prestador ativo"):
        choose_substitute(clock=clock, provider_id=idle.pk, actor=alice, now=NOW)
    published = published_clock(cast)
    with pytest.raises(UnableToWriteClock, match="Escolha um anexo"):
        prove_notice(clock=published, medium=Medium.PORTAL, attachment_ids=[], actor=alice, now=NOW)
    strange = proof(cast, clock)
    with pytest.raises(UnableToWriteClock, match="não está mais no processo"):
        prove_notice(clock=published, medium=Medium.PORTAL, attachment_ids=[strange], actor=alice, now=NOW)


def test_reopening_before_anything_was_published_ends_it(cast: Cast):
    clock = running_clock(cast)
    move(clock.case, CaseAction.REOPEN, cast.bob, reason="Voltou atrás.", days=1)
    run_due(NOW + A_DAY)
    clock = current(clock)
    assert (clock.state, clock.due_on, clock.end_reason) == (
        ClockState.ENDED,
        None,
        "O processo foi reaberto.",
    )
    with pytest.raises(UnableToWriteClock, match="encerrado"):
        set_effective_date(clock=clock, day=dt.date(2026, 6, 1), actor=actor_of(cast.alice), now=NOW)


def test_what_was_published_is_withdrawn_after_a_reopening(cast: Cast):
    clock = published_clock(cast)
    move(clock.case, CaseAction.REOPEN, cast.bob, reason="Voltou atrás.", days=2)
    run_due(NOW + 2 * A_DAY)
    clock = current(clock)
    assert (clock.state, clock.due_step, clock.kept_until) == (
        ClockState.WITHDRAWING,
        Step.WITHDRAW_PORTAL,
        None,
    )
    assert clock.due_on == dt.date(2026, 3, 13)
    for medium in Medium:
        assert current(clock).state == ClockState.WITHDRAWING
        withdraw_notice(clock=clock, medium=medium, actor=actor_of(cast.alice), now=NOW + 3 * A_DAY)
    assert (current(clock).state, current(clock).due_on) == (ClockState.ENDED, None)


def test_signed_again_what_is_still_published_is_corrected(cast: Cast):
    before = published_clock(cast)
    case = Case.objects.get(pk=before.case_id)
    move(case, CaseAction.REOPEN, cast.bob, reason="Falta um contato.", days=2)
    run_due(NOW + 2 * A_DAY)
    for action, user in ((CaseAction.DECIDE, cast.alice), (CaseAction.SIGN, cast.bob)):
        move(case, action, user, days=3)
    run_due(NOW + 3 * A_DAY)
    assert current(before).state == ClockState.ENDED
    after = LegalClock.objects.get(case=case, state=ClockState.RUNNING)
    assert after.notices.count() == 2
    # The days of the first notice go on counting, and it says what it has to.
    assert after.effective_on == before.effective_on
    assert after.substitute == before.substitute
    assert after.due_step == Step.PORTAL_EVIDENCE


def test_terms_are_dated_confirmed_by_somebody_and_followed_by_what_runs(cast: Cast):
    clock, bob = running_clock(cast), actor_of(cast.bob)
    own: dict[str, Any] = {
        **{name: getattr(packaged_rules(), name) for name in packaged_rules().__slots__},
        "notice_days": 45,
    }
    rules = type(packaged_rules())(**own)
    values: dict[str, Any] = {"operator": cast.operator, "actor": bob, "now": NOW}
    later = set_legal_terms(valid_from=TODAY + A_DAY, rules=rules, **values)
    assert current(clock).terms is None
    held = set_legal_terms(valid_from=TODAY, rules=rules, **values)
    clock = current(clock)
    assert (clock.terms, clock.due_on) == (held, dt.date(2026, 2, 24))
    with pytest.raises(UnableToSetLegalTerms, match="de hoje ou de um dia que já passou"):
        confirm_legal_terms(
            terms=held, confirmed_on=TODAY + A_DAY, confirmed_by="Jurídico", actor=bob, now=NOW
        )
    confirm_legal_terms(terms=held, confirmed_on=TODAY, confirmed_by="Dra. Vera Luz", actor=bob, now=NOW)
    assert LegalTerms.objects.get(pk=held.pk).confirmed_by == "Dra. Vera Luz"
    # Other words have to be confirmed anew.
    own["portal_text"] = "{quem_sai} sai em {saida}. {substituto}"
    set_legal_terms(valid_from=TODAY, rules=type(rules)(**own), **values)
    assert LegalTerms.objects.get(pk=held.pk).confirmed_on is None
    own["call_text"], own["notice_days"] = "{motivo}", 0
    with pytest.raises(UnableToSetLegalTerms, match=r"Não se preenche sozinho: \{motivo\}"):
        set_legal_terms(valid_from=TODAY, rules=type(rules)(**own), **values)
    discard_legal_terms(terms=later, actor=bob, now=NOW)
    with pytest.raises(UnableToSetLegalTerms, match="já valem"):
        discard_legal_terms(terms=held, actor=bob, now=NOW)
    with pytest.raises(NotPermitted):
        set_legal_terms(valid_from=TODAY, rules=rules, **{**values, "actor": actor_of(cast.alice)})


def test_a_holiday_that_is_noted_moves_what_is_due(cast: Cast):
    clock = running_clock(cast)
    assert clock.due_on == dt.date(2026, 3, 11)
    add_local_holiday(
        place=HolidayPlace(operator=cast.operator),
        month=3,
        day=11,
        year=2026,
        name="Aniversário da operadora",
        actor=actor_of(cast.bob),
        now=NOW,
    )
    run_due(NOW)
    clock = current(clock)
    assert (clock.due_on, clock.effective_on) == (dt.date(2026, 3, 10), dt.date(2026, 4, 10))
