"""Moving a card of the board: the same transition as on the case's own page."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from vinculo.cases.actions.change_state import change_state
from vinculo.cases.states import DONE_BY_OTHER_ACTIONS, CaseAction

from ..cases.clock_presenters import whom
from ..cases.event_views import DONE_SENTENCES
from ..cases.list_views import list_page, posted_parameters
from ..cases.page_views import case_or_404
from ..site.http import Request

_CARD = {"move", "why", "whom"}
"""Named apart from the filters, which come in the same form."""


@require_POST
def board_move(request: HttpRequest, pk: int) -> HttpResponse:
    """One transition of one card; the filters of the list come along, and the board answers anew."""
    request = cast(Request, request)
    case = case_or_404(request, pk)
    name = request.POST.get("move", "")
    if name not in CaseAction.values or name in DONE_BY_OTHER_ACTIONS:
        raise Http404
    moved = change_state(
        case=case,
        action=CaseAction(name),
        actor=request.actor,
        now=timezone.now(),
        reason=request.POST.get("why", ""),
        waiting_on=request.POST.get("whom"),
    )
    awaited = whom(moved.edition.edition, moved.waiting_on) if moved.waiting_on else ""
    done = DONE_SENTENCES[CaseAction(name)].format(case=moved, whom=awaited)
    given = {key: values for key, values in posted_parameters(request).items() if key not in _CARD}
    page = list_page(request, {**given, "layout": ["board"]})
    if not request.htmx:
        messages.success(request, done)
        return HttpResponseRedirect(page.address)
    return render(request, "cases/list.html#results", {"page": page, "done": done})
