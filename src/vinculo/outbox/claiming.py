"""Making a row one worker's alone, and writing how its try ended: as long as the claim holds, once."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet

from vinculo.accounts.prepared import rows_of

from .models import ConnectionHealth, OutboxRow, OutboxTry
from .worker import Worker

State = OutboxRow.State
Outcome = OutboxTry.Outcome
WAITING = Q(state__in=[State.PLANNED, State.FAILED])
TROUBLED = ~Q(state=ConnectionHealth.State.WELL)


_TAKEN = """
    taken AS (
        UPDATE outbox_outboxrow SET state = 'running', claimed_at = %(now)s, tries = tries + 1
        WHERE id = (
            SELECT id FROM outbox_outboxrow
            WHERE state IN ('planned', 'failed') AND held_since IS NULL AND due_at <= %(now)s
                {which}
                AND connection NOT IN (
                    SELECT name FROM outbox_connectionhealth WHERE state <> 'well')
                AND connection NOT IN (
                    SELECT connection FROM outbox_outboxrow
                    WHERE state = 'running' AND connection <> '' {besides}
                    GROUP BY connection HAVING count(*) >= %(at_once)s)
            ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
        )
        RETURNING *
    ), forgotten AS (
        DELETE FROM procrastinate_jobs USING taken
        WHERE status = 'todo' AND queueing_lock = 'outbox-' || taken.id
    )
"""
"""In one statement, so that a row that is done by the way costs no job: that is what a job is slow at."""
_ENDED = """
    ended AS (
        UPDATE outbox_outboxrow SET
            state = %(state)s, due_at = %(due_at)s, held_since = %(held_since)s, done_at = %(done_at)s,
            forgiven = %(forgiven)s, last_error = %(error)s
        WHERE id = %(id)s AND state = 'running' AND tries = %(tries)s AND (%(trouble)s OR NOT EXISTS (
            SELECT FROM outbox_connectionhealth
            WHERE name = %(connection)s AND (state <> 'well' OR failures > 0)))
        RETURNING id
    ), kept AS (
        INSERT INTO outbox_outboxtry
            (row_id, number, begun_at, ended_at, outcome, was_probe, request, answer, error)
        SELECT id, %(tries)s, %(begun)s, %(ended)s, %(outcome)s, %(probe)s, %(request)s, %(answer)s, %(error)s
        FROM ended WHERE %(is_kept)s
    )
"""
"""The row and its try in one statement, and where that is all there is to write, in one commit."""
_NAMES = [field.attname for field in OutboxRow._meta.concrete_fields]
_COLUMNS = ", ".join(f"taken.{name}" for name in _NAMES)
_CLAIMING = "WITH {taken} SELECT {columns} FROM taken"
_ENDING = "WITH {ended} SELECT id FROM ended"
_ENDING_AND_CLAIMING = """
    WITH {ended}, {taken}
    SELECT (SELECT id FROM ended) IS NOT NULL, {columns} FROM (SELECT) AS one LEFT JOIN taken ON true
"""
_END = _ENDING.format(ended=_ENDED)
_CLAIM_NEXT = _CLAIMING.format(taken=_TAKEN.format(which="", besides=""), columns=_COLUMNS)
_CLAIM_ONE = _CLAIMING.format(taken=_TAKEN.format(which="AND id = %(row_id)s", besides=""), columns=_COLUMNS)
_END_AND_CLAIM = _ENDING_AND_CLAIMING.format(
    ended=_ENDED, taken=_TAKEN.format(which="", besides="AND id <> %(id)s"), columns=_COLUMNS
)
"""The row that ends here is still running as far as this statement sees."""


def due_rows(now: dt.datetime) -> QuerySet[OutboxRow]:
    """What a worker may do now, but for rows whose connection is down and that nobody has put aside yet."""
    return OutboxRow.objects.filter(WAITING, due_at__lte=now, held_since=None)


def claim(now: dt.datetime, worker: Worker, row_id: int | None = None) -> OutboxRow | None:
    """The row, or the one that has been due for longest, now this worker's alone.

    None where it is not due, is taken, or has to wait for its connection: that is down, or as many rows of
    it are in hand as may be.
    """
    told = {"now": now, "row_id": row_id, "at_once": worker.terms.at_once}
    statement = _CLAIM_NEXT if row_id is None else _CLAIM_ONE
    return next((_as_row(found) for found in rows_of(statement, told)), None)


def take(rows: QuerySet[OutboxRow], row_id: int, now: dt.datetime) -> OutboxRow | None:
    """Claims the one row that `rows` holds, if it still does."""
    claimed = rows.update(state=State.RUNNING, claimed_at=now, tries=F("tries") + 1, held_since=None)
    return OutboxRow.objects.get(pk=row_id) if claimed == 1 else None


def end_well(row: OutboxRow, ended: dt.datetime) -> bool:
    """Done, and nothing is to be said of its system, which was well already; else nothing is written."""
    return bool(rows_of(_END, _told_well(row, ended)))


def end_well_and_claim(row: OutboxRow, ended: dt.datetime, worker: Worker) -> tuple[bool, OutboxRow | None]:
    """The same, and the next row that is due, if there is one: in one statement."""
    told = _told_well(row, ended) | {"now": ended, "at_once": worker.terms.at_once}
    ((is_ended, *found),) = rows_of(_END_AND_CLAIM, told)
    return is_ended, _as_row(found) if found[0] is not None else None


def _told_well(row: OutboxRow, ended: dt.datetime) -> dict[str, Any]:
    row.state, row.done_at = State.DONE, ended
    return _told(row, Outcome.DONE, ended) | {"trouble": False}


def end_try(
    row: OutboxRow, outcome: OutboxTry.Outcome, ended: dt.datetime, *, error: str = "", probe: bool = False
) -> bool:
    """Writes the row as the try leaves it, and the try; False where the claim was lost meanwhile."""
    told = _told(row, outcome, ended) | {"error": error, "probe": probe}
    written = bool(rows_of(_END, told))
    if not written:
        _add_to_lost_try(row)
    return written


def _told(row: OutboxRow, outcome: OutboxTry.Outcome, ended: dt.datetime) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in _LEFT_BY_A_TRY},
        "trouble": True,
        "begun": row.claimed_at or ended,
        "ended": ended,
        "outcome": outcome,
        "probe": False,
        "request": row.exchange.request,
        "answer": row.exchange.answer,
        "error": "",
        "is_kept": bool(row.connection) or outcome != Outcome.DONE,
    }


def _as_row(values: Sequence[Any]) -> OutboxRow:
    row = OutboxRow.from_db(connection.alias, _NAMES, values)
    row.payload = json.loads(row.payload)
    return row


_LEFT_BY_A_TRY = ("id", "tries", "connection", "state", "due_at", "held_since", "done_at", "forgiven")


def _add_to_lost_try(row: OutboxRow) -> None:
    """A worker that was thought dead ends after all: what it was answered is worth knowing."""
    lost = OutboxTry.objects.filter(row_id=row.pk, number=row.tries, outcome=Outcome.LOST)
    lost.update(request=row.exchange.request, answer=row.exchange.answer)
