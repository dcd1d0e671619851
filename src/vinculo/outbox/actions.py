"""Writing what must happen, taking it back while it has not, and asking for another try."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.db import connection as database
from django.db import transaction
from django.db.models import Q, QuerySet

from .claiming import WAITING
from .models import ConnectionHealth, OutboxRow
from .queueing import enqueue_anew, enqueue_probe, write_with_job
from .worker import Worker

State = OutboxRow.State
_GIVEN_UP_OR_RESTING = Q(state=State.GIVEN_UP) | Q(state=State.FAILED, held_since=None)


def plan(
    *,
    kind: str,
    payload: Mapping[str, Any],
    now: dt.datetime,
    due_at: dt.datetime | None = None,
    connection: str = "",
) -> OutboxRow:
    """Writes a row and its job in the transaction of the calling action: both are there after it, or none.

    `payload` holds ids and codes, never text of people. Without `due_at` it is due at once. `connection` is
    the system that the handler talks to, such as "protocols/ODL": while it is down the row waits for it.

    Raises:
        RuntimeError: no transaction is open, so that what is planned could outlive a failed action.
    """
    if not database.in_atomic_block:
        raise RuntimeError(f"{kind!r} is planned outside a transaction")
    row = OutboxRow(
        kind=kind, payload=dict(payload), connection=connection, planned_at=now, due_at=due_at or now
    )
    write_with_job(row)
    return row


def plan_once(*, kind: str, payload: Mapping[str, Any], now: dt.datetime) -> None:
    """The same in a transaction of its own, unless such a row waits already that nobody has begun with."""
    waiting = OutboxRow.objects.filter(kind=kind, payload=dict(payload), state=State.PLANNED)
    with transaction.atomic():
        if not waiting.exists():
            plan(kind=kind, payload=payload, now=now)


def cancel(*, row: OutboxRow) -> bool:
    """Takes back a row that nobody works on; False where it runs, is done, or was taken back before.

    One that was given up is taken back too, so that nobody tries it again. Whether an earlier try has done
    something all the same is the caller's to know.
    """
    waiting = OutboxRow.objects.filter(WAITING | Q(state=State.GIVEN_UP), pk=row.pk)
    return waiting.update(state=State.CANCELLED, held_since=None) == 1


@transaction.atomic
def postpone(*, row: OutboxRow, due_at: dt.datetime) -> bool:
    """Another moment, earlier or later, for a row that waits; False where it runs, is over, or its system is
    down: whoever does it then looks at the moment again.
    """
    waiting = OutboxRow.objects.filter(WAITING, pk=row.pk, held_since=None)
    if waiting.update(due_at=due_at) != 1:
        return False
    row.due_at = due_at
    enqueue_anew([row])
    return True


@transaction.atomic
def try_again(*, row: OutboxRow, now: dt.datetime) -> bool:
    """A person wants a row that was given up, or that rests after a failure, to be tried now.

    It has all its tries again. False where it is in another state, or waits for a system that is down.
    """
    return _try_again(OutboxRow.objects.filter(pk=row.pk), now, Worker()) == 1


@transaction.atomic
def try_again_all(*, connection: str, now: dt.datetime, worker: Worker | None = None) -> int:
    """The same for all rows of a connection, one after the other; how many."""
    return _try_again(OutboxRow.objects.filter(connection=connection), now, worker or Worker())


@transaction.atomic
def try_these_again(*, row_ids: Collection[int], now: dt.datetime) -> int:
    """The same for some rows; how many."""
    return _try_again(OutboxRow.objects.filter(pk__in=row_ids), now, Worker())


def _try_again(rows: QuerySet[OutboxRow], now: dt.datetime, worker: Worker) -> int:
    found = list(rows.filter(_GIVEN_UP_OR_RESTING).select_for_update().order_by("planned_at", "pk"))
    for place, row in enumerate(found):
        row.state, row.forgiven, row.held_since = State.PLANNED, row.tries, None
        row.due_at = now + worker.terms.release_after(place, worker.rng) if place else now
    OutboxRow.objects.bulk_update(found, ["state", "forgiven", "held_since", "due_at"], batch_size=500)
    if found:
        enqueue_anew(found)
    return len(found)


@transaction.atomic
def probe_now(*, connection: str, now: dt.datetime) -> bool:
    """A person knows that a system is back: it is tried at once; False where it does not count as down."""
    down = ConnectionHealth.objects.filter(name=connection, state=ConnectionHealth.State.DOWN)
    if not down.update(probe_at=now):
        return False
    enqueue_probe(connection, now)
    return True
