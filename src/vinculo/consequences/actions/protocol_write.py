"""What every write to a request for a protocol has in common: case locked, transition, who is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db.models import QuerySet

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.accounts.prepared_for import prepared_for
from vinculo.cases.actions.case_write import CaseWrite, writing
from vinculo.cases.actions.opened_protocols import list_protocol
from vinculo.cases.models import CaseEvent
from vinculo.kernel.refusal import NotPermitted
from vinculo.kernel.transitions import UnknownTransition

from ..models import ProtocolRequest
from ..protocol_states import PROTOCOL_TRANSITIONS, ProtocolAction, ProtocolState
from ..refusals import UnableToMoveProtocol
from .signed_filings import attach_if_ready

ASKED = "ask"
"""What is told of a request besides its transitions."""
TOLD_BY_THE_LIST = (ProtocolAction.OPEN, ProtocolAction.RECORD)
"""The number that comes into the case's list has an event and a line in the log of its own."""


@dataclass
class ProtocolWrite:
    """A request whose case is locked, for the length of one action."""

    request: ProtocolRequest
    write: CaseWrite
    changed: set[str] = field(default_factory=set)

    def move(self, action: ProtocolAction, *, tells: int | None = None, **told: str) -> None:
        """Along the table.

        Raises:
            UnableToMoveProtocol: the table has no such transition.
        """
        request = self.request
        try:
            row = PROTOCOL_TRANSITIONS.find(request.state, action)
        except UnknownTransition:
            raise UnableToMoveProtocol(
                f"O pedido está como “{ProtocolState(request.state).label}”; “{action.label}” não é possível "
                "agora. Nada foi alterado: atualize a página."
            ) from None
        request.state = row.target
        self.changed.add("state")
        if request.state in (ProtocolState.OPENED, ProtocolState.CANCELLED, ProtocolState.UNDONE):
            self.set(ended_at=self.write.now)
        if action not in TOLD_BY_THE_LIST:
            tell_of_protocol(self.write, request, action, tells=tells, **told)
            self.write.audit(f"protocol.{action}", {"request": request.pk})

    def set(self, **values: object) -> None:
        for name, value in values.items():
            setattr(self.request, name, value)
        self.changed.update(values)

    def has_number(self, number: str, opened_at: dt.datetime) -> None:
        """The number stands in the request and in the case's list; the head's is never touched."""
        request = self.request
        listed = list_protocol(
            self.write,
            kind=request.kind,
            in_name_of=request.in_name_of,
            number=number,
            opened_at=opened_at,
        )
        self.set(number=number, opened_at=listed.opened_at, opened=listed, finding="", finding_code="")


@prepared_for
def _locked(actor: Actor, request_id: int) -> QuerySet[ProtocolRequest]:
    return ProtocolRequest.objects.visible_to(actor).select_for_update().filter(pk=request_id).order_by()


@contextmanager
def writing_protocol(*, request: ProtocolRequest, actor: Actor, now: dt.datetime) -> Iterator[ProtocolWrite]:
    """Locks the case of a request and saves what was set of it.

    Raises:
        NotPermitted: the request is another operator's, or the role does not allow it.
    """
    visible = ProtocolRequest.objects.visible_to(actor)
    if not actor.is_system and not visible.filter(pk=request.pk).exists():
        raise NotPermitted
    with writing(case=request.case, actor=actor, now=now, permission=Permission.PROTOCOLS_SEND) as write:
        (locked,) = _locked(actor, request.pk)
        locked.case, locked.operator = write.case, write.case.operator
        moving = ProtocolWrite(locked, write)
        yield moving
        if moving.changed:
            locked.save(update_fields=sorted(moving.changed))
        if "number" in moving.changed:
            attach_if_ready(write, locked.follows_id)


def tell_of_protocol(
    write: CaseWrite, request: ProtocolRequest, action: str, *, tells: int | None = None, **told: str
) -> None:
    """A line in the timeline of the case, and a notice for whom it tells."""
    write.tell(
        CaseEvent.Kind.PROTOCOL_REQUEST,
        tells=tells,
        request=request.pk,
        action=action,
        protocol_kind=request.kind,
        number=request.number,
        **told,
    )
