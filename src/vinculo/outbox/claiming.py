"""Making a row one worker's alone, and writing how its try ended: as long as the claim holds, once."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from .models import ConnectionHealth, OutboxRow, OutboxTry

State = OutboxRow.State
Outcome = OutboxTry.Outcome
WAITING = Q(state__in=[State.PLANNED, State.FAILED])
TROUBLED = ~Q(state=ConnectionHealth.State.WELL)


def due_rows(now: dt.datetime) -> QuerySet[OutboxRow]:
    """What a worker may do now, but for rows whose connection is down and that nobody has put aside yet."""
    return OutboxRow.objects.filter(WAITING, due_at__lte=now, held_since=None)


def claim(row_id: int, now: dt.datetime) -> OutboxRow | None:
    """The row, now this worker's alone; None where it is not due, its connection is down, or it is taken."""
    down = ConnectionHealth.objects.filter(TROUBLED, name=OuterRef("connection"))
    return take(due_rows(now).filter(~Exists(down), pk=row_id), row_id, now)


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
