"""What the queue's worker does for the desk by the clock. The only place of this room that reads it."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from .actions.digests import plan_digests


@app.periodic(cron="*/5 * * * *")
@app.task(name="desk.plan_digests", queue="outbox", queueing_lock="desk-plan-digests")
def plan_morning_digests(timestamp: int) -> None:
    """Looks often, so that a worker that was down at seven catches up."""
    plan_digests(now=timezone.now())
