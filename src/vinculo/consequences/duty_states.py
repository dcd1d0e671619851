"""The states of a duty and the one table of its transitions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models

from vinculo.accounts.permissions import Permission
from vinculo.kernel.finding import Finding
from vinculo.kernel.transitions import Transition, TransitionTable

from .duty_rules import case_is_as_signed, says_what_was_done


class DutyState(models.TextChoices):
    OPEN = "open", "Pendente"
    DONE = "done", "Feita"
    NOT_NEEDED = "not_needed", "Não se aplica"
    CANCELLED = "cancelled", "Cancelada"


class DutyAction(models.TextChoices):
    """What moves a duty; the labels are the words on the buttons."""

    COMPLETE = "complete", "Marcar como feita"
    WAIVE = "waive", "Não se aplica"
    REOPEN = "reopen", "Voltar a pendente"


@dataclass(frozen=True)
class DutyGuardFacts:
    """What the guards look at. `needs_evidence`: a note or a file has to say what was done."""

    note: str = ""
    has_files: bool = False
    needs_evidence: bool = False
    case_stands: bool = True


def _is_told(facts: DutyGuardFacts) -> Sequence[Finding]:
    return says_what_was_done(facts.note, has_files=facts.has_files, is_needed=facts.needs_evidence)


def _stands(facts: DutyGuardFacts) -> Sequence[Finding]:
    return case_is_as_signed(stands=facts.case_stands)


_CASE = Permission.CASES_WORK

DUTY_TRANSITIONS: TransitionTable[DutyGuardFacts] = TransitionTable(
    [
        Transition(DutyState.OPEN, DutyAction.COMPLETE, DutyState.DONE, _CASE, _is_told),
        Transition(DutyState.OPEN, DutyAction.WAIVE, DutyState.NOT_NEEDED, _CASE, needs_reason=True),
        Transition(DutyState.DONE, DutyAction.REOPEN, DutyState.OPEN, _CASE, _stands, needs_reason=True),
        Transition(DutyState.NOT_NEEDED, DutyAction.REOPEN, DutyState.OPEN, _CASE, _stands),
    ]
)
