"""What the queue's worker does for this room by the clock. The only place of the room that reads it."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from .actions.refused_rows import sweep_refused
from .actions.remind_sectors import remind_sectors
from .actions.take_incoming import plan_pulls


@app.periodic(cron="*/10 * * * *")
@app.task(name="consequences.remind_sectors", queue="outbox", queueing_lock="consequences-remind-sectors")
def remind(timestamp: int) -> None:
    """Looks often, so that a worker that was down in the morning catches up."""
    remind_sectors(now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="consequences.plan_pulls", queue="outbox", queueing_lock="consequences-plan-pulls")
def fetch_incoming(timestamp: int) -> None:
    """How often each operator's system is asked stands in its connection."""
    plan_pulls(timezone.now())


@app.periodic(cron="57 6 * * *")
@app.task(name="consequences.sweep_refused", queue="outbox", queueing_lock="consequences-sweep-refused")
def sweep(timestamp: int) -> None:
    """At night: rows that came for the last time long ago, and could not be read."""
    sweep_refused(now=timezone.now())
