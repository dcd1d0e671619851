"""Saving a field as it is typed: never refused, versioned, kept apart when it comes too late."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vinculo.accounts.models import AuditEntry, User
from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.add_contact import add_contact, void_contact
from vinculo.cases.actions.change_state import change_state
from vinculo.cases.actions.save_field import SavedField, save_field
from vinculo.cases.actions.tick_option import choose_primary_reason, tick_option
from vinculo.cases.models import Case, FieldVersion
from vinculo.cases.queries.case_records import facts_of
from vinculo.cases.refusals import UnableToWriteCase
from vinculo.cases.rules import findings_at
from vinculo.cases.states import CaseAction
from vinculo.cases.terms_query import TermsQuery
from vinculo.cases.typed_fields import CASE_FIELDS
from vinculo.kernel.refusal import NotPermitted
from vinculo.kernel.rule import Moment
from vinculo.paper.catalogue import OptionList

from .case_files import NOW, TODAY, make_decidable, make_draft

Fate = FieldVersion.Fate


def save(case: Case, user: User, field: str, raw: str, base: int = 0, **place) -> SavedField:
    return save_field(
        case=case, field=field, raw=raw, base_version=base, actor=actor_of(user), now=NOW, **place
    )


def codes(case: Case) -> set[tuple[str, str]]:
    facts = facts_of(case, today=TODAY, acting_user_id=None)
    return {(item.field, item.code) for item in findings_at(facts, Moment.DRAFT)}


def test_what_is_typed_stands_beside_its_value(cast: Cast):
    case = make_draft(cast.operator, cast.alice, values={})
    assert save(case, cast.alice, "started_on", " 24/2/26 ").version == 1
    save(case, cast.alice, "us_value", "r$ 0,8670")
    case.refresh_from_db()
    assert (case.raw("started_on"), case.started_on) == (" 24/2/26 ", dt.date(2026, 2, 24))
    assert (case.raw("us_value"), case.us_value) == ("r$ 0,8670", Decimal("0.8670"))


def test_a_text_that_cannot_be_read_is_kept_with_its_finding_and_not_called_missing(cast: Cast):
    case = make_draft(cast.operator, cast.alice, values={"dentist_name": "Renata Lima"})
    save(case, cast.alice, "started_on", "31/02")
    case.refresh_from_db()
    assert (case.raw("started_on"), case.started_on) == ("31/02", None)
    assert ("started_on", "unreadable-value") in codes(case)
    assert ("started_on", "start-missing") not in codes(case)


def test_a_save_over_somebody_elses_is_kept_apart_and_told(cast: Cast):
    case = make_draft(cast.operator, cast.alice, values={})
    save(case, cast.alice, "city", "Jundiaí")
    late = save(case, cast.beto, "city", "Itu")
    assert (late.fate, late.raw, late.version, late.by_name) == (
        Fate.CONFLICTING,
        "Jundiaí",
        1,
        "Alice Nogueira",
    )
    assert save(case, cast.beto, "city", "Itu", base=1).fate == Fate.APPLIED
    kept = FieldVersion.objects.filter(case=case, field="city").order_by("pk")
    assert [(item.raw, item.fate) for item in kept] == [
        ("Jundiaí", Fate.APPLIED),
        ("Itu", Fate.CONFLICTING),
        ("Itu", Fate.APPLIED),
    ]


def test_a_save_after_the_decision_is_kept_as_rejected(cast: Cast):
    case = make_decidable(cast.operator, cast.alice)
    for action in (CaseAction.OPEN, CaseAction.DECIDE):
        case = change_state(case=case, action=action, actor=actor_of(cast.alice), now=NOW)
    late = save(case, cast.alice, "general_note", "Mudou de ideia.", base=1)
    assert (late.fate, late.raw) == (Fate.REJECTED, "Mantém a decisão.")
    assert FieldVersion.objects.filter(case=case, fate=Fate.REJECTED, raw="Mudou de ideia.").exists()
    assert not tick_option(
        case=case, which=OptionList.REASON, code="death", ticked=True, actor=actor_of(cast.alice), now=NOW
    )
    assert case.events.filter(kind="save_rejected").count() == 2


def test_saving_the_same_text_again_writes_nothing(cast: Cast):
    case = make_draft(cast.operator, cast.alice, values={})
    save(case, cast.alice, "city", "Jundiaí")
    assert save(case, cast.alice, "city", "Jundiaí").version == 1
    assert FieldVersion.objects.filter(case=case, field="city").count() == 1


def test_who_may_not_work_saves_nothing(cast: Cast):
    case = make_draft(cast.operator, cast.alice, values={})
    for user in (cast.charlie, cast.sara, cast.nina, cast.davi, cast.adam):
        with pytest.raises(NotPermitted):
            save(case, user, "city", "Itu")
    with pytest.raises(UnableToWriteCase):
        save(case, cast.alice, "state_of_mind", "x")
    assert not FieldVersion.objects.filter(case=case).exists()


def test_an_unknown_city_has_no_municipality_and_a_known_one_has(cast: Cast):
    case = make_draft(cast.operator, cast.alice, values={})
    save(case, cast.alice, "city", "MACEIO")
    save(case, cast.alice, "state", "al")
    case.refresh_from_db()
    assert case.municipality is not None
    assert case.municipality.name == "Maceió"
    save(case, cast.alice, "state", "SP", base=1)
    case.refresh_from_db()
    assert case.municipality is None
    assert ("city", "city-not-in-state") in codes(case)


def test_ticks_are_in_paper_order_and_the_only_reason_is_the_primary_one(cast: Cast):
    case = make_draft(cast.operator, cast.alice)
    actor = actor_of(cast.alice)
    tick: dict[str, Any] = {"case": case, "which": OptionList.REASON, "actor": actor, "now": NOW}
    tick_option(code="death", ticked=True, **tick)
    case.refresh_from_db()
    assert case.primary_reason == "death"
    tick_option(code="fees", ticked=True, **tick)
    choose_primary_reason(case=case, code="fees", actor=actor, now=NOW)
    case.refresh_from_db()
    assert (case.termination_reasons, case.primary_reason) == (["fees", "death"], "fees")
    tick_option(code="fees", ticked=False, **tick)
    with pytest.raises(UnableToWriteCase):
        choose_primary_reason(case=case, code="fees", actor=actor, now=NOW)
    with pytest.raises(UnableToWriteCase):
        tick_option(code="rain", ticked=True, **tick)
    case.refresh_from_db()
    assert case.primary_reason == "death"


def test_a_voided_contact_leaves_the_form_and_stays_in_the_case(cast: Cast):
    case = make_draft(cast.operator, cast.alice)
    actor = actor_of(cast.alice)
    for note in ("Primeiro", "Segundo", "Terceiro"):
        add_contact(case=case, values={"on": "02/03/2026", "note": note}, actor=actor, now=NOW)
    second = case.contacts.get(position=2)
    with pytest.raises(UnableToWriteCase, match="Diga por que"):
        void_contact(case=case, contact_id=second.pk, reason=" ", actor=actor, now=NOW)
    void_contact(case=case, contact_id=second.pk, reason="Era de outro processo", actor=actor, now=NOW)
    form = facts_of(case, today=TODAY, acting_user_id=None).form
    assert [(item.number, item.note) for item in form.contacts] == [(1, "Primeiro"), (2, "Terceiro")]
    assert case.contacts.count() == 3
    late = save(case, cast.alice, "note", "Digitado tarde", contact_id=second.pk)
    assert late.fate == Fate.REJECTED
    assert FieldVersion.objects.filter(case=case, raw="Digitado tarde", fate=Fate.REJECTED).exists()


def next_contact(case: Case) -> str:
    case.refresh_from_db()
    return case.raw("next_contact_on")


def test_the_newest_contact_says_when_the_next_one_is(cast: Cast):
    case = make_draft(cast.operator, cast.alice, values={"dentist_name": "Renata Queiroz Lima"})
    actor = actor_of(cast.alice)
    first, second = (
        add_contact(case=case, values={"note": note}, actor=actor, now=NOW) for note in ("Um", "Dois")
    )
    save(case, cast.alice, "next_contact_on", "20/03/2026", contact_id=second.pk)
    assert next_contact(case) == "20/03/2026"
    save(case, cast.alice, "next_contact_on", "01/03/2026", contact_id=first.pk)
    assert next_contact(case) == "20/03/2026"
    assert case.version("next_contact_on") == 1
    assert FieldVersion.objects.filter(case=case, record="case", field="next_contact_on").count() == 1
    save(case, cast.alice, "next_contact_on", "25/03/2026", base=1)
    assert next_contact(case) == "25/03/2026"
    save(case, cast.alice, "next_contact_on", "27/03/2026", base=1, contact_id=second.pk)
    assert next_contact(case) == "27/03/2026"
    void_contact(case=case, contact_id=second.pk, reason="Engano", actor=actor, now=NOW)
    assert next_contact(case) == "01/03/2026"
    save(case, cast.alice, "next_contact_on", "", base=1, contact_id=first.pk)
    assert next_contact(case) == ""


def test_a_note_is_found_by_its_words_and_a_phone_in_it_by_its_digits(cast: Cast):
    case = make_draft(cast.operator, cast.alice)
    values = {"note": "Reclamou das glosas; ligar 11 99849-6368.", "next_contact_on": "12/03/2026"}
    add_contact(case=case, values=values, actor=actor_of(cast.alice), now=NOW)
    case.refresh_from_db()
    assert "\n11998496368\n" in case.search.personal_search_text
    assert "renata queiroz lima" in case.search.search_text
    assert Case.objects.filter(search__terms=TermsQuery("'~glos'")).exists()
    assert case.next_contact_on == dt.date(2026, 3, 12)


def test_history_cannot_be_rewritten(cast: Cast):
    case = make_draft(cast.operator, cast.alice)
    for rows in (FieldVersion.objects.filter(case=case), case.events.all(), AuditEntry.objects.all()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows.delete()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(field=st.sampled_from(sorted(CASE_FIELDS)), raw=st.text(max_size=60))
def test_no_text_in_any_field_is_refused_or_changed(cast: Cast, field: str, raw: str):
    with transaction.atomic():
        case = make_draft(cast.operator, cast.alice, values={})
        save(case, cast.alice, field, raw)
        case.refresh_from_db()
        kept = raw.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
        assert case.raw(field) == kept
        findings_at(facts_of(case, today=TODAY, acting_user_id=None), Moment.DECIDE)
        transaction.set_rollback(True)


def test_a_save_sent_twice_because_its_answer_was_lost_is_one_save(cast: Cast):
    case = make_draft(cast.operator, cast.alice, values={"city": "Itu"})
    save(case, cast.alice, "city", "Salto", base=1)
    save(case, cast.beto, "city", "Sorocaba", base=2)
    again = save(case, cast.alice, "city", "Salto", base=1)
    assert (again.fate, again.raw, again.version) == (Fate.APPLIED, "Sorocaba", 3)
    assert case.versions.filter(field="city").count() == 3


def test_what_is_typed_on_after_a_lost_answer_is_no_conflict_with_oneself(cast: Cast):
    case = make_draft(cast.operator, cast.alice, values={"city": "Itu"})
    save(case, cast.alice, "city", "Sal", base=1)
    save(case, cast.alice, "city", "Salto", base=1, sent_before=["Sal"])
    assert save(case, cast.alice, "city", "Salto 2", base=1, sent_before=["Sal", "Salto"]).version == 4
    other_tab = save(case, cast.alice, "city", "Outra aba", base=1, sent_before=["nada"])
    assert other_tab.fate == Fate.CONFLICTING


def test_a_primary_reason_that_somebody_else_named_meanwhile_stands(cast: Cast):
    case = make_draft(cast.operator, cast.alice, reasons=["fees", "claim_denials", "retirement"])
    alice, beto = actor_of(cast.alice), actor_of(cast.beto)
    choose_primary_reason(case=case, code="claim_denials", seen="", actor=beto, now=NOW)
    late = choose_primary_reason(case=case, code="fees", seen="", actor=alice, now=NOW)
    case.refresh_from_db()
    assert (late, case.primary_reason) == (Fate.CONFLICTING, "claim_denials")
    choose_primary_reason(case=case, code="fees", seen="claim_denials", actor=alice, now=NOW)
    case.refresh_from_db()
    assert case.primary_reason == "fees"


def test_a_conflict_tells_the_text_that_both_came_from_and_is_kept_once(cast: Cast):
    case = make_draft(cast.operator, cast.alice, values={"city": "Itu"})
    save(case, cast.beto, "city", "Sorocaba", base=1)
    for _ in range(2):
        late = save(case, cast.alice, "city", "Salto", base=1)
        assert (late.fate, late.base_raw, late.raw, late.by_name) == (
            Fate.CONFLICTING,
            "Itu",
            "Sorocaba",
            "Beto Lacerda",
        )
    assert case.versions.filter(field="city", fate=Fate.CONFLICTING).count() == 1
