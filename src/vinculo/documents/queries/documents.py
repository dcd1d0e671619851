"""The documents of a case, and the stored bytes of one."""

from __future__ import annotations

import hashlib

from django.db.models import F, QuerySet

from vinculo.accounts.actor import Actor
from vinculo.cases.models import Case

from ..models import IssuedDocument
from ..refusals import DocumentNotAsIssued

Kind = IssuedDocument.Kind


def documents_of_case(case: Case, actor: Actor) -> QuerySet[IssuedDocument]:
    """The newest first; one query."""
    return _whole(actor).filter(case=case).defer("rendered_from").order_by("-pk")


def find_document(actor: Actor, case_id: int, document_id: int) -> IssuedDocument | None:
    return _whole(actor).filter(case_id=case_id, pk=document_id).first()


def standing_form(case: Case) -> IssuedDocument | None:
    """The signed form of the signature that stands; None while the worker has not issued it."""
    rows = IssuedDocument.objects.filter(case=case, kind=Kind.SIGNED_FORM, superseded=None)
    return rows.filter(case__signed_at=F("follows__at")).order_by("-pk").first()


def stored_bytes(document: IssuedDocument) -> bytes:
    """The file as it was issued.

    Raises:
        DocumentNotAsIssued: it is gone, or its hash is another one.
    """
    try:
        with document.file.storage.open(str(document.file.name), "rb") as stored:
            content: bytes = stored.read()
    except OSError as problem:
        raise DocumentNotAsIssued(
            f"O arquivo do documento {document.number} não está no armazenamento. Ele não é gerado de novo: "
            "peça ao administrador que o recupere da cópia de segurança."
        ) from problem
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise DocumentNotAsIssued(
            f"O arquivo guardado do documento {document.number} não é mais o que foi emitido: o código de "
            "integridade não confere. Ele não foi entregue; peça ao administrador que o recupere da cópia "
            "de segurança."
        )
    return content


def _whole(actor: Actor) -> QuerySet[IssuedDocument]:
    related = ("case", "case__operator", "follows", "superseded", "template_version")
    return IssuedDocument.objects.visible_to(actor).select_related(*related)
