"""A person has what follows from a signature tried again, after it was given up."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.cases.actions.case_write import audit_case
from vinculo.kernel.refusal import NotPermitted
from vinculo.outbox.actions import try_again
from vinculo.outbox.models import OutboxRow

from ..queries.not_followed import rows_not_followed


@transaction.atomic
def follow_again(*, row_id: int, actor: Actor, now: dt.datetime) -> None:
    """
    Raises:
        NotPermitted: there is no such row at an operator where the actor signs.
    """
    case = rows_not_followed(actor).get(row_id)
    row = OutboxRow.objects.filter(pk=row_id).first()
    if case is None or row is None:
        raise NotPermitted
    try_again(row=row, now=now)
    audit_case(case=case, actor=actor, now=now, action="consequences.follow_again")
