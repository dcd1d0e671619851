"""Issuing a document: its number, its code, its bytes and their hash, in one transaction."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile

from vinculo.cases.actions.case_write import CaseWrite
from vinculo.cases.models import CaseEvent
from vinculo.kernel.dates import SAO_PAULO
from vinculo.paper.printing.paper_code import new_code
from vinculo.paper.printing.typesetter import page_count

from ..models import DocumentCounter, IssuedDocument, LetterTemplateVersion
from ..signals import document_issued
from ..signing.of_operator import sign_for

ISSUED, SUPERSEDED = "issued", "superseded"


@dataclass(frozen=True, slots=True)
class DocumentName:
    """What a document is called: it stands on each of its pages."""

    number: str
    code: str

    @property
    def line_of_code(self) -> str:
        half = len(self.code) // 2
        return f"{self.code[:half]}-{self.code[half:]}"

    @property
    def verified_at(self) -> str:
        """The address that shows this very document."""
        return f"{settings.VERIFICATION_URL}{self.code}/"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document as it was set: its bytes, from what, with which template, and the text that goes along."""

    pdf: bytes
    rendered_from: Mapping[str, Any]
    layout: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What is known of a document before it is set."""

    kind: str
    title: str
    follows: CaseEvent
    token: uuid.UUID | None = None
    template_version: LetterTemplateVersion | None = None


def issue_document(
    write: CaseWrite, facts: DocumentFacts, render: Callable[[DocumentName], Rendered]
) -> IssuedDocument:
    """Gives the next number, has the document set, signs it where the operator has a certificate, keeps it.

    It is told in the timeline and logged. The counter's lock is the last one taken, and held to the end of
    the transaction: a document that could not be set leaves no hole.
    """
    case = write.case
    year, position = _next_position(case.operator_id, write.now)
    name = DocumentName(f"{case.operator.code}-DOC-{year}-{position:06d}", new_code())
    rendered = render(name)
    signed = sign_for(case.operator.code, rendered.pdf, number=name.number, now=write.now)
    document = IssuedDocument(
        operator_id=case.operator_id,
        case=case,
        follows=facts.follows,
        kind=facts.kind,
        title=facts.title,
        year=year,
        position=position,
        number=name.number,
        code=name.code,
        token=facts.token,
        template_version=facts.template_version,
        rendered_from=rendered.rendered_from,
        layout=rendered.layout,
        message=rendered.message,
        sha256=hashlib.sha256(signed.pdf).hexdigest(),
        size=len(signed.pdf),
        pages=page_count(rendered.pdf),
        signature_state=signed.state,
        signature=dict(signed.facts),
        issued_at=write.now,
        issued_by=write.actor.user,
        issued_by_name=write.actor.name,
    )
    document.file.save(f"{name.code}.pdf", ContentFile(signed.pdf), save=False)
    document.save(force_insert=True)
    write.tell(CaseEvent.Kind.DOCUMENT, **told(document, ISSUED))
    write.audit("document.issued", {"document": document.pk, "number": document.number})
    document_issued.send(IssuedDocument, document=document, write=write)
    return document


def told(document: IssuedDocument, became: str) -> dict[str, Any]:
    """What the timeline keeps of it."""
    return {
        "document": document.pk,
        "became": became,
        "number": document.number,
        "title": document.title,
        "signature": document.signature_state,
    }


def _next_position(operator_id: int, now: dt.datetime) -> tuple[int, int]:
    year = now.astimezone(SAO_PAULO).year
    DocumentCounter.objects.get_or_create(operator_id=operator_id, year=year)
    counter = DocumentCounter.objects.select_for_update().get(operator_id=operator_id, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return year, counter.last
