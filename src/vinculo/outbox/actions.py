"""Writing what must happen, and taking it back while it has not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import connection

from .models import OutboxRow
from .queueing import enqueue

State = OutboxRow.State


def plan(
    *, kind: str, payload: Mapping[str, Any], now: dt.datetime, due_at: dt.datetime | None = None
) -> OutboxRow:
    """Writes a row and its job in the transaction of the calling action: both are there after it, or none.

    `payload` holds ids and codes, never text of people. Without `due_at` it is due at once.

    Raises:
        RuntimeError: no transaction is open, so that what is planned could outlive a failed action.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{kind!r} is planned outside a transaction")
    row = OutboxRow.objects.create(kind=kind, payload=dict(payload), planned_at=now, due_at=due_at or now)
    enqueue(row)
    return row


def cancel(*, row: OutboxRow) -> bool:
    """Takes back a row that nobody works on; False where it runs, is done, or was taken back before."""
    waiting = OutboxRow.objects.filter(pk=row.pk, state__in=[State.PLANNED, State.FAILED])
    return waiting.update(state=State.CANCELLED) == 1
