"""The list of cases: shown by GET, searched by POST so that what is typed does not pass through addresses."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from vinculo.accounts.permissions import Permission
from vinculo.cases.queries.choices import listing_choices
from vinculo.cases.queries.filters import FilterContext
from vinculo.cases.queries.listing import list_cases, read_listing
from vinculo.cases.queries.note_excerpts import note_excerpts
from vinculo.kernel.refusal import NotPermitted

from ..site.http import Request, today_in_sao_paulo
from .list_presenters import ListPage, present_list
from .private_values import hidden, revealed

Given = dict[str, Sequence[str]]


@require_GET
@never_cache
def case_list(request: Request) -> HttpResponse:
    """The page, or its results alone for a sorted column or another page of it."""
    parameters, is_lost = revealed(request.session, dict(request.GET.lists()))
    page = _page(request, parameters, is_lost=is_lost)
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "cases/list.html#results", {"page": page})
    return render(request, "cases/list.html", {"page": page})


@require_POST
@never_cache
def case_search(request: Request) -> HttpResponse:
    """What the search form asks: the results for a script, else the list's address."""
    given: Given = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    page = _page(request, given)
    if not request.htmx:
        return HttpResponseRedirect(page.address)
    response = render(request, "cases/list.html#results", {"page": page})
    # One entry of the browser's history for a search, not one for each letter.
    is_typing = request.htmx.trigger_name == "q"
    response.headers["HX-Replace-Url" if is_typing else "HX-Push-Url"] = page.address
    return response


def _page(request: Request, parameters: Given, *, is_lost: bool = False) -> ListPage:
    if not request.actor.may_anywhere(Permission.CASES_SEE):
        raise NotPermitted("Seu perfil não dá acesso aos processos.")
    today = today_in_sao_paulo()
    user = request.actor.user
    context = FilterContext(today, user.pk if user else None, listing_choices(request.actor))
    listing = read_listing(parameters, context)
    found = list_cases(request.actor, listing)
    return present_list(
        actor=request.actor,
        listing=listing,
        found=found,
        excerpts=note_excerpts(found.rows, listing.query),
        context=context,
        hide=lambda shown: hidden(request.session, shown),
        is_lost=is_lost,
    )
