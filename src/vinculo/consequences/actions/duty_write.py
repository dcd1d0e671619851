"""What every write to a duty has in common: its case locked, its transition found, timeline and audit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.cases.actions.case_write import CaseWrite, writing
from vinculo.cases.models import CaseEvent
from vinculo.cases.states import State
from vinculo.kernel.finding import Severity
from vinculo.kernel.refusal import NotPermitted
from vinculo.kernel.transitions import Transition, UnknownTransition

from ..duty_states import DUTY_TRANSITIONS, DutyAction, DutyGuardFacts, DutyState
from ..models import Duty, DutyStep
from ..refusals import UnableToMoveDuty
from .filing_write import leave_to_others

GIVEN, CONFIRMED = "owner", "confirm"
"""What is told of a duty whose owner or day was changed; of one that the registry has confirmed."""


@dataclass
class DutyWrite:
    """A duty whose case is locked, for the length of one action."""

    duty: Duty
    write: CaseWrite

    def find(self, action: DutyAction) -> Transition[DutyGuardFacts]:
        try:
            return DUTY_TRANSITIONS.find(self.duty.state, action)
        except UnknownTransition:
            said = DutyState(self.duty.state).label.lower()
            raise UnableToMoveDuty(
                f"A providência está {said}; “{action.label}” não é possível agora. "
                "Nada foi alterado: atualize a página."
            ) from None

    def move(self, action: DutyAction, *, text: str, confirmed_by: str = Duty.Confirmation.PERSON) -> None:
        """Through the table, with its guard; the duty is saved and the step noted.

        Raises:
            UnableToMoveDuty: the table has no such row, its reason is missing, findings block, or a person
            ends what a connection is just sending.
        """
        row, text, duty, write = self.find(action), text.strip(), self.duty, self.write
        if row.needs_reason and not text:
            raise UnableToMoveDuty("Escreva o motivo. A providência continua como estava.")
        self._refuse_if_blocked(row, text, confirmed_by)
        duty.state = row.target
        ends = not duty.is_open
        if ends and duty.kind == Duty.Kind.FILING:
            leave_to_others(duty.pk, write, by_person=confirmed_by == Duty.Confirmation.PERSON)
        duty.ended_at = write.now if ends else None
        duty.ended_by, duty.ended_by_name = (write.actor.user, write.actor.name) if ends else (None, "")
        duty.confirmed_by = confirmed_by if duty.state == DutyState.DONE else ""
        duty.note = text if ends else duty.note
        duty.save()
        self.note_step(action, text)
        write.tell(
            CaseEvent.Kind.DUTY,
            duty=duty.pk,
            action=str(action),
            label=duty.label,
            by=duty.confirmed_by,
            reason=text if row.needs_reason else "",
        )
        write.audit(f"duty.{action}", {"duty": duty.pk, "kind": duty.kind, "code": duty.code})

    def confirm(self, text: str) -> None:
        """The registry shows what until now was only the connection's word."""
        duty = self.duty
        duty.confirmed_by = Duty.Confirmation.FEED
        duty.save(update_fields=["confirmed_by"])
        self.note_step(CONFIRMED, text)
        self.write.tell(CaseEvent.Kind.DUTY, duty=duty.pk, action=CONFIRMED, label=duty.label)
        self.write.audit("duty.confirm", {"duty": duty.pk, "code": duty.code})

    def note_step(self, action: str, text: str) -> None:
        user, name = self.write.actor.user, self.write.actor.name
        DutyStep.objects.create(
            duty=self.duty, action=action, text=text, at=self.write.now, by=user, by_name=name
        )

    def tell_given(self, new_owner_id: int | None) -> None:
        """The day or the owner is another one; who has it now is told."""
        duty = self.duty
        self.write.tell(
            CaseEvent.Kind.DUTY,
            tells=new_owner_id,
            duty=duty.pk,
            action=GIVEN,
            label=duty.label,
            due=duty.due_on.isoformat(),
        )
        self.write.audit("duty.given", {"duty": duty.pk, "owner": duty.owner_id})

    def _refuse_if_blocked(self, row: Transition[DutyGuardFacts], text: str, confirmed_by: str) -> None:
        """What another system confirms needs no words of a person."""
        by_person = confirmed_by == Duty.Confirmation.PERSON
        facts = DutyGuardFacts(
            note=text,
            has_files=self.duty.files.filter(attachment__voided_at=None).exists(),
            needs_evidence=self.duty.needs_evidence and by_person,
            case_stands=signature_stands(self.duty, self.write),
        )
        found = row.guard(facts) if row.guard else ()
        blocking = [finding for finding in found if finding.severity is Severity.BLOCKING]
        if blocking:
            sentences = " ".join(finding.message for finding in blocking)
            raise UnableToMoveDuty(f"{sentences} A providência continua como estava.", blocking)


def signature_stands(duty: Duty, write: CaseWrite) -> bool:
    """Whether nothing has moved the case since what made the duty; an undoing stands whatever comes."""
    if duty.kind == Duty.Kind.UNDO:
        return True
    return write.case.state == State.CLOSED and write.case.signed_at == duty.follows.at


@contextmanager
def writing_duty(
    *, duty: Duty, actor: Actor, now: dt.datetime, permission: Permission = Permission.CASES_WORK
) -> Iterator[DutyWrite]:
    """Locks the duty's case.

    Raises:
        NotPermitted: the duty is another operator's, or the role does not work on cases.
    """
    visible = Duty.objects.visible_to(actor).select_related("case", "follows")
    found = visible.filter(pk=duty.pk).first()
    if found is None:
        raise NotPermitted
    with writing(case=found.case, actor=actor, now=now, permission=permission) as write:
        yield DutyWrite(visible.get(pk=duty.pk), write)
