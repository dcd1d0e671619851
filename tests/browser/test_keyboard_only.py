"""The whole main job without a mouse: sign in, open a case, fill it, contact, decide, sign."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from playwright.sync_api import Locator, expect

from vinculo.accounts.models import User
from vinculo.accounts.tests.cast import PASSWORD, Cast
from vinculo.cases.models import Case
from vinculo.cases.states import State
from vinculo.cases.tests.case_files import COMPLETE_DECISION, COMPLETE_HEAD
from vinculo.kernel.dates import format_date
from vinculo.web.site.http import today_in_sao_paulo

from .person import Person

pytestmark = pytest.mark.browser

MOST_TABS = 300
WHERE = """() => {
    const at = document.activeElement;
    return [at.dataset?.contact ? '' : at.dataset?.save ?? '', at.id, at.type ?? '', at.value ?? ''];
}"""


class Keyboard:
    """Hands that never leave the keys; the screen is only looked at."""

    def __init__(self, person: Person) -> None:
        self.page = person.page
        self.person = person

    def press(self, *keys: str) -> None:
        self.page.wait_for_load_state()
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Over what stands there."""
        self.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(text)

    def tab_to(self, place: Locator) -> None:
        place.wait_for()
        for _ in range(MOST_TABS):
            if place.evaluate("element => element === document.activeElement"):
                return
            self.press("Tab")
        raise AssertionError(f"{place} cannot be reached by Tab")

    def signs_in(self, user: User) -> None:
        self.person.goes_to("/entrar/")
        for label, text in (("E-mail", user.email), ("Senha", PASSWORD)):
            self.tab_to(self.page.get_by_label(label, exact=True))
            self.type(text)
        self.press("Enter")
        expect(self.page.get_by_role("heading", level=1, name="Hoje")).to_be_visible()

    def fill_everything(self, texts: dict[str, str], boxes: set[str]) -> None:
        """From one field to the next: texts by name, boxes by id."""
        texts, boxes = dict(texts), set(boxes)
        for _ in range(MOST_TABS):
            name, key, kind, value = self.page.evaluate(WHERE)
            if key in boxes:
                self.press("Space")
                boxes.discard(key)
                expect(self.page.locator(f"#{key}")).to_be_focused()
            elif name in texts and kind == "radio":
                self.chooses(texts.pop(name), value)
            elif name in texts and kind == "select-one":
                # As its label begins; only keys that every keyboard has.
                self.page.keyboard.type({"no": "N"}.get(texts[name], texts[name]))
                del texts[name]
            elif name in texts:
                self.type(texts.pop(name))
            if not texts and not boxes:
                return
            self.press("Tab")
        raise AssertionError(f"never reached: {texts} {boxes}")

    def chooses(self, wanted: str, value: str) -> None:
        """One of a group of radio buttons: the space bar takes the first, an arrow the next."""
        self.press("Space")
        while value != wanted:
            self.press("ArrowDown")
            value = self.page.evaluate(WHERE)[3]


def opens_a_case(keys: Keyboard) -> Case:
    keys.press("g", "p")
    expect(keys.page.get_by_role("heading", level=1, name="Processos")).to_be_visible()
    keys.press("g", "h")
    expect(keys.page.get_by_role("heading", level=1, name="Hoje")).to_be_visible()
    keys.tab_to(keys.page.get_by_role("link", name="Novo processo").first)
    keys.press("Enter")
    keys.tab_to(keys.page.get_by_role("button", name="Abrir processo em branco"))
    keys.press("Enter")
    keys.page.wait_for_url(re.compile(r"/processos/\d+/$"))
    return Case.objects.get()


def works_it(keys: Keyboard) -> None:
    keys.press("?")
    expect(keys.page.get_by_role("dialog", name="Teclas de atalho")).to_contain_text("Novo contato")
    keys.press("Escape", "n")
    first = keys.page.locator("[data-point]").first.get_attribute("href")
    expect(keys.page.locator(f"{first}")).to_be_focused()
    today = today_in_sao_paulo()
    days = {"ended_on": format_date(today), "next_contact_on": format_date(today + dt.timedelta(days=7))}
    texts = {**COMPLETE_HEAD, **COMPLETE_DECISION, **days}
    keys.fill_everything(texts, {"action-support", "reason-claim_denials"})
    keys.press("Escape", "c")
    expect(keys.page.locator("#contact-list textarea[data-save=note]")).to_be_focused()
    keys.type("Falei com a recepção; a doutora mantém a decisão.")
    keys.person.sees_everything_saved()


def test_the_whole_main_job_is_done_by_keyboard_alone(person: Person, cast: Cast):
    keys = Keyboard(person)
    keys.signs_in(cast.alice)
    case = opens_a_case(keys)
    works_it(keys)
    keys.press("Escape", "s", "Enter")
    person.sees(f"Processo {cast.operator.code}-")
    keys.press("s", "Enter")
    person.sees("Falta a assinatura de um supervisor")
    keys.tab_to(person.page.get_by_role("button", name="Sair"))
    keys.press("Enter")
    person.page.wait_for_url("**/entrar/**")
    keys.signs_in(cast.bob)
    row = person.page.get_by_role("link", name="Renata Queiroz Lima").first
    row.wait_for()
    keys.press("j")
    expect(row).to_be_focused()
    keys.press("o")
    person.page.get_by_role("button", name="Assinar").wait_for()
    keys.press("s", "Enter")
    person.sees("assinado e encerrado")
    case.refresh_from_db()
    assert (case.state, case.signed_by, case.termination_reasons) == (
        State.CLOSED,
        cast.bob,
        ["claim_denials"],
    )
    assert case.contacts.get().note == "Falei com a recepção; a doutora mantém a decisão."


def test_keys_are_silent_while_typing_and_when_switched_off(person: Person, cast: Cast):
    keys, page = Keyboard(person), person.page
    keys.signs_in(cast.alice)
    keys.press("/")
    keys.page.keyboard.type("gp?")
    expect(page).to_have_url(person.address + "/hoje/")
    card = page.get_by_role("dialog", name="Teclas de atalho")
    expect(card).to_be_hidden()
    keys.tab_to(page.get_by_role("button", name="Teclas de atalho"))
    keys.press("Enter")
    person.finds_no_barrier()
    keys.tab_to(page.get_by_label("Usar teclas de atalho"))
    keys.press("Space", "Escape")
    expect(page.get_by_role("button", name="Teclas de atalho")).to_be_focused()
    keys.press("g", "p", "?")
    expect(card).to_be_hidden()
    expect(page).to_have_url(person.address + "/hoje/")
