"""A consultant works a case at the desk: everything saves itself, nothing blocks typing."""

from __future__ import annotations

import time

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Route, expect

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.change_state import change_state
from vinculo.cases.actions.save_field import save_field
from vinculo.cases.models import Case
from vinculo.cases.states import CaseAction
from vinculo.cases.tests.case_files import NOW, make_decidable, make_draft

from .person import Person

pytestmark = pytest.mark.browser


def open_page(person: Person, case: Case) -> None:
    person.goes_to(f"/processos/{case.pk}/")


def test_what_is_typed_saves_itself_and_shows_what_is_wrong(person: Person, cast: Cast):
    case = make_draft(cast.operator, cast.alice, values={"dentist_name": "Beatriz Sampaio"})
    person.signs_in(cast.alice)
    open_page(person, case)
    person.finds_no_barrier()
    person.types("Data início", "31/02")
    person.sees_everything_saved()
    expect(person.page.locator("#f-started_on-findings")).to_contain_text("Não entendi a data “31/02")
    person.types("Data início", "24022026")
    person.sees_everything_saved()
    expect(person.page.locator("#f-started_on")).to_have_value("24/02/2026")
    expect(person.page.locator("#f-started_on-findings")).to_be_empty()
    person.page.get_by_label("Glosas").check()
    person.page.get_by_label("principal: Glosas").wait_for()
    person.finds_no_barrier()
    case.refresh_from_db()
    assert str(case.started_on) == "2026-02-24"
    assert (case.termination_reasons, case.primary_reason) == (["claim_denials"], "claim_denials")


def test_a_contact_is_one_key_away(person: Person, cast: Cast):
    case = make_draft(cast.operator, cast.alice)
    person.signs_in(cast.alice)
    open_page(person, case)
    person.page.locator("h1").click()
    person.page.keyboard.press("c")
    person.page.keyboard.type("Falei com a recepção pelo whats.", delay=8)
    note = person.page.locator("#contact-list textarea[data-save=note]")
    expect(note).to_be_focused()
    person.sees_everything_saved()
    person.page.reload()
    expect(note).to_have_value("Falei com a recepção pelo whats.")
    contact = case.contacts.get()
    assert (contact.made_by, contact.note) == ("Alice Nogueira", "Falei com a recepção pelo whats.")
    person.presses("Usar o texto do último contato")
    person.sees_everything_saved()
    case.refresh_from_db()
    assert case.general_note == "Falei com a recepção pelo whats."


def test_two_people_on_one_field_lose_nothing(person: Person, cast: Cast):
    case = make_draft(cast.operator, cast.alice)
    person.signs_in(cast.alice)
    open_page(person, case)
    actor = actor_of(cast.beto)
    save_field(case=case, field="city", raw="Itu", base_version=1, actor=actor, now=NOW)
    person.types("Cidade", "Salto")
    person.sees("Beto Lacerda alterou este campo enquanto você escrevia")
    person.presses("Ficar com o meu texto")
    person.sees_everything_saved()
    case.refresh_from_db()
    assert case.city == "Salto"
    raws = set(case.versions.filter(field="city").values_list("raw", flat=True))
    assert raws == {"Jundiaí", "Itu", "Salto"}


def test_a_session_that_ends_while_typing_loses_nothing(person: Person, cast: Cast):
    case = make_draft(cast.operator, cast.alice)
    person.signs_in(cast.alice)
    open_page(person, case)
    Session.objects.all().delete()
    person.types("Cidade", "Salto de Pirapora")
    person.sees("Sua sessão terminou")
    other = Person(person.page.context.new_page(), person.address)
    other.signs_in(cast.alice)
    person.sees_everything_saved()
    case.refresh_from_db()
    assert case.city == "Salto de Pirapora"


def slowly(route: Route) -> None:
    time.sleep(1)
    route.continue_()


def test_what_is_typed_while_a_save_is_under_way_is_saved_too(person: Person, cast: Cast):
    case = make_draft(cast.operator, cast.alice, values={"dentist_name": "Beatriz Sampaio"})
    person.signs_in(cast.alice)
    open_page(person, case)
    person.page.route("**/salvar/", slowly)
    note = person.page.get_by_label("Obs. Geral")
    note.click()
    person.page.keyboard.type("Sem interesse em", delay=20)
    expect(person.page.locator("#save-state")).to_have_text("Salvando…")
    person.page.keyboard.type(" novos valores.", delay=20)
    expect(person.page.locator("#save-state")).to_have_text("Tudo salvo.", timeout=10_000)
    case.refresh_from_db()
    assert case.general_note == "Sem interesse em novos valores."


