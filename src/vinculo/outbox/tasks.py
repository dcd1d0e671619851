"""What the queue's worker calls. The only place of this room that reads the clock."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from . import running
from .keeping import sweep_tries
from .queueing import GO_ON_TASK, PROBE_TASK, QUEUE, RUN_ROW_TASK
from .worker import Worker

HOURS_TO_KEEP_JOBS = 48


@app.task(name=RUN_ROW_TASK, queue=QUEUE)
def run_row(row_id: int) -> None:
    worker = Worker(clock=timezone.now)
    running.run_row(row_id, timezone.now(), worker)
    running.go_on(timezone.now(), worker)


@app.task(name=GO_ON_TASK, queue=QUEUE)
def go_on() -> None:
    """Goes on with what is due where another job has left off."""
    running.go_on(timezone.now(), Worker(clock=timezone.now))


@app.task(name=PROBE_TASK, queue=QUEUE)
def probe(name: str) -> None:
    """Tries a system that is down."""
    running.run_probe(name, timezone.now(), Worker(clock=timezone.now))


@app.periodic(cron="* * * * *")
@app.task(name="outbox.rescue", queue="outbox", queueing_lock="outbox-rescue")
def rescue(timestamp: int) -> None:
    """Rows are the truth: whatever happened to their jobs, they are found again here."""
    running.rescue(timezone.now())


@app.periodic(cron="43 * * * *")
@app.task(name="outbox.forget_sessions", queue="outbox", queueing_lock="outbox-forget-sessions")
def forget_sessions(timestamp: int) -> None:
    """Deletes ended sessions, and with them what people searched for in them."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    store.clear_expired()


@app.periodic(cron="59 6 * * *")
@app.task(name="outbox.sweep_tries", queue="outbox", queueing_lock="outbox-sweep-tries")
def sweep(timestamp: int) -> None:
    """At night: what was asked and answered long ago."""
    sweep_tries(timezone.now())


@app.periodic(cron="17 * * * *")
@app.task(name="outbox.tidy_queue", queue="outbox", queueing_lock="outbox-tidy-queue")
async def tidy_queue(timestamp: int) -> None:
    """Removes jobs of dead workers (`rescue` has queued their rows anew) and old finished ones."""
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=True)
    await app.job_manager.delete_old_jobs(
        nb_hours=HOURS_TO_KEEP_JOBS, include_failed=True, include_cancelled=True, include_aborted=True
    )
