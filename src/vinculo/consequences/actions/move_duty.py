"""A duty on its way: done, waived, taken up again, given to somebody, evidence put to it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import users_who_may
from vinculo.cases.actions.attachments import add_attachment
from vinculo.cases.clock import day_of
from vinculo.cases.models import Attachment
from vinculo.kernel.dates import format_date
from vinculo.kernel.refusal import NotPermitted

from ..duty_states import DutyAction
from ..models import Duty, DutyFile
from ..queries.watch_facts import watch_facts
from ..refusals import UnableToMoveDuty
from .duty_write import GIVEN, writing_duty

MOST_DAYS_AHEAD = 730


def complete_duty(*, duty: Duty, note: str, actor: Actor, now: dt.datetime) -> Duty:
    """Done, by the word of a person. Of a watch it is kept what the registry said at that moment.

    Raises:
        NotPermitted: the duty is another operator's, or the role does not work on cases.
        UnableToMoveDuty: it is not open any more, or nothing tells what was done.
    """
    with writing_duty(duty=duty, actor=actor, now=now) as change:
        if change.duty.kind == Duty.Kind.WATCH:
            change.duty.found = watch_facts(change.duty, day_of(now)).as_found()
        change.move(DutyAction.COMPLETE, text=note)
        return change.duty


def waive_duty(*, duty: Duty, reason: str, actor: Actor, now: dt.datetime) -> Duty:
    """
    Raises:
        NotPermitted: the duty is another operator's, or the role does not work on cases.
        UnableToMoveDuty: it is not open any more, or the reason is missing.
    """
    with writing_duty(duty=duty, actor=actor, now=now) as change:
        change.move(DutyAction.WAIVE, text=reason)
        return change.duty


def reopen_duty(*, duty: Duty, reason: str, actor: Actor, now: dt.datetime) -> Duty:
    """
    Raises:
        NotPermitted: the duty is another operator's, or the role does not work on cases.
        UnableToMoveDuty: it is open, its signature fell, or the reason is missing.
    """
    with writing_duty(duty=duty, actor=actor, now=now) as change:
        change.move(DutyAction.REOPEN, text=reason)
        return change.duty


def give_duty(*, duty: Duty, owner_id: int | None, due_on: dt.date, actor: Actor, now: dt.datetime) -> Duty:
    """Another owner, another day, or both. Who gets it is told.

    Raises:
        NotPermitted: the duty is another operator's, or the role does not work on cases.
        UnableToMoveDuty: it is not open, the owner cannot work there, or the day is long past or far off.
    """
    with writing_duty(duty=duty, actor=actor, now=now) as change:
        given, today = change.duty, day_of(now)
        if not given.is_open:
            raise UnableToMoveDuty("A providência não está mais pendente. Nada foi alterado.")
        if (owner_id, due_on) == (given.owner_id, given.due_on):
            return given
        if due_on != given.due_on and not today <= due_on <= today + dt.timedelta(days=MOST_DAYS_AHEAD):
            raise UnableToMoveDuty("O prazo vai de hoje a dois anos. Nada foi alterado.")
        owners = users_who_may(Permission.CASES_WORK, given.operator_id)
        owner = owners.filter(pk=owner_id).first() if owner_id is not None else None
        if owner_id is not None and owner is None:
            raise UnableToMoveDuty(
                "Essa pessoa não trabalha com processos desta operadora. Nada foi alterado."
            )
        is_other = owner_id != given.owner_id
        given.owner, given.due_on = owner, due_on
        given.save(update_fields=["owner", "due_on"])
        change.note_step(GIVEN, f"{owner.name if owner else 'Sem responsável'}, {format_date(due_on)}")
        change.tell_given(owner.pk if owner and is_other else None)
        return given


@transaction.atomic
def add_duty_file(
    *, duty: Duty, name: str, content: bytes, largest: int, actor: Actor, now: dt.datetime
) -> Attachment:
    """Keeps a file with the case as evidence. The same content twice is one attachment.

    Raises:
        NotPermitted: the duty is another operator's, or the role does not work on cases.
        UnableToAddAttachment: the file is empty, too big, or of a kind that is not kept.
    """
    found = Duty.objects.visible_to(actor).select_related("case").filter(pk=duty.pk).first()
    if found is None:
        raise NotPermitted
    kept = add_attachment(case=found.case, name=name, content=content, largest=largest, actor=actor, now=now)
    DutyFile.objects.get_or_create(duty=found, attachment=kept)
    return kept
