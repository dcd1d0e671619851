"""What a sector is asked, and by when, said otherwise while nobody has answered."""

from __future__ import annotations

import datetime as dt

from vinculo.accounts.actor import Actor
from vinculo.cases.clock import day_of
from vinculo.kernel.dates import format_date
from vinculo.network.queries.calendar import calendar_of

from ..models import SectorTask
from ..refusals import UnableToMoveTask
from ..rules import due_on as business_day_after
from ..task_states import TaskAction
from .ask_sector import LONGEST_TEXT, MOST_DAYS
from .task_telling import sector_people
from .task_write import TaskWrite, tell_of_task, writing_task

STAYS = "A tarefa continua como estava."


def edit_task(
    *, task: SectorTask, text: str, due_on: dt.date | None, actor: Actor, now: dt.datetime
) -> SectorTask:
    """Who has the task, or everybody of its queue, is told; what it said before stands among its steps.

    Raises:
        NotPermitted: the actor does not work on cases there.
        UnableToMoveTask: it is not open any more, has no text, or cannot be due on that day.
    """
    with writing_task(task=task, action=TaskAction.EDIT, actor=actor, now=now) as change:
        edited, wanted = change.task, _plain(text)
        _refuse_unclear(change, wanted, due_on)
        assert due_on is not None
        was = _said_before(edited, wanted, due_on)
        if not was:
            return edited
        if due_on != edited.due_on:
            # It is reminded and told of as overdue by its new day.
            edited.reminded_at = edited.escalated_at = None
        edited.text, edited.due_on = wanted, due_on
        people = sector_people(change.write, edited)
        change.finish(text=was, tells=people[0] if people else None)
        for person in people[1:]:
            tell_of_task(change.write, edited, TaskAction.EDIT, tells=person)
        return edited


def _refuse_unclear(change: TaskWrite, text: str, due_on: dt.date | None) -> None:
    if not text:
        raise UnableToMoveTask(f"Escreva o que o setor deve fazer. {STAYS}")
    if len(text) > LONGEST_TEXT:
        raise UnableToMoveTask(f"O pedido passa de {LONGEST_TEXT} letras. {STAYS}")
    if due_on is None:
        raise UnableToMoveTask(f"Escreva até que dia o setor responde, como 15/03/2026. {STAYS}")
    if due_on == change.task.due_on:
        return
    case, today = change.write.case, day_of(change.write.now)
    calendar = calendar_of(case.operator_id, case.municipality_id, case.city_state)
    last = business_day_after(today, MOST_DAYS, calendar)
    if not today <= due_on <= last:
        raise UnableToMoveTask(f"O prazo vai de hoje a {format_date(last)}. {STAYS}")
    if not calendar.is_business_day(due_on):
        raise UnableToMoveTask(f"{format_date(due_on)} não é dia útil. Escolha outro. {STAYS}")


def _said_before(task: SectorTask, text: str, due_on: dt.date) -> str:
    """What the change takes away; blank where nothing changes."""
    told = []
    if due_on != task.due_on:
        told.append(f"Prazo: de {format_date(task.due_on)} para {format_date(due_on)}.")
    if text != _plain(task.text):
        told.append(f"O pedido dizia:\n{task.text}")
    return "\n".join(told)


def _plain(text: str) -> str:
    """Browsers send back each end of a line as two letters."""
    return text.replace("\r\n", "\n").strip()
