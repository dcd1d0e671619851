"""The signed form is issued: planned with the signature, set once by the worker, kept for ever."""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from vinculo.accounts.actor import Actor
from vinculo.cases.actions.case_write import CaseWrite, writing
from vinculo.cases.form import case_form
from vinculo.cases.models import Case, CaseEvent, CasePrint
from vinculo.cases.printing import print_extras
from vinculo.cases.queries.case_records import records_of
from vinculo.outbox.actions import plan
from vinculo.outbox.handlers import NoUseTrying
from vinculo.outbox.models import OutboxRow
from vinculo.paper.printing import IssuedAs, PrintName, print_form
from vinculo.paper.printing.kept_print import digest_of, kept_form
from vinculo.paper.printing.typesetter import FORM, layout_name, page_count

from ..models import IssuedDocument, SupersededDocument
from ..standing import signature_stands, standing_signature
from .issue import SUPERSEDED, DocumentFacts, DocumentName, Rendered, issue_document, told

FREEZE_KIND = "documents.freeze_signed_form"
"""The outbox rows that freeze the form of a signature."""

Kind = IssuedDocument.Kind


def plan_freeze(write: CaseWrite, event: CaseEvent) -> None:
    """After a signature: its form is to be frozen."""
    plan(kind=FREEZE_KIND, payload={"event": event.pk}, now=write.now)


def freeze_signed_form(row: OutboxRow, now: dt.datetime) -> None:
    """The outbox handler. Done twice it makes one document, and of a signature that fell none.

    Raises:
        NoUseTrying: the event is not there.
    """
    events = CaseEvent.objects.filter(pk=row.payload["event"], kind=CaseEvent.Kind.STATE_CHANGED)
    event = events.select_related("case").first()
    if event is None:
        raise NoUseTrying("the event is not there")
    with writing(case=event.case, actor=Actor.system(), now=now) as write:
        if signature_stands(write.case, event):
            _freeze(write, event)


def freeze_now(*, case: Case, actor: Actor, now: dt.datetime) -> IssuedDocument | None:
    """A person does not wait for the worker, or the case was signed before forms were frozen.

    None where no signature stands.

    Raises:
        NotPermitted: the case is another operator's, or the actor may not work on it.
    """
    with writing(case=case, actor=actor, now=now) as write:
        event = standing_signature(write.case)
        return _freeze(write, event) if event else None


def _freeze(write: CaseWrite, event: CaseEvent) -> IssuedDocument:
    made = IssuedDocument.objects.filter(case=write.case, follows=event, kind=Kind.SIGNED_FORM).first()
    facts = DocumentFacts(Kind.SIGNED_FORM, str(Kind.SIGNED_FORM.label), event)
    return made or issue_document(write, facts, lambda name: _form_of(write, event, name))


def _form_of(write: CaseWrite, event: CaseEvent, name: DocumentName) -> Rendered:
    """As it stood when it was signed: what was opened since is on later prints."""
    case, records = write.case, records_of(write.case)
    form, edition = case_form(case, records), case.edition.edition
    issued_as = IssuedAs(name.number, settings.VERIFICATION_URL)
    extras = print_extras(case, records, event.at, issued_as=issued_as, until=event.at)
    kept = kept_form(form, extras)
    print_name = PrintName(name.code, digest_of(kept, edition))
    pdf = print_form(form, edition=edition, extras=extras, name=print_name)
    # Its paper is known by this row when it comes back.
    CasePrint.objects.create(
        case=case,
        code=name.code,
        digest=print_name.digest,
        edition=case.edition,
        form=kept,
        pages=page_count(pdf),
        printed_by=None,
        printed_at=write.now,
    )
    rendered_from = {"version": 1, "edition": edition.number, "digest": print_name.digest, **kept}
    return Rendered(pdf, rendered_from, layout_name(FORM))


def supersede_documents(write: CaseWrite, event: CaseEvent) -> None:
    """After a reopening: what was issued of earlier signatures stays, and does not stand any more."""
    fallen = IssuedDocument.objects.filter(case=write.case, follows__lt=event.pk, superseded=None)
    for document in fallen.order_by("pk"):
        SupersededDocument.objects.create(document=document, because=event, at=event.at)
        write.tell(CaseEvent.Kind.DOCUMENT, **told(document, SUPERSEDED))
        write.audit("document.superseded", {"document": document.pk, "number": document.number})
