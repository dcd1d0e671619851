"""Documents on the screen: beside their case, one by one, their bytes, and a letter on its way."""

from __future__ import annotations

import uuid

from django.urls import reverse

from vinculo.accounts.models import AuditEntry
from vinculo.accounts.tests.cast import Cast, signed_in
from vinculo.cases.states import CaseAction
from vinculo.documents.models import IssuedDocument
from vinculo.documents.queries.documents import stored_bytes
from vinculo.documents.tests.issued_cases import decided_case, freeze, move, signed_case


def shown(answer) -> str:
    return " ".join(answer.content.decode().split())


def views_of(case) -> list[str]:
    rows = AuditEntry.objects.filter(action="case.viewed", subject_id=str(case.pk)).order_by("pk")
    return [row.detail["what"] for row in rows]


def test_the_block_beside_a_case_tells_what_was_issued_and_what_is_due(cast: Cast):
    case = decided_case(cast.operator, cast.alice)
    client, block = signed_in(cast.alice), reverse("case-documents", args=[case.pk])
    assert "emitido quando a decisão é assinada" in shown(client.get(block))
    move(case, CaseAction.SIGN, cast.bob)
    assert "está sendo emitido" in shown(client.get(block))
    answer = client.post(reverse("case-form-freeze", args=[case.pk]))
    document = IssuedDocument.objects.get()
    assert answer["Location"] == reverse("document-page", args=[case.pk, document.pk])
    assert document.issued_by == cast.alice
    after = shown(client.get(block))
    assert document.number in after
    assert "Carta ao prestador" in after
    # The network manager sees the case and no personal data; the outsider nothing at all.
    assert document.number not in shown(signed_in(cast.nina).get(block))
    assert signed_in(cast.charlie).get(block).status_code == 404
    move(case, CaseAction.REOPEN, cast.bob, reason="Voltou atrás.", days=1)
    assert "substituído" in shown(client.get(block))


def test_the_stored_bytes_are_served_and_each_look_is_logged(cast: Cast):
    case = signed_case(cast)
    document = freeze(case)
    client = signed_in(cast.alice)
    assert document.sha256 in shown(client.get(reverse("document-page", args=[case.pk, document.pk])))
    answer = client.get(reverse("document-file", args=[case.pk, document.pk]))
    assert answer.content == stored_bytes(document)
    assert answer["Content-Disposition"] == f'inline; filename="{document.number}.pdf"'
    assert views_of(case) == ["document", "document"]
    other = signed_case(cast)
    assert client.get(reverse("document-file", args=[other.pk, document.pk])).status_code == 404


def test_bytes_that_are_not_those_that_were_issued_are_told_instead_of_served(cast: Cast):
    document = freeze(signed_case(cast))
    with document.file.storage.open(str(document.file.name), "wb") as stored:
        stored.write(b"%PDF-1.7 altered")
    answer = signed_in(cast.alice).get(reverse("document-file", args=[document.case_id, document.pk]))
    assert answer.status_code == 409
    assert "não é mais o que foi emitido" in shown(answer)


def test_a_letter_is_filled_looked_at_and_issued(cast: Cast):
    case = signed_case(cast)
    client, page = signed_in(cast.alice), reverse("case-letter", args=[case.pk])
    first = shown(client.get(page))
    assert "Falta dizer: último dia de atendimento" in first
    assert 'value="Marta"' in first
    sent = {"letter": "inicial-1", "gap-pessoa": "Marta Reis", "token": str(uuid.uuid4())}
    refused = client.post(page, sent)
    assert refused.status_code == 422
    assert "Falta dizer {ultimo_dia}" in shown(refused)
    sent["gap-ultimo_dia"] = "09/04/2026"
    preview = shown(client.post(reverse("case-letter-preview", args=[case.pk]), sent))
    assert "vai até 09/04/2026" in preview
    assert "Falta dizer" not in preview
    pdf = client.post(reverse("case-letter-preview", args=[case.pk]), {**sent, "pdf": "1"})
    assert pdf.content.startswith(b"%PDF")
    assert not IssuedDocument.objects.exists()
    for _ in range(2):
        answer = client.post(page, sent)
    letter = IssuedDocument.objects.get()
    assert answer["Location"] == reverse("document-page", args=[case.pk, letter.pk])
    told = shown(client.get(answer["Location"]))
    assert "Mensagem para enviar junto" in told
    assert f"Segue a carta {letter.number}" in told


def test_a_wording_is_changed_in_the_administration(cast: Cast):
    client = signed_in(cast.bob)
    assert "Por enquanto valem as cartas que vêm com o Vínculo" in shown(client.get(reverse("letter-list")))
    client.post(reverse("letter-adopt", args=[cast.operator.pk]))
    listed = shown(client.get(reverse("letter-list")))
    assert "versão 1" in listed
    template = cast.operator.letter_templates.get(outcome="retained")
    page = reverse("letter-page", args=[template.pk])
    sent = {"name": "Fica", "outcome": "retained", "title": "Fica", "body": "{pesoa}", "is_active": "on"}
    refused = client.post(page, sent)
    assert refused.status_code == 422
    assert "Há {pesoa}, que ninguém sabe preencher" in shown(refused)
    sent["body"] = "Olá, {pessoa}."
    assert client.post(page, {**sent, "preview": "1"}).content.startswith(b"%PDF")
    client.post(page, sent)
    assert template.versions.count() == 2
    assert "versão 2" in shown(client.get(reverse("letter-list")))
