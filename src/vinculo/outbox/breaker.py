"""The breaker of a connection: rows of the database, so that all workers see the same.

After failures in a row a system counts as down: its rows are put aside, without a job and without costing a
try, and one of them is tried at growing intervals, by exactly one worker. The first answer ends the outage
and releases the rows, one after the other. Whoever locks a health and rows locks the health first.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from .claiming import TROUBLED, WAITING, claim, due_rows, take
from .handlers import ConnectionFailed
from .models import ConnectionHealth, Outage, OutboxRow, OutboxTry
from .queueing import enqueue_anew, enqueue_probe, forget_jobs
from .worker import Worker

Health = ConnectionHealth.State
MOVED_AT_ONCE = 500
"""Rows that are put aside, or released, in one transaction."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the end of a try says of its connection, the end counted in."""

    was_probe: bool = False
    is_down: bool = False
    is_back: bool = False


@transaction.atomic
def claim_past_breaker(row_id: int, now: dt.datetime, worker: Worker) -> OutboxRow | None:
    """A due row whose connection is down: claimed where it is time to try the system, else put aside."""
    due = due_rows(now).filter(pk=row_id).exclude(connection="")
    row = due.first()
    if row is None:
        return None
    health = ConnectionHealth.objects.select_for_update().filter(TROUBLED, name=row.connection).first()
    if health is None:
        return claim(now, worker, row_id)
    if not _begin_probe(health.name, row_id, now, worker):
        _put_aside(due, now)
        _put_aside(due_rows(now).filter(connection=health.name), now)
        return None
    claimed = take(due, row_id, now)
    if claimed is None:
        transaction.set_rollback(True)
    return claimed


@transaction.atomic
def claim_probe(name: str, now: dt.datetime, worker: Worker) -> OutboxRow | None:
    """The next row to try on a system that is down: the one that was not tried for longest."""
    held = OutboxRow.objects.filter(WAITING, connection=name).exclude(held_since=None)
    row_id = held.order_by(F("claimed_at").asc(nulls_first=True), "pk").values_list("pk", flat=True).first()
    if row_id is None or not _begin_probe(name, row_id, now, worker):
        return None
    claimed = take(held.filter(pk=row_id), row_id, now)
    if claimed is None:
        transaction.set_rollback(True)
    return claimed


def due_probes(now: dt.datetime) -> list[str]:
    """The connections that are down, are to be tried by a moment, and have a row to try them with."""
    held = OutboxRow.objects.filter(WAITING, connection=OuterRef("name")).exclude(held_since=None)
    down = ConnectionHealth.objects.filter(Exists(held), state=Health.DOWN, probe_at__lte=now)
    return list(down.values_list("name", flat=True))


def _begin_probe(name: str, row_id: int, now: dt.datetime, worker: Worker) -> bool:
    """Of all workers that ask, exactly one changes the row. A prober that died is followed by another."""
    died = Q(state=Health.PROBING, probe_began_at__lt=now - worker.terms.stalled_on_connection)
    may = ConnectionHealth.objects.filter(died | Q(state=Health.DOWN, probe_at__lte=now), name=name)
    return may.update(state=Health.PROBING, probe_row_id=row_id, probe_began_at=now) == 1


def note_answer(row: OutboxRow, ended: dt.datetime) -> Verdict:
    """The system answered: whatever failures there were are over."""
    troubled = ConnectionHealth.objects.filter(TROUBLED | Q(failures__gt=0), name=row.connection)
    if not row.connection or not troubled.exists():
        return Verdict()
    health = troubled.select_for_update().first()
    if health is None:
        return Verdict()
    verdict = Verdict(was_probe=_is_probe(health, row), is_back=health.state != Health.WELL)
    Outage.objects.filter(connection=health.name, ended_at=None).update(ended_at=ended)
    health.state, health.failures, health.failed_probes = Health.WELL, 0, 0
    health.failing_since = health.probe_at = health.probe_row = health.probe_began_at = None
    health.save()
    return verdict


