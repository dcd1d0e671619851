"""The states of a case and the one table of its transitions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models

from vinculo.accounts.permissions import Permission
from vinculo.kernel.finding import Finding
from vinculo.kernel.transitions import Transition, TransitionTable


class State(models.TextChoices):
    DRAFT = "draft", "Rascunho"
    IN_PROGRESS = "in_progress", "Em andamento"
    WAITING = "waiting", "Aguardando retorno"
    DECIDED = "decided", "Decidido"
    CLOSED = "closed", "Encerrado"
    CANCELLED = "cancelled", "Cancelado"


OPEN_STATES = (State.DRAFT, State.IN_PROGRESS, State.WAITING)
"""States in which a case is worked on and its fields may be saved."""

WORKED_STATES = (State.IN_PROGRESS, State.WAITING)
"""Where a next contact is owed; a draft has not begun."""


class CaseAction(models.TextChoices):
    """What moves a case; the labels are the words on the buttons."""

    OPEN = "open", "Abrir processo"
    WAIT = "wait", "Aguardar retorno"
    RESUME = "resume", "Retomar"
    DECIDE = "decide", "Decidir"
    SIGN = "sign", "Assinar"
    RETURN = "return", "Devolver ao consultor"
    REOPEN = "reopen", "Reabrir"
    CANCEL = "cancel", "Cancelar processo"
    RECORD_HISTORY = "record_history", "Registrar como histórico"
    MERGE = "merge", "Unir a outro processo"
    UNMERGE = "unmerge", "Desfazer união"
    UNMERGE_DRAFT = "unmerge_draft", "Desfazer união do rascunho"
    TAKE_BACK_IMPORT = "take_back_import", "Desfazer importação"


PARTS_OF_A_MERGE = frozenset({CaseAction.MERGE, CaseAction.UNMERGE, CaseAction.UNMERGE_DRAFT})
DONE_BY_OTHER_ACTIONS = PARTS_OF_A_MERGE | {CaseAction.RECORD_HISTORY, CaseAction.TAKE_BACK_IMPORT}
"""Transitions that are a part of something larger: no button and no request asks for them alone."""


@dataclass(frozen=True)
class CaseGuardFacts:
    """What the guards look at: the findings at each moment, made by `cases.rules`."""

    opening: Sequence[Finding] = ()
    waiting: Sequence[Finding] = ()
    deciding: Sequence[Finding] = ()
    signing: Sequence[Finding] = ()


def _opening(facts: CaseGuardFacts) -> Sequence[Finding]:
    return facts.opening


def _waiting(facts: CaseGuardFacts) -> Sequence[Finding]:
    return facts.waiting


def _deciding(facts: CaseGuardFacts) -> Sequence[Finding]:
    return facts.deciding


def _signing(facts: CaseGuardFacts) -> Sequence[Finding]:
    return facts.signing


_GUARDS = {
    CaseAction.OPEN: _opening,
    CaseAction.WAIT: _waiting,
    CaseAction.DECIDE: _deciding,
    CaseAction.SIGN: _signing,
}


def _row(
    source: State,
    action: CaseAction,
    target: State,
    permission: Permission,
    *,
    needs_reason: bool = False,
) -> Transition[CaseGuardFacts]:
    return Transition(source, action, target, permission, _GUARDS.get(action), needs_reason)


CASE_TRANSITIONS = TransitionTable(
    [
        _row(State.DRAFT, CaseAction.OPEN, State.IN_PROGRESS, Permission.CASES_WORK),
        _row(State.DRAFT, CaseAction.RECORD_HISTORY, State.CLOSED, Permission.FORMS_IMPORT),
        *(
            _row(state, CaseAction.TAKE_BACK_IMPORT, State.CANCELLED, Permission.FORMS_IMPORT)
            for state in (State.DRAFT, State.CLOSED)
        ),
        _row(State.DRAFT, CaseAction.CANCEL, State.CANCELLED, Permission.CASES_WORK, needs_reason=True),
        _row(State.IN_PROGRESS, CaseAction.DECIDE, State.DECIDED, Permission.CASES_WORK),
        _row(State.IN_PROGRESS, CaseAction.WAIT, State.WAITING, Permission.CASES_WORK),
        _row(State.IN_PROGRESS, CaseAction.CANCEL, State.CANCELLED, Permission.CASES_WORK, needs_reason=True),
        _row(State.WAITING, CaseAction.RESUME, State.IN_PROGRESS, Permission.CASES_WORK),
        _row(State.WAITING, CaseAction.WAIT, State.WAITING, Permission.CASES_WORK),
        _row(State.WAITING, CaseAction.DECIDE, State.DECIDED, Permission.CASES_WORK),
        _row(State.WAITING, CaseAction.CANCEL, State.CANCELLED, Permission.CASES_WORK, needs_reason=True),
        _row(State.DECIDED, CaseAction.SIGN, State.CLOSED, Permission.CASES_SIGN),
        _row(State.DECIDED, CaseAction.RETURN, State.IN_PROGRESS, Permission.CASES_SIGN, needs_reason=True),
        *(_row(state, CaseAction.MERGE, State.CANCELLED, Permission.CASES_REASSIGN) for state in OPEN_STATES),
        _row(State.CANCELLED, CaseAction.UNMERGE, State.IN_PROGRESS, Permission.CASES_REASSIGN),
        _row(State.CANCELLED, CaseAction.UNMERGE_DRAFT, State.DRAFT, Permission.CASES_REASSIGN),
        _row(State.CLOSED, CaseAction.REOPEN, State.IN_PROGRESS, Permission.CASES_REOPEN, needs_reason=True),
    ]
)
