"""Tasks of sectors, as somebody may see them: one of them, those of a case, the queue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.cases.models import Attachment, Case

from ..models import SectorTask, TaskFile, TaskStep
from ..task_states import TaskAction, TaskState

UNDER_WAY = (TaskState.OPEN, TaskState.ANSWERED)
SHOWN = 50


class Shelf(StrEnum):
    """The parts of the queue."""

    OPEN = "open"
    MINE = "mine"
    OVERDUE = "overdue"
    ANSWERED = "answered"
    ENDED = "ended"


@dataclass(frozen=True)
class TaskRow:
    """A task in a list, with what the list says of its case: `COLUMNS`, in that order.

    `answer` is what the sector last said, blank where it sent files alone.
    """

    pk: int
    operator_id: int
    operator: str
    sector: str
    sector_label: str
    state: str
    origin: str
    text: str
    facts: Sequence[str]
    holds_case: bool
    due_on: dt.date
    owner_id: int | None
    owner: str | None
    asked_by: str
    answered_at: dt.datetime | None
    ended_at: dt.datetime | None
    case_id: int
    number: str | None
    name: str | None
    city: str | None
    city_state: str | None
    answer: str | None


COLUMNS = (
    "pk",
    "operator_id",
    "operator__name",
    "sector",
    "sector_label",
    "state",
    "origin",
    "text",
    "facts",
    "holds_case",
    "due_on",
    "owner_id",
    "owner__name",
    "asked_by_name",
    "answered_at",
    "ended_at",
    "case_id",
    "case__number",
    "case__dentist_name",
    "case__city",
    "case__city_state",
    "answer",
)
ANSWER = Subquery(
    TaskStep.objects.filter(task=OuterRef("pk"), action=TaskAction.ANSWER).order_by("-pk").values("text")[:1]
)
"""What rows are annotated with before `COLUMNS` are read of them."""


@dataclass(frozen=True)
class TaskPage:
    rows: Sequence[TaskRow]
    has_more: bool = False


def queue(actor: Actor, shelf: Shelf, today: dt.date, *, sector: str = "", page: int = 1) -> TaskPage:
    """One page of a shelf, what is due first before all else."""
    rows = SectorTask.objects.visible_to(actor).filter(_on(shelf, actor, today))
    if sector:
        rows = rows.filter(sector=sector)
    first = (page - 1) * SHOWN
    found = _rows(rows.order_by(*_ORDERS.get(shelf, ("due_on", "pk")))[first : first + SHOWN + 1])
    return TaskPage(found[:SHOWN], has_more=len(found) > SHOWN)


def shelf_counts(actor: Actor, today: dt.date, *, sector: str = "") -> dict[Shelf, int]:
    """How many stand on each shelf of those under way. One query."""
    rows = SectorTask.objects.visible_to(actor).filter(state__in=UNDER_WAY)
    if sector:
        rows = rows.filter(sector=sector)
    counted = (Shelf.OPEN, Shelf.MINE, Shelf.OVERDUE, Shelf.ANSWERED)
    found = rows.aggregate(**{str(shelf): Count("pk", filter=_on(shelf, actor, today)) for shelf in counted})
    return {shelf: int(found[str(shelf)]) for shelf in counted}


def sectors_with_tasks(actor: Actor) -> list[tuple[str, str]]:
    """Code and name of the sectors among the tasks under way."""
    rows = SectorTask.objects.visible_to(actor).filter(state__in=UNDER_WAY).order_by("sector_label")
    return list(dict(rows.values_list("sector", "sector_label").distinct()).items())


def tasks_of_case(case: Case, actor: Actor) -> list[TaskRow]:
    """All of a case, those under way first."""
    rows = SectorTask.objects.visible_to(actor).filter(case_id=case.pk)
    return _rows(rows.order_by(F("ended_at").desc(nulls_first=True), "due_on", "pk"))


def find_task(actor: Actor, task_id: int) -> SectorTask | None:
    related = ("operator", "case__edition", "case__operator", "case__consultant", "owner")
    return SectorTask.objects.visible_to(actor).select_related(*related).filter(pk=task_id).first()


def steps_of(task: SectorTask) -> list[TaskStep]:
    return list(task.steps.all())


def files_of(task: SectorTask) -> list[TaskFile]:
    """Those that stand; a voided attachment is shown to nobody here."""
    rows = task.files.filter(attachment__voided_at=None).select_related("attachment")
    return list(rows.defer("attachment__text"))


def find_task_file(task: SectorTask, attachment_id: int) -> Attachment | None:
    found = next((file for file in files_of(task) if file.attachment_id == attachment_id), None)
    return found.attachment if found else None


def may_see_files(task: SectorTask, actor: Actor) -> bool:
    """Files show what they show: to members of the sector those of its task, to others as in the case."""
    is_member = task.sector in actor.sectors.get(task.operator_id, frozenset())
    return is_member or actor.may(Permission.PERSONAL_DATA_SEE, task.operator_id)


def _rows(found: QuerySet[SectorTask]) -> list[TaskRow]:
    return [TaskRow(*columns) for columns in found.annotate(answer=ANSWER).values_list(*COLUMNS)]


def _on(shelf: Shelf, actor: Actor, today: dt.date) -> Q:
    """A sector's member works on what is open; whoever asked looks after it until it is accepted."""
    if shelf is Shelf.OPEN:
        return Q(state=TaskState.OPEN)
    if shelf is Shelf.OVERDUE:
        return Q(state=TaskState.OPEN, due_on__lt=today)
    if shelf is Shelf.ANSWERED:
        return Q(state=TaskState.ANSWERED)
    if shelf is Shelf.ENDED:
        return Q(ended_at__isnull=False)
    theirs = Q(case__consultant=actor.user) | Q(asked_by=actor.user)
    cases_at = actor.operators_with(Permission.CASES_WORK)
    return Q(owner=actor.user, state=TaskState.OPEN) | (
        theirs & Q(operator_id__in=cases_at, state__in=UNDER_WAY)
    )


_ORDERS = {
    # What was answered waits for whoever asked; the sector has what is open.
    Shelf.MINE: ("state", "due_on", "pk"),
    Shelf.ANSWERED: ("answered_at", "pk"),
    Shelf.ENDED: ("-ended_at", "-pk"),
}
