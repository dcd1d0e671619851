"""A provider that had been retained leaves after all: its watch ends, and both cases know of each other."""

from __future__ import annotations

import datetime as dt

from vinculo.accounts.actor import Actor
from vinculo.cases.actions.case_write import CaseWrite, writing
from vinculo.cases.models import Case, CaseEvent
from vinculo.cases.states import State
from vinculo.outbox.actions import plan
from vinculo.outbox.models import OutboxRow

from ..duty_states import DutyState
from ..models import Duty
from .duty_write import signature_stands
from .signed_duties import RETAINED, TERMINATED

LATER_EXIT_KIND = "consequences.later_exit"
LEFT, STAYS = "left", "stays"
"""What is told of a watch in the timeline of the case that had retained the provider."""
_COLUMNS = ["later_case", "state", "ended_at", "ended_by_name", "found"]


def plan_later_exit(write: CaseWrite, event: CaseEvent) -> None:
    """Other cases are locked each by itself, after this one: two that hold each other would wait for good."""
    if write.case.outcome == TERMINATED and write.case.provider_id is not None:
        plan(kind=LATER_EXIT_KIND, payload={"case": write.case.pk}, now=write.now)


def settle_later_exit(row: OutboxRow, now: dt.datetime) -> None:
    """The outbox handler: links or parts, as the exit stands now: done twice or late it does no harm."""
    case = Case.objects.filter(pk=row.payload["case"]).first()
    if case is None or case.provider_id is None:
        return
    leaves = case.state == State.CLOSED and case.outcome == TERMINATED and case.signed_at is not None
    watches = Duty.objects.filter(later_case=case)
    if leaves:
        watches = Duty.objects.filter(
            operator_id=case.operator_id,
            kind=Duty.Kind.WATCH,
            case__provider_id=case.provider_id,
            case__outcome=RETAINED,
            case__state=State.CLOSED,
            later_case=None,
        ).exclude(case=case)
    for watch in watches.select_related("case").order_by("case_id", "pk"):
        with writing(case=watch.case, actor=Actor.system(), now=now) as write:
            locked = Duty.objects.select_related("follows").get(pk=watch.pk)
            if leaves:
                _link(locked, case, write)
            else:
                _part(locked, case, write)


def _link(watch: Duty, exit_case: Case, write: CaseWrite) -> None:
    """A watch that was cancelled meanwhile watches nobody."""
    if watch.later_case_id is not None or watch.state == DutyState.CANCELLED:
        return
    watch.later_case = exit_case
    if watch.is_open:
        watch.state, watch.ended_at, watch.ended_by_name = DutyState.DONE, write.now, write.actor.name
        watch.found = {"left": True}
    watch.save(update_fields=_COLUMNS)
    write.tell(CaseEvent.Kind.DUTY, duty=watch.pk, action=LEFT, label=watch.label, number=exit_case.number)
    write.audit("duty.left", {"duty": watch.pk, "case": exit_case.pk})


def _part(watch: Duty, exit_case: Case, write: CaseWrite) -> None:
    """The exit does not stand any more: what it had ended goes on, where its own signature still stands."""
    if watch.later_case_id != exit_case.pk:
        return
    watch.later_case = None
    if watch.found.get("left"):
        stands = signature_stands(watch, write)
        watch.state = DutyState.OPEN if stands else DutyState.CANCELLED
        watch.ended_at = None if stands else write.now
        watch.ended_by_name, watch.found = ("" if stands else write.actor.name), {}
    watch.save(update_fields=_COLUMNS)
    write.tell(CaseEvent.Kind.DUTY, duty=watch.pk, action=STAYS, label=watch.label)
    write.audit("duty.stays", {"duty": watch.pk, "case": exit_case.pk})
