"""What every write to a filing has in common: its transition, its row, who is told. Its case is locked."""

from __future__ import annotations

from dataclasses import dataclass

from vinculo.cases.actions.case_write import CaseWrite
from vinculo.cases.models import CaseEvent
from vinculo.kernel.transitions import UnknownTransition
from vinculo.outbox.actions import cancel
from vinculo.outbox.models import OutboxRow

from ..filing_states import FILING_TRANSITIONS, FilingAction, FilingState
from ..models import Filing
from ..refusals import UnableToMoveDuty

STOPPED, SENT_AGAIN = "filing_stop", "filing_send"
"""What is told in the timeline of a duty's filing."""
BEING_SENT = (
    "A providência está sendo enviada ao sistema agora. Espere um minuto e veja se ela foi feita. "
    "Nada foi alterado."
)
UNSENT = (FilingState.WAITING, FilingState.ATTENTION)


@dataclass
class FilingWrite:
    """A filing whose case is locked, for the length of one action; each method saves it."""

    filing: Filing
    write: CaseWrite

    def move(self, action: FilingAction, **values: object) -> None:
        """Along the table, with whatever else becomes of it.

        Raises:
            UnableToMoveDuty: the table has no such transition.
        """
        filing = self.filing
        try:
            row = FILING_TRANSITIONS.find(filing.state, action)
        except UnknownTransition:
            said = FilingState(filing.state).label.lower()
            raise UnableToMoveDuty(
                f"O envio ao sistema está assim: {said}; isso não é possível agora. "
                "Nada foi alterado: atualize a página."
            ) from None
        for name, value in {"finding": "", "finding_code": "", **values, "state": row.target}.items():
            setattr(filing, name, value)
        filing.save()
        self.write.audit(f"filing.{action}", {"duty": filing.duty_id, "code": filing.duty.code})

    def stop(self, code: str, sentence: str, **values: object) -> None:
        """A person has to look at it: whoever has the duty is told, or whose case it is."""
        self.move(FilingAction.STOP, finding_code=code, finding=sentence[:600], **values)
        duty = self.filing.duty
        tells = duty.owner_id or self.write.case.consultant_id
        self.tell(STOPPED, tells=tells)

    def tell(self, action: str, *, tells: int | None = None) -> None:
        duty = self.filing.duty
        self.write.tell(CaseEvent.Kind.DUTY, tells=tells, duty=duty.pk, action=action, label=duty.label)


def filing_of(duty_id: int) -> Filing | None:
    """Locked, after its case."""
    rows = Filing.objects.select_for_update(of=("self",)).select_related("duty", "row")
    return rows.filter(duty_id=duty_id).first()


def leave_to_others(duty_id: int, write: CaseWrite, *, by_person: bool) -> None:
    """The duty has ended without the connection: what would have been sent is taken back.

    Raises:
        UnableToMoveDuty: a person ended it, and it is being sent at this moment.
    """
    filing = filing_of(duty_id)
    if filing is None or filing.state not in UNSENT:
        return
    _take_back(filing.row, by_person=by_person)
    FilingWrite(filing, write).move(FilingAction.LEAVE)


def cancel_filing(filing: Filing, write: CaseWrite) -> None:
    """Nobody wants it any more. What is being sent right now is found out by who undoes it."""
    # Its row comes last, as for who has all of an operator sent again.
    FilingWrite(filing, write).move(FilingAction.CANCEL)
    _take_back(filing.row, by_person=False)


def _take_back(row: OutboxRow | None, *, by_person: bool) -> None:
    if row is None or cancel(row=row) or not by_person:
        return
    row.refresh_from_db()
    if row.state == OutboxRow.State.RUNNING:
        raise UnableToMoveDuty(BEING_SENT)
