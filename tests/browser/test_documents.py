"""A letter is written from a case and issued; whoever gets it finds out that it is what was issued."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from vinculo.accounts.tests.cast import Cast
from vinculo.documents.models import IssuedDocument
from vinculo.documents.queries.documents import stored_bytes
from vinculo.documents.tests.issued_cases import freeze, signed_case

from .conftest import PHONE
from .person import Person

pytestmark = pytest.mark.browser


def a_file(content: bytes) -> FilePayload:
    return {"name": "carta.pdf", "mimeType": "application/pdf", "buffer": content}


def test_a_letter_is_issued_and_its_reader_compares_it_without_sending_it(
    person: Person, browser: Browser, live_server, cast: Cast
):
    case = signed_case(cast)
    freeze(case)
    person.signs_in(cast.alice)
    person.goes_to(f"/processos/{case.pk}/")
    documents = person.page.locator("#documents")
    expect(documents).to_contain_text("Formulário assinado")
    documents.get_by_role("link", name="Carta ao prestador").click()
    preview = person.page.get_by_role("article", name="Prévia da carta")
    expect(preview).to_contain_text("{ultimo_dia}")
    person.types("Último dia de atendimento falta", "09/04/2026")
    expect(preview).to_contain_text("vai até 09/04/2026")
    person.presses("Emitir a carta")
    person.sees("Mensagem para enviar junto")
    assert person.troubles == []

    letter = IssuedDocument.objects.get(kind="letter")
    content = stored_bytes(letter)
    context = browser.new_context(viewport=PHONE, locale="pt-BR")
    reader = Person(context.new_page(), live_server.url)
    reader.goes_to("/conferir/")
    reader.types("Código", letter.line_of_code.lower())
    reader.presses("Conferir")
    reader.sees("em vigor")
    sent: list[str] = []
    # A browser may fetch the icon of the page whenever it likes.
    reader.page.on(
        "request", lambda request: sent.extend({request.url} if "/static/" not in request.url else ())
    )
    reader.page.get_by_label("Escolha ou solte aqui").set_input_files(files=[a_file(content)])
    reader.sees("O arquivo é idêntico ao que foi emitido.")
    reader.page.get_by_label("Escolha ou solte aqui").set_input_files(files=[a_file(content + b" ")])
    reader.sees("O arquivo não é igual ao que foi emitido")
    assert sent == []
    reader.finds_no_barrier()
    assert reader.troubles == []
    context.close()
