"""The list of cases: shown by GET, searched by POST so that what is typed does not pass through addresses."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from vinculo.cases.queries.filters import Parameters
from vinculo.cases.queries.listing import CasePage, list_cases
from vinculo.cases.queries.note_excerpts import note_excerpts

from ..site.http import Request
from .list_addresses import BOARD
from .list_asked import read_asked
from .list_board import present_board
from .list_presenters import ListPage, addresses_of, present_list
from .private_values import hidden


@require_GET
@never_cache
def case_list(request: Request) -> HttpResponse:
    """The page, or its results alone for a sorted column or another page of it."""
    page = list_page(request, dict(request.GET.lists()))
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "cases/list.html#results", {"page": page})
    return render(request, "cases/list.html", {"page": page})


@require_POST
@never_cache
def case_search(request: Request) -> HttpResponse:
    """What the search form asks: the results for a script, else the list's address."""
    page = list_page(request, posted_parameters(request))
    if not request.htmx:
        return HttpResponseRedirect(page.address)
    response = render(request, "cases/list.html#results", {"page": page})
    # One entry of the browser's history for a search, not one for each letter.
    is_typing = request.htmx.trigger_name == "q"
    response.headers["HX-Replace-Url" if is_typing else "HX-Push-Url"] = page.address
    return response


def posted_parameters(request: Request) -> Parameters:
    return {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}


def list_page(request: Request, parameters: Parameters) -> ListPage:
    """The list, or the board, that the parameters ask for."""
    asked = read_asked(request, parameters)

    def hide(shown: Parameters) -> Parameters:
        return hidden(request.session, shown)

    if asked.layout == BOARD:
        board = present_board(request.actor, asked, addresses_of(asked, hide))
        nothing = CasePage(rows=(), total=board.total)
        return present_list(
            actor=request.actor, asked=asked, found=nothing, excerpts={}, hide=hide, board=board
        )
    found = list_cases(request.actor, asked.listing, asked.columns)
    excerpts = note_excerpts(found.rows, found.meant or asked.listing.query, request.actor)
    return present_list(actor=request.actor, asked=asked, found=found, excerpts=excerpts, hide=hide)
