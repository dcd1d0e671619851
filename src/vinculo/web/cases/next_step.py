"""What can be done with a case now: buttons drawn from the transition table."""

from __future__ import annotations

from dataclasses import dataclass

from vinculo.accounts.actor import Actor
from vinculo.cases.models import Case
from vinculo.cases.states import CASE_TRANSITIONS, DONE_BY_OTHER_ACTIONS, CaseAction, State

MAIN_ACTIONS = (CaseAction.OPEN, CaseAction.DECIDE, CaseAction.SIGN, CaseAction.RESUME)


@dataclass(frozen=True, slots=True)
class CaseButton:
    action: str
    label: str
    needs_reason: bool
    is_main: bool
    is_danger: bool
    asks_whom: bool = False


def buttons_for(case: Case, actor: Actor) -> list[CaseButton]:
    """One button for each transition that leaves the state and that the actor's role allows."""
    rows = [
        row for row in CASE_TRANSITIONS.leaving(case.state) if actor.may(row.permission, case.operator_id)
    ]
    main = next((action for action in MAIN_ACTIONS if any(row.action == action for row in rows)), None)
    return [
        CaseButton(
            action=row.action,
            label=label_of(case, CaseAction(row.action)),
            needs_reason=row.needs_reason,
            is_main=row.action == main,
            is_danger=row.action == CaseAction.CANCEL,
            asks_whom=row.action == CaseAction.WAIT,
        )
        for row in rows
        if row.action not in DONE_BY_OTHER_ACTIONS
    ]


def label_of(case: Case, action: CaseAction) -> str:
    """A case that waits already may wait for somebody else."""
    changes_whom = action is CaseAction.WAIT and case.state == State.WAITING
    return "Aguardar outro retorno" if changes_whom else action.label
