"""The states of a sector's task and the one table of its transitions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models

from vinculo.accounts.permissions import Permission
from vinculo.kernel.finding import Finding
from vinculo.kernel.transitions import Transition, TransitionTable

from .rules import answer_says_something, case_goes_on, owner_is_as_seen


class TaskState(models.TextChoices):
    OPEN = "open", "Em aberto"
    ANSWERED = "answered", "Respondida"
    ACCEPTED = "accepted", "Concluída"
    CANCELLED = "cancelled", "Cancelada"


class TaskAction(models.TextChoices):
    """What moves a task; the labels are the words on the buttons."""

    EDIT = "edit", "Alterar o pedido"
    CLAIM = "claim", "Assumir"
    RELEASE = "release", "Devolver à fila"
    ANSWER = "answer", "Responder"
    RECORD = "record", "Registrar resposta recebida"
    ACCEPT = "accept", "Aceitar a resposta"
    REOPEN = "reopen", "Reabrir a tarefa"
    CANCEL = "cancel", "Cancelar a tarefa"


@dataclass(frozen=True)
class TaskGuardFacts:
    """What the guards look at. `seen_owner_id` is who had the task on the page from which it is asked."""

    text: str = ""
    has_files: bool = False
    owner_id: int | None = None
    seen_owner_id: int | None = None
    case_is_cancelled: bool = False


def _says_something(facts: TaskGuardFacts) -> Sequence[Finding]:
    return answer_says_something(facts.text, has_files=facts.has_files)


def _is_still_theirs(facts: TaskGuardFacts) -> Sequence[Finding]:
    return owner_is_as_seen(facts.owner_id, facts.seen_owner_id)


def _goes_on(facts: TaskGuardFacts) -> Sequence[Finding]:
    return case_goes_on(is_cancelled=facts.case_is_cancelled)


_SECTOR, _CASE = Permission.TASKS_ANSWER, Permission.CASES_WORK

TASK_TRANSITIONS: TransitionTable[TaskGuardFacts] = TransitionTable(
    [
        Transition(TaskState.OPEN, TaskAction.EDIT, TaskState.OPEN, _CASE),
        Transition(TaskState.OPEN, TaskAction.CLAIM, TaskState.OPEN, _SECTOR, _is_still_theirs),
        Transition(TaskState.OPEN, TaskAction.RELEASE, TaskState.OPEN, _SECTOR, _is_still_theirs),
        Transition(TaskState.OPEN, TaskAction.ANSWER, TaskState.ANSWERED, _SECTOR, _says_something),
        Transition(TaskState.OPEN, TaskAction.RECORD, TaskState.ACCEPTED, _CASE, _says_something),
        Transition(TaskState.ANSWERED, TaskAction.ACCEPT, TaskState.ACCEPTED, _CASE),
        Transition(TaskState.ANSWERED, TaskAction.REOPEN, TaskState.OPEN, _CASE, _goes_on, needs_reason=True),
        Transition(TaskState.ACCEPTED, TaskAction.REOPEN, TaskState.OPEN, _CASE, _goes_on, needs_reason=True),
        Transition(TaskState.OPEN, TaskAction.CANCEL, TaskState.CANCELLED, _CASE, needs_reason=True),
    ]
)
