"""Paper of a case that came back: its sheets with what pen changed, looked over by a person."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from vinculo.accounts.permissions import Permission
from vinculo.cases.actions.view_case import record_case_view
from vinculo.cases.models import Case
from vinculo.intake.actions.review_returned_sheet import note_returned_seen, take_returned_change
from vinculo.intake.models import ReturnedSheet
from vinculo.intake.returned_queries import find_returned
from vinculo.web.cases.page_views import case_or_404
from vinculo.web.site.http import Request

from .returned_presenters import returned_of
from .sheet_views import sheet_picture


def _case_of_paper(request: Request, pk: int) -> Case:
    """
    Raises:
        Http404: there is no such case, or the person may not see the personal data on its paper.
    """
    case = case_or_404(request, pk)
    if not request.actor.may(Permission.PERSONAL_DATA_SEE, case.operator_id):
        raise Http404
    return case


def _returned_or_404(request: Request, pk: int, returned_id: int) -> ReturnedSheet:
    found = find_returned(_case_of_paper(request, pk), returned_id)
    if found is None:
        raise Http404
    return found


@require_GET
def returned(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast(Request, request)
    case = _case_of_paper(request, pk)
    may_work = request.actor.may(Permission.CASES_WORK, case.operator_id)
    record_case_view(case=case, actor=request.actor, now=timezone.now(), what="paper")
    context = {"case": case, "sheets": returned_of(case, may_work=may_work), "may_work": may_work}
    return render(request, "imports/returned.html", context)


@require_GET
def returned_sheet(request: HttpRequest, pk: int, returned_id: int) -> HttpResponse | FileResponse:
    """Part of the page of returned paper: seeing that has been noted."""
    return sheet_picture(_returned_or_404(cast(Request, request), pk, returned_id).sheet)


@require_POST
def returned_seen(request: HttpRequest, pk: int, returned_id: int) -> HttpResponse:
    request = cast(Request, request)
    found = _returned_or_404(request, pk, returned_id)
    note_returned_seen(returned=found, actor=request.actor, now=timezone.now())
    messages.success(request, "Folha conferida.")
    return redirect("case-returned", pk=pk)


@require_POST
def returned_take(request: HttpRequest, pk: int, returned_id: int, place: int) -> HttpResponse:
    request = cast(Request, request)
    found = _returned_or_404(request, pk, returned_id)
    is_done = take_returned_change(returned=found, place=place, actor=request.actor, now=timezone.now())
    messages.success(request, f"Levado ao processo{'; a folha está conferida' if is_done else ''}.")
    return redirect("case-returned", pk=pk)
