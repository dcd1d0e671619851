"""Opening a protocol in the protocol system: the outbox handler."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from vinculo.accounts.actor import Actor
from vinculo.accounts.prepared import prepared
from vinculo.cases.states import State
from vinculo.kernel.finding import Finding, Severity
from vinculo.outbox.handlers import ConnectionFailed, NoUseTrying
from vinculo.outbox.models import OutboxRow

from ..models import ProtocolRequest
from ..protocol_rules import number_findings
from ..protocol_states import ProtocolAction, ProtocolState
from ..protocol_system.answers import RequestRefused, ToldProtocol
from ..protocol_system.client import ProtocolClient, SystemInTrouble
from ..protocol_system.connections import connection_for
from ..protocol_system.kinds import WordedRequest
from ..queries.protocol_numbers import number_facts
from .protocol_write import ProtocolWrite, writing_protocol
from .second_protocol import UNNUMBERED, has_second, undo_sentence

_NEEDED = (
    *("operator", "case", "follows", "token", "kind", "in_name_of", "subject", "text", "state"),
    *("operator__code", "case__state", "case__signed_at", "case__operator", "follows__at"),
)
_RECORDED = (ProtocolState.OPENED, ProtocolState.TO_UNDO, ProtocolState.UNDONE)
_WORTH_ASKING = (ProtocolState.WAITING, ProtocolState.CANCELLED, *_RECORDED)
"""It may have been sent, and either nobody wants it any more or somebody recorded a number meanwhile."""
RESEND = "Confira no sistema de protocolos e registre o número à mão, ou reenvie: o Vínculo consulta antes."


def open_protocol(row: OutboxRow, now: dt.datetime) -> None:
    """Opens one protocol, or finds the one that an earlier try has opened. Done twice it does no harm.

    Raises:
        ConnectionFailed: the system is in trouble.
        NoUseTrying: a person has to look at it; the request says why.
    """
    request = _request_of(row)
    if request.state == ProtocolState.WAITING and _signature_stands(request):
        _open(row, request, now)
    elif request.state == ProtocolState.ATTENTION:
        # The try that found it out was cut off before its row was given up: "reenviar" needs it so.
        raise NoUseTrying("O pedido espera por uma pessoa.")
    elif request.state in _WORTH_ASKING and row.tries > 1:
        _find_out(row, request, now)


def _signature_stands(request: ProtocolRequest) -> bool:
    """A reopening that nobody has followed up yet holds already."""
    case = request.case
    return case.state == State.CLOSED and case.signed_at == request.follows.at


def _request_of(row: OutboxRow) -> ProtocolRequest:
    request = next(iter(_request_with_row(row.pk)), None)
    if request is None:
        raise NoUseTrying("the request is not there")
    return request


@prepared
def _request_with_row(row_id: int) -> QuerySet[ProtocolRequest]:
    found = ProtocolRequest.objects.filter(row_id=row_id).select_related("operator", "case", "follows")
    return found.only(*_NEEDED).order_by()


def _open(row: OutboxRow, request: ProtocolRequest, now: dt.datetime) -> None:
    words = WordedRequest(request.kind, request.in_name_of, request.subject, request.text)
    try:
        # A try that nobody knows the end of may have sent it.
        told = _client(row, request).open(str(request.token), words, may_be_there=row.tries > 1)
    except SystemInTrouble as trouble:
        raise ConnectionFailed(trouble.sentence, rest=trouble.rest) from trouble
    except RequestRefused as refused:
        finding = _stops("protocol-refused", _refused_sentence(refused))
        _stop(request, finding, now)
        raise NoUseTrying(f"O sistema de protocolos recusou o pedido ({refused.status}).") from refused
    _take(request, told, now)


def _client(row: OutboxRow, request: ProtocolRequest) -> ProtocolClient:
    connection = connection_for(request.operator)
    if connection.system is None:
        mistake = connection.mistakes[0] if connection.mistakes else "o arquivo não está mais lá."
        sentence = (
            f"A ligação com o sistema de protocolos não pode ser usada: {mistake} Corrija-a e reenvie, "
            "ou abra o protocolo à mão e registre o número."
        )
        _stop(request, _stops("protocol-no-connection", sentence), _now_of(row))
        raise NoUseTrying("A ligação com o sistema de protocolos não pode ser usada.")
    return ProtocolClient(connection.system, row.exchange)


def _now_of(row: OutboxRow) -> dt.datetime:
    return row.claimed_at or row.due_at


def _take(request: ProtocolRequest, told: ToldProtocol, now: dt.datetime) -> None:
    """The number comes into the case, unless it cannot be this request's."""
    with writing_protocol(request=request, actor=Actor.system(), now=now) as moving:
        locked = moving.request
        if locked.state == ProtocolState.CANCELLED:
            _has_to_be_undone(moving, told)
            return
        if locked.state in _RECORDED and locked.recorded_by_id and told.number != locked.number:
            has_second(moving, told)
        if locked.state != ProtocolState.WAITING:
            return
        finding = _finding_on(moving, told)
        if finding is None:
            moving.has_number(told.number, told.opened_at or now)
            moving.move(ProtocolAction.OPEN)
            return
        _stopped(moving, finding)
    raise NoUseTrying("A resposta do sistema de protocolos não vale; o pedido diz por quê.")


