"""Files of a case: attachments in and out, the printed form, the blank form."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from vinculo.accounts.permissions import Permission
from vinculo.cases.actions.attachments import add_attachment, void_attachment
from vinculo.cases.actions.view_case import record_case_print, record_case_view
from vinculo.cases.printing import case_print
from vinculo.cases.queries.case_records import records_of
from vinculo.cases.queries.editions import find_edition
from vinculo.cases.queries.page_extras import find_attachment
from vinculo.kernel.refusal import Refusal
from vinculo.paper.printing import print_blank
from vinculo.web.site.http import Request, number_of

from .page_views import case_or_404

SHOWN_IN_BROWSER = ("image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf")


@require_POST
def attachment_add(request: HttpRequest, pk: int) -> HttpResponse:
    """One file or several; those that are refused are told, the others are kept."""
    request = cast(Request, request)
    case = case_or_404(request, pk)
    request.actor.require(Permission.CASES_WORK, case.operator_id)
    contact = number_of(request.POST.get("contact")) or None
    for upload in request.FILES.getlist("file"):
        _keep(request, pk, upload, contact)
    anchor = f"#contact-{contact}" if contact else "#attachments"
    return redirect(reverse("case-page", args=[case.pk]) + anchor)


def _keep(request: Request, pk: int, upload: UploadedFile[bytes], contact: int | None) -> None:
    try:
        kept = add_attachment(
            case=case_or_404(request, pk),
            name=upload.name or "",
            content=upload.read(settings.MAX_ATTACHMENT_BYTES + 1),
            largest=settings.MAX_ATTACHMENT_BYTES,
            actor=request.actor,
            now=timezone.now(),
            contact_id=contact,
        )
    except Refusal as refused:
        messages.error(request, refused.message)
        return
    if kept.contact_id != contact:
        messages.info(request, f"“{upload.name}” já está anexado a este processo, como “{kept.name}”.")
    else:
        messages.success(request, f"“{upload.name}” anexado.")


@require_GET
def attachment(request: HttpRequest, pk: int, attachment_id: int) -> FileResponse:
    request = cast(Request, request)
    case = case_or_404(request, pk)
    found = find_attachment(case, attachment_id)
    if found is None or not request.actor.may(Permission.PERSONAL_DATA_SEE, case.operator_id):
        raise Http404
    record_case_view(case=case, actor=request.actor, now=timezone.now(), what="attachment")
    response = FileResponse(
        found.file.open("rb"),
        filename=found.name,
        as_attachment=found.kind not in SHOWN_IN_BROWSER,
        content_type=found.kind,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def attachment_void(request: HttpRequest, pk: int, attachment_id: int) -> HttpResponse:
    request = cast(Request, request)
    case = case_or_404(request, pk)
    voided = void_attachment(case=case, attachment_id=attachment_id, actor=request.actor, now=timezone.now())
    messages.success(request, f"“{voided.name}” anulado; o arquivo continua no histórico.")
    return redirect(reverse("case-page", args=[case.pk]) + "#attachments")


@require_GET
def print_case(request: HttpRequest, pk: int) -> HttpResponse:
    """The official form as PDF. It shows the CPF, so it is for those who may see it."""
    request = cast(Request, request)
    case = case_or_404(request, pk)
    request.actor.require(Permission.PERSONAL_DATA_SEE, case.operator_id)
    now = timezone.now()
    pdf = case_print(case, records_of(case), now)
    record_case_print(case=case, actor=request.actor, now=now)
    return _pdf(pdf, f"{case.number or f'rascunho-{case.pk}'}.pdf")


@require_GET
def blank_form(request: HttpRequest, edition_id: int) -> HttpResponse:
    request = cast(Request, request)
    edition = find_edition(request.actor, edition_id)
    if edition is None:
        raise Http404
    return _pdf(print_blank(edition.edition), f"formulario-em-branco-{edition.number}.pdf")


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
