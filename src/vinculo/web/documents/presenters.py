"""Issued documents in the words of the screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from vinculo.documents.letter_gaps import GAPS
from vinculo.documents.models import IssuedDocument
from vinculo.documents.standing import is_standing
from vinculo.kernel.dates import format_date, format_moment

Signature = IssuedDocument.Signature


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document beside its case. `trouble`: the digital signature that was wanted is not there."""

    url: str
    title: str
    number: str
    at: dt.datetime
    is_standing: bool
    is_signed: bool
    trouble: bool


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """One document, as its page tells it."""

    document: IssuedDocument
    line: DocumentLine
    kind: str
    verified_at: str
    verify_url: str
    superseded_at: dt.datetime | None
    signature: str
    finding: str
    origin: str
    values: Sequence[tuple[str, str]] = field(default_factory=tuple)


def document_lines(documents: Iterable[IssuedDocument]) -> list[DocumentLine]:
    return [document_line(document) for document in documents]


def document_line(document: IssuedDocument) -> DocumentLine:
    return DocumentLine(
        url=reverse("document-page", args=[document.case_id, document.pk]),
        title=document.title,
        number=document.number,
        at=document.issued_at,
        is_standing=is_standing(document),
        is_signed=document.signature_state == Signature.SIGNED,
        trouble=document.signature_state == Signature.FAILED,
    )


def present_document(document: IssuedDocument, verification_url: str) -> DocumentPage:
    mark = getattr(document, "superseded", None)
    is_letter = document.kind == IssuedDocument.Kind.LETTER
    return DocumentPage(
        document=document,
        line=document_line(document),
        kind=document.get_kind_display(),
        verified_at=f"{verification_url}{document.code}/",
        verify_url=reverse("verify-document", args=[document.code]),
        superseded_at=mark.at if mark else None,
        signature=_signature_words(document.signature)
        if document.signature_state == Signature.SIGNED
        else "",
        finding=str(document.signature.get("message", "")),
        origin=_letter_origin(document.rendered_from) if is_letter else _form_origin(document),
        values=_values(document.rendered_from) if is_letter else (),
    )


def _signature_words(facts: Mapping[str, Any]) -> str:
    until = format_date(dt.datetime.fromisoformat(facts["valid_until"]).date())
    chain = "ICP-Brasil" if facts["icp_brasil"] else "certificado fora da ICP-Brasil"
    return f"{facts['subject']}, por {facts['issuer']} ({chain}), certificado válido até {until}"


def _letter_origin(said: Mapping[str, Any]) -> str:
    version = said["template_version"]
    return f"{said['template']}, {f'versão {version}' if version else 'texto que vem com o Vínculo'}"


def _form_origin(document: IssuedDocument) -> str:
    signed = format_moment(document.follows.at)
    return f"Edição {document.rendered_from['edition']} do formulário, como estava na assinatura ({signed})"


def _values(said: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What the gaps of the wording were filled with."""
    texts = " ".join(said["wording"].values())
    return [(meaning, said["values"].get(gap, "")) for gap, meaning in GAPS.items() if f"{{{gap}}}" in texts]
