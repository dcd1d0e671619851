"""What is found as one types: asked by POST, so that a person's number passes through no address."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from vinculo.accounts.permissions import Permission
from vinculo.cases.queries.note_excerpts import note_excerpts
from vinculo.cases.queries.search import best_cases, cases_of
from vinculo.kernel.refusal import NotPermitted
from vinculo.network.queries import search_providers

from ..site.http import Request
from .presenters import present_results

MOST_CASES = 8
MOST_PROVIDERS = 4
MOST_RANKED_PROVIDERS = 200


@require_POST
@never_cache
def search(request: Request) -> HttpResponse:
    """The best cases and providers; `exactly` keeps to what was typed."""
    actor = request.actor
    if not actor.may_anywhere(Permission.CASES_SEE):
        raise NotPermitted("Seu perfil não dá acesso aos processos.")
    typed = request.POST.get("q", "")
    found = best_cases(typed, actor, limit=MOST_CASES + 1, exactly=bool(request.POST.get("exactly")))
    cases = cases_of(actor, found.case_ids[:MOST_CASES])
    words = found.query.typed
    providers = (
        search_providers(actor, words, limit=MOST_PROVIDERS, most_ranked=MOST_RANKED_PROVIDERS).providers
        if found.query.things and actor.may_anywhere(Permission.REGISTRY_SEE)
        else []
    )
    results = present_results(
        found=found,
        cases=cases,
        excerpts=note_excerpts(cases, words, actor),
        providers=providers,
        has_more=len(found.case_ids) > MOST_CASES,
    )
    return render(request, "search/results.html", {"results": results})
