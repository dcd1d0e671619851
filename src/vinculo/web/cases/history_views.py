"""Everything that was ever typed in a case, also what was overwritten, kept apart or refused."""

from __future__ import annotations

from typing import cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import views_of
from vinculo.cases.actions.view_case import record_case_view
from vinculo.cases.queries.timeline import versions_of
from vinculo.web.site.http import Request, number_of

from .page_views import case_or_404
from .timeline_presenters import version_lines, view_lines

LINES_A_PAGE = 100


@require_GET
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast(Request, request)
    case = case_or_404(request, pk)
    record_case_view(case=case, actor=request.actor, now=timezone.now(), what="versions")
    pages = Paginator(versions_of(case), LINES_A_PAGE)
    page = pages.get_page(number_of(request.GET.get("pagina")) or 1)
    personal = request.actor.may(Permission.PERSONAL_DATA_SEE, case.operator_id)
    lines = version_lines(page.object_list, case.edition.edition, may_see_personal_data=personal)
    context = {
        "case": case,
        "lines": lines,
        "page_of_lines": page,
        "views": view_lines(views_of(request.actor, "case", case.pk)),
    }
    return render(request, "cases/versions.html", context)
