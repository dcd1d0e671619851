"""Giving a case to another consultant."""

from __future__ import annotations

import datetime as dt

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import User
from vinculo.accounts.permissions import Permission

from ..models import Case, CaseEvent
from ..refusals import UnableToWriteCase
from .case_write import writing


def reassign_case(*, case: Case, consultant: User, actor: Actor, now: dt.datetime) -> Case:
    """
    Raises:
        NotPermitted: the actor may not reassign cases of that operator.
        UnableToWriteCase: the consultant may not work on cases of that operator.
    """
    with writing(case=case, actor=actor, now=now, permission=Permission.CASES_REASSIGN) as write:
        if not Actor.for_user(consultant).may(Permission.CASES_WORK, write.case.operator_id):
            raise UnableToWriteCase(
                f"{consultant.name} não trabalha com processos desta operadora. O consultor continua o mesmo."
            )
        former = write.case.consultant_id
        write.case.consultant = consultant
        write.changed.add("consultant")
        write.tell(
            CaseEvent.Kind.REASSIGNED, **{"from": former, "to": consultant.pk, "to_name": consultant.name}
        )
        write.audit("case.reassigned", {"from": former, "to": consultant.pk})
        return write.case
