"""A provider that had been retained leaves after all: its watch ends, and both cases know of each other."""

from __future__ import annotations

from vinculo.accounts.actor import Actor
from vinculo.cases.actions.case_write import CaseWrite, writing
from vinculo.cases.models import CaseEvent
from vinculo.cases.states import State

from ..duty_states import DutyState
from ..models import Duty
from .signed_duties import RETAINED, TERMINATED

LEFT, STAYS = "left", "stays"
"""What is told of a watch in the timeline of the case that had retained the provider."""


def link_later_exit(write: CaseWrite, event: CaseEvent) -> None:
    """The watches of the provider's retentions before this exit name it; those that are open end with it."""
    case = write.case
    if case.outcome != TERMINATED or case.provider_id is None:
        return
    watches = Duty.objects.filter(
        operator_id=case.operator_id,
        kind=Duty.Kind.WATCH,
        case__provider_id=case.provider_id,
        case__outcome=RETAINED,
        case__state=State.CLOSED,
        later_case=None,
    )
    for watch in watches.exclude(case=case).exclude(state=DutyState.CANCELLED).select_related("case"):
        with writing(case=watch.case, actor=Actor.system(), now=write.now) as other:
            watch.later_case = case
            if watch.is_open:
                watch.state, watch.ended_at, watch.ended_by_name = DutyState.DONE, write.now, write.actor.name
                watch.found = {"left": True}
            watch.save()
            other.tell(CaseEvent.Kind.DUTY, duty=watch.pk, action=LEFT, label=watch.label, number=case.number)
            other.audit("duty.left", {"duty": watch.pk, "case": case.pk})


def unlink_later_exit(write: CaseWrite, event: CaseEvent) -> None:
    """The exit does not stand any more: what it had ended is open again."""
    for watch in Duty.objects.filter(later_case=write.case).select_related("case"):
        with writing(case=watch.case, actor=Actor.system(), now=write.now) as other:
            watch.later_case = None
            if watch.found.get("left"):
                watch.state, watch.ended_at, watch.ended_by_name, watch.found = DutyState.OPEN, None, "", {}
            watch.save()
            other.tell(CaseEvent.Kind.DUTY, duty=watch.pk, action=STAYS, label=watch.label)
            other.audit("duty.stays", {"duty": watch.pk, "case": write.case.pk})
