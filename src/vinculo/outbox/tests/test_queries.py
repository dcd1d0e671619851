"""How systems do, what waits for them, and how much of a wait was theirs."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from vinculo.outbox.models import ConnectionHealth, Outage, OutboxRow
from vinculo.outbox.queries import (
    _shared,
    connection_states,
    outage_time,
    outage_times,
    row_counts,
    rows_of,
)
from vinculo.outbox.running import run_due
from vinculo.outbox.terms import PROBE_PAUSES
from vinculo.outbox.tests.invented_system import (
    DOWN,
    NOW,
    SYSTEM,
    THE_SYSTEM,
    InventedSystem,
    planned,
    quiet_worker,
)

HOUR = dt.timedelta(hours=1)
State = OutboxRow.State
WORKER = quiet_worker()


@pytest.fixture
def system(settings, db) -> InventedSystem:
    settings.OUTBOX_HANDLERS = "vinculo.outbox.tests.invented_system.HANDLERS"
    THE_SYSTEM.__init__()  # type: ignore[misc]
    return THE_SYSTEM


def hours(start: float, end: float | None) -> Outage:
    return Outage(
        connection=SYSTEM, began_at=NOW + start * HOUR, ended_at=None if end is None else NOW + end * HOUR
    )


def test_how_systems_do_with_their_outages_between_two_moments(system: InventedSystem) -> None:
    Outage.objects.bulk_create([hours(-48, -47), hours(-2, -1)])
    system.is_down = True
    for number in range(4):
        planned(str(number))
    planned("core", connection="core/ODL", kind="note")
    run_due(NOW, WORKER)
    here, core, never = connection_states(
        [SYSTEM, "core/ODL", "never/ODL"], since=NOW - 24 * HOUR, until=NOW + HOUR
    )
    assert (here.state, here.down_since, here.reason) == (ConnectionHealth.State.DOWN, NOW, DOWN)
    assert (here.waiting, here.probe_at) == (4, NOW + PROBE_PAUSES[0])
    assert [outage.began_at for outage in here.outages] == [NOW - 2 * HOUR, NOW]
    assert core.is_well
    assert never.is_well
    assert (core.waiting, never.outages, never.down_since) == (0, [], None)


def test_rows_are_counted_and_listed_by_connection_and_state(system: InventedSystem) -> None:
    system.refused = {"no"}
    no, yes = planned("no"), planned("yes")
    planned("elsewhere", connection="core/ODL")
    planned("alone", connection="", kind="note")
    run_due(NOW, WORKER)
    assert row_counts([SYSTEM]) == {SYSTEM: {State.GIVEN_UP: 1, State.DONE: 1}}
    assert list(rows_of([SYSTEM], State.GIVEN_UP)) == [no]
    assert list(rows_of([SYSTEM, ""], State.DONE, State.GIVEN_UP)) == [yes, no]


def test_of_a_wait_the_time_of_outages_is_the_systems(system: InventedSystem) -> None:
    Outage.objects.bulk_create([hours(-3, -2), hours(-0.5, 0.5), hours(1, 2), hours(3, None)])
    done, waits = planned("done"), planned("waits")
    alone = planned("alone", connection="")
    OutboxRow.objects.filter(pk=done.pk).update(done_at=NOW + 1.5 * HOUR)
    done.refresh_from_db()
    found = outage_times([done, waits, alone], NOW + 4 * HOUR)
    assert found == {done.pk: HOUR, waits.pk: 2.5 * HOUR}
    assert outage_time(alone, NOW + 4 * HOUR) == dt.timedelta()


def test_a_connection_has_one_open_outage(db) -> None:
    hours(0, None).save()
    with pytest.raises(IntegrityError):
        hours(1, None).save()


minutes = st.integers(0, 30)


@given(st.lists(st.tuples(minutes, st.none() | minutes), max_size=6), minutes, minutes)
def test_each_minute_of_an_outage_counts_once(spans, one: int, other: int) -> None:
    start, end, now = min(one, other), max(one, other), 30
    spans = [(first, last) for first, last in sorted(spans, key=lambda span: span[0])]
    in_outage = {
        minute
        for first, last in spans
        for minute in range(max(first, start), min(now if last is None else last, end))
    }
    outages = [hours(first / 60, None if last is None else last / 60) for first, last in spans]
    shared = _shared(outages, NOW + start / 60 * HOUR, NOW + end / 60 * HOUR, NOW + now / 60 * HOUR)
    assert round(shared.total_seconds() / 60) == len(in_outage)
