"""A task on its way: taken up, answered, accepted, reopened, cancelled."""

from __future__ import annotations

import datetime as dt

from vinculo.accounts.actor import Actor
from vinculo.cases.states import WORKED_STATES, State
from vinculo.kernel.refusal import NotPermitted

from ..models import SectorTask
from ..task_states import TaskAction, TaskGuardFacts
from .task_write import TaskWrite, due_day, hold_case, let_case_go_on, writing_task


def claim_task(*, task: SectorTask, seen_owner_id: int | None, actor: Actor, now: dt.datetime) -> SectorTask:
    """The acting member of the sector has it from now on, in the place of whom the page showed.

    Raises:
        NotPermitted: the task is none of the actor's sectors.
        UnableToMoveTask: somebody else took it meanwhile, or it is not open any more.
    """
    if actor.user is None:
        raise NotPermitted
    with writing_task(task=task, action=TaskAction.CLAIM, actor=actor, now=now) as change:
        _require_member(change, actor)
        change.refuse_if_blocked(_of_owner(change, seen_owner_id))
        change.task.owner = actor.user
        change.finish()
        return change.task


def release_task(*, task: SectorTask, actor: Actor, now: dt.datetime) -> SectorTask:
    """Back to the sector's queue, by who has it.

    Raises:
        NotPermitted: the task is none of the actor's sectors.
        UnableToMoveTask: somebody else has it, or it is not open any more.
    """
    with writing_task(task=task, action=TaskAction.RELEASE, actor=actor, now=now) as change:
        _require_member(change, actor)
        change.refuse_if_blocked(_of_owner(change, actor.user.pk if actor.user else None))
        change.task.owner = None
        change.finish()
        return change.task


def answer_task(*, task: SectorTask, text: str, actor: Actor, now: dt.datetime) -> SectorTask:
    """The sector's answer. The consultant of the case is told, and a case that waited for it goes on.

    Raises:
        NotPermitted: the task is none of the actor's sectors.
        UnableToMoveTask: there is neither text nor file, or it is not open any more.
    """
    with writing_task(task=task, action=TaskAction.ANSWER, actor=actor, now=now) as change:
        _require_member(change, actor)
        change.refuse_if_blocked(TaskGuardFacts(text=text, has_files=_has_new_files(change.task)))
        change.task.owner = change.task.owner or actor.user
        change.task.answered_at = now
        change.finish(text=text.strip(), tells=whom_to_tell(change))
        let_case_go_on(change.write, change.task)
        return change.task


def record_answer(*, task: SectorTask, text: str, actor: Actor, now: dt.datetime) -> SectorTask:
    """An answer that came another way, written down by who works on the case. It is accepted with that.

    Raises:
        NotPermitted: the actor does not work on cases there.
        UnableToMoveTask: the text is empty, or the task is not open any more.
    """
    with writing_task(task=task, action=TaskAction.RECORD, actor=actor, now=now) as change:
        change.refuse_if_blocked(TaskGuardFacts(text=text))
        change.task.answered_at = change.task.ended_at = now
        change.finish(text=text.strip(), tells=whom_to_tell(change))
        let_case_go_on(change.write, change.task)
        return change.task


def accept_answer(*, task: SectorTask, actor: Actor, now: dt.datetime) -> SectorTask:
    """
    Raises:
        NotPermitted: the actor does not work on cases there.
        UnableToMoveTask: there is no answer to accept.
    """
    with writing_task(task=task, action=TaskAction.ACCEPT, actor=actor, now=now) as change:
        change.task.ended_at = now
        change.finish()
        return change.task


def reopen_task(*, task: SectorTask, reason: str, actor: Actor, now: dt.datetime) -> SectorTask:
    """The answer does not do. The sector has its days anew, and who had the task is told why.

    Raises:
        NotPermitted: the actor does not work on cases there.
        UnableToMoveTask: the reason is missing, there is no answer, or the case was cancelled.
    """
    with writing_task(task=task, action=TaskAction.REOPEN, actor=actor, now=now, text=reason) as change:
        again, case = change.task, change.write.case
        change.refuse_if_blocked(TaskGuardFacts(case_is_cancelled=case.state == State.CANCELLED))
        again.given_at, again.due_on = now, due_day(change.write, again.sector)
        again.answered_at = again.ended_at = again.reminded_at = again.escalated_at = None
        change.finish(text=reason.strip(), tells=again.owner_id)
        if again.holds_case and case.state in WORKED_STATES:
            hold_case(change.write, again.sector, again.due_on)
        return again


def cancel_task(*, task: SectorTask, reason: str, actor: Actor, now: dt.datetime) -> SectorTask:
    """
    Raises:
        NotPermitted: the actor does not work on cases there.
        UnableToMoveTask: the reason is missing, or the task is not open any more.
    """
    with writing_task(task=task, action=TaskAction.CANCEL, actor=actor, now=now, text=reason) as change:
        change.task.ended_at = now
        change.finish(text=reason.strip(), tells=change.task.owner_id)
        let_case_go_on(change.write, change.task)
        return change.task


def whom_to_tell(change: TaskWrite) -> int | None:
    """The consultant of the case; who asked, where it has none."""
    return change.write.case.consultant_id or change.task.asked_by_id


def _require_member(change: TaskWrite, actor: Actor) -> None:
    """Of this sector: whoever sees cases sees the tasks of all of them, and answers for none."""
    if change.task.sector not in actor.sectors.get(change.task.operator_id, frozenset()):
        raise NotPermitted


def _of_owner(change: TaskWrite, seen_owner_id: int | None) -> TaskGuardFacts:
    return TaskGuardFacts(owner_id=change.task.owner_id, seen_owner_id=seen_owner_id)


def _has_new_files(task: SectorTask) -> bool:
    return task.files.filter(is_answer=True, attachment__added_at__gte=task.given_at).exists()
