"""Protocolos: the queue, the failures, what was opened, the systems; one request; those of a case."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.cases.actions.view_case import record_case_view
from vinculo.consequences.models import Filing, ProtocolRequest
from vinculo.consequences.protocol_states import ProtocolState
from vinculo.consequences.queries.filings import core_systems, filings_failing
from vinculo.consequences.queries.protocol_requests import (
    ProtocolShelf,
    outage_of,
    requests_of_case,
    requests_on,
    system_state,
    systems,
    tries_of_request,
)

from ..cases.page_views import case_or_404
from ..site.http import Request, number_of
from .access import protocol_or_404, require_protocols
from .filing_lines import filing_lines
from .presenters import (
    SYSTEM,
    SystemView,
    down_words,
    protocol_lines,
    protocol_tabs,
    system_views,
    tab_address,
    tab_counts,
    try_lines,
)

FARTHEST_PAGE = 400
DAYS_SHOWN = (7, 30)
A_DAY = dt.timedelta(days=1)


@require_GET
@never_cache
def protocol_list(request: Request) -> HttpResponse:
    require_protocols(request.actor)
    now = timezone.now()
    counts = tab_counts(request.actor)
    shelf = _shelf(request, failing=counts[ProtocolShelf.FAILED])
    number = min(max(number_of(request.GET.get("pagina")), 1), FARTHEST_PAGE)
    found = requests_on(request.actor, shelf, number)
    since = now - A_DAY
    shown = _systems(request, since=since, now=now)
    failed = filings_failing(request.actor) if shelf == ProtocolShelf.FAILED else []
    context = {
        "tabs": protocol_tabs(shelf, counts, request.actor),
        "shelf": shelf,
        "filings": filing_lines(failed, request.actor, now),
        "filing_senders": _filing_senders(failed, request.actor),
        "lines": protocol_lines(found.rows, request.actor, now, outage_of(found.rows, now)),
        "down": [one for one in shown if one.down] if shelf != ProtocolShelf.OPENED else [],
        "senders": [one for one in shown if one.failing and one.may_act and not one.is_by_hand],
        "several": len({one.operator_id for one in shown}) > 1,
        "previous_url": tab_address(shelf, number - 1) if number > 1 else "",
        "next_url": tab_address(shelf, number + 1) if found.has_more else "",
    }
    return render(request, "protocols/list.html", context)


def _systems(request: Request, *, since: dt.datetime, now: dt.datetime) -> list[SystemView]:
    """The protocol systems, then the core systems that are told what was decided."""
    found = [
        *systems(request.actor, since=since, now=now),
        *core_systems(request.actor, since=since, now=now),
    ]
    return system_views(found, request.actor, since=since, now=now)


def _filing_senders(failed: Sequence[Filing], actor: Actor) -> list[tuple[int, str]]:
    """Operators of which all that failed may be sent again, where that is more than one."""
    counts = Counter((one.operator_id, one.operator.name) for one in failed)
    return [
        told for told, count in counts.items() if count > 1 and actor.may(Permission.PROTOCOLS_SEND, told[0])
    ]


def _shelf(request: Request, *, failing: int) -> ProtocolShelf:
    """What waits for a person comes first, where nobody says what to show."""
    asked = request.GET.get("mostrar", "")
    if asked in list(ProtocolShelf):
        return ProtocolShelf(asked)
    return ProtocolShelf.FAILED if failing else ProtocolShelf.QUEUE


@require_GET
@never_cache
def protocol_systems(request: Request) -> HttpResponse:
    require_protocols(request.actor)
    now = timezone.now()
    asked = number_of(request.GET.get("dias"))
    days = asked if asked in DAYS_SHOWN else DAYS_SHOWN[0]
    since = now - dt.timedelta(days=days)
    context = {
        "tabs": protocol_tabs(SYSTEM, tab_counts(request.actor), request.actor),
        "systems": _systems(request, since=since, now=now),
        "days": [(f"{each} dias", f"?dias={each}", each == days) for each in DAYS_SHOWN],
    }
    return render(request, "protocols/systems.html", context)


@require_GET
@never_cache
def protocol_page(request: Request, pk: int) -> HttpResponse:
    found = protocol_or_404(request, pk)
    record_case_view(case=found.case, actor=request.actor, now=timezone.now(), what="protocol")
    return show_protocol(request, found)


def show_protocol(
    request: Request,
    found: ProtocolRequest,
    *,
    typed: dict[str, str] | None = None,
    refusal: str = "",
    may_insist: bool = False,
    status: int = 200,
) -> HttpResponse:
    """`typed` is a number that was not taken, and stands in its field again."""
    now = timezone.now()
    context: dict[str, Any] = {
        "found": found,
        "line": protocol_lines([found], request.actor, now, outage_of([found], now))[0],
        "tries": try_lines(tries_of_request(found)),
        "typed": typed or {},
        "refusal": refusal,
        "may_insist": may_insist,
        "shelf_url": tab_address(ProtocolShelf.FAILED),
    }
    return render(request, "protocols/page.html", context, status=status)


@require_GET
@never_cache
def case_protocols(request: Request, pk: int) -> HttpResponse:
    """Beside a case: what was asked of the protocol system because of it, and how that does.

    What is opened stands in the list above, but for what has been opened since the page was read.
    """
    case = case_or_404(request, pk)
    now = timezone.now()
    seen = {number_of(text) for text in request.GET.get("vistos", "").split(",")}
    found = requests_of_case(case, request.actor)
    rows = [row for row in found if row.state != ProtocolState.OPENED or row.pk in seen]
    waits = any(row.state == ProtocolState.WAITING for row in rows)
    state = system_state(case.operator, now) if waits else None
    context = {
        "case": case,
        "lines": protocol_lines(rows, request.actor, now, outage_of(rows, now)),
        "down": down_words(state, now) if state else "",
        "again": f"{request.path}?vistos={','.join(str(row.pk) for row in rows)}" if waits else "",
    }
    return render(request, "protocols/of_case.html", context)
