"""What every write to a task has in common: its case locked, its transition found, timeline and audit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.cases.actions.case_write import CaseWrite, writing
from vinculo.cases.actions.change_state import leave_waiting, move_case
from vinculo.cases.actions.set_next_contact import mark_next_contact
from vinculo.cases.clock import day_of
from vinculo.cases.models import CaseEvent
from vinculo.cases.refusals import UnableToChangeState
from vinculo.cases.states import WORKED_STATES, CaseAction, State
from vinculo.kernel.finding import Severity
from vinculo.kernel.refusal import NotPermitted
from vinculo.kernel.transitions import Transition, UnknownTransition
from vinculo.network.queries.calendar import calendar_of

from ..models import SectorTask, TaskStep
from ..queries.sectors import terms_of
from ..refusals import UnableToMoveTask
from ..rules import due_on
from ..task_states import TASK_TRANSITIONS, TaskAction, TaskGuardFacts, TaskState

ASKED, REMINDED, ESCALATED = "ask", "remind", "escalate"
"""What is told of a task besides its transitions."""


@dataclass
class TaskWrite:
    """A task whose case is locked, for the length of one action."""

    task: SectorTask
    write: CaseWrite
    row: Transition[TaskGuardFacts]

    def refuse_if_blocked(self, facts: TaskGuardFacts) -> None:
        found = self.row.guard(facts) if self.row.guard else ()
        blocking = [finding for finding in found if finding.severity is Severity.BLOCKING]
        if blocking:
            sentences = " ".join(finding.message for finding in blocking)
            raise UnableToMoveTask(f"{sentences} A tarefa continua como estava.", blocking)

    def finish(self, *, text: str = "", tells: int | None = None) -> None:
        """Notes the step and saves the task, in its new state."""
        task, write, action = self.task, self.write, self.row.action
        task.state = self.row.target
        task.save()
        user, name = write.actor.user, write.actor.name
        TaskStep.objects.create(task=task, action=action, text=text, at=write.now, by=user, by_name=name)
        reason = text if self.row.needs_reason else ""
        tell_of_task(write, task, action, tells=tells, reason=reason)
        write.audit(f"task.{action}", {"task": task.pk, "sector": task.sector})


@contextmanager
def writing_task(
    *, task: SectorTask, action: TaskAction, actor: Actor, now: dt.datetime, text: str = ""
) -> Iterator[TaskWrite]:
    """Locks the task's case and finds the transition.

    Raises:
        NotPermitted: the task is another operator's or sector's, or the role does not allow the action.
        UnableToMoveTask: the table has no such transition now, or its reason is missing.
    """
    permission = Permission(next(row.permission for row in TASK_TRANSITIONS if row.action == action))
    visible = SectorTask.objects.visible_to(actor).select_related("case")
    if not visible.filter(pk=task.pk).exists():
        raise NotPermitted
    with writing(case=task.case, actor=actor, now=now, permission=permission) as write:
        locked = visible.get(pk=task.pk)
        row = _row(locked, action)
        if row.needs_reason and not text.strip():
            raise UnableToMoveTask("Escreva o motivo. A tarefa continua como estava.")
        yield TaskWrite(locked, write, row)


def _row(task: SectorTask, action: TaskAction) -> Transition[TaskGuardFacts]:
    try:
        return TASK_TRANSITIONS.find(task.state, action)
    except UnknownTransition:
        raise UnableToMoveTask(
            f"A tarefa está {TaskState(task.state).label.lower()}; “{action.label}” não é possível agora. "
            "Nada foi alterado: atualize a página."
        ) from None


def tell_of_task(
    write: CaseWrite, task: SectorTask, action: str, *, tells: int | None = None, reason: str = ""
) -> None:
    """A line in the timeline of the case, and a notice for whom it tells."""
    write.tell(
        CaseEvent.Kind.SECTOR_TASK,
        tells=tells,
        task=task.pk,
        action=action,
        sector=task.sector,
        label=task.sector_label,
        reason=reason,
    )


def due_day(write: CaseWrite, sector: str, days: int | None = None) -> dt.date:
    """So many business days of the case's city from now; those of the sector's terms if nobody says."""
    case, today = write.case, day_of(write.now)
    if days is None:
        days = write.once(terms_of, case.operator_id, sector, today).answer_days
    calendar = write.once(calendar_of, case.operator_id, case.municipality_id, case.city_state)
    return due_on(today, days, calendar)


def hold_case(write: CaseWrite, sector: str, due: dt.date) -> None:
    """The case waits for the sector. Without a day for its next contact, that is when the answer is due.

    Raises:
        UnableToChangeState: a case in that state cannot wait.
    """
    if write.case.waiting_on == sector:
        return
    if write.case.state in WORKED_STATES and write.case.next_contact_on is None:
        mark_next_contact(write, due)
    leave_waiting(write, sector)


def let_case_go_on(write: CaseWrite, task: SectorTask) -> None:
    """The case that waited for this task goes on, or waits for the next one that holds it."""
    case = write.case
    if not task.holds_case or case.state != State.WAITING or case.waiting_on != task.sector:
        return
    others = SectorTask.objects.filter(case=case, state=TaskState.OPEN, holds_case=True).exclude(pk=task.pk)
    sectors = list(others.order_by("due_on", "pk").values_list("sector", flat=True))
    if task.sector in sectors:
        return
    if sectors:
        try:
            leave_waiting(write, sectors[0])
        except UnableToChangeState:
            # What it lacks to wait any longer is asked of its consultant, not of who has just answered.
            sectors = []
    if not sectors:
        move_case(write, CaseAction.RESUME, reason="")
