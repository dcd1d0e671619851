"""Taking back the day of a next contact that one has just set."""

from __future__ import annotations

import datetime as dt

from vinculo.accounts.actor import Actor
from vinculo.kernel.dates import format_date

from ..models import Case, CaseEvent
from ..refusals import UnableToWriteCase
from ..typed_fields import CASE_FIELDS
from .case_write import writing
from .typed_write import keep_versions, put_raw


def undo_next_contact(*, case: Case, actor: Actor, now: dt.datetime) -> Case:
    """The day that stood before comes back, though it may have passed: only what the actor did last.

    Raises:
        NotPermitted: the case is another operator's, or the actor may not work on it.
        UnableToWriteCase: the case is not open any more, or somebody has set another day since.
    """
    with writing(case=case, actor=actor, now=now) as write:
        write.require_open()
        done = write.case.events.filter(kind=CaseEvent.Kind.NEXT_CONTACT_SET).order_by("-pk").first()
        standing = write.case.next_contact_on
        if (
            done is None
            or actor.user is None
            or done.actor_id != actor.user.pk
            or standing is None
            or done.data["to"] != standing.isoformat()
            or "undoes" in done.data
        ):
            raise UnableToWriteCase(
                "O próximo contato mudou depois disso e continua como está. "
                "Abra o processo para marcar outro dia."
            )
        before = done.data["from"]
        text = format_date(dt.date.fromisoformat(before)) if before else ""
        version = put_raw(write.case, CASE_FIELDS["next_contact_on"], text)
        write.changed |= {"next_contact_on", "raw_values", "field_versions"}
        keep_versions(case=write.case, record=write.case, versions=[version], actor=actor, now=now)
        write.tell(
            CaseEvent.Kind.NEXT_CONTACT_SET, **{"from": standing.isoformat(), "to": before, "undoes": done.pk}
        )
        write.audit("case.next_contact_set")
        return write.case
