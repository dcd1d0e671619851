"""A printed form of a case came back on paper: it becomes an attachment, and the timeline tells."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.db import transaction
from django.db.models import Q

from vinculo.accounts.actor import Actor

from ..models import Attachment, Case, CaseEvent, CasePrint
from ..states import OPEN_STATES, State
from .attachments import add_attachment, void_attachment
from .case_write import writing


@transaction.atomic
def attach_returned_paper(
    *,
    case: Case,
    case_print: CasePrint,
    page: int,
    name: str,
    content: bytes,
    largest: int,
    changes: int,
    actor: Actor,
    now: dt.datetime,
) -> tuple[Attachment, bool]:
    """The sheet as an attachment of a case, and whether it is new. The same picture again adds nothing.

    `case` is that of the print, or the one that took it in. Nothing of its data changes, so that signed and
    closed cases take their paper, too.

    Raises:
        NotPermitted: the case is another operator's, or the actor may not work on it.
        UnableToWriteCase: the case is cancelled.
        UnableToAddAttachment: the picture is too large.
    """
    with writing(case=case, actor=actor, now=now) as write:
        digest = hashlib.sha256(content).hexdigest()
        there = Attachment.objects.filter(
            case=write.case, contact=None, sha256=digest, voided_at=None
        ).first()
        if there is not None:
            return there, False
        attachment = add_attachment(
            case=case, name=name, content=content, largest=largest, actor=actor, now=now
        )
        facts = {"print": case_print.pk, "page": page, "attachment": attachment.pk, "changes": changes}
        write.tell(CaseEvent.Kind.PAPER_RETURNED, **facts)
        write.audit("case.paper_returned", facts)
        return attachment, True


def why_paper_stays(attachment: Attachment) -> str:
    """Why the import of a sheet cannot be taken back any more, in a sentence; empty where it can."""
    case = attachment.case
    if case.state not in OPEN_STATES and case.state != State.CANCELLED:
        return f"O processo está {case.get_state_display().lower()}."
    told = CaseEvent.objects.filter(kind=CaseEvent.Kind.PAPER_RETURNED, data__attachment=attachment.pk)
    # Told by the case that it came to, which may have been taken in by this one since.
    if not told.filter(Q(case=case) | Q(case__merged_into=case)).exists():
        return "O mesmo arquivo já estava anexado ao processo."
    return ""


def take_back_paper(*, attachment: Attachment, actor: Actor, now: dt.datetime) -> bool:
    """Voids the attachment that a returned sheet became; False where it stays, or is void already.

    Raises:
        NotPermitted: the case is another operator's, or the actor may not work on it.
    """
    case = attachment.case
    with writing(case=case, actor=actor, now=now) as write:
        standing = Attachment.objects.filter(pk=attachment.pk, case=write.case, voided_at=None)
        found = standing.select_related("case").first()
        if found is None or write.case.state == State.CANCELLED or why_paper_stays(found):
            return False
        void_attachment(case=case, attachment_id=found.pk, actor=actor, now=now)
        return True
