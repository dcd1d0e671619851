"""What the queue's worker does for the desk by the clock. The only place of this room that reads it."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from .actions.bulk_jobs import resume_bulk_jobs
from .actions.digests import plan_digests
from .exports.running import sweep_exports


@app.periodic(cron="*/5 * * * *")
@app.task(name="desk.plan_digests", queue="outbox", queueing_lock="desk-plan-digests")
def plan_morning_digests(timestamp: int) -> None:
    """Looks often, so that a worker that was down at seven catches up."""
    plan_digests(now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="desk.resume_bulk_jobs", queue="outbox", queueing_lock="desk-resume-bulk-jobs")
def resume_bulk(timestamp: int) -> None:
    """A worker that was killed in the middle of a job: another goes on where it was."""
    resume_bulk_jobs(now=timezone.now())


@app.periodic(cron="27 * * * *")
@app.task(name="desk.sweep_exports", queue="outbox", queueing_lock="desk-sweep-exports")
def sweep(timestamp: int) -> None:
    """Files that leave the house are not kept longer than somebody needs to fetch them."""
    sweep_exports(now=timezone.now())
