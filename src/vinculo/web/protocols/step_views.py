"""What is done with requests for protocols: each the action of its room."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from vinculo.consequences.actions.record_protocol import mark_undone, record_number, settle_second
from vinculo.consequences.actions.send_protocols import send_again, send_all_again, try_system_now
from vinculo.consequences.actions.steer_filing import send_all_filings, try_core_now
from vinculo.consequences.protocol_states import ProtocolState
from vinculo.consequences.refusals import UnableToMoveProtocol
from vinculo.kernel.finding import Severity
from vinculo.kernel.numbers import format_count

from ..cases.event_views import moment_of
from ..site.http import Request
from .access import operator_or_404, protocol_or_404
from .views import show_protocol

REFUSED = 422


@require_POST
def number(request: Request, pk: int) -> HttpResponse:
    """The number of a protocol that somebody has opened; what is refused stands in its field again."""
    found = protocol_or_404(request, pk)
    typed = {name: request.POST.get(name, "").strip() for name in ("number", "day", "hour")}
    opened_at = moment_of(typed["day"], typed["hour"])
    if typed["day"] and opened_at is None:
        unread = f"“{typed['day'][:20]}” não é uma data. Nada foi registrado."
        return show_protocol(request, found, typed=typed, refusal=unread, status=REFUSED)
    try:
        recorded = record_number(
            request=found,
            number=typed["number"],
            opened_at=opened_at,
            actor=request.actor,
            now=timezone.now(),
            despite_warnings=request.POST.get("despite_warnings") == "1",
        )
    except UnableToMoveProtocol as refusal:
        may_insist = bool(refusal.findings) and all(
            one.severity is Severity.WARNING for one in refusal.findings
        )
        return show_protocol(
            request,
            protocol_or_404(request, pk),
            typed=typed,
            refusal=refusal.message,
            may_insist=may_insist,
            status=REFUSED,
        )
    messages.success(request, "Número registrado. Ele já está no processo e na impressão.")
    if recorded.state == ProtocolState.TWICE:
        messages.warning(request, recorded.finding)
    return redirect("case-page", found.case_id)


@require_POST
def send(request: Request, pk: int) -> HttpResponse:
    found = protocol_or_404(request, pk)
    try:
        is_sent = send_again(request=found, actor=request.actor, now=timezone.now())
    except UnableToMoveProtocol as refusal:
        messages.error(request, refusal.message)
        return _back(request)
    if is_sent:
        messages.success(request, "De volta à fila: o sistema é consultado antes de qualquer novo envio.")
    else:
        messages.warning(request, "O pedido está na fila e sai assim que o sistema voltar.")
    return _back(request)


@require_POST
def send_all(request: Request, operator_id: int) -> HttpResponse:
    operator = operator_or_404(request, operator_id)
    try:
        count = send_all_again(operator=operator, actor=request.actor, now=timezone.now())
    except UnableToMoveProtocol as refusal:
        messages.error(request, refusal.message)
        return _back(request)
    return _sent_again(request, count, "pedido", nothing="Nada havia para reenviar.")


@require_POST
def settled(request: Request, pk: int) -> HttpResponse:
    found = protocol_or_404(request, pk)
    try:
        kept = settle_second(request=found, actor=request.actor, now=timezone.now())
    except UnableToMoveProtocol as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"Fica o protocolo {kept.number}.")
    return _back(request)


@require_POST
def undone(request: Request, pk: int) -> HttpResponse:
    found = protocol_or_404(request, pk)
    try:
        mark_undone(request=found, actor=request.actor, now=timezone.now())
    except UnableToMoveProtocol as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"Protocolo {found.number} marcado como desfeito no sistema.")
    return _back(request)


@require_POST
def system_try(request: Request, operator_id: int) -> HttpResponse:
    operator = operator_or_404(request, operator_id)
    is_tried = try_system_now(operator=operator, actor=request.actor, now=timezone.now())
    return _tried(request, is_tried, "pedidos")


@require_POST
def core_try(request: Request, operator_id: int) -> HttpResponse:
    operator = operator_or_404(request, operator_id)
    is_tried = try_core_now(operator=operator, actor=request.actor, now=timezone.now())
    return _tried(request, is_tried, "envios")


@require_POST
def filings_again(request: Request, operator_id: int) -> HttpResponse:
    operator = operator_or_404(request, operator_id)
    count = send_all_filings(operator=operator, actor=request.actor, now=timezone.now())
    return _sent_again(request, count, "envio", nothing="Nada havia para enviar de novo.")


def _back(request: Request) -> HttpResponse:
    address = request.POST.get("address", "")
    if url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return redirect(address)
    return redirect(reverse("protocol-list"))


def _tried(request: Request, is_tried: bool, what: str) -> HttpResponse:
    if is_tried:
        messages.success(request, f"Verificando agora. Se o sistema responder, os {what} saem em seguida.")
    else:
        messages.info(request, "O sistema já está no ar, ou está sendo verificado neste momento.")
    return _back(request)


def _sent_again(request: Request, count: int, what: str, *, nothing: str) -> HttpResponse:
    told = f"1 {what} voltou" if count == 1 else f"{format_count(count)} {what}s voltaram"
    messages.success(request, f"{told} à fila." if count else nothing)
    return _back(request)
