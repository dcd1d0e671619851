"""Files of a case: attachments in and out, the printed form, the blank form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from vinculo.accounts.permissions import Permission
from vinculo.cases.actions.attachments import (
    add_attachment,
    restore_attachment,
    void_attachment,
)
from vinculo.cases.actions.print_case import print_case as print_case_form
from vinculo.cases.actions.view_case import record_case_view
from vinculo.cases.models import Attachment, Case
from vinculo.cases.queries.case_records import records_of
from vinculo.cases.queries.editions import find_edition
from vinculo.cases.queries.page_extras import find_attachment
from vinculo.cases.states import OPEN_STATES
from vinculo.kernel.refusal import Refusal
from vinculo.paper.printing import print_blank
from vinculo.web.site.http import Request, number_of
from vinculo.web.site.undo import tell_with_undo

from .page_views import case_or_404
from .uploads import attachment_response, content_of, harmless


@require_POST
def attachment_add(request: HttpRequest, pk: int) -> HttpResponse:
    """One file or several; those that are refused are told, the others are kept.

    A script that sends them one by one asks for JSON, and draws each as it is kept.
    """
    request = cast(Request, request)
    case = case_or_404(request, pk)
    request.actor.require(Permission.CASES_WORK, case.operator_id)
    contact = number_of(request.POST.get("contact")) or None
    kept = [_keep(request, case, upload, contact) for upload in request.FILES.getlist("file")]
    if request.accepts("application/json") and not request.accepts("text/html"):
        return JsonResponse({"files": [_told(request, case, became) for became in kept]})
    for became in kept:
        messages.add_message(request, became.level, became.sentence)
    anchor = f"#contact-{contact}" if contact else "#attachments"
    return redirect(reverse("case-page", args=[case.pk]) + anchor)


@dataclass(frozen=True, slots=True)
class Became:
    """What became of a file that was sent."""

    level: int
    sentence: str
    attachment: Attachment | None = None


def _keep(request: Request, case: Case, upload: UploadedFile[bytes], contact: int | None) -> Became:
    now = timezone.now()
    try:
        name, content = content_of(upload)
        kept = add_attachment(
            case=case,
            name=name,
            content=content,
            largest=settings.MAX_ATTACHMENT_BYTES,
            actor=request.actor,
            now=now,
            contact_id=contact,
        )
    except Refusal as refused:
        return Became(messages.ERROR, refused.message)
    if kept.added_at != now:
        return Became(messages.INFO, f"Este arquivo já estava anexado aqui, como “{kept.name}”.")
    return Became(messages.SUCCESS, f"“{kept.name}” anexado.", kept)


def _told(request: Request, case: Case, became: Became) -> dict[str, str]:
    told = {"tone": messages.DEFAULT_TAGS[became.level], "message": became.sentence}
    if became.attachment is not None:
        page = {
            "editable": case.state in OPEN_STATES,
            "may_see_personal_data": request.actor.may(Permission.PERSONAL_DATA_SEE, case.operator_id),
        }
        context = {"file": became.attachment, "case": case, "page": page}
        told["html"] = render_to_string("cases/attachment.html", context, request=request)
    return told


def _seen_attachment(request: Request, case: Case, attachment_id: int) -> Attachment:
    found = find_attachment(case, attachment_id)
    if found is None or not request.actor.may(Permission.PERSONAL_DATA_SEE, case.operator_id):
        raise Http404
    return found


@require_GET
def attachment(request: HttpRequest, pk: int, attachment_id: int) -> FileResponse:
    request = cast(Request, request)
    case = case_or_404(request, pk)
    found = _seen_attachment(request, case, attachment_id)
    record_case_view(case=case, actor=request.actor, now=timezone.now(), what="attachment")
    return attachment_response(found)


@require_GET
def attachment_thumbnail(request: HttpRequest, pk: int, attachment_id: int) -> FileResponse:
    """Part of the case's page: seeing it is seeing the case, which has been noted."""
    request = cast(Request, request)
    found = _seen_attachment(request, case_or_404(request, pk), attachment_id)
    if not found.thumbnail:
        raise Http404
    return harmless(FileResponse(found.thumbnail.open("rb"), content_type="image/jpeg"), "image/jpeg")


@require_POST
def attachment_void(request: HttpRequest, pk: int, attachment_id: int) -> HttpResponse:
    request = cast(Request, request)
    case = case_or_404(request, pk)
    voided = void_attachment(case=case, attachment_id=attachment_id, actor=request.actor, now=timezone.now())
    undo = reverse("case-attachment-restore", args=[case.pk, attachment_id])
    tell_with_undo(request, f"“{voided.name}” anulado; o arquivo continua no histórico.", undo)
    anchor = f"#contact-{voided.contact_id}" if voided.contact_id else "#attachments"
    return redirect(reverse("case-page", args=[case.pk]) + anchor)


@require_POST
def attachment_restore(request: HttpRequest, pk: int, attachment_id: int) -> HttpResponse:
    request = cast(Request, request)
    case = case_or_404(request, pk)
    back = restore_attachment(case=case, attachment_id=attachment_id, actor=request.actor, now=timezone.now())
    messages.success(request, f"“{back.name}” voltou ao processo.")
    anchor = f"#contact-{back.contact_id}" if back.contact_id else "#attachments"
    return redirect(reverse("case-page", args=[case.pk]) + anchor)


@require_GET
def print_case(request: HttpRequest, pk: int) -> HttpResponse:
    """The official form as PDF. It shows the CPF, so it is for those who may see it."""
    request = cast(Request, request)
    case = case_or_404(request, pk)
    request.actor.require(Permission.PERSONAL_DATA_SEE, case.operator_id)
    pdf = print_case_form(case=case, records=records_of(case), actor=request.actor, now=timezone.now())
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
