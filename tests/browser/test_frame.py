"""What every screen has: the way in by keyboard, the look that stays, values formatted while typing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from vinculo.accounts.tests.cast import Cast

from .person import Person

pytestmark = pytest.mark.browser


@pytest.fixture
def consultant(person: Person, cast: Cast) -> Person:
    person.signs_in(cast.alice)
    return person


def test_the_keyboard_finds_the_content_and_the_search(consultant: Person):
    page = consultant.page
    consultant.goes_to("/hoje/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Ir para o conteúdo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("/")
    page.keyboard.type("uchôa")
    page.keyboard.press("Enter")
    expect(page).to_have_url(consultant.address + "/processos/?q=uch%C3%B4a")


def test_the_chosen_look_stays(consultant: Person):
    page = consultant.page
    page.emulate_media(color_scheme="light")
    consultant.goes_to("/hoje/")
    root = page.locator("html")
    expect(root).to_have_attribute("data-bs-theme", "light")
    consultant.presses("Claro ou escuro")
    expect(root).to_have_attribute("data-bs-theme", "dark")
    consultant.finds_no_barrier()
    consultant.goes_to("/processos/")
    expect(root).to_have_attribute("data-bs-theme", "dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 21, 24)"


def test_an_ended_session_keeps_the_page(consultant: Person):
    page = consultant.page
    consultant.goes_to("/processos/")
    page.context.clear_cookies(name="sessionid")
    page.locator("#list-query").fill("renata")
    expect(page.locator("#messages")).to_contain_text("Sua sessão terminou")
    expect(page.locator("#list-query")).to_have_value("renata")
    page.get_by_role("button", name="Fechar mensagem").click()
    expect(page.locator("#messages .notice")).to_have_count(0)


def test_a_lost_connection_is_told(consultant: Person):
    page = consultant.page
    consultant.goes_to("/processos/")
    page.route("**/busca/", lambda route: route.abort())
    page.locator("#list-query").fill("renata")
    expect(page.locator("#messages")).to_contain_text("Sem conexão com o Vínculo")
    consultant.troubles.clear()


TYPED = [
    ("date", "24022026", "24/02/2026"),
    ("date", "24/02/2026", "24/02/2026"),
    ("date", "4.2.26", "04/02/2026"),
    ("date", "12 de maio", "12 de maio"),
    ("date", "31/02", "31/02"),
    ("cpf", "89841230992", "898.412.309-92"),
    ("cpf", "não sabe", "não sabe"),
    ("cpf", "8984123099200", "898.412.309-9200"),
    ("cnpj", "12abc34501de35", "12.ABC.345/01DE-35"),
    ("cnpj", "53068087001339", "53.068.087/0013-39"),
    ("phone", "11998496368", "(11) 99849-6368"),
    ("phone", "1140041234", "(11) 4004-1234"),
    ("phone", "+55 11 99849-6368", "(11) 99849-6368"),
    ("phone", "ramal 12", "ramal 12"),
    ("money", "1234,5", "1.234,50"),
    ("money", "R$ 1.234", "1.234,00"),
    ("money", "0,8670", "0,8670"),
    ("money", "a combinar", "a combinar"),
    ("reais", "0,6", "R$ 0,60"),
    ("reais", "R$ 0,55", "R$ 0,55"),
    ("number", "12345", "12.345"),
    ("document", "89841230992", "898.412.309-92"),
]


def test_values_are_formatted_while_typing_and_never_lost(consultant: Person):
    page = consultant.page
    consultant.goes_to("/processos/")
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<input id=probe aria-label=probe>')"
    )
    probe = page.locator("#probe")
    for kind, typed, expected in TYPED:
        page.evaluate("kind => { probe.value = ''; probe.dataset.format = kind; }", kind)
        probe.press_sequentially(typed)
        probe.press("Tab")
        assert (kind, typed, probe.input_value()) == (kind, typed, expected)


def test_the_caret_is_left_alone_in_the_middle(consultant: Person):
    page = consultant.page
    consultant.goes_to("/processos/")
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend',"
        " '<input id=probe aria-label=probe data-format=cpf value=\"898.412.309-92\">')"
    )
    probe = page.locator("#probe")
    probe.focus()
    page.evaluate("probe.setSelectionRange(1, 2)")
    page.keyboard.type("0")
    assert probe.input_value() == "808.412.309-92"
    assert page.evaluate("probe.selectionStart") == 2
    page.keyboard.press("Backspace")
    assert probe.input_value() == "88.412.309-92"
