"""Giving a case to another consultant, or back to nobody."""

from __future__ import annotations

import datetime as dt

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import User
from vinculo.accounts.permissions import Permission

from ..models import Case, CaseEvent
from ..refusals import UnableToWriteCase
from .case_write import writing


def reassign_case(*, case: Case, consultant: User | None, actor: Actor, now: dt.datetime) -> Case:
    """Tells the new consultant. None takes a distribution back: the case waits to be given to somebody.

    Raises:
        NotPermitted: the actor may not reassign cases of that operator.
        UnableToWriteCase: the consultant may not work on cases of that operator.
    """
    with writing(case=case, actor=actor, now=now, permission=Permission.CASES_REASSIGN) as write:
        if consultant is not None and not _works_there(consultant, write.case.operator_id):
            raise UnableToWriteCase(
                f"{consultant.name} não trabalha com processos desta operadora. O consultor continua o mesmo."
            )
        former = write.case.consultant_id
        given_to = consultant.pk if consultant else None
        if former == given_to:
            return write.case
        write.case.consultant = consultant
        write.changed.add("consultant")
        write.tell(
            CaseEvent.Kind.REASSIGNED,
            tells=given_to,
            **{"from": former, "to": given_to, "to_name": consultant.name if consultant else ""},
        )
        write.audit("case.reassigned", {"from": former, "to": given_to})
        return write.case


def _works_there(consultant: User, operator_id: int) -> bool:
    return Actor.for_user(consultant).may(Permission.CASES_WORK, operator_id)
