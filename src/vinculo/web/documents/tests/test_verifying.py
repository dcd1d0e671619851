"""The public page: what anybody learns of a document, and what nobody does."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from vinculo.accounts.actor import Actor
from vinculo.accounts.tests.cast import Cast
from vinculo.cases.actions.print_case import print_case
from vinculo.cases.queries.case_records import records_of
from vinculo.cases.states import CaseAction
from vinculo.cases.tests.case_files import NOW
from vinculo.documents.models import IssuedDocument
from vinculo.documents.queries.documents import stored_bytes
from vinculo.documents.queries.verification import code_of
from vinculo.documents.tests.issued_cases import freeze, move, signed_case
from vinculo.web.documents import attempts

PAGE = "/conferir/"


@pytest.fixture(autouse=True)
def _nobody_tried_before():
    cache.clear()


@pytest.fixture
def document(cast: Cast) -> IssuedDocument:
    return freeze(signed_case(cast))


def shown(answer) -> str:
    return " ".join(answer.content.decode().split())


def a_pdf(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("carta.pdf", content, "application/pdf")


def test_the_code_tells_what_was_issued_and_nothing_of_anybody(document: IssuedDocument, settings):
    answer = Client().get(reverse("verify-document", args=[document.code]))
    said = shown(answer)
    case = document.case
    for told in (document.number, document.sha256, document.line_of_code, "Formulário assinado", "em vigor"):
        assert told in said
    for held_back in (case.dentist_name, case.number, case.cro, case.cpf, case.city, case.signed_name):
        assert held_back
        assert held_back not in said
    for user in (case.consultant, document.follows.actor):
        assert user is None or user.name not in said
    assert answer["X-Robots-Tag"] == "noindex"
    assert settings.SESSION_COOKIE_NAME not in answer.cookies


def test_a_code_is_understood_as_people_type_it(document: IssuedDocument):
    typed = f" {document.line_of_code.lower().replace('0', 'o').replace('1', 'i')} "
    answer = Client().post(PAGE, {"code": typed})
    assert answer["Location"] == reverse("verify-document", args=[document.code])
    assert code_of("ABC") == code_of("") == code_of("ABCDE-FGHJÉ") == ""
    refused = Client().post(PAGE, {"code": "123"})
    assert refused.status_code == 422
    unknown = Client().get(reverse("verify-document", args=["0" * 10]))
    assert unknown.status_code == 404
    assert "Nenhum documento tem este código" in shown(unknown)
    case = document.case
    print_case(case=case, records=records_of(case), actor=Actor.system(), now=NOW)
    printed = case.prints.exclude(code=document.code).get()
    mere = Client().get(reverse("verify-document", args=[printed.code]))
    assert "não é um documento emitido" in shown(mere)


def test_a_file_is_compared_and_not_kept(document: IssuedDocument):
    page, stored = reverse("verify-document", args=[document.code]), stored_bytes(document)
    assert "idêntico ao que foi emitido" in shown(Client().post(page, {"file": a_pdf(stored)}))
    assert "não é igual ao que foi emitido" in shown(Client().post(page, {"file": a_pdf(stored + b" ")}))
    found = shown(Client().post(PAGE, {"file": a_pdf(stored)}))
    assert document.number in found
    assert document.number in shown(Client().post(PAGE, {"sha256": document.sha256}))
    missed = Client().post(PAGE, {"sha256": "f" * 64})
    assert missed.status_code == 404
    assert "não é igual a nenhum documento emitido" in shown(missed)


def test_a_superseded_document_says_so_and_what_took_its_place(document: IssuedDocument, cast: Cast):
    page = reverse("verify-document", args=[document.code])
    case = move(document.case, CaseAction.REOPEN, cast.bob, reason="Voltou atrás.", days=1)
    at_once = shown(Client().get(page))
    assert "mas substituído" in at_once
    assert "em vigor" not in at_once
    move(case, CaseAction.DECIDE, cast.alice, days=1)
    case = move(case, CaseAction.SIGN, cast.bob, days=2)
    second = freeze(case, days=2)
    assert f'documento <span class="number">{second.number}</span>' in shown(Client().get(page))


def test_guessing_is_held_up_and_a_code_that_exists_costs_nothing(
    document: IssuedDocument, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(attempts, "MOST", 3)
    page = reverse("verify-document", args=[document.code])
    for _ in range(5):
        assert Client().get(page).status_code == 200
    for _ in range(3):
        assert Client().get(reverse("verify-document", args=["1" * 10])).status_code == 404
    held_up = Client().get(page)
    assert held_up.status_code == 429
    assert "tentativas demais" in shown(held_up)
    assert held_up["Retry-After"] == "600"
    assert Client().post(PAGE, {"sha256": document.sha256}).status_code == 429
    # Another address is not concerned.
    assert Client(REMOTE_ADDR="203.0.113.9").get(page).status_code == 200
