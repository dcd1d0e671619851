"""What people do with filings: have one sent, again or for the first time, or all of an operator."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

from django.db import transaction
from django.db.models import Q

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission
from vinculo.outbox.actions import try_again, try_these_again
from vinculo.outbox.models import OutboxRow

from ..core_system.connections import core_name_of
from ..filing_states import FilingAction, FilingState
from ..filing_steps import STEPS
from ..models import Duty, Filing
from ..refusals import UnableToMoveDuty
from .duty_write import signature_stands, writing_duty
from .filing_write import BEING_SENT, SENT_AGAIN, FilingWrite, filing_of
from .send_filing import CHANGED
from .signed_filings import make_filing, plan_sending
from .try_system import audit_operator, try_connection_now

NO_CONNECTION = (
    "A operadora não tem uma ligação que faça isto. Nada foi enviado: faça no sistema e marque como feita."
)
_OVER = (OutboxRow.State.DONE, OutboxRow.State.CANCELLED)


def send_duty(*, duty: Duty, actor: Actor, now: dt.datetime) -> bool:
    """Has the connection do a duty: now, or on its day. False where it waits for the system, or for more.

    Raises:
        NotPermitted: the duty is another operator's, or the role does not work on cases.
        UnableToMoveDuty: it is not open, its signature fell, it is being sent, or nothing is connected.
    """
    with writing_duty(duty=duty, actor=actor, now=now) as change:
        step = STEPS.get(change.duty.code)
        if step is None or change.duty.kind != Duty.Kind.FILING:
            raise UnableToMoveDuty("Esta providência não se envia. Nada foi alterado.")
        if not change.duty.is_open or not signature_stands(change.duty, change.write):
            raise UnableToMoveDuty("A providência não está mais pendente. Nada foi enviado.")
        if step.line(change.write.case.operator).address is None:
            raise UnableToMoveDuty(NO_CONNECTION)
        filing = filing_of(change.duty.pk)
        if filing is None:
            filing = make_filing(change.duty, change.write)
            FilingWrite(filing, change.write).tell(SENT_AGAIN)
            return filing.row is not None
        filing.duty = change.duty
        return _again(FilingWrite(filing, change.write), now)


def _again(moving: FilingWrite, now: dt.datetime) -> bool:
    filing, row = moving.filing, moving.filing.row
    if row is not None and row.state == OutboxRow.State.RUNNING:
        raise UnableToMoveDuty(BEING_SENT)
    anew: dict[str, object] = {}
    if filing.told_at is not None or filing.finding_code == CHANGED:
        # The system has done, or may have done, what the old key stands for.
        anew = {"token": uuid4(), "asked": {}, "told_at": None}
    moving.move(FilingAction.SEND, **anew)
    moving.tell(SENT_AGAIN)
    if row is None or row.state in _OVER:
        filing.row = plan_sending(filing, moving.write)
        filing.save(update_fields=["row"])
        return filing.row is not None
    return try_again(row=row, now=now) or row.state == OutboxRow.State.PLANNED


@transaction.atomic
def send_all_filings(*, operator: Operator, actor: Actor, now: dt.datetime) -> int:
    """All that were given up, that rest after a failure or that stopped for a person; how many.

    What may have arrived with other words is left: somebody has to look at each.

    Raises:
        NotPermitted: the role does not allow it at that operator.
    """
    actor.require(Permission.PROTOCOLS_SEND, operator.pk)
    resting = Filing.objects.filter(
        Q(state=FilingState.ATTENTION, row__state=OutboxRow.State.GIVEN_UP, told_at=None)
        | Q(state=FilingState.WAITING, row__state__in=[OutboxRow.State.GIVEN_UP, OutboxRow.State.FAILED]),
        operator=operator,
    ).exclude(finding_code=CHANGED)
    found = dict(resting.select_for_update(of=("self",)).order_by("pk").values_list("pk", "row_id"))
    Filing.objects.filter(pk__in=found).update(state=FilingState.WAITING, finding="", finding_code="")
    sent = try_these_again(row_ids=list(found.values()), now=now)
    audit_operator(operator, "filing.send_all", actor, now, {"count": sent})
    return sent


@transaction.atomic
def try_core_now(*, operator: Operator, actor: Actor, now: dt.datetime) -> bool:
    """Somebody knows that the core system is back: it is tried now. False where it does not count as down.

    Raises:
        NotPermitted: the role does not allow it at that operator.
    """
    return try_connection_now(
        operator=operator, connection=core_name_of(operator), action="filing.try_system", actor=actor, now=now
    )
