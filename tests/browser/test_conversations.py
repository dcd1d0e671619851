"""A WhatsApp export dropped on the case: the part is picked with the keyboard, contacts are on the case, and
the same file again brings nothing."""

from __future__ import annotations

import base64

import pytest
from playwright.sync_api import expect

from vinculo.accounts.tests.cast import Cast
from vinculo.cases.tests.case_files import make_draft
from vinculo.intake.tests.conversation_files import JPG, PDF, sample, zipped

from .person import Person

pytestmark = pytest.mark.browser
DROP = """([name, content]) => {
  const bytes = Uint8Array.from(atob(content), (char) => char.charCodeAt(0));
  const files = new DataTransfer();
  files.items.add(new File([bytes], name, { type: "application/zip" }));
  document.querySelector("main").dispatchEvent(
    new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true })
  );
}"""


def drops_the_export(person: Person, path: str) -> None:
    media = {"IMG-20260224-WA0003.jpg": JPG, "extrato fevereiro.pdf": PDF}
    content = base64.b64encode(zipped(sample("android-pt.txt"), media)).decode()
    person.goes_to(path)
    person.page.evaluate(DROP, ["Conversa do WhatsApp com Renata Queiroz.zip", content])
    person.page.wait_for_url("**/conversas/*/")


def test_a_dropped_conversation_becomes_contacts_once(person: Person, cast: Cast):
    case = make_draft(cast.operator, cast.alice)
    path = f"/processos/{case.pk}/"
    person.signs_in(cast.alice)
    drops_the_export(person, path)
    page = person.page
    expect(page.locator("#cards-title")).to_have_text("2 contatos a incluir")
    expect(page.get_by_label("Alice Nogueira")).to_be_checked()
    expect(page.locator("#m-6 img")).to_be_visible()

    # The first day is left out: the part begins at the message where the second day begins.
    page.locator("#m-2").focus()
    for _ in range(6):
        page.keyboard.press("ArrowDown")
    expect(page.locator("#m-8")).to_be_focused()
    page.keyboard.press("i")
    expect(page.locator("#cards-title")).to_have_text("1 contato a incluir")
    expect(page.get_by_label("De", exact=True)).to_have_value("26/02/2026")
    expect(page.locator("#m-8")).to_be_focused()
    # A day typed over it wins.
    person.types("De", "24/02/2026")
    expect(page.locator("#cards-title")).to_have_text("2 contatos a incluir")
    person.finds_no_barrier()
    person.presses("Incluir no processo")
    person.sees("2 contatos incluídos, com 13 mensagens e 2 anexos.")
    expect(page.locator("#contact-list > .contact")).to_have_count(2)
    assert "Quero sair do plano" in page.locator("#contact-list textarea").first.input_value()

    drops_the_export(person, path)
    expect(page.locator("#cards-title")).to_have_text("Nada novo na parte escolhida")
    person.sees("Tudo o que a conversa diz já faz parte do processo.")
