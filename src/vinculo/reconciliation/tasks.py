"""What the queue's worker does for the comparison by the clock. The only place of this room that reads it."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from .triggers import plan_where_worked


@app.periodic(cron="*/5 * * * *")
@app.task(name="reconciliation.look_for_work", queue="outbox", queueing_lock="reconciliation-look-for-work")
def look_for_work(timestamp: int) -> None:
    """A signature, a new case, a provider put right: its divergences are gone some minutes later."""
    plan_where_worked(now=timezone.now())


@app.periodic(cron="23 4 * * *")
@app.task(name="reconciliation.every_night", queue="outbox", queueing_lock="reconciliation-every-night")
def every_night(timestamp: int) -> None:
    """Days pass where nobody does anything."""
    plan_where_worked(now=timezone.now(), all_of_them=True)
