"""The checklist of a case, the list of what is due, and what is done with a duty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import users_who_may
from vinculo.cases.actions.view_case import record_case_view
from vinculo.cases.models import Case
from vinculo.consequences.actions.follow_again import follow_again
from vinculo.consequences.actions.move_duty import (
    add_duty_file,
    complete_duty,
    give_duty,
    reopen_duty,
    waive_duty,
)
from vinculo.consequences.actions.steer_filing import send_duty
from vinculo.consequences.models import Duty
from vinculo.consequences.queries.duties import (
    DutyShelf,
    duties_of_case,
    duty_counts,
    duty_page,
    find_duty,
    find_duty_file,
    protocols_of_case,
)
from vinculo.consequences.queries.filings import tries_of_filings
from vinculo.consequences.refusals import UnableToMoveDuty
from vinculo.kernel.dates import parse_date
from vinculo.kernel.refusal import NotPermitted, Refusal
from vinculo.outbox.models import OutboxTry

from ..cases.page_views import case_or_404
from ..cases.uploads import attachment_response, content_of
from ..site.http import Request, number_of, today_in_sao_paulo
from .presenters import DutyGroup, duty_groups, duty_lines, may_work, shelf_address, shelf_tabs

REFUSED = 422
FARTHEST_PAGE = 200


@require_GET
@never_cache
def duty_list(request: Request) -> HttpResponse:
    if not request.actor.may_anywhere(Permission.CASES_SEE):
        raise NotPermitted("As providências dos processos não fazem parte do seu perfil.")
    today, shelf = today_in_sao_paulo(), _shelf(request)
    number = min(max(number_of(request.GET.get("pagina")), 1), FARTHEST_PAGE)
    found = duty_page(request.actor, shelf, today, page=number)
    context = {
        "tabs": shelf_tabs(shelf, duty_counts(request.actor, today)),
        "lines": duty_lines(found.rows, request.actor, today),
        "shelf": shelf,
        "previous_url": shelf_address(shelf, number - 1) if number > 1 else "",
        "next_url": shelf_address(shelf, number + 1) if found.has_more else "",
    }
    return render(request, "duties/list.html", context)


def _shelf(request: Request) -> DutyShelf:
    asked = request.GET.get("mostrar", "")
    if asked in list(DutyShelf):
        return DutyShelf(asked)
    return DutyShelf.MINE if request.actor.may_anywhere(Permission.CASES_WORK) else DutyShelf.OPEN


@require_GET
@never_cache
def case_duties(request: Request, pk: int) -> HttpResponse:
    case = case_or_404(request, pk)
    record_case_view(case=case, actor=request.actor, now=timezone.now(), what="duties")
    return _show(request, case)


@require_GET
@never_cache
def duties_beside(request: Request, pk: int) -> HttpResponse:
    """The block beside the case: nothing at all where nothing was set going."""
    case = case_or_404(request, pk)
    groups = _groups(request, case, duties_of_case(case, request.actor))
    return render(request, "duties/beside.html", {"case": case, "groups": groups})


def _groups(
    request: Request,
    case: Case,
    duties: Sequence[Duty],
    tries: Mapping[int, Sequence[OutboxTry]] | None = None,
) -> list[DutyGroup]:
    numbers = protocols_of_case(case) if duties else {}
    return duty_groups(duties, request.actor, timezone.now(), numbers, tries or {})


def _show(
    request: Request, case: Case, *, at: int = 0, note: str = "", refusal: str = "", status: int = 200
) -> HttpResponse:
    """`note` is what was typed for the duty `at` and not taken: it stands in its field again."""
    duties = duties_of_case(case, request.actor)
    groups = _groups(request, case, duties, tries_of_filings(duties))
    works = may_work(request.actor, case.operator_id)
    context = {
        "case": case,
        "groups": groups,
        "at": at,
        "note": note,
        "refusal": refusal,
        "may_give": works,
        "may_see_files": request.actor.may(Permission.PERSONAL_DATA_SEE, case.operator_id),
        "people": list(users_who_may(Permission.CASES_WORK, case.operator_id)) if works else [],
    }
    return render(request, "duties/of_case.html", context, status=status)


@require_POST
def duty_complete(request: Request, pk: int) -> HttpResponse:
    """The note and the files with it. What is refused is told, and the note stands in its field again."""
    duty, note = _duty_or_404(request, pk), request.POST.get("note", "")
    try:
        for upload in request.FILES.getlist("file"):
            _keep(request, duty, upload)
        if "only-files" not in request.POST:
            complete_duty(duty=duty, note=note, actor=request.actor, now=timezone.now())
    except NotPermitted:
        raise
    except Refusal as refused:
        return _refused(request, duty, refused, note)
    said = "Arquivo anexado." if "only-files" in request.POST else f"{duty.label}: feita."
    messages.success(request, said)
    return redirect(_address(duty))


def _keep(request: Request, duty: Duty, upload: UploadedFile[bytes]) -> None:
    name, content = content_of(upload)
    add_duty_file(
        duty=duty,
        name=name,
        content=content,
        largest=settings.MAX_ATTACHMENT_BYTES,
        actor=request.actor,
        now=timezone.now(),
    )


@require_POST
def duty_waive(request: Request, pk: int) -> HttpResponse:
    return _with_reason(request, pk, waive_duty, "{label}: não se aplica.")


@require_POST
def duty_reopen(request: Request, pk: int) -> HttpResponse:
    return _with_reason(request, pk, reopen_duty, "{label}: pendente de novo.")


@require_POST
def duty_send(request: Request, pk: int) -> HttpResponse:
    """A connection of the operator does it, now or on its day."""
    duty = _duty_or_404(request, pk)
    try:
        goes_now = send_duty(duty=duty, actor=request.actor, now=timezone.now())
    except NotPermitted:
        raise
    except Refusal as refused:
        return _refused(request, duty, refused)
    if goes_now:
        messages.success(request, f"{duty.label}: na fila de envio.")
    else:
        messages.warning(request, f"{duty.label}: na fila; sai assim que o que falta estiver pronto.")
    return redirect(_address(duty))


@require_POST
def duty_give(request: Request, pk: int) -> HttpResponse:
    duty = _duty_or_404(request, pk)
    typed = request.POST.get("due_on", "").strip()
    due = parse_date(typed)
    try:
        if typed and due is None:
            raise UnableToMoveDuty(f"“{typed[:20]}” não é uma data. Nada foi alterado.")
        give_duty(
            duty=duty,
            owner_id=number_of(request.POST.get("owner")) or None,
            due_on=due or duty.due_on,
            actor=request.actor,
            now=timezone.now(),
        )
    except NotPermitted:
        raise
    except Refusal as refused:
        return _refused(request, duty, refused)
    messages.success(request, f"{duty.label}: responsável e prazo salvos.")
    return redirect(_address(duty))


def _with_reason(request: Request, pk: int, action: Any, done: str) -> HttpResponse:
    duty, reason = _duty_or_404(request, pk), request.POST.get("reason", "")
    try:
        action(duty=duty, reason=reason, actor=request.actor, now=timezone.now())
    except NotPermitted:
        raise
    except Refusal as refused:
        return _refused(request, duty, refused)
    messages.success(request, done.format(label=duty.label))
    return redirect(_address(duty))


def _refused(request: Request, duty: Duty, refused: Refusal, note: str = "") -> HttpResponse:
    case = case_or_404(request, duty.case_id)
    return _show(request, case, at=duty.pk, note=note, refusal=str(refused), status=REFUSED)


@require_GET
def duty_file(request: Request, pk: int, attachment_id: int) -> FileResponse:
    duty = _duty_or_404(request, pk)
    found = find_duty_file(duty, attachment_id)
    if found is None or not request.actor.may(Permission.PERSONAL_DATA_SEE, duty.operator_id):
        raise Http404
    record_case_view(case=duty.case, actor=request.actor, now=timezone.now(), what="attachment")
    return attachment_response(found)


def _duty_or_404(request: Request, pk: int) -> Duty:
    duty = find_duty(request.actor, pk)
    if duty is None:
        raise Http404
    return duty


def _address(duty: Duty) -> str:
    return f"{reverse('case-duties', args=[duty.case_id])}#duty-{duty.pk}"


@require_POST
def duties_again(request: Request, pk: int) -> HttpResponse:
    """`pk` is the row of the outbox that was given up."""
    follow_again(row_id=pk, actor=request.actor, now=timezone.now())
    messages.success(request, "Tentando de novo: em instantes as providências aparecem no processo.")
    return redirect("today")
