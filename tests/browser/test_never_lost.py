"""Servers die, sessions end, networks drop, tabs crash: every word that was typed is found again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, Error, Route, expect
from pytest_django.live_server_helper import LiveServer

from vinculo.accounts.models import User
from vinculo.accounts.tests.cast import Cast
from vinculo.cases.models import Case
from vinculo.cases.tests.case_files import make_draft

from .mortal_server import MortalServer
from .person import Person

pytestmark = pytest.mark.browser

NOTE = "Sem interesse em novos valores; a sócia decide na volta das férias."
LEAVE_AN_OLD_TEXT = """localStorage.setItem(
    'vinculo:kept:0:1:city:x', JSON.stringify({ raw: 'Itu', at: Date.now() - 31 * 864e5 })
)"""
"""Of somebody who never signed in here again."""
LEAVE_A_DAMAGED_TEXT = "user => localStorage.setItem(`vinculo:kept:${user}:0`, '{half')"
"""It holds none of the others back."""
CONTACT = "Liguei às 14h. A recepção pediu para retornar na quinta."


@pytest.fixture
def server(cast: Cast) -> Iterator[MortalServer]:
    mortal = MortalServer()
    mortal.start()
    yield mortal
    mortal.kill()


def a_case(cast: Cast) -> Case:
    return make_draft(cast.operator, cast.alice, values={"dentist_name": "Beatriz Sampaio", "city": "Itu"})


def sits_down(context: BrowserContext, address: str, user: User | None, path: str) -> Person:
    """A new tab; signed in, where a user is named."""
    somebody = Person(context.new_page(), address)
    if user is not None:
        somebody.signs_in(user)
    somebody.goes_to(path)
    return somebody


def types_on(person: Person, label: str, text: str) -> None:
    """Types at the end of a field and stays in it: nothing is sent yet but by a pause."""
    field = person.page.get_by_label(label, exact=True).first
    field.click()
    field.press("End")
    person.page.keyboard.type(text)


def nothing_is_left(person: Person) -> None:
    """Everything that this person typed in this browser has been confirmed."""
    for _ in range(90):
        if person.page.evaluate("vinculo.kept.entries().length") == 0:
            return
        person.page.wait_for_timeout(100)
    raise AssertionError("something is still kept in the browser")


def test_what_is_typed_before_the_scripts_have_come_is_saved(
    context: BrowserContext, live_server: LiveServer, cast: Cast
):
    """On a slow connection the page stands some seconds before what saves it."""
    case = a_case(cast)
    alice = sits_down(context, live_server.url, cast.alice, "/hoje/")
    page = alice.page

    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/case-fields*.js", hold)
    page.goto(f"{live_server.url}/processos/{case.pk}/", wait_until="commit")
    alice.types("Cidade", "Jundiaí")
    assert page.evaluate("window.vinculo?.caseFields") is None
    held.pop().continue_()
    alice.sees_everything_saved()
    case.refresh_from_db()
    assert case.city == "Jundiaí"


def test_a_server_killed_between_typing_and_saving_loses_no_word(
    context: BrowserContext, server: MortalServer, cast: Cast
):
    case = a_case(cast)
    path = f"/processos/{case.pk}/"
    alice = sits_down(context, server.url, cast.alice, path)
    types_on(alice, "Obs. Geral", NOTE[:20])
    alice.sees_everything_saved()

    server.kill()
    types_on(alice, "Obs. Geral", NOTE[20:])
    alice.sees("Sem conexão: o que você digitou está guardado neste navegador")
    alice.page.locator("h1").click()
    alice.page.keyboard.press("c")
    expect(alice.page.locator("#contact-list textarea")).to_be_focused()
    alice.page.keyboard.type(CONTACT)
    alice.page.evaluate(LEAVE_A_DAMAGED_TEXT, str(cast.alice.pk))
    alice.page.close()

    server.start()
    again = sits_down(context, server.url, None, path)
    expect(again.page.get_by_label("Obs. Geral")).to_have_value(NOTE)
    again.sees("Recuperado o texto que não tinha sido salvo")
    again.sees("recuperado deste navegador")
    expect(again.page.locator("#contact-list textarea[data-save=note]")).to_have_value(CONTACT)
    again.sees_everything_saved()
    again.finds_no_barrier()
    case.refresh_from_db()
    assert case.general_note == NOTE
    assert case.contacts.get().note == CONTACT
    nothing_is_left(again)


def test_a_tab_that_crashes_without_a_network_loses_no_word(person: Person, cast: Cast):
    case, context = a_case(cast), person.page.context
    person.signs_in(cast.alice)
    person.goes_to(f"/processos/{case.pk}/")
    context.set_offline(True)
    types_on(person, "Obs. Geral", NOTE)
    person.page.get_by_label("Glosas").check()
    person.sees("Sem conexão")
    with pytest.raises(Error):
        person.page.goto("chrome://crash")
    person.page.close()
    context.set_offline(False)

    again = sits_down(context, person.address, None, f"/processos/{case.pk}/")
    expect(again.page.get_by_label("Obs. Geral")).to_have_value(NOTE, timeout=15_000)
    expect(again.page.get_by_label("Glosas", exact=True)).to_be_checked()
    nothing_is_left(again)
    case.refresh_from_db()
    assert (case.general_note, case.termination_reasons) == (NOTE, ["claim_denials"])
    person.troubles.clear()


def test_what_is_typed_while_the_network_is_cut_is_sent_when_it_is_back(person: Person, cast: Cast):
    case = a_case(cast)
    person.signs_in(cast.alice)
    person.goes_to(f"/processos/{case.pk}/")
    person.page.context.set_offline(True)
    person.types("Cidade", "Salto")
    person.types("Obs. Geral", NOTE)
    person.page.locator("h1").click()
    person.page.keyboard.press("c")
    person.page.keyboard.type(CONTACT[:9])
    person.page.context.set_offline(False)
    person.page.keyboard.type(CONTACT[9:], delay=20)
    expect(person.page.locator("#contact-list textarea[data-save=note]")).to_be_focused()
    person.sees_everything_saved()
    case.refresh_from_db()
    assert (case.city, case.general_note, case.contacts.get().note) == ("Salto", NOTE, CONTACT)
    person.troubles.clear()


def test_nobody_else_in_the_same_browser_sees_what_was_not_saved(person: Person, cast: Cast):
    case, page = a_case(cast), person.page
    person.signs_in(cast.alice)
    person.goes_to(f"/processos/{case.pk}/")
    Session.objects.all().delete()
    types_on(person, "Obs. Geral", NOTE)
    person.sees("Sua sessão terminou")
    page.close()

    beto = sits_down(page.context, person.address, cast.beto, f"/processos/{case.pk}/")
    expect(beto.page.get_by_label("Obs. Geral")).to_have_value("")
    nothing_is_left(beto)
    beto.types("Obs. Geral", "Nota do Beto.")
    beto.sees_everything_saved()
    beto.page.evaluate(LEAVE_AN_OLD_TEXT)
    beto.signs_out()
    assert beto.page.evaluate("localStorage.getItem('vinculo:kept:0:1:city:x')") is None

    alice = sits_down(page.context, person.address, cast.alice, "/hoje/")
    alice.sees("Há texto não salvo em")
    alice.follows("Abrir ")
    alice.sees("Beto Lacerda alterou este campo enquanto você escrevia")
    expect(alice.page.get_by_label("Obs. Geral")).to_have_value(NOTE)
    alice.presses("Juntar os dois")
    alice.presses("Salvar assim")
    alice.sees_everything_saved()
    case.refresh_from_db()
    assert case.general_note == f"Nota do Beto. {NOTE}"


def test_a_reason_half_written_comes_back_and_goes_once_it_was_sent(person: Person, cast: Cast):
    case, page = a_case(cast), person.page
    person.signs_in(cast.alice)
    person.goes_to(f"/processos/{case.pk}/")
    page.locator("summary", has_text="Cancelar").click()
    reason = page.locator("#reason-of-cancel")
    reason.press_sequentially("Aberto em duplicidade.")
    page.reload()
    expect(reason).to_be_visible()
    expect(reason).to_have_value("Aberto em duplicidade.")
    person.sees("recuperado deste navegador")
    reason.locator("xpath=ancestor::form").get_by_role("button", name="Cancelar").click()
    person.sees("cancelado.")
    nothing_is_left(person)


def test_a_browser_that_keeps_nothing_says_so_and_goes_on(person: Person, cast: Cast):
    case = a_case(cast)
    person.page.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"
    )
    person.signs_in(cast.alice)
    person.goes_to(f"/processos/{case.pk}/")
    person.types("Cidade", "Salto")
    person.sees("Este navegador não está guardando rascunhos")
    person.sees_everything_saved()
    case.refresh_from_db()
    assert case.city == "Salto"
