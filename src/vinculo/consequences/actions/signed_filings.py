"""What the operator's connection files after a signature, and what becomes of it when the case moves on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from vinculo.cases.actions.case_write import CaseWrite
from vinculo.cases.clock import day_of
from vinculo.cases.models import CaseEvent
from vinculo.documents.models import IssuedDocument
from vinculo.kernel.dates import SAO_PAULO, format_date
from vinculo.outbox.actions import plan, postpone
from vinculo.outbox.models import OutboxRow

from ..duty_states import DutyAction, DutyState
from ..filing_states import FilingState
from ..filing_steps import ATTACH, STEPS, first_day_of
from ..models import Duty, Filing, LegalClock
from .duty_write import DutyWrite
from .filing_write import UNSENT, FilingWrite, cancel_filing

SEND_FILING = "consequences.send_filing"


def file_by_connection(write: CaseWrite, event: CaseEvent) -> None:
    """Each duty of filing that a connection of the operator does, once; the others are left to people."""
    operator = write.case.operator
    codes = [code for code, step in STEPS.items() if step.line(operator).is_connected]
    if not codes:
        return
    duties = Duty.objects.filter(
        case=write.case, follows=event, kind=Duty.Kind.FILING, code__in=codes, state=DutyState.OPEN
    )
    for duty in duties.filter(filing=None).select_related("follows").order_by("pk"):
        make_filing(duty, write)


def make_filing(duty: Duty, write: CaseWrite) -> Filing:
    filing = Filing(duty=duty, operator_id=duty.operator_id, made_at=write.now)
    filing.row = plan_sending(filing, write)
    filing.save()
    return filing


def plan_sending(filing: Filing, write: CaseWrite) -> OutboxRow | None:
    """The row that sends it, not before its day; None while the protocol has no number or the form is not
    issued: whichever comes last plans it.
    """
    duty, step = filing.duty, STEPS[filing.duty.code]
    if duty.code == ATTACH and step.asked(write.case, duty) is None:
        return None
    return plan(
        kind=SEND_FILING,
        payload={"case": duty.case_id},
        now=write.now,
        due_at=_due_at(first_day_of(duty), write.now),
        connection=step.line(write.case.operator).name,
    )


def _due_at(day: dt.date | None, now: dt.datetime) -> dt.datetime:
    return max(now, dt.datetime.combine(day, dt.time(), SAO_PAULO)) if day else now


def attach_if_ready(write: CaseWrite, follows_id: int) -> None:
    """The protocol of a signature has its number, or its form is issued: where both are there, it is sent."""
    if not STEPS[ATTACH].line(write.case.operator).is_connected:
        return
    waiting = Filing.objects.filter(
        duty__case_id=write.case.pk,
        duty__follows_id=follows_id,
        duty__code=ATTACH,
        state=FilingState.WAITING,
        row=None,
    )
    filing = waiting.select_related("duty__follows").first()
    if filing is not None and (row := plan_sending(filing, write)) is not None:
        filing.row = row
        filing.save(update_fields=["row"])


def after_issuing(*, document: IssuedDocument, write: CaseWrite, **told: Any) -> None:
    """What `documents` has issued may be the form that a protocol waits for."""
    if document.kind == IssuedDocument.Kind.SIGNED_FORM:
        attach_if_ready(write, document.follows_id)


def move_filings(clock: LegalClock, write: CaseWrite) -> None:
    """The first day out of the network is another one: what waits for it waits for that one.

    What was told already is a lie until then, so that a person looks at it.
    """
    rows = Filing.objects.filter(duty__follows_id=clock.follows_id, duty__on_leaving=True)
    for filing in rows.select_related("row", "duty__follows", "duty__case"):
        if filing.state == FilingState.WAITING and filing.row is not None:
            # Where an earlier day may have arrived, its next try tells a person so at once.
            if not (filing.may_have_arrived and filing.asked):
                postpone(row=filing.row, due_at=_due_at(clock.effective_on, write.now))
        elif filing.state == FilingState.TOLD and clock.effective_on > day_of(write.now):
            told_too_early(filing, clock.effective_on, write)


def told_too_early(filing: Filing, day: dt.date, write: CaseWrite) -> None:
    """The system says that it is done, of a day that is not that of leaving any more."""
    told = format_date(dt.date.fromisoformat(str(filing.asked["day"])))
    sentence = (
        f"O sistema da operadora já foi informado da saída em {told}, que passou para {format_date(day)}. "
        "Reative o prestador no sistema até lá e envie de novo, ou marque como feita quando ele sair."
    )
    if filing.duty.state == DutyState.DONE:
        DutyWrite(filing.duty, write).move(DutyAction.REOPEN, text=sentence)
    FilingWrite(filing, write).stop("filing-told-too-early", sentence)


def cancel_unsent_filings(write: CaseWrite, event: CaseEvent) -> None:
    """What was not sent need not be; whether something may have arrived is asked when it is undone."""
    filings = Filing.objects.filter(duty__case=write.case, duty__follows__lt=event.pk, state__in=UNSENT)
    for filing in filings.select_related("row", "duty").order_by("pk"):
        cancel_filing(filing, write)