def _finding_on(moving: ProtocolWrite, told: ToldProtocol) -> Finding | None:
    if not told.number:
        return _stops(
            "protocol-answer-without-number", f"O sistema respondeu que abriu, mas sem número. {RESEND}"
        )
    found = number_findings(number_facts(moving.request, told.number, moving.write.now))
    if not found:
        return None
    if found[0].code == "protocol-number-moment":
        sentence = f"{found[0].message} O relógio do sistema pode estar errado. {RESEND}"
    else:
        sentence = f"O sistema respondeu com um número que não pode ser: {found[0].message} {RESEND}"
    return _stops(found[0].code, sentence)


def _has_to_be_undone(moving: ProtocolWrite, told: ToldProtocol) -> None:
    """The request was taken back while it was being sent, and the system opened it all the same."""
    facts = number_facts(moving.request, told.number, moving.write.now)
    is_known = any(found.severity is Severity.BLOCKING for found in number_findings(facts))
    if told.number and not is_known:
        moving.has_number(told.number, told.opened_at or moving.write.now)
    moving.move(ProtocolAction.ASK_UNDO, tells=moving.write.case.consultant_id)
    moving.set(
        finding_code="protocol-to-undo",
        finding=undo_sentence(told.number or UNNUMBERED),
    )


def _find_out(row: OutboxRow, request: ProtocolRequest, now: dt.datetime) -> None:
    """Nothing is sent: the system is only asked."""
    connection = connection_for(request.operator)
    if connection.system is None:
        raise NoUseTrying("A ligação com o sistema de protocolos não pode ser usada.")
    try:
        told = ProtocolClient(connection.system, row.exchange).look_up(str(request.token))
    except SystemInTrouble as trouble:
        raise ConnectionFailed(trouble.sentence, rest=trouble.rest) from trouble
    if told is not None:
        _take(request, told, now)


def _stop(request: ProtocolRequest, finding: Finding, now: dt.datetime) -> None:
    with writing_protocol(request=request, actor=Actor.system(), now=now) as moving:
        if moving.request.state == ProtocolState.WAITING:
            _stopped(moving, finding)


def _stopped(moving: ProtocolWrite, finding: Finding) -> None:
    moving.set(finding_code=finding.code, finding=finding.message[:600])
    moving.move(ProtocolAction.STOP, tells=moving.write.case.consultant_id)


def _stops(code: str, sentence: str) -> Finding:
    return Finding(code, Severity.BLOCKING, "number", sentence)


def _refused_sentence(refused: RequestRefused) -> str:
    said = f": “{refused.sentence}”" if refused.sentence else ""
    return (
        f"O sistema de protocolos recusou o pedido ({refused.status}){said}. Corrija a ligação e reenvie, "
        "ou abra o protocolo à mão e registre o número."
    )
