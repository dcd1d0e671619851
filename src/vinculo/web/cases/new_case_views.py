"""Opening a case by hand: find the provider, tick who leaves, and start with the head filled."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import operators_with
from vinculo.cases.actions.create_case import create_case
from vinculo.cases.actions.registry_head import blank_facts, facts_from_registry
from vinculo.cases.queries.case_records import open_cases_of_provider
from vinculo.cases.queries.editions import edition_for
from vinculo.kernel.refusal import NotPermitted
from vinculo.network.models import Dentist, Provider
from vinculo.network.queries.head_facts import head_facts
from vinculo.network.queries.people import people_of
from vinculo.network.queries.providers import provider_with_people
from vinculo.network.queries.search import search_providers
from vinculo.web.site.http import Request, number_of, today_in_sao_paulo

from .event_views import token_of


@require_http_methods(["GET", "POST"])
def new_case(request: HttpRequest) -> HttpResponse:
    request = cast(Request, request)
    operators = list(operators_with(request.actor, Permission.CASES_WORK))
    if not operators:
        raise NotPermitted
    if request.method == "POST" and "search" not in request.POST:
        return _create(request, operators)
    return render(request, _template(request), _context(request, operators))


def _template(request: Request) -> str:
    return "cases/new.html#providers" if request.htmx else "cases/new.html"


def _chosen_operator(request: Request, operators: list[Operator], provider: Provider | None) -> Operator:
    wanted = provider.operator_id if provider else number_of(request.POST.get("operator"))
    return next((item for item in operators if item.pk == wanted), operators[0])


def _context(request: Request, operators: list[Operator]) -> dict[str, Any]:
    provider = _provider(request, request.GET.get("provider"))
    operator = _chosen_operator(request, operators, provider)
    query = request.POST.get("q", "")
    context: dict[str, Any] = {
        "operators": operators,
        "operator": operator,
        "query": query,
        "token": uuid.uuid4(),
        "provider": provider,
    }
    if provider is not None:
        today = today_in_sao_paulo()
        people = people_of(provider, today)
        context |= {"people": people, "dentists": people.dentists()}
        context["open_cases"] = open_cases_of_provider(request.actor, provider.pk)
    elif query.strip():
        context["found"] = search_providers(request.actor, query, operator_id=operator.pk)
    return context


def _provider(request: Request, text: str | None) -> Provider | None:
    if not text:
        return None
    provider = provider_with_people(request.actor, number_of(text))
    if provider is None:
        raise Http404
    return provider


def _create(request: Request, operators: list[Operator]) -> HttpResponse:
    provider = _provider(request, request.POST.get("provider"))
    operator = _chosen_operator(request, operators, provider)
    today = today_in_sao_paulo()
    if provider is None:
        facts = blank_facts(today)
    else:
        whole = request.POST.get("scope") != "dentists"
        facts = facts_from_registry(
            head_facts(provider, _dentists(request, provider, whole=whole), today), today=today, whole=whole
        )
    case = create_case(
        operator=operator,
        edition=edition_for(operator, today),
        facts=facts,
        actor=request.actor,
        now=timezone.now(),
        provider=provider,
        token=token_of(request),
    )
    return redirect("case-page", case.pk)


def _dentists(request: Request, provider: Provider, *, whole: bool) -> list[Dentist]:
    """Who leaves: all who work there today, the technical manager first, or those that were ticked."""
    working = list(people_of(provider, today_in_sao_paulo()).dentists())
    if whole:
        return working
    ticked = {number_of(text) for text in request.POST.getlist("dentist")}
    return [dentist for dentist in working if dentist.pk in ticked]
