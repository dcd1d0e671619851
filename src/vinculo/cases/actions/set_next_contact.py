"""Setting the day of the next contact, apart from any contact: from the desk, or for many cases at once."""

from __future__ import annotations

import datetime as dt
from typing import Any

from vinculo.accounts.actor import Actor
from vinculo.kernel.dates import SAO_PAULO, format_date

from ..models import Case, CaseEvent
from ..refusals import UnableToWriteCase
from ..typed_fields import CASE_FIELDS
from .case_write import CaseWrite, writing
from .typed_write import keep_versions, put_raw


def set_next_contact(*, case: Case, on: dt.date, actor: Actor, now: dt.datetime) -> Case:
    """Marks when somebody talks to the provider again. The day that stands already changes nothing.

    Raises:
        NotPermitted: the case is another operator's, or the actor may not work on it.
        UnableToWriteCase: the day has passed, or the case is decided, closed or cancelled.
    """
    with writing(case=case, actor=actor, now=now) as write:
        write.require_open()
        if on < now.astimezone(SAO_PAULO).date():
            raise UnableToWriteCase(
                f"O dia {format_date(on)} já passou. O próximo contato continua como estava; "
                "escolha hoje ou um dia que ainda vem."
            )
        if mark_next_contact(write, on):
            write.audit("case.next_contact_set")
        return write.case


def mark_next_contact(write: CaseWrite, on: dt.date) -> bool:
    """The same as a part of a larger action; False where the day stands already."""
    before = write.case.next_contact_on
    text = format_date(on)
    if write.case.raw("next_contact_on") == text:
        return False
    version = put_raw(write.case, CASE_FIELDS["next_contact_on"], text)
    write.changed |= {"next_contact_on", "raw_values", "field_versions"}
    keep_versions(case=write.case, record=write.case, versions=[version], actor=write.actor, now=write.now)
    told: dict[str, Any] = {"from": before.isoformat() if before else None, "to": on.isoformat()}
    write.tell(CaseEvent.Kind.NEXT_CONTACT_SET, **told)
    return True
