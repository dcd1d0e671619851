"""Signatures and reopenings whose consequences could not be written: nobody tries them any more."""

from __future__ import annotations

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.cases.actions.change_state import CASE_MOVED
from vinculo.cases.models import Case, CaseEvent
from vinculo.outbox.models import OutboxRow


def rows_not_followed(actor: Actor) -> dict[int, Case]:
    """By row, the case of the event, for who signs there. Of rows that were given up there are few, ever."""
    operators = actor.operators_with(Permission.CASES_SIGN)
    if not operators:
        return {}
    given_up = OutboxRow.objects.filter(state=OutboxRow.State.GIVEN_UP, kind=CASE_MOVED)
    events = {row["event"]: pk for pk, row in given_up.values_list("pk", "payload")}
    if not events:
        return {}
    found = CaseEvent.objects.filter(pk__in=events, case__operator_id__in=operators)
    return {events[event.pk]: event.case for event in found.select_related("case").order_by("pk")}
