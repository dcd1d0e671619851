"""A contact at the desk: its note first, a day in one click, a screenshot, a message, a new number."""

from __future__ import annotations

import base64
import re
from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.who_leaves import link_provider
from vinculo.cases.tests.case_files import NOW, make_draft
from vinculo.cases.tests.test_attachments import picture
from vinculo.network.tests.factories import make_clinic, make_contact_person

from .person import Person

pytestmark = pytest.mark.browser

PASTE = """([content, name, kind]) => {
  const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
  const files = new DataTransfer();
  files.items.add(new File([bytes], name, {type: kind}));
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", {clipboardData: files, bubbles: true, cancelable: true}));
}"""


def paste(person: Person, content: bytes, name: str, kind: str) -> None:
    person.page.evaluate(PASTE, [base64.b64encode(content).decode(), name, kind])


def writes_a_message(person: Person) -> None:
    """Picks a message for the reception, changes it, and keeps it as a contact."""
    phones = person.page.locator(".known-phones")
    expect(phones).to_contain_text("Solange Prado (recepção)")
    phones.get_by_role("button", name="Escrever mensagem (19) 3232-1010").click()
    panel = person.page.locator("#message-panel")
    text = panel.get_by_label("Texto")
    expect(text).to_be_focused()
    expect(text).to_have_value(re.compile("^Olá, Solange Prado! Aqui é Alice"))
    text.fill("Oi, {pessoa}! Tudo bem?")
    expect(panel).to_contain_text("Falta preencher {pessoa}")
    text.fill("Oi, Solange! Tudo bem?")
    address = panel.get_by_role("link", name="Abrir no WhatsApp").get_attribute("href") or ""
    assert unquote(address) == "https://wa.me/551932321010?text=Oi, Solange! Tudo bem?"
    person.finds_no_barrier()
    person.presses("Registrar como contato", within=panel)
    expect(person.page.locator("#contact-list .contact")).to_have_count(2)


def takes_a_number_out_and_back(person: Person) -> None:
    phones = person.page.locator(".known-phones")
    expect(phones).to_contain_text("(19) 99984-6368")
    phones.get_by_role("button", name="Não é dele").click()
    person.sees("não aparece mais entre os do prestador")
    expect(phones).not_to_contain_text("99984")
    person.presses("Desfazer")
    expect(phones).to_contain_text("(19) 99984-6368")


def test_a_contact_from_its_first_word_to_its_proof(person: Person, cast: Cast):
    clinic = make_clinic(cast.operator, name="Clínica Sorriso Aberto")
    make_contact_person(clinic, name="Solange Prado", function="recepção", phones=["1932321010"])
    case = make_draft(cast.operator, cast.alice)
    link_provider(case=case, provider=clinic, actor=actor_of(cast.alice), now=NOW)
    person.signs_in(cast.alice)
    person.goes_to(f"/processos/{case.pk}/")
    person.page.locator("h1").click()
    person.page.keyboard.press("c")
    block = person.page.locator("#contact-list .contact")
    note = block.locator("textarea[data-save=note]")
    expect(note).to_be_focused()
    person.page.keyboard.type("Falei com a recepção. O celular da doutora é (19) 9984-6368; SAD177195600000.")
    person.sees_everything_saved()
    expect(block.get_by_role("link", name="WhatsApp (19) 99984-6368")).to_have_attribute(
        "href", "https://wa.me/5519999846368"
    )

    paste(person, picture(900, 500), "image.png", "image/png")
    paste(person, b"MZ\x90\x00" + b"\x00" * 200, "planilha.pdf", "application/pdf")
    expect(block.locator(".file--picture img")).to_have_js_property("complete", True)
    expect(block.get_by_role("alert")).to_contain_text("não é de um tipo que se guarda aqui")
    block.locator("a[data-view]").click()
    expect(person.page.locator("#picture-viewer img")).to_have_js_property("naturalWidth", 900)
    person.finds_no_barrier()
    person.page.keyboard.press("Escape")
    expect(block.locator("a[data-view]")).to_be_focused()

    block.get_by_text("Telefone", exact=True).click()
    block.get_by_text("Sim", exact=True).click()
    person.types("Telefone ou e-mail", "19 3232 1010", within=block)
    person.sees_everything_saved()
    block.locator(".pick").first.click()
    person.sees_everything_saved()
    contact = case.contacts.get()
    assert (contact.channel, contact.answered) == ("phone", True)
    day = contact.next_contact_on
    assert day is not None
    expect(person.page.locator("#f-next_contact_on")).to_have_value(day.strftime("%d/%m/%Y"))
    person.finds_no_barrier()
    person.page.reload()
    writes_a_message(person)
    assert case.contacts.get(position=2).note == "Oi, Solange! Tudo bem?"
    takes_a_number_out_and_back(person)
