"""Having requests for protocols sent again, one or all of an operator, and the system tried now."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission
from vinculo.outbox.actions import try_again, try_again_all
from vinculo.outbox.models import OutboxRow

from ..models import ProtocolRequest
from ..protocol_states import ProtocolAction, ProtocolState
from ..protocol_system.connections import connection_for, name_of
from ..refusals import UnableToMoveProtocol
from .protocol_write import writing_protocol
from .signed_protocols import plan_sending
from .try_system import audit_operator, try_connection_now

NO_CONNECTION = (
    "A operadora não tem uma ligação com o sistema de protocolos que se possa usar. Nada foi enviado: "
    "abra o protocolo à mão e registre o número."
)


def send_again(*, request: ProtocolRequest, actor: Actor, now: dt.datetime) -> bool:
    """Has one request sent now; the system is asked first what it has. False where it waits for the system.

    Raises:
        NotPermitted: the request is another operator's, or the role does not allow it.
        UnableToMoveProtocol: it is opened, cancelled, or nothing is connected.
    """
    with writing_protocol(request=request, actor=actor, now=now) as moving:
        locked = moving.request
        if connection_for(locked.operator).system is None:
            raise UnableToMoveProtocol(NO_CONNECTION)
        moving.move(ProtocolAction.SEND)
        moving.set(finding="", finding_code="")
        if locked.row is None:
            moving.set(row=plan_sending(moving.write))
            return True
        if locked.row.state in (OutboxRow.State.CANCELLED, OutboxRow.State.DONE):
            raise UnableToMoveProtocol("O pedido não pode mais ser enviado. Nada foi alterado.")
        return try_again(row=locked.row, now=now) or locked.row.state == OutboxRow.State.PLANNED


@transaction.atomic
def send_all_again(*, operator: Operator, actor: Actor, now: dt.datetime) -> int:
    """All that were given up, that rest after a failure or that stopped for a person; how many.

    Raises:
        NotPermitted: the role does not allow it at that operator.
        UnableToMoveProtocol: nothing is connected.
    """
    actor.require(Permission.PROTOCOLS_SEND, operator.pk)
    if connection_for(operator).system is None:
        raise UnableToMoveProtocol(NO_CONNECTION)
    stopped = ProtocolRequest.objects.filter(
        Q(row__state=OutboxRow.State.GIVEN_UP), operator=operator, state=ProtocolState.ATTENTION
    )
    stopped.update(state=ProtocolState.WAITING, finding="", finding_code="")
    count = try_again_all(connection=name_of(operator), now=now)
    audit_operator(operator, "protocol.send_all", actor, now, {"count": count})
    return count


@transaction.atomic
def try_system_now(*, operator: Operator, actor: Actor, now: dt.datetime) -> bool:
    """Somebody knows that the system is back: it is tried at once. False where it does not count as down.

    Raises:
        NotPermitted: the role does not allow it at that operator.
    """
    return try_connection_now(
        operator=operator, connection=name_of(operator), action="protocol.try_system", actor=actor, now=now
    )
