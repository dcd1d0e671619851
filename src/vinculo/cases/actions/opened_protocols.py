"""Protocols that we opened because of a case. The originating protocol in the head is never touched."""

from __future__ import annotations

import datetime as dt

from vinculo.accounts.actor import Actor
from vinculo.kernel.identifiers import protocol_number

from ..models import Case, CaseEvent, OpenedProtocol
from ..refusals import UnableToAddProtocol
from .case_write import CaseWrite, writing


def add_opened_protocol(
    *,
    case: Case,
    kind: str,
    in_name_of: str,
    number: str,
    opened_at: dt.datetime | None,
    actor: Actor,
    now: dt.datetime,
) -> OpenedProtocol:
    """Lists a protocol. Without a moment, a SAD number tells its own; otherwise it is now.

    Raises:
        NotPermitted: the case is another operator's, or the actor may not work on it.
        UnableToAddProtocol: no number, or the number is already in the case.
    """
    clean = protocol_number.clean(number) or " ".join(number.split())[:40]
    with writing(case=case, actor=actor, now=now) as write:
        write.require_not_cancelled()
        if not clean:
            raise UnableToAddProtocol("Informe o número do protocolo. Nada foi incluído.")
        if OpenedProtocol.objects.filter(case=write.case, number=clean).exists():
            raise UnableToAddProtocol(f"O protocolo {clean} já está neste processo. Nada foi incluído.")
        return list_protocol(
            write,
            kind=kind,
            in_name_of=in_name_of,
            number=clean,
            opened_at=opened_at or protocol_number.opening_moment(clean) or now,
        )


def list_protocol(
    write: CaseWrite, *, kind: str, in_name_of: str, number: str, opened_at: dt.datetime
) -> OpenedProtocol:
    """Lists a protocol as a part of a larger action, which has judged the number; the case is locked.

    One that somebody has listed already is that one.
    """
    listed = OpenedProtocol.objects.filter(case=write.case, number=number).first()
    if listed is not None:
        return listed
    protocol = OpenedProtocol.objects.create(
        case=write.case,
        kind=" ".join(kind.split())[:80],
        in_name_of=" ".join(in_name_of.split())[:200],
        number=number,
        opened_at=opened_at,
        added_by=write.actor.user,
    )
    write.stale_search = True
    write.tell(CaseEvent.Kind.PROTOCOL_ADDED, number=number, protocol_kind=protocol.kind)
    write.audit("case.protocol_added", {"protocol": protocol.pk})
    return protocol
