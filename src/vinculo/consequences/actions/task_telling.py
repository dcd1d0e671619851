"""Telling a sector of a task: who has it, or everybody whose queue it is in."""

from __future__ import annotations

from vinculo.cases.actions.case_write import CaseWrite

from ..models import SectorTask
from ..queries.sectors import member_ids
from .task_write import ASKED, tell_of_task

QUEUED = "queue"
"""A new task in a queue is told otherwise than one that somebody is given."""


def sector_people(write: CaseWrite, task: SectorTask) -> list[int]:
    """The ids of those who must learn what becomes of a task that is open."""
    if task.owner_id:
        return [task.owner_id]
    members: dict[str, list[int]] = write.once(member_ids, task.operator_id)
    return members.get(task.sector, [])


def tell_each(write: CaseWrite, task: SectorTask, action: str, people: list[int]) -> None:
    """Each person has an event of their own; where there is nobody, the timeline is told all the same."""
    told: list[int | None] = [*people] or [None]
    for person in told:
        tell_of_task(write, task, action, tells=person)


def tell_of_new_task(write: CaseWrite, task: SectorTask) -> None:
    people = sector_people(write, task)
    tell_each(write, task, QUEUED if people and not task.owner_id else ASKED, people)
