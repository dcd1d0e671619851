"""The list of providers, searched as one types.

What is typed may be a CPF or a phone: it travels in the body of a POST, and the session, never the
address, keeps it for who comes back to the list.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import operators_with
from vinculo.kernel.places import UFS
from vinculo.network.models import Provider
from vinculo.network.queries import search_providers
from vinculo.web.site.http import Request, number_of, today_in_sao_paulo

from .access import require_registry
from .list_presenters import provider_rows, summary_of

SESSION_KEY = "provider_search"
LONGEST_QUERY = 200


@require_GET
@never_cache
def provider_list(request: Request) -> HttpResponse:
    """The page; `busca` in the address asks for the words that the session kept."""
    query = request.session.get(SESSION_KEY, "") if "busca" in request.GET else ""
    return render(request, "providers/list.html", _context(request, request.GET, query))


@require_POST
@never_cache
def provider_search(request: Request) -> HttpResponse:
    """The results for a script; without one, the whole page."""
    query = request.POST.get("q", "")[:LONGEST_QUERY]
    if request.session.get(SESSION_KEY, "") != query:
        request.session[SESSION_KEY] = query
    context = _context(request, request.POST, query)
    if not request.htmx:
        return render(request, "providers/list.html", context)
    response = render(request, "providers/list.html#results", context)
    response.headers["HX-Replace-Url"] = _address(context)
    return response


def _context(request: Request, asked: Mapping[str, str], query: str) -> dict[str, Any]:
    require_registry(request)
    actor = request.actor
    operators = list(operators_with(actor, Permission.REGISTRY_SEE))
    operator_id = number_of(asked.get("operadora"))
    operator_id = operator_id if any(item.pk == operator_id for item in operators) else 0
    status = asked.get("situacao") if asked.get("situacao") in Provider.Status.values else ""
    uf = asked.get("uf") if asked.get("uf") in UFS else ""
    found = search_providers(actor, query, operator_id=operator_id or None, status=status or "", uf=uf or "")
    return {
        "query": query,
        "chosen": {"operadora": operator_id, "situacao": status, "uf": uf},
        "operators": operators if len(operators) > 1 else [],
        "statuses": Provider.Status.choices,
        "ufs": list(UFS),
        "found": found,
        "rows": provider_rows(found.providers, today_in_sao_paulo()),
        "summary": summary_of(found, bool(query.strip())),
        "may_edit": actor.may_anywhere(Permission.REGISTRY_EDIT),
        "may_sync": actor.may_anywhere(Permission.REGISTRY_SYNC),
        "is_narrowed": bool(query.strip()) or bool(operator_id or status or uf),
    }


def _address(context: Mapping[str, Any]) -> str:
    """The list with its filters, and a note that the session keeps the words."""
    parameters = QueryDict(mutable=True)
    for name, value in context["chosen"].items():
        if value:
            parameters[name] = str(value)
    if context["query"].strip():
        parameters["busca"] = "1"
    return reverse("provider-list") + (f"?{parameters.urlencode()}" if parameters else "")
