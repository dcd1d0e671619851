"""Lives and published CROs of cities: the list, one city over time, and the names of cities."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import operators_with
from vinculo.network.actions.record_coverage import UnableToRecordCoverage, record_coverage
from vinculo.network.models import Municipality
from vinculo.network.queries import (
    coverage_history,
    find_municipality,
    latest_coverage,
    search_municipalities,
)
from vinculo.web.site.http import Request, number_of, today_in_sao_paulo
from vinculo.web.site.refused_form import show_refusal

from .access import require_registry
from .coverage_forms import CoverageForm
from .coverage_presenters import coverage_rows, history_rows
from .form_pages import REFUSED

MOST_CITIES = 50


@require_GET
def coverage_list(request: Request) -> HttpResponse:
    """The cities with most lives, or those whose name is typed, with numbers or without."""
    require_registry(request)
    operator, operators = _operator(request)
    query = request.GET.get("q", "").strip()
    cities = search_municipalities(query, limit=MOST_CITIES) if query else None
    known = latest_coverage(
        request.actor, operator.pk, [city.pk for city in cities] if cities is not None else None
    )
    context = {
        "operator": operator,
        "operators": operators,
        "query": query,
        "rows": coverage_rows(operator, cities, known),
    }
    template = "providers/coverage_list.html" + ("#cities" if request.htmx else "")
    return render(request, template, context)


@require_http_methods(["GET", "POST"])
def coverage_city(request: Request, ibge_code: str) -> HttpResponse:
    """All that was ever told of a city at an operator, and the form for more."""
    require_registry(request)
    operator, operators = _operator(request)
    city = find_municipality(ibge_code)
    if city is None:
        raise Http404
    form = CoverageForm(
        request.POST or None, initial={"on": today_in_sao_paulo()}, today=today_in_sao_paulo()
    )
    if request.method == "POST":
        request.actor.require(Permission.REGISTRY_EDIT, operator.pk)
        if form.is_valid() and _record(request, form, operator, city):
            messages.success(request, f"Cobertura de {city} gravada.")
            return redirect(f"{request.path}?operadora={operator.pk}")
    context = {
        "operator": operator,
        "operators": operators,
        "city": city,
        "rows": history_rows(coverage_history(request.actor, operator.pk, city.pk)[:200]),
        "form": form,
        "may_edit": request.actor.may(Permission.REGISTRY_EDIT, operator.pk),
    }
    return render(request, "providers/coverage_city.html", context, status=REFUSED if form.errors else 200)


@require_GET
def municipality_names(request: Request) -> HttpResponse:
    """Options for the box in which a city's name is typed."""
    require_registry(request)
    cities = search_municipalities(request.GET.get("city", ""), request.GET.get("uf", ""), limit=12)
    return render(request, "providers/municipality_options.html", {"cities": cities})


def _record(request: Request, form: CoverageForm, operator: Operator, city: Municipality) -> bool:
    """Whether it was written; where not, the form says why."""
    try:
        record_coverage(
            operator=operator,
            municipality=city,
            **form.cleaned_data,
            actor=request.actor,
            now=timezone.now(),
        )
    except UnableToRecordCoverage as refusal:
        show_refusal(form, refusal)
        return False
    return True


def _operator(request: Request) -> tuple[Operator, list[Operator]]:
    """The operator asked for, or the first; and all whose registry this person sees.

    Raises:
        Http404: the one asked for is none of them.
    """
    operators = list(operators_with(request.actor, Permission.REGISTRY_SEE))
    asked = request.GET.get("operadora")
    if not asked:
        return operators[0], operators
    chosen = next((item for item in operators if item.pk == number_of(asked)), None)
    if chosen is None:
        raise Http404
    return chosen, operators
