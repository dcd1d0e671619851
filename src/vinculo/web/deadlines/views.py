"""The list of legal clocks, one of them, and its block beside the case."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import operators_with
from vinculo.cases.actions.view_case import record_case_view
from vinculo.cases.queries.city_impact import impact_of_case
from vinculo.cases.queries.page_extras import attachments_of
from vinculo.consequences.clock_words import ShortNotice
from vinculo.consequences.legal_clock import waiting_warning
from vinculo.consequences.models import LegalClock
from vinculo.consequences.queries.legal_clocks import (
    ClockFilter,
    Shelf,
    clock_list,
    clock_of_case,
    find_clock,
    possible_substitutes,
    shelf_counts,
    whole,
)
from vinculo.consequences.queries.legal_terms import rules_of
from vinculo.kernel.places import UFS
from vinculo.kernel.refusal import NotPermitted
from vinculo.paper.catalogue import OptionList

from ..cases.page_views import case_or_404
from ..site.http import Request, number_of, today_in_sao_paulo
from .presenters import clock_lines, list_address, present_clock, shelf_tabs

FARTHEST_PAGE = 200
DEATH = "death"


@require_GET
@never_cache
def deadline_list(request: Request) -> HttpResponse:
    if not request.actor.may_anywhere(Permission.CASES_SEE):
        raise NotPermitted("Os prazos legais não fazem parte do seu perfil.")
    today, shelf, narrowed = today_in_sao_paulo(), _shelf(request), _narrowed(request)
    number = min(max(number_of(request.GET.get("pagina")), 1), FARTHEST_PAGE)
    found = clock_list(request.actor, shelf, today, narrowed=narrowed, page=number)
    counts = shelf_counts(request.actor, today, narrowed=narrowed)
    context = {
        "tabs": shelf_tabs(shelf, counts, narrowed),
        "lines": clock_lines(found.rows, request.actor, today),
        "shelf": shelf,
        "narrowed": narrowed,
        "ufs": sorted(UFS),
        "operators": list(operators_with(request.actor, Permission.CASES_SEE)),
        "previous_url": list_address(shelf, narrowed, number - 1) if number > 1 else "",
        "next_url": list_address(shelf, narrowed, number + 1) if found.has_more else "",
    }
    return render(request, "deadlines/list.html", context)


def _shelf(request: Request) -> Shelf:
    asked = request.GET.get("mostrar", "")
    return Shelf(asked) if asked in list(Shelf) else Shelf.OPEN


def _narrowed(request: Request) -> ClockFilter:
    uf = request.GET.get("uf", "")
    return ClockFilter(
        operator_id=number_of(request.GET.get("operadora")) or None,
        uf=uf if uf in UFS else "",
        is_mine=request.GET.get("meus") == "1",
    )


def clock_or_404(request: Request, pk: int) -> LegalClock:
    """
    Raises:
        Http404: there is no such clock for this person.
    """
    clock = find_clock(request.actor, pk)
    if clock is None:
        raise Http404
    return clock


@require_GET
@never_cache
def deadline_page(request: Request, pk: int) -> HttpResponse:
    clock = clock_or_404(request, pk)
    record_case_view(case=clock.case, actor=request.actor, now=timezone.now(), what="legal_clock")
    return show_clock(request, clock)


def show_clock(request: Request, clock: LegalClock, *, refusal: str = "", status: int = 200) -> HttpResponse:
    """With what was typed in the fields of a form that was refused: a browser keeps it, see `data-keep`."""
    today, case = today_in_sao_paulo(), clock.case
    view = present_clock(whole(clock), request.actor, today)
    outlook = None
    if request.actor.may(Permission.REGISTRY_SEE, clock.operator_id):
        outlook = impact_of_case(request.actor, case, today).outlook
    primary = case.primary_reason or ""
    context = {
        "view": view,
        "clock": clock,
        "case": case,
        "today": today,
        "attachments": [item for item in attachments_of(case) if item.voided_at is None],
        "may_see_files": request.actor.may(Permission.PERSONAL_DATA_SEE, clock.operator_id),
        "exceptions": ShortNotice.choices,
        "likely_exception": DEATH if primary == DEATH else "",
        "reason_label": case.edition.edition.option_label(OptionList.REASON, primary) if primary else "",
        "warning": waiting_warning(outlook, rules_of(clock.terms).consult_days),
        "refusal": refusal,
        "token": uuid.uuid4(),
    }
    return render(request, "deadlines/page.html", context, status=status)


@require_POST
@never_cache
def deadline_substitutes(request: Request, pk: int) -> HttpResponse:
    """Who could take the place of the provider; a name that somebody types never stands in an address."""
    clock = clock_or_404(request, pk)
    request.actor.require(Permission.CASES_WORK, clock.operator_id)
    name = request.POST.get("name", "")[:100]
    wanted, found = possible_substitutes(request.actor, clock, today_in_sao_paulo(), name=name)
    context = {"clock": clock, "specialities": sorted(wanted), "found": found, "name": name}
    return render(request, "deadlines/substitutes.html", context)


@require_GET
@never_cache
def case_legal_clock(request: Request, pk: int) -> HttpResponse:
    """The block beside the case; empty where it has no clock."""
    case = case_or_404(request, pk)
    clock = clock_of_case(request.actor, case)
    today = today_in_sao_paulo()
    view = present_clock(whole(clock), request.actor, today) if clock else None
    return render(request, "deadlines/of_case.html", {"view": view, "clock": clock, "today": today})
