"""What is said of a case's CROs, drawn anew after one has been changed on the page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from vinculo.web.site.http import Request

from .council_line import council_lines
from .page_views import whole_case_or_404


@require_GET
def council(request: Request, pk: int) -> HttpResponse:
    case, around = whole_case_or_404(request, pk)
    return render(request, "cases/council.html", {"council": council_lines(case, around, request.actor)})
