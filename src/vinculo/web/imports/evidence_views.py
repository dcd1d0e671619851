"""The paper that a case came from: part of the case, for whoever may see its personal data."""

from __future__ import annotations

from typing import cast

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from vinculo.accounts.permissions import Permission
from vinculo.cases.actions.view_case import record_case_view
from vinculo.cases.models import Case
from vinculo.intake import sheet_queries
from vinculo.intake.models import FormReading
from vinculo.web.cases.page_views import case_or_404
from vinculo.web.site.http import Request

from .evidence_presenters import evidence_of
from .originals import original_file
from .sheet_views import crop_picture, sheet_picture


def _case_of_paper(request: Request, pk: int) -> Case:
    """
    Raises:
        Http404: there is no such case, or the person may not see the personal data in it.
    """
    case = case_or_404(request, pk)
    if not request.actor.may(Permission.PERSONAL_DATA_SEE, case.operator_id):
        raise Http404
    return case


def _paper_or_404(request: Request, pk: int, reading_id: int) -> tuple[Case, FormReading]:
    case = _case_of_paper(request, pk)
    reading = sheet_queries.find_paper_of_case(case, reading_id)
    if reading is None:
        raise Http404
    return case, reading


@require_GET
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Field by field: the crop, what was read, how sure, who confirmed or corrected it, and when."""
    request = cast(Request, request)
    case = _case_of_paper(request, pk)
    now = timezone.now()
    record_case_view(case=case, actor=request.actor, now=now, what="paper")
    return render(request, "imports/evidence.html", {"case": case, "papers": evidence_of(case, now)})


@require_GET
def paper_crop(request: HttpRequest, pk: int, reading_id: int, field: str) -> HttpResponse | FileResponse:
    """Part of the case's page: seeing it is seeing the case, which has been noted."""
    _, reading = _paper_or_404(cast(Request, request), pk, reading_id)
    return crop_picture(reading, field)


@require_GET
def paper_sheet(request: HttpRequest, pk: int, reading_id: int, number: int) -> HttpResponse | FileResponse:
    request = cast(Request, request)
    case, reading = _paper_or_404(request, pk, reading_id)
    found = next((sheet for sheet in sheet_queries.sheets_of(reading) if sheet.number == number), None)
    if found is None:
        raise Http404
    record_case_view(case=case, actor=request.actor, now=timezone.now(), what="paper")
    return sheet_picture(found)


@require_GET
def paper_original(request: HttpRequest, pk: int, reading_id: int) -> HttpResponse | FileResponse:
    request = cast(Request, request)
    case, reading = _paper_or_404(request, pk, reading_id)
    answer = original_file(reading.file)
    record_case_view(case=case, actor=request.actor, now=timezone.now(), what="paper")
    return answer
