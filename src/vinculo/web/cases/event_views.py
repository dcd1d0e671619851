"""What happens to a case besides typing: states, dentists, protocols, siblings, reassigning."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import operators_with, users_who_may
from vinculo.cases.actions.change_state import change_state
from vinculo.cases.actions.opened_protocols import add_opened_protocol
from vinculo.cases.actions.reassign import reassign_case
from vinculo.cases.actions.siblings import open_sibling
from vinculo.cases.actions.view_case import record_case_view
from vinculo.cases.actions.who_leaves import add_dentist, link_provider, remove_dentist, restore_dentist
from vinculo.cases.models import Case
from vinculo.cases.queries.editions import edition_for
from vinculo.cases.refusals import UnableToChangeState
from vinculo.cases.states import DONE_BY_OTHER_ACTIONS, CaseAction, State
from vinculo.kernel.dates import SAO_PAULO, parse_date, parse_time
from vinculo.network.queries.providers import provider_with_people
from vinculo.network.queries.search import find_providers
from vinculo.web.site.http import Request, number_of, today_in_sao_paulo
from vinculo.web.site.undo import tell_with_undo

from .clock_presenters import whom
from .page_findings import findings_by_key, missing_points
from .page_views import case_or_404, full_context, whole_case_or_404

DONE_SENTENCES = {
    CaseAction.OPEN: "Processo {case} aberto.",
    CaseAction.WAIT: "{case} está aguardando {whom}. O prazo do consultor está parado.",
    CaseAction.RESUME: "{case} voltou a andar.",
    CaseAction.DECIDE: "{case} decidido. Falta a assinatura de um supervisor.",
    CaseAction.SIGN: "{case} assinado e encerrado.",
    CaseAction.RETURN: "{case} devolvido ao consultor.",
    CaseAction.REOPEN: "{case} reaberto.",
    CaseAction.CANCEL: "{case} cancelado.",
}


def _back(case: Case, anchor: str = "") -> HttpResponse:
    return redirect(reverse("case-page", args=[case.pk]) + anchor)


def token_of(request: Request) -> uuid.UUID | None:
    """The submit's own token, so that sending twice makes one thing."""
    try:
        return uuid.UUID(request.POST.get("token", ""))
    except ValueError:
        return None


@require_POST
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """One transition. Refused by findings, the page comes back with all of them, each with its link."""
    request = cast(Request, request)
    case = case_or_404(request, pk)
    name = request.POST.get("action", "")
    if name not in CaseAction.values or name in DONE_BY_OTHER_ACTIONS:
        raise Http404
    action = CaseAction(name)
    try:
        moved = change_state(
            case=case,
            action=action,
            actor=request.actor,
            now=timezone.now(),
            reason=request.POST.get("reason", ""),
            waiting_on=request.POST.get("waiting_on"),
        )
    except UnableToChangeState as refused:
        record_case_view(case=case, actor=request.actor, now=timezone.now())
        context = full_context(request, *whole_case_or_404(request, pk))
        by_key = findings_by_key(refused.findings, context["page"].records)
        severities = {finding.severity for finding in refused.findings}
        points = [point for severity in severities for point in missing_points(by_key, severity)]
        context |= {"refusal": refused, "refusal_points": points}
        return render(request, "cases/page.html", context, status=409)
    awaited = whom(moved.edition.edition, moved.waiting_on) if moved.waiting_on else ""
    messages.success(request, DONE_SENTENCES[action].format(case=moved, whom=awaited))
    return _back(case)


@require_POST
def provider_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Searches the registry (`q`), or links the case to the chosen provider."""
    request = cast(Request, request)
    case = case_or_404(request, pk)
    request.actor.require(Permission.CASES_WORK, case.operator_id)
    query = request.POST.get("q", "")
    if "q" in request.POST:
        today = today_in_sao_paulo()
        found = find_providers(request.actor, query, operator_id=case.operator_id, today=today)
        return render(request, "cases/providers_to_link.html", {"case": case, "found": found, "query": query})
    provider = provider_with_people(request.actor, number_of(request.POST.get("provider")))
    if provider is None:
        raise Http404
    link_provider(case=case, provider=provider, actor=request.actor, now=timezone.now())
    messages.success(
        request,
        f"Processo vinculado a {provider.name}. O cabeçalho continua como está; "
        "cada campo mostra o que o cadastro diz de diferente.",
    )
    return _back(case, "#dentists")


@require_POST
def dentist_add(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast(Request, request)
    case = case_or_404(request, pk)
    values = {name: request.POST.get(name, "") for name in ("name", "cro", "cro_state")}
    add_dentist(case=case, values=values, actor=request.actor, now=timezone.now())
    return _back(case, "#dentists")


@require_POST
def dentist_remove(request: HttpRequest, pk: int, dentist_id: int) -> HttpResponse:
    request = cast(Request, request)
    case = case_or_404(request, pk)
    remove_dentist(case=case, dentist_id=dentist_id, actor=request.actor, now=timezone.now())
    undo = reverse("case-dentist-restore", args=[case.pk, dentist_id])
    tell_with_undo(request, "Dentista retirado do processo.", undo)
    return _back(case, "#dentists")


@require_POST
def dentist_restore(request: HttpRequest, pk: int, dentist_id: int) -> HttpResponse:
    request = cast(Request, request)
    case = case_or_404(request, pk)
    restore_dentist(case=case, dentist_id=dentist_id, actor=request.actor, now=timezone.now())
    messages.success(request, "O dentista voltou ao processo.")
    return _back(case, "#dentists")


def moment_of(day: str, hour: str) -> dt.datetime | None:
    """A day, and perhaps an hour, as typed, in São Paulo; None where no day can be read."""
    parsed = parse_date(day)
    if parsed is None:
        return None
    return dt.datetime.combine(parsed, parse_time(hour) or dt.time(), tzinfo=SAO_PAULO)


@require_POST
def protocol_add(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast(Request, request)
    case = case_or_404(request, pk)
    opened_at = moment_of(request.POST.get("day", ""), request.POST.get("hour", ""))
    protocol = add_opened_protocol(
        case=case,
        kind=request.POST.get("kind", ""),
        in_name_of=request.POST.get("in_name_of", ""),
        number=request.POST.get("number", ""),
        opened_at=opened_at,
        actor=request.actor,
        now=timezone.now(),
    )
    messages.success(request, f"Protocolo {protocol.number} incluído no processo.")
    return _back(case, "#protocols")


@require_POST
def reassign(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast(Request, request)
    case = case_or_404(request, pk)
    colleagues = users_who_may(Permission.CASES_WORK, case.operator_id)
    chosen = colleagues.filter(pk=number_of(request.POST.get("consultant"))).first()
    if chosen is None:
        raise Http404
    reassign_case(case=case, consultant=chosen, actor=request.actor, now=timezone.now())
    messages.success(request, f"{case} agora é de {chosen.name}.")
    return _back(case)


@require_POST
def sibling_open(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast(Request, request)
    case = case_or_404(request, pk)
    operators = operators_with(request.actor, Permission.CASES_WORK)
    operator = operators.filter(pk=number_of(request.POST.get("operator"))).first()
    if operator is None or case.state == State.CANCELLED:
        raise Http404
    sibling = open_sibling(
        case=case,
        operator=operator,
        edition=edition_for(operator, today_in_sao_paulo()),
        actor=request.actor,
        now=timezone.now(),
        token=token_of(request) or uuid.uuid4(),
    )
    messages.success(request, f"Rascunho aberto em {operator.name}, vinculado a {case}.")
    return _back(sibling)
