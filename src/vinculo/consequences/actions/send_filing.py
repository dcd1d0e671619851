"""Telling an operator's system what was decided: the outbox handler."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import uuid4

from vinculo.accounts.actor import Actor
from vinculo.cases.clock import day_of
from vinculo.documents.refusals import DocumentNotAsIssued
from vinculo.kernel.dates import format_moment
from vinculo.outbox.handlers import ConnectionFailed, NoUseTrying
from vinculo.outbox.models import OutboxRow

from ..delivering import Parcel, deliver
from ..duty_states import DutyAction
from ..filing_states import FilingAction, FilingState
from ..filing_steps import STEPS, NotToBeSent, first_day_of
from ..models import Duty, Filing
from ..protocol_system.answers import RequestRefused
from ..protocol_system.client import SystemInTrouble
from ..protocol_system.connection import SystemAddress
from .duty_write import DutyWrite, signature_stands, writing_duty
from .filing_write import FilingWrite, filing_of
from .signed_filings import plan_sending, told_too_early

CHANGED = "filing-changed"
BY_HAND = "Confira no sistema; faça lá o que faltar e marque como feita, ou envie de novo."
WAITS_FOR_PERSON = "A providência espera por uma pessoa; ela diz por quê."


@dataclass(frozen=True, slots=True)
class _Ready:
    """`is_first`: nothing was sent before of which nobody knows whether it arrived."""

    address: SystemAddress
    parcel: Parcel
    is_first: bool


def send_filing(row: OutboxRow, now: dt.datetime) -> None:
    """Sends it, under the same key however often; done twice it does no harm.

    Raises:
        ConnectionFailed: the system is in trouble.
        NoUseTrying: a person has to look at it; the filing says why.
    """
    filing = Filing.objects.filter(row=row.pk).select_related("duty").first()
    if filing is None:
        raise NoUseTrying("the filing is not there")
    ready = _prepared(filing, now)
    if ready is None:
        if Filing.objects.filter(pk=filing.pk, state=FilingState.ATTENTION).exists():
            raise NoUseTrying(WAITS_FOR_PERSON)
        return
    try:
        deliver(ready.address, ready.parcel, row.exchange)
    except SystemInTrouble as trouble:
        if ready.is_first and not trouble.may_have_arrived:
            Filing.objects.filter(pk=filing.pk, told_at=None).update(sent_at=None)
        raise ConnectionFailed(trouble.sentence, rest=trouble.rest) from trouble
    except RequestRefused as refused:
        _refused(filing, ready, refused, now)
        raise NoUseTrying(f"O {ready.address.called} recusou o envio ({refused.status}).") from refused
    _done(filing, ready, now)


def _prepared(filing: Filing, now: dt.datetime) -> _Ready | None:
    """What is sent, written down before it is; None where nothing is to be sent now, or not by this row."""
    with writing_duty(duty=filing.duty, actor=Actor.system(), now=now) as change:
        locked = filing_of(change.duty.pk)
        assert locked is not None
        locked.duty, locked.operator = change.duty, change.write.case.operator
        if locked.state != FilingState.WAITING or locked.row_id != filing.row_id:
            return None
        if not change.duty.is_open or not signature_stands(change.duty, change.write):
            return None
        try:
            return None if _waits_for_its_day(locked, change, now) else _ready(locked, change, now)
        except NotToBeSent as reason:
            FilingWrite(locked, change.write).stop(reason.code, reason.sentence)
            return None


def _waits_for_its_day(filing: Filing, change: DutyWrite, now: dt.datetime) -> bool:
    """The day was moved while its row could not be.

    Raises:
        NotToBeSent: an earlier day was sent, and nobody knows whether it arrived.
    """
    day = first_day_of(change.duty)
    if day is None or day <= day_of(now):
        return False
    if filing.may_have_arrived and filing.asked:
        called = STEPS[filing.duty.code].line(change.write.case.operator).called
        raise NotToBeSent(CHANGED, _changed_sentence(filing, called))
    filing.row = plan_sending(filing, change.write)
    filing.save(update_fields=["row"])
    return True


def _ready(filing: Filing, change: DutyWrite, now: dt.datetime) -> _Ready:
    """
    Raises:
        NotToBeSent: see there.
    """
    step, case = STEPS[filing.duty.code], change.write.case
    line = step.line(case.operator)
    if line.address is None:
        mistake = line.mistake or "ela não está mais configurada."
        raise NotToBeSent(
            "filing-no-connection",
            f"A ligação com o {line.called} não pode ser usada: {mistake} Corrija-a e envie de novo, ou faça "
            "no sistema e marque como feita.",
        )
    asked = step.asked(case, filing.duty)
    if asked is None:
        raise NotToBeSent(
            "filing-not-there", f"O número do protocolo ou o formulário não está mais lá. {BY_HAND}"
        )
    if filing.asked and filing.asked != asked:
        if filing.may_have_arrived:
            raise NotToBeSent(CHANGED, _changed_sentence(filing, line.called))
        filing.token = uuid4()
    is_first = not filing.may_have_arrived
    filing.asked = dict(asked)
    try:
        parcel = step.parcel(filing)
    except DocumentNotAsIssued as gone:
        raise NotToBeSent("filing-no-document", str(gone)) from gone
    filing.sent_at = now if is_first else filing.sent_at
    filing.save(update_fields=["asked", "sent_at", "token"])
    return _Ready(line.address, parcel, is_first)


def _changed_sentence(filing: Filing, called: str) -> str:
    sent = format_moment(filing.sent_at) if filing.sent_at else ""
    return (
        f"O que se informa ao {called} mudou depois de um envio sem resposta, em {sent}: ele pode ter "
        f"chegado com os dados de antes. {BY_HAND}"
    )


def _refused(filing: Filing, ready: _Ready, refused: RequestRefused, now: dt.datetime) -> None:
    said = f": “{refused.sentence.rstrip('.')}”" if refused.sentence else ""
    sentence = f"O {ready.address.called} recusou o envio ({refused.status}){said}. {BY_HAND}"
    with writing_duty(duty=filing.duty, actor=Actor.system(), now=now) as change:
        locked = filing_of(filing.duty_id)
        if locked is not None and locked.state == FilingState.WAITING:
            sent_at = None if ready.is_first else locked.sent_at
            FilingWrite(locked, change.write).stop("filing-refused", sentence, sent_at=sent_at)


def _done(filing: Filing, ready: _Ready, now: dt.datetime) -> None:
    """The system said so; the duty is done by that, unless somebody or something else has ended it."""
    with writing_duty(duty=filing.duty, actor=Actor.system(), now=now) as change:
        locked = filing_of(filing.duty_id)
        if locked is None or locked.state == FilingState.TOLD:
            return
        FilingWrite(locked, change.write).move(FilingAction.TELL, told_at=now)
        if not change.duty.is_open or not signature_stands(change.duty, change.write):
            return
        day = first_day_of(change.duty)
        if day is not None and day > day_of(now):
            # It was moved while it was being sent.
            told_too_early(locked, day, change.write)
        else:
            change.move(
                DutyAction.COMPLETE,
                text=f"O {ready.address.called} respondeu que está feito.",
                confirmed_by=Duty.Confirmation.CONNECTION,
            )
