"""A protocol that a lost answer hid, beside the one that somebody recorded: asked for, and told with both."""

from __future__ import annotations

from dataclasses import dataclass, replace

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.kernel.dates import format_moment
from vinculo.kernel.finding import Finding, Severity
from vinculo.kernel.refusal import NotPermitted
from vinculo.outbox.exchange import Exchange
from vinculo.outbox.queries import is_well

from ..models import ProtocolRequest
from ..protocol_states import ProtocolAction, ProtocolState
from ..protocol_system.answers import ToldProtocol
from ..protocol_system.client import ProtocolClient, SystemInTrouble
from ..protocol_system.connection import ProtocolSystem
from ..protocol_system.connections import connection_for, name_of
from .protocol_write import ProtocolWrite

LONGEST_WAIT = 5
"""Seconds for which somebody at the screen waits for the system."""
UNNUMBERED = "(sem número na resposta)"


@dataclass(frozen=True, slots=True)
class Before:
    """What came of earlier tries: `told` is what the system has. `may_be_another`: it could not be asked."""

    may_be_another: bool = False
    told: ToldProtocol | None = None


def asked_before(request: ProtocolRequest, actor: Actor) -> Before:
    """Asks the system what it has of a request, where a try may have opened it; outside of any transaction.

    Raises:
        NotPermitted: the request is another operator's, or the role does not allow it.
    """
    seen = ProtocolRequest.objects.visible_to(actor).select_related("operator", "row")
    found = seen.filter(pk=request.pk).first()
    if found is None:
        raise NotPermitted
    actor.require(Permission.PROTOCOLS_SEND, found.operator_id)
    is_waiting = found.state in (ProtocolState.WAITING, ProtocolState.ATTENTION)
    if not is_waiting or found.row is None or not found.row.tries:
        return Before()
    system = connection_for(found.operator).system
    if system is None or not is_well(name_of(found.operator)):
        return Before(may_be_another=True)
    try:
        return Before(told=ProtocolClient(_in_a_hurry(system), Exchange()).look_up(str(found.token)))
    except SystemInTrouble:
        return Before(may_be_another=True)


def _in_a_hurry(system: ProtocolSystem) -> ProtocolSystem:
    seconds = min(system.address.timeout_seconds, LONGEST_WAIT)
    return replace(system, address=replace(system.address, timeout_seconds=seconds))


def tried_findings(number: str, before: Before) -> list[Finding]:
    """Whoever records a number knows then that there may be, or is, another."""
    if before.may_be_another:
        sentence = (
            "O Vínculo já tentou abrir este protocolo, e o sistema não diz agora se chegou a abrir. Confira "
            "nele antes de registrar outro; se registrar, o Vínculo pergunta quando ele responder."
        )
        return [_warns("protocol-was-tried", sentence)]
    told = before.told
    if told is None or told.number == number:
        return []
    opened = f", aberto em {format_moment(told.opened_at)}" if told.opened_at else ""
    sentence = (
        f"O sistema já tem o protocolo {told.number or UNNUMBERED} para este pedido{opened}: o Vínculo o "
        f"abriu, e a resposta se perdeu. Registre esse número. Se o que vale é {number}, registre assim "
        "mesmo: o processo passa a dizer que há dois."
    )
    return [_warns("protocol-opened-before", sentence)]


def has_second(moving: ProtocolWrite, told: ToldProtocol) -> None:
    """There are two: the request says both numbers until somebody has cancelled one of them."""
    request, second = moving.request, told.number or UNNUMBERED
    if request.state == ProtocolState.OPENED:
        sentence = (
            f"Há dois protocolos para este pedido: {request.number}, registrado à mão, e {second}, que o "
            f"Vínculo tinha aberto sem saber. Cancele {second} no sistema de protocolos e marque aqui como "
            "resolvido."
        )
        action, code = ProtocolAction.FIND_SECOND, "protocol-twice"
    else:
        sentence = undo_sentence(request.number, second)
        action, code = ProtocolAction.ASK_UNDO, "protocol-to-undo"
    moving.set(second_number=second, finding_code=code, finding=sentence)
    moving.move(action, tells=moving.write.case.consultant_id, second=second)


def undo_sentence(number: str, second: str = "") -> str:
    """What is asked of people after a reopening."""
    if second:
        return (
            f"O processo foi reaberto, e há dois protocolos dele: {number} e {second}. Cancele ambos no "
            "sistema de protocolos e marque aqui como desfeito."
        )
    return (
        f"O processo foi reaberto depois de aberto o protocolo {number}. Cancele-o no sistema de protocolos "
        "e marque aqui como desfeito."
    )


def _warns(code: str, sentence: str) -> Finding:
    return Finding(code, Severity.WARNING, "number", sentence)
