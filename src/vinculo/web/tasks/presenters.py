"""Tasks as their templates draw them: lines of a list, and one task with all that hangs on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.consequences.models import SectorTask, TaskFile, TaskStep
from vinculo.consequences.needed_facts import facts_shown, provider_name
from vinculo.consequences.queries.sector_tasks import Shelf, TaskRow
from vinculo.consequences.queries.tasks_owed import Owed, OwedTasks
from vinculo.consequences.task_states import TASK_TRANSITIONS, TaskAction, TaskState
from vinculo.kernel.numbers import format_count

from ..site.addresses import address_of
from .words import OWED_TITLES, STATE_TONES, STEP_TITLES, due_tone, due_words

SHELF_LABELS = {
    Shelf.OPEN: "Em aberto",
    Shelf.MINE: "Dos meus processos",
    Shelf.OVERDUE: "Atrasadas",
    Shelf.ANSWERED: "Respondidas",
    Shelf.ENDED: "Encerradas",
}


@dataclass(frozen=True)
class TaskLine:
    """`due` and `owner` are empty for a task that is not open, `state` for one that is.

    `answer` is what waits to be accepted.
    """

    pk: int
    url: str
    sector: str
    name: str
    second: str
    text: str
    state: str
    state_tone: str
    due: str
    tone: str
    is_overdue: bool
    owner: str
    may_claim: bool
    holds_case: bool
    answer: str = ""


@dataclass(frozen=True)
class OwedGroup:
    """What tasks ask of a person, as a group of Hoje."""

    name: str
    title: str
    hint: str
    count: str
    url: str
    lines: Sequence[TaskLine]
    has_more: bool


@dataclass(frozen=True)
class ShelfTab:
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class StepLine:
    title: str
    who: str
    at: dt.datetime
    text: str


@dataclass(frozen=True)
class TaskView:
    """`may` holds the actions that this person can do now; `new_files` came for an answer not sent yet."""

    task: SectorTask
    name: str
    facts: Sequence[tuple[str, str]]
    steps: Sequence[StepLine]
    asked_files: Sequence[TaskFile]
    answer_files: Sequence[TaskFile]
    new_files: Sequence[TaskFile]
    may: frozenset[str]
    may_see_files: bool
    is_member: bool
    is_mine: bool
    case_url: str
    due: str
    tone: str
    is_overdue: bool
    state_tone: str


def task_lines(rows: Sequence[TaskRow], actor: Actor, today: dt.date) -> list[TaskLine]:
    several = len(actor.operator_names) > 1
    return [_line(row, actor, today, several) for row in rows]


def _line(row: TaskRow, actor: Actor, today: dt.date, several: bool) -> TaskLine:
    is_open = row.state == TaskState.OPEN
    sees_case = actor.may(Permission.CASES_SEE, row.operator_id)
    place = "/".join(part for part in (row.city, row.city_state) if part)
    parts = (
        row.sector_label,
        row.number or f"Rascunho {row.case_id}",
        place if sees_case or "city" in row.facts else "",
        row.operator if several else "",
    )
    mine = actor.user is not None and row.owner_id == actor.user.pk
    return TaskLine(
        pk=row.pk,
        url=address_of("task-page", row.pk),
        sector=row.sector_label,
        name=row.name or "Prestador sem nome",
        second=" · ".join(part for part in parts if part),
        text=row.text,
        answer=(row.answer or "com anexos, sem texto") if row.state == TaskState.ANSWERED else "",
        state="" if is_open else TaskState(row.state).label,
        state_tone=STATE_TONES[row.state],
        due=due_words(row.due_on, today) if is_open else "",
        tone=due_tone(row.due_on, today) if is_open else "",
        is_overdue=is_open and row.due_on < today,
        owner=("com você" if mine else f"com {row.owner}" if row.owner else "na fila") if is_open else "",
        may_claim=is_open and row.owner_id is None and _is_member(row.operator_id, row.sector, actor),
        holds_case=row.holds_case and is_open and sees_case,
    )


SHELF_OF = {Owed.ANSWER: Shelf.OPEN, Owed.ACCEPT: Shelf.MINE, Owed.LATE: Shelf.OVERDUE}


def owed_groups(owed: Mapping[Owed, OwedTasks], actor: Actor, today: dt.date) -> list[OwedGroup]:
    return [
        OwedGroup(
            name=str(name),
            title=OWED_TITLES[name][0],
            hint=OWED_TITLES[name][1],
            count=format_count(tasks.count),
            url=queue_address(SHELF_OF[name]),
            lines=task_lines(tasks.rows, actor, today),
            has_more=tasks.count > len(tasks.rows),
        )
        for name, tasks in owed.items()
    ]


def shelf_tabs(
    current: Shelf, counts: Mapping[Shelf, int], sector: str, *, answers_for_sector: bool
) -> list[ShelfTab]:
    labels = SHELF_LABELS | {Shelf.MINE: "Comigo" if answers_for_sector else "Dos meus processos"}
    tabs = []
    for shelf, label in labels.items():
        number = counts.get(shelf)
        said = f"{label} ({format_count(number)})" if number else label
        tabs.append(ShelfTab(said, queue_address(shelf, sector), shelf is current))
    return tabs


def queue_address(shelf: Shelf | None = None, sector: str = "", page: int = 1) -> str:
    """The list of tasks with its filter."""
    asked = {"mostrar": str(shelf) if shelf else "", "setor": sector, "pagina": str(page) if page > 1 else ""}
    query = urlencode({name: value for name, value in asked.items() if value})
    return reverse("task-list") + (f"?{query}" if query else "")


def present_task(
    task: SectorTask,
    steps: Sequence[TaskStep],
    files: Sequence[TaskFile],
    actor: Actor,
    today: dt.date,
    *,
    may_see_files: bool,
) -> TaskView:
    is_member = _is_member(task.operator_id, task.sector, actor)
    is_mine = actor.user is not None and task.owner_id == actor.user.pk
    answers = [file for file in files if file.is_answer and task.is_open and is_member]
    new = [file for file in answers if file.attachment.added_at >= task.given_at]
    return TaskView(
        task=task,
        name=provider_name(task.case),
        facts=facts_shown(task.case, task.facts),
        steps=[StepLine(STEP_TITLES[step.action], step.by_name, step.at, step.text) for step in steps],
        asked_files=[file for file in files if not file.is_answer],
        answer_files=[file for file in files if file.is_answer and file not in new],
        new_files=new,
        may=_may(task, actor, is_member=is_member, is_mine=is_mine),
        may_see_files=may_see_files,
        is_member=is_member,
        is_mine=is_mine,
        case_url=address_of("case-page", task.case_id)
        if actor.may(Permission.CASES_SEE, task.operator_id)
        else "",
        due=due_words(task.due_on, today),
        tone=due_tone(task.due_on, today),
        is_overdue=task.is_open and task.due_on < today,
        state_tone=STATE_TONES[task.state],
    )


def _may(task: SectorTask, actor: Actor, *, is_member: bool, is_mine: bool) -> frozenset[str]:
    """From the table; of a sector's actions those that make sense for who has the task."""
    found = set()
    for row in TASK_TRANSITIONS.leaving(task.state):
        needs_member = row.permission == Permission.TASKS_ANSWER
        if not actor.may(row.permission, task.operator_id) or (needs_member and not is_member):
            continue
        if (row.action == TaskAction.CLAIM and is_mine) or (row.action == TaskAction.RELEASE and not is_mine):
            continue
        found.add(str(row.action))
    return frozenset(found)


def _is_member(operator_id: int, sector: str, actor: Actor) -> bool:
    return sector in actor.sectors.get(operator_id, frozenset())
