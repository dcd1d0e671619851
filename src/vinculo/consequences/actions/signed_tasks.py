"""What a signature asks of the sectors, and what becomes of it when the case is reopened or ends."""

from __future__ import annotations

from collections.abc import Sequence

from vinculo.cases.actions.case_write import CaseWrite
from vinculo.cases.clock import day_of
from vinculo.cases.models import CaseEvent
from vinculo.cases.states import CaseAction
from vinculo.kernel.text_gaps import filled
from vinculo.paper.catalogue import OptionList

from ..models import SectorTask, TaskStep
from ..needed_facts import NEEDED_FACTS, TOLD_AFTER_SIGNATURE, values_of_gaps
from ..queries.sectors import terms_of
from ..queries.set_going import set_going
from ..task_states import TaskAction, TaskState
from ..terms import undo_text
from .task_telling import tell_of_new_task
from .task_write import due_day, tell_of_task

Origin = SectorTask.Origin


def ask_ticked_sectors(write: CaseWrite, event: CaseEvent) -> None:
    """A task for each sector that is ticked."""
    case, tasks = write.case, []
    for sector in case.sectors:
        terms = write.once(terms_of, case.operator_id, sector, day_of(write.now))
        text = filled(terms.signature_text, values_of_gaps(case)).text
        facts = (*terms.facts, *TOLD_AFTER_SIGNATURE)
        tasks.append(_task(write, event, sector, origin=Origin.SIGNATURE, text=text, facts=facts))
    _keep(write, event, tasks)


def ask_to_undo(write: CaseWrite, event: CaseEvent) -> None:
    """What a sector has done because of the signature, it is asked to undo."""
    done = SectorTask.objects.filter(
        case=write.case,
        origin=Origin.SIGNATURE,
        state__in=[TaskState.ANSWERED, TaskState.ACCEPTED],
        follows__lt=event.pk,
    )
    undone = SectorTask.objects.filter(case=write.case, origin=Origin.UNDO).values_list("sector", "asked_at")
    tasks = []
    for task in done:
        if any(sector == task.sector and at > task.asked_at for sector, at in undone):
            continue
        values = {**values_of_gaps(write.case), "motivo": event.data.get("reason", "")}
        text = f"{filled(undo_text(), values).text}\n\nO que tinha sido pedido:\n{task.text}"
        tasks.append(_task(write, event, task.sector, origin=Origin.UNDO, text=text, facts=task.facts))
    _keep(write, event, tasks)


def _task(
    write: CaseWrite, event: CaseEvent, sector: str, *, origin: str, text: str, facts: Sequence[str]
) -> SectorTask:
    case = write.case
    return SectorTask(
        case=case,
        follows=event,
        sector=sector,
        operator_id=case.operator_id,
        sector_label=case.edition.edition.option_label(OptionList.SECTOR, sector),
        origin=origin,
        text=text,
        facts=[code for code in NEEDED_FACTS if code in facts],
        asked_by_id=event.actor_id,
        asked_by_name=event.actor_name,
        asked_at=write.now,
        given_at=write.now,
        due_on=due_day(write, sector),
    )


def _keep(write: CaseWrite, event: CaseEvent, tasks: Sequence[SectorTask]) -> None:
    """One of each sector; those that are there already stay as they are."""
    there = write.once(set_going, write.case.pk, event.pk).sectors
    first = {task.sector: task for task in reversed(tasks)}
    new = [task for task in tasks if task.sector not in there and first[task.sector] is task]
    SectorTask.objects.bulk_create(new)
    for task in new:
        tell_of_new_task(write, task)
        write.audit("task.ask", {"task": task.pk, "sector": task.sector, "origin": task.origin})


def cancel_open_tasks(write: CaseWrite, event: CaseEvent) -> None:
    """Whatever had been asked by then and is not answered; what is to be undone still is."""
    reason = _REASONS[event.data["action"]]
    asked = SectorTask.objects.filter(case=write.case, state=TaskState.OPEN, asked_at__lte=event.at)
    for task in asked.exclude(origin=Origin.UNDO).order_by("pk"):
        task.state, task.ended_at = TaskState.CANCELLED, write.now
        task.save(update_fields=["state", "ended_at"])
        TaskStep.objects.create(
            task=task, action=TaskAction.CANCEL, text=reason, at=write.now, by_name=write.actor.name
        )
        tell_of_task(write, task, TaskAction.CANCEL, tells=task.owner_id, reason=reason)
        write.audit("task.cancel", {"task": task.pk, "sector": task.sector})


_REASONS = {
    CaseAction.REOPEN: "O processo foi reaberto.",
    CaseAction.CANCEL: "O processo foi cancelado.",
    CaseAction.MERGE: "O processo foi unido a outro.",
}
