"""Making a row one worker's alone, and writing how its try ended: as long as the claim holds, once."""

from __future__ import annotations

import datetime as dt

from django.db.models import F, Q, QuerySet

from .models import ConnectionHealth, OutboxRow, OutboxTry
from .worker import Worker

State = OutboxRow.State
Outcome = OutboxTry.Outcome
WAITING = Q(state__in=[State.PLANNED, State.FAILED])
TROUBLED = ~Q(state=ConnectionHealth.State.WELL)


_CLAIM = """
    WITH taken AS (
        UPDATE outbox_outboxrow SET state = 'running', claimed_at = %(now)s, tries = tries + 1
        WHERE id = (
            SELECT id FROM outbox_outboxrow
            WHERE state IN ('planned', 'failed') AND held_since IS NULL AND due_at <= %(now)s
                AND (%(row_id)s::bigint IS NULL OR id = %(row_id)s)
                AND connection <> ALL (ARRAY(
                    SELECT name FROM outbox_connectionhealth WHERE state <> 'well'))
                AND connection <> ALL (ARRAY(
                    SELECT connection FROM outbox_outboxrow WHERE state = 'running' AND connection <> ''
                    GROUP BY connection HAVING count(*) >= %(at_once)s))
            ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
        )
        RETURNING *
    ), forgotten AS (
        DELETE FROM procrastinate_jobs USING taken
        WHERE status = 'todo' AND queueing_lock = 'outbox-' || taken.id
    )
    SELECT * FROM taken
"""
"""In one statement, so that a row that is done by the way costs no job: that is what a job is slow at."""


def due_rows(now: dt.datetime) -> QuerySet[OutboxRow]:
    """What a worker may do now, but for rows whose connection is down and that nobody has put aside yet."""
    return OutboxRow.objects.filter(WAITING, due_at__lte=now, held_since=None)


def claim(now: dt.datetime, worker: Worker, row_id: int | None = None) -> OutboxRow | None:
    """The row, or the one that has been due for longest, now this worker's alone.

    None where it is not due, is taken, or has to wait for its connection: that is down, or as many rows of
    it are in hand as may be.
    """
    told = {"now": now, "row_id": row_id, "at_once": worker.terms.at_once}
    return next(iter(OutboxRow.objects.raw(_CLAIM, told)), None)


def take(rows: QuerySet[OutboxRow], row_id: int, now: dt.datetime) -> OutboxRow | None:
    """Claims the one row that `rows` holds, if it still does."""
    claimed = rows.update(state=State.RUNNING, claimed_at=now, tries=F("tries") + 1, held_since=None)
    return OutboxRow.objects.get(pk=row_id) if claimed == 1 else None


def end_try(
    row: OutboxRow, outcome: OutboxTry.Outcome, ended: dt.datetime, *, error: str = "", probe: bool = False
) -> bool:
    """Writes the row as the try leaves it, and the try; False where the claim was lost meanwhile."""
    held = OutboxRow.objects.filter(pk=row.pk, state=State.RUNNING, tries=row.tries)
    written = held.update(
        state=row.state,
        due_at=row.due_at,
        held_since=row.held_since,
        done_at=row.done_at,
        forgiven=row.forgiven,
        last_error=error,
    )
    if written and (row.connection or outcome != Outcome.DONE):
        OutboxTry.objects.create(
            row=row,
            number=row.tries,
            begun_at=row.claimed_at or ended,
            ended_at=ended,
            outcome=outcome,
            was_probe=probe,
            request=row.exchange.request,
            answer=row.exchange.answer,
            error=error,
        )
    elif not written:
        _add_to_lost_try(row)
    return bool(written)


def _add_to_lost_try(row: OutboxRow) -> None:
    """A worker that was thought dead ends after all: what it was answered is worth knowing."""
    lost = OutboxTry.objects.filter(row_id=row.pk, number=row.tries, outcome=Outcome.LOST)
    lost.update(request=row.exchange.request, answer=row.exchange.answer)
