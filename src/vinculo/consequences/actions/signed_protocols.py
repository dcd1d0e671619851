"""The protocol that a signature asks for, and what becomes of it when the case is reopened or ends."""

from __future__ import annotations

from vinculo.cases.actions.case_write import CaseWrite
from vinculo.cases.models import CaseEvent
from vinculo.outbox.actions import cancel, plan, try_again
from vinculo.outbox.models import OutboxRow

from ..models import ProtocolRequest
from ..protocol_states import ProtocolAction, ProtocolState
from ..protocol_system.connections import connection_for, name_of
from ..protocol_system.kinds import worded
from ..protocol_words import values_of_protocol
from ..queries.set_going import set_going
from .protocol_write import ASKED, ProtocolWrite, tell_of_protocol
from .second_protocol import undo_sentence

OPEN_PROTOCOL = "consequences.open_protocol"
NOT_SENT = (ProtocolState.WAITING, ProtocolState.BY_HAND, ProtocolState.ATTENTION)


def ask_for_protocol(write: CaseWrite, event: CaseEvent) -> None:
    """One for each signature of a form that says so: sent, or left to people where nothing is connected."""
    case = write.case
    if not case.protocol_required or not case.outcome:
        return
    connection = connection_for(case.operator)
    kind = connection.kinds.get(case.outcome)
    if kind is None or write.once(set_going, case.pk, event.pk).has_request:
        return
    by_hand = connection.is_by_hand
    words = worded(kind, values_of_protocol(case))
    request = ProtocolRequest.objects.create(
        case=case,
        follows=event,
        operator_id=case.operator_id,
        kind=words.kind,
        in_name_of=words.in_name_of,
        subject=words.subject,
        text=words.text,
        state=ProtocolState.BY_HAND if by_hand else ProtocolState.WAITING,
        row=None if by_hand else plan_sending(write),
        asked_at=write.now,
    )
    tell_of_protocol(write, request, ASKED, tells=case.consultant_id if by_hand else None)
    write.audit("protocol.ask", {"request": request.pk})


def plan_sending(write: CaseWrite) -> OutboxRow:
    """The row that sends a request of the case; it has one for all its tries."""
    told = {"case": write.case.pk}
    return plan(kind=OPEN_PROTOCOL, payload=told, now=write.now, connection=name_of(write.case.operator))


def cancel_unsent_protocols(write: CaseWrite, event: CaseEvent) -> None:
    """What was not opened need not be. Where something was sent, the system is asked what came of it."""
    requests = ProtocolRequest.objects.filter(case=write.case, state__in=NOT_SENT, follows__lt=event.pk)
    for request in requests.select_related("row").order_by("pk"):
        moving = ProtocolWrite(request, write)
        moving.move(ProtocolAction.CANCEL)
        request.save(update_fields=sorted(moving.changed))
        # Its row comes last, as for who has all of an operator sent again.
        if request.row is not None:
            _take_back(request.row, write)


def _take_back(row: OutboxRow, write: CaseWrite) -> None:
    """A row that was tried goes on: it finds its request cancelled, and only looks up."""
    if row.tries == 0:
        cancel(row=row)
    elif row.state in (OutboxRow.State.GIVEN_UP, OutboxRow.State.FAILED):
        try_again(row=row, now=write.now)


def ask_to_undo_protocols(write: CaseWrite, event: CaseEvent) -> None:
    """What was opened because of an earlier signature has to be cancelled in the protocol system."""
    requests = ProtocolRequest.objects.filter(
        case=write.case, state__in=[ProtocolState.OPENED, ProtocolState.TWICE], follows__lt=event.pk
    )
    for request in requests.order_by("pk"):
        moving = ProtocolWrite(request, write)
        moving.move(ProtocolAction.ASK_UNDO, tells=write.case.consultant_id)
        sentence = undo_sentence(request.number, request.second_number)
        moving.set(finding_code="protocol-to-undo", finding=sentence)
        request.save(update_fields=sorted(moving.changed))
