"""Opening a case by hand: find the provider, tick who leaves, and start with the head filled."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import operators_with
from vinculo.cases.actions.create_case import DraftFacts, create_case
from vinculo.cases.actions.registry_head import blank_facts, facts_from_registry
from vinculo.cases.queries.before_opening import before_opening
from vinculo.cases.queries.editions import edition_for
from vinculo.kernel.refusal import NotPermitted
from vinculo.network.models import Dentist, Provider
from vinculo.network.queries.head_facts import head_facts
from vinculo.network.queries.people import people_of
from vinculo.network.queries.providers import provider_with_people
from vinculo.network.queries.search import find_providers
from vinculo.network.queries.who_told import who_told
from vinculo.web.site.http import Request, number_of, today_in_sao_paulo

from .event_views import token_of
from .opening_presenters import found_rows, head_cells, known_before, leaver_choices

NOBODY_TICKED = "Marque ao menos um dentista, ou escolha o prestador inteiro."


@require_http_methods(["GET", "POST"])
def new_case(request: HttpRequest) -> HttpResponse:
    """Searches, shows the head of whoever was chosen as it will be, and opens the case."""
    request = cast(Request, request)
    operators = list(operators_with(request.actor, Permission.CASES_WORK))
    if not operators:
        raise NotPermitted
    if request.method == "POST" and "search" in request.POST:
        context = _search_context(request, operators)
        return render(request, "cases/new.html#providers" if request.htmx else "cases/new.html", context)
    provider = _provider(request)
    if provider is None:
        if request.method == "POST":
            return _open(request, _operator(request, operators), blank_facts(today_in_sao_paulo()))
        return render(request, "cases/new.html", _search_context(request, operators))
    return _of_provider(request, provider)


def _operator(request: Request, operators: list[Operator]) -> Operator:
    wanted = number_of(request.POST.get("operator"))
    return next((item for item in operators if item.pk == wanted), operators[0])


def _search_context(request: Request, operators: list[Operator]) -> dict[str, Any]:
    operator = _operator(request, operators)
    query = request.POST.get("q", "")
    context: dict[str, Any] = {
        "operators": operators,
        "operator": operator,
        "query": query,
        "token": uuid.uuid4(),
    }
    if query.strip():
        today = today_in_sao_paulo()
        found = find_providers(request.actor, query, operator_id=operator.pk, today=today)
        context |= {"found": found, "rows": found_rows(request.actor, found, query, today)}
    return context


def _provider(request: Request) -> Provider | None:
    """
    Raises:
        Http404: a provider was named that is not there for this person.
    """
    text = request.POST.get("provider") or request.GET.get("provider")
    if not text:
        return None
    provider = provider_with_people(request.actor, number_of(text))
    if provider is None or not request.actor.may(Permission.CASES_WORK, provider.operator_id):
        raise Http404
    return provider


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who leaves, as it stands on the form; `ticked` are ids, `leavers` those of them who work there."""

    whole: bool
    ticked: frozenset[int]
    leavers: tuple[Dentist, ...]

    @property
    def names_nobody(self) -> bool:
        return not self.whole and not self.leavers


def _asked(request: Request, provider: Provider, today: dt.date) -> _Asked:
    # The one dentist who was looked for comes ticked.
    data = request.POST if request.method == "POST" else request.GET
    ticked = frozenset(number_of(text) for text in data.getlist("dentist"))
    working = people_of(provider, today).dentists()
    if request.method == "POST":
        whole = data.get("scope") != "dentists"
    else:
        whole = not any(one.pk in ticked for one in working)
    return _Asked(whole, ticked, tuple(one for one in working if whole or one.pk in ticked))


def _of_provider(request: Request, provider: Provider) -> HttpResponse:
    today = today_in_sao_paulo()
    asked = _asked(request, provider, today)
    if asked.names_nobody:
        # Nobody is named yet: what is shown of the head is the provider's own.
        head = head_facts(provider, people_of(provider, today).dentists()[:1], today)
    else:
        head = head_facts(provider, asked.leavers, today)
    told = who_told(provider, head, today, whole=asked.whole)
    facts = facts_from_registry(head, today=today, whole=asked.whole, told=told)
    is_preview = "preview" in request.POST
    if request.method == "POST" and not (is_preview or asked.names_nobody):
        return _open(request, provider.operator, facts, provider)
    context = _provider_context(request, provider, asked, facts)
    if is_preview:
        return render(request, "cases/new.html#head", context)
    return render(request, "cases/new.html", context, status=422 if request.method == "POST" else 200)


def _provider_context(
    request: Request, provider: Provider, asked: _Asked, facts: DraftFacts
) -> dict[str, Any]:
    today = today_in_sao_paulo()
    people = people_of(provider, today)
    known = before_opening(request.actor, provider, today=today, watch_days=settings.RETENTION_WATCH_DAYS)
    personal = request.actor.may(Permission.PERSONAL_DATA_SEE, provider.operator_id)
    edition = edition_for(provider.operator, today).edition
    return {
        "provider": provider,
        "operator": provider.operator,
        "token": request.POST.get("token") or uuid.uuid4(),
        "whole": asked.whole,
        "choices": leaver_choices(people, asked.ticked),
        "refused": NOBODY_TICKED if asked.names_nobody and request.method == "POST" else "",
        "names_nobody": asked.names_nobody,
        "head": head_cells(facts, edition, may_see_personal_data=personal, names_nobody=asked.names_nobody),
        "further": facts.dentists,
        "known": known_before(known, people, provider, today),
        "open_case": known.open_cases[0] if known.open_cases else None,
        "several_open": len(known.open_cases) > 1,
    }


def _open(
    request: Request, operator: Operator, facts: DraftFacts, provider: Provider | None = None
) -> HttpResponse:
    case = create_case(
        operator=operator,
        edition=edition_for(operator, today_in_sao_paulo()),
        facts=facts,
        actor=request.actor,
        now=timezone.now(),
        provider=provider,
        token=token_of(request),
    )
    return redirect("case-page", case.pk)
