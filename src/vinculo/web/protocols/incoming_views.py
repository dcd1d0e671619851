"""Recebidos: what providers asked for through the protocol system, and what becomes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import operators_with, users_who_may
from vinculo.cases.models import Case
from vinculo.cases.queries.case_records import find_case
from vinculo.consequences.actions.choose_provider import choose_provider
from vinculo.consequences.actions.incoming_file import take_file
from vinculo.consequences.actions.refused_rows import dismiss_refused
from vinculo.consequences.actions.settle_incoming import (
    dismiss_request,
    join_request,
    open_case_of_request,
    restore_request,
)
from vinculo.consequences.actions.take_incoming import Taken, type_incoming
from vinculo.consequences.actions.view_incoming import record_incoming_view
from vinculo.consequences.models import IncomingRequest, RefusedRow
from vinculo.consequences.protocol_system.incoming import INCOMING_PARTS
from vinculo.consequences.queries.incoming_requests import (
    IncomingShelf,
    find_incoming,
    incoming_on,
    incoming_to_open,
)
from vinculo.consequences.queries.refused_rows import RefusedRows, find_refused, refused_rows
from vinculo.consequences.queries.whose_request import open_cases_of
from vinculo.kernel.numbers import format_count
from vinculo.kernel.refusal import NotPermitted, Refusal
from vinculo.network.queries.search import find_providers

from ..cases.opening_presenters import found_rows
from ..site.http import Request, number_of, today_in_sao_paulo
from .access import require_protocols
from .incoming_presenters import incoming_lines, may_settle, shelf_address
from .presenters import INCOMING, protocol_tabs, tab_counts
from .refused_presenters import refused_lines, typed_again
from .spreading import consultants_for

REFUSED = 422
FARTHEST_PAGE = 400
REFUSED_SHOWN = 5
FOUND_SHOWN = 8


@require_GET
@never_cache
def incoming_list(request: Request) -> HttpResponse:
    require_protocols(request.actor)
    return _show(request)


def _show(
    request: Request, *, typed: Mapping[str, str] | None = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    """`typed` is a request that was not taken, and stands in its fields again."""
    actor, now = request.actor, timezone.now()
    asked = request.GET.get("mostrar", "")
    shelf = IncomingShelf.SETTLED if asked == IncomingShelf.SETTLED else IncomingShelf.WAITING
    number = min(max(number_of(request.GET.get("pagina")), 1), FARTHEST_PAGE)
    found = incoming_on(actor, shelf, number)
    refused = refused_rows(actor) if shelf is IncomingShelf.WAITING else RefusedRows((), 0)
    retyped = None if typed else _row_to_type(request)
    seen = {row.pk: row for row in (*refused.rows, *([retyped] if retyped else []))}
    record_incoming_view(rows=found.rows, refused=list(seen.values()), actor=actor, now=now)
    cases = open_cases_of(actor, [row.provider_id for row in found.rows if row.provider_id])
    operators = list(operators_with(actor, Permission.CASES_WORK))
    distributes = operators_with(actor, Permission.CASES_REASSIGN)
    people = {one.pk: one.name for each in distributes for one in users_who_may(Permission.CASES_WORK, each)}
    context: dict[str, Any] = {
        "tabs": protocol_tabs(INCOMING, tab_counts(actor), actor),
        "shelf": shelf,
        "lines": incoming_lines(found.rows, cases, actor, now),
        "operators": operators,
        "people": sorted(people.items(), key=lambda pair: pair[1]),
        "may_settle": may_settle(actor),
        "typed": typed or (typed_again(retyped) if retyped else {}),
        "refused": refused_lines(refused.rows, actor, now),
        "refused_count": refused.count,
        "refused_days": settings.REJECTS_DAYS,
        "refusal": refusal,
        "other_url": shelf_address(
            IncomingShelf.SETTLED if shelf is IncomingShelf.WAITING else IncomingShelf.WAITING
        ),
        "previous_url": shelf_address(shelf, number - 1) if number > 1 else "",
        "next_url": shelf_address(shelf, number + 1) if found.has_more else "",
    }
    return render(request, "protocols/incoming.html", context, status=status)


def _row_to_type(request: Request) -> RefusedRow | None:
    """A row that cannot be read, for who may see it and types it anew."""
    row = find_refused(request.actor, number_of(request.GET.get("linha")))
    needed = (Permission.CASES_WORK, Permission.PERSONAL_DATA_SEE)
    if row is None or not all(request.actor.may(one, row.operator_id) for one in needed):
        return None
    return row


@require_POST
def incoming_open(request: Request) -> HttpResponse:
    """Each chosen request becomes a case, one after the other; what is refused keeps none from it."""
    if not may_settle(request.actor):
        raise NotPermitted
    ids = [number_of(text) for text in request.POST.getlist("request")]
    chosen = incoming_to_open(request.actor, ids)
    if not chosen:
        messages.warning(request, "Marque ao menos um pedido. Nada foi aberto.")
        return redirect("incoming-list")
    given = consultants_for(chosen, request.POST.get("to", ""), request.actor, today_in_sao_paulo())
    opened: list[Case] = []
    for each in chosen:
        try:
            case = open_case_of_request(
                request=each,
                provider_id=each.provider_id,
                consultant=given.get(each.pk),
                actor=request.actor,
                now=timezone.now(),
            )
        except NotPermitted:
            raise
        except Refusal as refused:
            messages.warning(request, str(refused))
        else:
            opened.append(case)
    if opened:
        messages.success(request, _opened_words(opened))
    if len(opened) == 1 and opened[0].consultant == request.actor.user:
        return redirect("case-page", opened[0].pk)
    return redirect("incoming-list")


def _opened_words(opened: list[Case]) -> str:
    counts = Counter(case.consultant.name for case in opened if case.consultant)
    said = "1 processo aberto" if len(opened) == 1 else f"{format_count(len(opened))} processos abertos"
    return f"{said}: {', '.join(f'{count} com {name}' for name, count in counts.items())}."


@require_POST
def incoming_provider(request: Request, pk: int) -> HttpResponse:
    """Searches the registry (`q`), or notes whom the request is from; nobody of it, where none is named."""
    found = _request_or_404(request, pk)
    request.actor.require(Permission.CASES_WORK, found.operator_id)
    if "q" in request.POST:
        query, today = request.POST["q"], today_in_sao_paulo()
        answer = find_providers(
            request.actor, query, operator_id=found.operator_id, today=today, limit=FOUND_SHOWN
        )
        rows = found_rows(request.actor, answer, query, today)
        context = {"pk": pk, "number": found.number, "found": answer, "rows": rows, "query": query.strip()}
        return render(request, "protocols/incoming_providers.html", context)
    chosen = number_of(request.POST.get("provider")) or None
    write = partial(choose_provider, request=found, provider_id=chosen)
    done = "está com o prestador escolhido" if chosen else "fica sem prestador do cadastro"
    return _settled(request, write, f"O pedido {found.number} {done}.", f"#incoming-{pk}")


@require_POST
def incoming_join(request: Request, pk: int) -> HttpResponse:
    found = _request_or_404(request, pk)
    case = find_case(request.actor, number_of(request.POST.get("case")))
    if case is None:
        raise Http404
    write = partial(join_request, request=found, case=case)
    return _settled(request, write, f"O pedido {found.number} entrou como contato em {case}.")


@require_POST
def incoming_dismiss(request: Request, pk: int) -> HttpResponse:
    found = _request_or_404(request, pk)
    write = partial(dismiss_request, request=found, reason=request.POST.get("reason", ""))
    return _settled(request, write, f"O pedido {found.number} foi dispensado.")


@require_POST
def incoming_restore(request: Request, pk: int) -> HttpResponse:
    found = _request_or_404(request, pk)
    write = partial(restore_request, request=found)
    return _settled(request, write, f"O pedido {found.number} voltou para a lista.")


def _settled(request: Request, write: Callable[..., object], done: str, anchor: str = "") -> HttpResponse:
    """Back to the list, with what was done or why it was not."""
    try:
        write(actor=request.actor, now=timezone.now())
    except NotPermitted:
        raise
    except Refusal as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect(reverse("incoming-list") + anchor)


@require_POST
def incoming_type(request: Request) -> HttpResponse:
    operator = _operator_or_404(request)
    typed = {part: request.POST.get(part, "").strip() for part in (*INCOMING_PARTS, "operator", "row")}
    try:
        taken = type_incoming(operator=operator, values=typed, actor=request.actor, now=timezone.now())
    except NotPermitted:
        raise
    except Refusal as refused:
        return _show(request, typed=typed, refusal=str(refused), status=REFUSED)
    if row := find_refused(request.actor, number_of(typed["row"])):
        dismiss_refused(ids=[row.pk], actor=request.actor, now=timezone.now())
    messages.success(request, f"Pedido {taken.number} incluído.")
    return redirect("incoming-list")


@require_POST
def incoming_file(request: Request) -> HttpResponse:
    operator, upload = _operator_or_404(request), request.FILES.get("file")
    if upload is None:
        return _show(request, refusal="Escolha um arquivo CSV. Nada foi incluído.", status=REFUSED)
    try:
        taken = take_file(
            operator=operator,
            content=upload.read(),
            actor=request.actor,
            now=timezone.now(),
            name=upload.name or "",
        )
    except NotPermitted:
        raise
    except Refusal as refused:
        return _show(request, refusal=str(refused), status=REFUSED)
    tell = messages.warning if taken.refused else messages.success
    tell(request, _file_words(taken))
    return redirect("incoming-list")


def _file_words(taken: Taken) -> str:
    parts = [
        f"{format_count(len(taken.new))} {'pedido incluído' if len(taken.new) == 1 else 'pedidos incluídos'}"
    ]
    if taken.known:
        were = "estava" if taken.known == 1 else "estavam"
        parts.append(f"{format_count(taken.known)} já {were} aqui")
    words = f"{', '.join(parts)}."
    if taken.refused:
        shown = "; ".join(f"linha {place}: {why}" for place, why in taken.refused[:REFUSED_SHOWN])
        more = len(taken.refused) - REFUSED_SHOWN
        words += f" Ficaram de fora: {shown}{f' e mais {more}' if more > 0 else ''}."
    return words


def _operator_or_404(request: Request) -> Operator:
    operators = operators_with(request.actor, Permission.CASES_WORK)
    found = operators.filter(pk=number_of(request.POST.get("operator"))).first()
    if found is None:
        raise Http404
    return found


def _request_or_404(request: Request, pk: int) -> IncomingRequest:
    found = find_incoming(request.actor, pk)
    if found is None:
        raise Http404
    return found
