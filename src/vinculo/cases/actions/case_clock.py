"""The clock of a case, kept right by every write: waits that end, the day of silence, the day of decision."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ..clock import day_of
from ..models import Case, WaitingPeriod
from ..queries.clock import clock_columns, clock_facts_of
from ..states import WORKED_STATES, State

CLOCK_COLUMNS = ("silent_from", "decide_by")


def clock_inputs(case: Case) -> tuple[Any, ...]:
    """What the clock follows from. While it stands, nothing is reckoned anew."""
    return (
        case.state,
        case.waiting_on,
        case.started_on,
        case.last_contact_on,
        case.municipality_id,
        case.city_state,
    )


def begin_wait(case: Case, on: str, now: dt.datetime) -> set[str]:
    """From now on the case waits for this one, no longer for another; the columns that changed, unsaved."""
    if case.waiting_on is not None:
        _end_wait(case, now)
    WaitingPeriod.objects.create(case=case, on=on, since=now)
    case.waiting_on, case.waiting_since = on, now
    return {"waiting_on", "waiting_since"}


def settle_clock(case: Case, before: tuple[Any, ...], now: dt.datetime) -> set[str]:
    """Ends the wait of a case that no longer waits, whatever moved it, and derives its days.

    `before` is `clock_inputs` as of the lock. Gives the columns that changed, unsaved. Two queries at most,
    and none where nothing moved that the clock follows from.
    """
    changed: set[str] = set()
    if case.waiting_on is not None and case.state != State.WAITING:
        changed |= _end_wait(case, now)
    if clock_inputs(case) == before:
        return changed
    if case.state not in WORKED_STATES:
        columns = dict.fromkeys(CLOCK_COLUMNS)
    else:
        columns = dict(clock_columns(case, clock_facts_of(case, day_of(now))))
    for name, value in columns.items():
        if getattr(case, name) != value:
            setattr(case, name, value)
            changed.add(name)
    return changed


def _end_wait(case: Case, now: dt.datetime) -> set[str]:
    # A clock that is behind another machine's must not end a wait before it began.
    until = max(now, case.waiting_since) if case.waiting_since else now
    WaitingPeriod.objects.filter(case=case, until=None).update(until=until)
    case.waiting_on = case.waiting_since = None
    return {"waiting_on", "waiting_since"}
