"""What connections file, as somebody may see it: what waits for a person, the core systems, who may send."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import operators_with
from vinculo.outbox.models import OutboxRow, OutboxTry
from vinculo.outbox.queries import connection_states

from ..core_system.connections import core_connection_for, core_name_of
from ..filing_states import FilingState
from ..filing_steps import STEPS
from ..models import Duty, Filing
from .protocol_requests import ProtocolSystemState

SHOWN = 50
RowState = OutboxRow.State
_RESTS = (RowState.GIVEN_UP, RowState.FAILED, RowState.CANCELLED)


def filing_of_duty(duty: Duty) -> Filing | None:
    """That of a duty which came with its own."""
    found: Filing | None = getattr(duty, "filing", None)
    return found


def filings_failing(actor: Actor) -> list[Filing]:
    """Those that wait for a person, for longest first."""
    rows = Filing.objects.visible_to(actor).failing()
    rows = rows.select_related("duty", "duty__case", "duty__case__operator", "operator", "row")
    return list(rows.order_by("made_at", "pk")[:SHOWN])


def count_failing(actor: Actor) -> int:
    return Filing.objects.visible_to(actor).failing().count()


def is_connected(duty: Duty) -> bool:
    """Whether a connection of its operator does this duty; a person may have it sent then."""
    step = STEPS.get(duty.code) if duty.kind == Duty.Kind.FILING else None
    return step is not None and step.line(duty.case.operator).address is not None


def waits_for_sending(duty: Duty) -> bool:
    """Whether a person may have it sent now: nobody does it, or something has come to a stop."""
    if not duty.is_open or not is_connected(duty):
        return False
    filing = filing_of_duty(duty)
    if filing is None or filing.state != FilingState.WAITING:
        return True
    if filing.row is None:
        # What it waited for came while its connection was not there.
        return STEPS[duty.code].asked(duty.case, duty) is not None
    return filing.row.state in _RESTS and filing.row.held_since is None


def tries_of_filings(duties: Iterable[Duty]) -> dict[int, list[OutboxTry]]:
    """By duty, what was tried of it, the first try first. One query, and none where nothing was."""
    rows = {
        filing.row_id: duty.pk
        for duty in duties
        if (filing := filing_of_duty(duty)) is not None and filing.row is not None and filing.row.tries
    }
    found: dict[int, list[OutboxTry]] = defaultdict(list)
    if rows:
        for one in OutboxTry.objects.filter(row_id__in=rows).order_by("row_id", "number"):
            found[rows[one.row_id]].append(one)
    return found


def core_systems(actor: Actor, *, since: dt.datetime, now: dt.datetime) -> Sequence[ProtocolSystemState]:
    """Those of the operators whose cases the actor sees, as far as they are connected."""
    operators = [
        one
        for one in operators_with(actor, Permission.CASES_SEE)
        if one.is_active and not core_connection_for(one).is_by_hand
    ]
    states = connection_states([core_name_of(one) for one in operators], since=since, until=now)
    return [
        ProtocolSystemState(one, core_connection_for(one), state, is_core=True)
        for one, state in zip(operators, states, strict=True)
    ]
