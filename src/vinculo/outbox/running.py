"""Claiming rows and doing what they say."""

from __future__ import annotations

import datetime as dt
import logging
import traceback

from django.db import transaction
from django.db.models import F, Q, QuerySet

from .handlers import HandlerFailed, NoUseTrying, handler_of
from .models import OutboxRow
from .queueing import enqueue

State = OutboxRow.State
logger = logging.getLogger(__name__)

PAUSES = (
    dt.timedelta(minutes=1),
    dt.timedelta(minutes=5),
    dt.timedelta(minutes=15),
    dt.timedelta(hours=1),
    dt.timedelta(hours=4),
    dt.timedelta(hours=12),
)
"""How long a row rests after its first, second, … failure; the one after the last gives it up."""

STALLED_AFTER = dt.timedelta(minutes=15)
"""A claim this old belongs to a worker that died: no handler takes a fraction of it."""

OVERDUE_AFTER = dt.timedelta(minutes=2)
"""A row this late lost its job, or its worker's clock was behind: it is queued once more."""

_WAITING = Q(state__in=[State.PLANNED, State.FAILED])


def claim(row_id: int, now: dt.datetime) -> OutboxRow | None:
    """The row, now this worker's alone; None where it is not due, or somebody else's."""
    due = OutboxRow.objects.filter(_WAITING, pk=row_id, due_at__lte=now)
    if due.update(state=State.RUNNING, claimed_at=now, tries=F("tries") + 1) != 1:
        return None
    return OutboxRow.objects.get(pk=row_id)


def run_row(row_id: int, now: dt.datetime) -> bool:
    """Does one row, if it can be claimed; whether it was."""
    row = claim(row_id, now)
    if row is None:
        return False
    try:
        handler_of(row.kind)(row, now)
    except Exception as error:  # whatever a handler throws, the row must not stay claimed
        _note_failure(row, error, now)
    else:
        _mine(row).update(state=State.DONE, done_at=now, last_error="")
    return True


def run_due(now: dt.datetime) -> int:
    """Does every row due by a moment, those that they plan for that moment included; how many."""
    done = 0
    while True:
        due = OutboxRow.objects.filter(_WAITING, due_at__lte=now).order_by("due_at", "pk")
        row_ids = list(due.values_list("pk", flat=True)[:100])
        if not row_ids:
            return done
        done += sum(run_row(row_id, now) for row_id in row_ids)


def rescue(now: dt.datetime) -> int:
    """Queues again what a dead worker held, and what is overdue without anybody having taken it."""
    stalled = OutboxRow.objects.filter(state=State.RUNNING, claimed_at__lt=now - STALLED_AFTER)
    for row in stalled:
        _note_failure(row, HandlerFailed("the worker stopped before it was done"), now)
    overdue = OutboxRow.objects.filter(_WAITING, due_at__lt=now - OVERDUE_AFTER).order_by("due_at")[:500]
    for row in overdue:
        enqueue(row)
    return len(stalled) + len(overdue)


def _mine(row: OutboxRow) -> QuerySet[OutboxRow]:
    """The row as long as this claim holds: a rescued one is somebody else's."""
    return OutboxRow.objects.filter(pk=row.pk, state=State.RUNNING, tries=row.tries)


@transaction.atomic
def _note_failure(row: OutboxRow, error: Exception, now: dt.datetime) -> None:
    # Messages of foreign exceptions may quote what people wrote; where it broke is enough to go by.
    told = str(error) if isinstance(error, HandlerFailed) else type(error).__name__
    logger.warning(
        "outbox row %s (%s), try %s: %s\n%s",
        row.pk,
        row.kind,
        row.tries,
        told,
        "".join(traceback.format_tb(error.__traceback__)),
    )
    if isinstance(error, NoUseTrying) or row.tries > len(PAUSES):
        _mine(row).update(state=State.GIVEN_UP, last_error=told[:300])
        return
    row.due_at = now + PAUSES[row.tries - 1]
    if _mine(row).update(state=State.FAILED, due_at=row.due_at, last_error=told[:300]):
        enqueue(row)
