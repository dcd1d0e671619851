"""The documents of a case: beside it, one by one, and their stored bytes."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from vinculo.accounts.permissions import Permission
from vinculo.cases.actions.view_case import record_case_view
from vinculo.cases.models import Case
from vinculo.documents.actions.freeze_form import freeze_now
from vinculo.documents.models import IssuedDocument
from vinculo.documents.queries.documents import documents_of_case, find_document, stored_bytes
from vinculo.documents.standing import is_standing, standing_signature

from ..cases.page_views import case_or_404
from ..site.http import Request
from .presenters import document_lines, present_document

Kind = IssuedDocument.Kind


def document_or_404(request: Request, case: Case, document_id: int) -> IssuedDocument:
    """
    Raises:
        Http404: there is no such document for this person.
    """
    document = find_document(request.actor, case.pk, document_id)
    if document is None:
        raise Http404
    return document


@require_GET
@never_cache
def case_documents(request: Request, pk: int) -> HttpResponse:
    """The block beside the case."""
    case = case_or_404(request, pk)
    sees = request.actor.may(Permission.PERSONAL_DATA_SEE, case.operator_id)
    documents = list(documents_of_case(case, request.actor)) if sees else []
    is_signed = standing_signature(case) is not None
    may_work = request.actor.may(Permission.CASES_WORK, case.operator_id)
    context = {
        "case": case,
        "sees": sees,
        "lines": document_lines(documents),
        "is_signed": is_signed,
        "form_is_due": is_signed
        and sees
        and not any(one.kind == Kind.SIGNED_FORM and is_standing(one) for one in documents),
        "may_issue": is_signed and may_work and sees,
    }
    return render(request, "documents/of_case.html", context)


@require_POST
def form_freeze(request: Request, pk: int) -> HttpResponse:
    case = case_or_404(request, pk)
    made = freeze_now(case=case, actor=request.actor, now=timezone.now())
    if made is None:
        messages.error(request, "O processo não tem uma assinatura que valha agora. Nada foi emitido.")
        return redirect("case-page", case.pk)
    messages.success(request, f"Formulário emitido: documento {made.number}.")
    return redirect("document-page", case.pk, made.pk)


@require_GET
@never_cache
def document_page(request: Request, pk: int, document_id: int) -> HttpResponse:
    case = case_or_404(request, pk)
    document = document_or_404(request, case, document_id)
    record_case_view(case=case, actor=request.actor, now=timezone.now(), what="document")
    context = {"case": case, "page": present_document(document, settings.VERIFICATION_URL)}
    return render(request, "documents/page.html", context)


@require_GET
def document_file(request: Request, pk: int, document_id: int) -> HttpResponse:
    """The bytes as they were issued, or why they are not given."""
    case = case_or_404(request, pk)
    document = document_or_404(request, case, document_id)
    content = stored_bytes(document)
    record_case_view(case=case, actor=request.actor, now=timezone.now(), what="document")
    return pdf_response(content, f"{document.number}.pdf")


def pdf_response(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