def test_ticking_another_offer_leaves_the_note_under_the_hand_alone(person: Person, cast: Cast):
    case = make_draft(cast.operator, cast.alice, actions=["support"])
    person.signs_in(cast.alice)
    open_page(person, case)
    person.page.route("**/marcar/", slowly)
    person.page.get_by_label("Ofertado divulgação").check()
    note = person.page.locator("#f-offers-support-note")
    note.click()
    person.page.keyboard.type("Ajudamos com o portal e o token.", delay=60)
    expect(note).to_have_value("Ajudamos com o portal e o token.")
    expect(note).to_be_focused()
    note.press("Tab")
    person.sees_everything_saved()
    assert case.offers.get(code="support").note == "Ajudamos com o portal e o token."


def test_the_next_contact_of_a_contact_is_the_cases(person: Person, cast: Cast):
    case = make_draft(cast.operator, cast.alice, contacts=[(1, {"note": "Ligação."})])
    person.signs_in(cast.alice)
    open_page(person, case)
    block = person.page.locator("#contact-list .contact")
    person.types("Próximo contato", "20/03/2026", within=block)
    beside = person.page.locator("#f-next_contact_on")
    expect(beside).to_have_value("20/03/2026")
    beside.fill("25/03/2026")
    beside.press("Tab")
    person.sees_everything_saved()
    case.refresh_from_db()
    assert str(case.next_contact_on) == "2026-03-25"


def test_a_decision_with_open_points_names_them_all_and_leads_to_each(person: Person, cast: Cast):
    case = make_draft(cast.operator, cast.alice, values={"dentist_name": "Beatriz Sampaio"})
    person.signs_in(cast.alice)
    open_page(person, case)
    person.presses("Abrir processo")
    expect(person.page.locator("#refused")).to_be_focused()
    person.page.locator("#refused").get_by_role("link", name="próximo contato").click()
    expect(person.page.locator("#f-next_contact_on")).to_be_focused()
    person.page.locator(".case__beside .picks button").first.click()
    person.sees_everything_saved()
    person.presses("Abrir processo")
    person.sees("ODL-")
    person.presses("Decidir")
    expect(person.page.locator("#refused")).to_be_focused()
    person.finds_no_barrier()
    person.page.locator("#refused").get_by_role("link", name="Informe a cidade.").click()
    expect(person.page.get_by_label("Cidade", exact=True)).to_be_focused()


def test_a_case_is_decided_and_signed_by_two_people(person: Person, cast: Cast):
    case = make_decidable(cast.operator, cast.alice)
    person.signs_in(cast.alice)
    open_page(person, case)
    person.presses("Abrir processo")
    person.presses("Decidir")
    person.sees("Falta a assinatura de um supervisor")
    expect(person.page.get_by_role("button", name="Assinar")).to_have_count(0)
    person.signs_out()
    person.signs_in(cast.bob)
    open_page(person, case)
    person.presses("Assinar")
    person.sees("assinado e encerrado")
    person.sees("Bob Saldanha")
    person.finds_no_barrier()


def test_a_case_is_left_waiting_for_a_sector_by_keyboard_and_shows_whose_days_they_are(
    person: Person, cast: Cast
):
    case = make_draft(cast.operator, cast.alice)
    change_state(case=case, action=CaseAction.OPEN, actor=actor_of(cast.alice), now=NOW)
    person.signs_in(cast.alice)
    open_page(person, case)
    expect(person.page.locator("#case-clock")).to_contain_text("Com o consultor:")
    whom = person.page.locator("summary", has_text="Aguardar retorno")
    whom.focus()
    person.page.keyboard.press("Enter")
    expect(person.page.get_by_label("O prestador", exact=True)).to_be_checked()
    person.page.keyboard.press("Tab")
    person.page.keyboard.press("ArrowDown")
    person.finds_no_barrier()
    person.page.keyboard.press("Enter")
    person.sees("O prazo do consultor está parado")
    expect(person.page.locator("#case-clock")).to_contain_text("o prazo está parado")
    case.refresh_from_db()
    assert case.waiting_on not in (None, Case.PROVIDER)