def note_failure(row: OutboxRow, error: ConnectionFailed, ended: dt.datetime, worker: Worker) -> Verdict:
    """The system did not answer this row."""
    ConnectionHealth.objects.get_or_create(name=row.connection)
    health = ConnectionHealth.objects.select_for_update().get(name=row.connection)
    verdict = Verdict(was_probe=_is_probe(health, row), is_down=True)
    health.failures += 1
    health.failing_since = health.failing_since or ended
    if verdict.was_probe:
        health.failed_probes += 1
        _rest(health, error, ended, worker)
        Outage.objects.filter(connection=health.name, ended_at=None).update(reason=str(error)[:300])
    elif health.state == Health.WELL and (error.rest or health.failures >= worker.terms.opens_after):
        _rest(health, error, ended, worker)
        Outage.objects.create(connection=health.name, began_at=health.failing_since, reason=str(error)[:300])
        _put_aside(_rests_after_meeting(health.name), ended)
        _put_aside(due_rows(ended).filter(connection=health.name), ended)
    elif health.state == Health.WELL:
        verdict = Verdict()
    health.save()
    return verdict


def note_nothing(row: OutboxRow, ended: dt.datetime) -> Verdict:
    """The try ended without a word of the system: where it was the probe, another row is it at once."""
    if not row.connection:
        return Verdict()
    probed = ConnectionHealth.objects.filter(
        name=row.connection, state=Health.PROBING, probe_row_id=row.pk, probe_began_at=row.claimed_at
    )
    was_probe = probed.update(state=Health.DOWN, probe_at=ended, probe_row=None) == 1
    if was_probe:
        enqueue_probe(row.connection, ended)
    return Verdict(was_probe=was_probe)


def release(name: str, now: dt.datetime, worker: Worker) -> int:
    """Lets the rows that waited for a system be done, the oldest first, at a pace it can bear; how many."""
    held = OutboxRow.objects.filter(WAITING, connection=name).exclude(held_since=None)
    released = 0
    while True:
        with transaction.atomic():
            rows = list(held.select_for_update(skip_locked=True).order_by("planned_at", "pk")[:MOVED_AT_ONCE])
            for place, row in enumerate(rows, released):
                row.due_at, row.held_since = now + worker.terms.release_after(place, worker.rng), None
            OutboxRow.objects.bulk_update(rows, ["due_at", "held_since"])
            enqueue_anew(rows)
        released += len(rows)
        if len(rows) < MOVED_AT_ONCE:
            return released


def mend(now: dt.datetime, worker: Worker) -> None:
    """What a worker that died has left: a probe without an end, rows put aside for a system that answers."""
    died = now - worker.terms.stalled_on_connection
    probing = ConnectionHealth.objects.filter(state=Health.PROBING, probe_began_at__lt=died)
    probing.update(state=Health.DOWN, probe_at=now, probe_row=None)
    for name in due_probes(now):
        enqueue_probe(name, now)
    down = ConnectionHealth.objects.filter(TROUBLED, name=OuterRef("connection"))
    held = OutboxRow.objects.filter(WAITING, ~Exists(down)).exclude(Q(held_since=None) | Q(connection=""))
    for name in set(held.values_list("connection", flat=True)):
        release(name, now, worker)


def _is_probe(health: ConnectionHealth, row: OutboxRow) -> bool:
    probing = health.state == Health.PROBING and health.probe_row_id == row.pk
    return probing and health.probe_began_at == row.claimed_at


def _rest(health: ConnectionHealth, error: ConnectionFailed, ended: dt.datetime, worker: Worker) -> None:
    pause = worker.terms.probe_pause(health.failed_probes, worker.rng)
    health.state, health.probe_row, health.probe_began_at = Health.DOWN, None, None
    health.probe_at = ended + (error.rest or pause)
    enqueue_probe(health.name, health.probe_at)


def _put_aside(rows: QuerySet[OutboxRow], now: dt.datetime) -> None:
    """They wait for their system without a job, so that they cost the queue nothing. Its health is locked."""
    free = rows.select_for_update(skip_locked=True).order_by("pk")
    row_ids = list(free.values_list("pk", flat=True)[:MOVED_AT_ONCE])
    OutboxRow.objects.filter(pk__in=row_ids).update(held_since=now)
    forget_jobs(row_ids)


def _rests_after_meeting(name: str) -> QuerySet[OutboxRow]:
    """Rows that rest after having met the dead system need not rest longer than it is down."""
    met_it = OutboxTry.objects.filter(
        row=OuterRef("pk"), number=OuterRef("tries"), outcome=OutboxTry.Outcome.NO_CONNECTION
    )
    resting = OutboxRow.objects.filter(Exists(met_it), connection=name, held_since=None)
    return resting.filter(state=OutboxRow.State.FAILED)
