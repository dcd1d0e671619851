"""What people do with requests for protocols: type a number, have it sent again, mark it as undone."""

from __future__ import annotations

import datetime as dt

from vinculo.accounts.actor import Actor
from vinculo.kernel.finding import Finding, Severity
from vinculo.kernel.identifiers import protocol_number
from vinculo.outbox.actions import cancel, try_again
from vinculo.outbox.models import OutboxRow

from ..models import ProtocolRequest
from ..protocol_rules import number_findings
from ..protocol_states import ProtocolAction, ProtocolState
from ..protocol_system.answers import clean_number
from ..protocol_system.connections import connection_for
from ..queries.protocol_numbers import number_facts
from ..refusals import UnableToMoveProtocol
from .protocol_write import ProtocolWrite, writing_protocol
from .second_protocol import asked_before, has_second, tried_findings

NOTHING_DONE = "Nada foi registrado; o que foi digitado continua no campo."


def record_number(
    *,
    request: ProtocolRequest,
    number: str,
    opened_at: dt.datetime | None,
    actor: Actor,
    now: dt.datetime,
    despite_warnings: bool = False,
) -> ProtocolRequest:
    """Somebody has opened the protocol. Without a moment, a SAD number tells its own; otherwise it is now.

    Where a try of ours may have opened one, the system is asked first. If it has none, or cannot be asked now
    and somebody insists, it is asked by the row of the request, and what it has besides is told then
    (`open_protocol`).

    Raises:
        NotPermitted: the request is another operator's, or the role does not allow it.
        UnableToMoveProtocol: it has a number or needs none; the number is none, or another's; or it gives
            cause for a warning and nobody said that it is right all the same.
    """
    clean = clean_number(number)
    before = asked_before(request, actor)
    with writing_protocol(request=request, actor=actor, now=now) as moving:
        moving.move(ProtocolAction.RECORD)
        facts = number_facts(moving.request, clean, now)
        found = [*number_findings(facts), *tried_findings(clean, before)]
        _refuse(found, despite_warnings=despite_warnings)
        _stop_sending(moving, asks_on=before.told is None)
        told = before.told if before.told and before.told.number == clean else None
        moment = opened_at or (told and told.opened_at) or protocol_number.opening_moment(clean) or now
        moving.has_number(clean, min(moment, now))
        moving.set(recorded_by=actor.user)
        if before.told is not None and told is None:
            has_second(moving, before.told)
        return moving.request


def _refuse(found: list[Finding], *, despite_warnings: bool) -> None:
    blocking = [one for one in found if one.severity is Severity.BLOCKING]
    if blocking or (found and not despite_warnings):
        told = blocking or found
        raise UnableToMoveProtocol(f"{' '.join(one.message for one in told)} {NOTHING_DONE}", told)


def _stop_sending(moving: ProtocolWrite, *, asks_on: bool) -> None:
    """Nothing is sent any more; with `asks_on` a row that was tried goes on, finds its request opened, and
    only looks up: it may have been sent since the system was asked.

    Raises:
        UnableToMoveProtocol: it is being sent at this moment.
    """
    row = moving.request.row
    if row is None:
        return
    if asks_on and row.tries and row.state != OutboxRow.State.RUNNING:
        try_again(row=row, now=moving.write.now)
        return
    if cancel(row=row):
        return
    row.refresh_from_db()
    if row.state == OutboxRow.State.RUNNING:
        raise UnableToMoveProtocol(
            f"O pedido está sendo enviado agora. Espere um minuto e veja se o número chegou. {NOTHING_DONE}"
        )


def settle_second(*, request: ProtocolRequest, actor: Actor, now: dt.datetime) -> ProtocolRequest:
    """Somebody has cancelled the one protocol of two that does not count.

    Raises:
        NotPermitted: the request is another operator's, or the role does not allow it.
        UnableToMoveProtocol: there is no second one.
    """
    with writing_protocol(request=request, actor=actor, now=now) as moving:
        moving.move(ProtocolAction.SETTLE)
        moving.set(finding="", finding_code="")
        return moving.request


def mark_undone(*, request: ProtocolRequest, actor: Actor, now: dt.datetime) -> ProtocolRequest:
    """Somebody has cancelled the protocol in the protocol system, after the case was reopened.

    Raises:
        NotPermitted: the request is another operator's, or the role does not allow it.
        UnableToMoveProtocol: there is nothing to undo.
    """
    with writing_protocol(request=request, actor=actor, now=now) as moving:
        moving.move(ProtocolAction.UNDO)
        moving.set(finding="", finding_code="")
        return moving.request


def is_sendable(request: ProtocolRequest) -> bool:
    """Whether it waits for a person who has it sent: again, or now that there is a connection."""
    if request.state == ProtocolState.ATTENTION:
        return True
    if request.state == ProtocolState.BY_HAND:
        return connection_for(request.operator).system is not None
    row = request.row
    return (
        request.state == ProtocolState.WAITING and row is not None and row.state == OutboxRow.State.GIVEN_UP
    )
