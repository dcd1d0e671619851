"""A printed form of a case came back on paper: it becomes an attachment, and the timeline tells."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.db import transaction

from vinculo.accounts.actor import Actor

from ..models import Attachment, CaseEvent, CasePrint
from .attachments import add_attachment
from .case_write import writing


@transaction.atomic
def attach_returned_paper(
    *,
    case_print: CasePrint,
    page: int,
    name: str,
    content: bytes,
    largest: int,
    changes: int,
    actor: Actor,
    now: dt.datetime,
) -> tuple[Attachment, bool]:
    """The sheet as an attachment of its case, and whether it is new. The same picture again adds nothing.

    Nothing of the case's data changes, so that signed and closed cases take their paper, too.

    Raises:
        NotPermitted: the case is another operator's, or the actor may not work on it.
        UnableToWriteCase: the case is cancelled.
        UnableToAddAttachment: the picture is too large.
    """
    case = case_print.case
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
