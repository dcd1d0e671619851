"""Puts jobs into the queue, in the transaction that is open: one carries a row's id, one tries a system.

In the web process the queue writes through Django's own connection anyway; in a worker it has a connection
of its own, and a job deferred there would outlive a rollback. So the manager here is always Django's.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

from django.db import connection, transaction
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job
from procrastinate.manager import JobManager

from vinculo.accounts.prepared import rows_of

from .models import OutboxRow

RUN_ROW_TASK = "outbox.run_row"
PROBE_TASK = "outbox.probe"
GO_ON_TASK = "outbox.go_on"
QUEUE = "outbox"


_PLAN = """
    WITH planned AS (
        INSERT INTO outbox_outboxrow
            (kind, payload, connection, state, planned_at, due_at, tries, forgiven, last_error)
        VALUES (%(kind)s, %(payload)s, %(connection)s, %(state)s, %(planned_at)s, %(due_at)s, 0, 0, '')
        RETURNING id, due_at
    )
    SELECT id, procrastinate_defer_jobs_v1(ARRAY[ROW(
        %(queue)s, %(task)s, 0, NULL, 'outbox-' || id, jsonb_build_object('row_id', id), due_at
    )::procrastinate_job_to_defer_v1]) FROM planned
"""
"""Nobody else can have queued a row that is only just made, so no savepoint is needed against that."""


def write_with_job(row: OutboxRow) -> None:
    """A new row and its job, in one statement."""
    told = {name: getattr(row, name) for name in ("kind", "connection", "state", "planned_at", "due_at")}
    told |= {"payload": json.dumps(row.payload), "queue": QUEUE, "task": RUN_ROW_TASK}
    row.pk = rows_of(_PLAN, told)[0][0]
    row._state.adding, row._state.db = False, connection.alias


def enqueue(row: OutboxRow) -> None:
    """At most one job waits for a row; one that waits already is as good as another."""
    _defer(_row_job(row))


def enqueue_anew(rows: Sequence[OutboxRow]) -> None:
    """The jobs of rows that have another moment now: those that wait for the old one are forgotten."""
    forget_jobs([row.pk for row in rows])
    _defer_all([_row_job(row) for row in rows])


def enqueue_probe(name: str, at: dt.datetime) -> None:
    """The job that tries a system that is down; one that waits for another moment is forgotten."""
    job = _job(PROBE_TASK, f"outbox-probe-{name}", at, {"name": name})
    _forget([job.queueing_lock])
    _defer_all([job])


def enqueue_going_on(now: dt.datetime) -> None:
    """The job that takes over from one that has done rows for long enough."""
    _defer(_job(GO_ON_TASK, None, now, {}))


def forget_jobs(row_ids: Sequence[int]) -> None:
    """Takes out of the queue what waits for these rows."""
    _forget([_lock(row_id) for row_id in row_ids])


def _lock(row_id: int) -> str:
    return f"outbox-{row_id}"


def _row_job(row: OutboxRow) -> Job:
    return _job(RUN_ROW_TASK, _lock(row.pk), row.due_at, {"row_id": row.pk})


def _job(task: str, lock: str | None, at: dt.datetime, told: dict[str, str | int]) -> Job:
    return Job(
        task_name=task,
        queue=QUEUE,
        lock=None,
        queueing_lock=lock,
        task_kwargs={**told},
        scheduled_at=at.astimezone(dt.UTC),
    )


def _defer(job: Job) -> None:
    try:
        with transaction.atomic():
            JobManager(DjangoConnector()).defer_job(job)
    except AlreadyEnqueued:
        return


def _defer_all(jobs: Sequence[Job]) -> None:
    try:
        with transaction.atomic():
            JobManager(DjangoConnector()).batch_defer_jobs(list(jobs))
    except AlreadyEnqueued:
        # Somebody queued one of them at this very moment.
        for job in jobs:
            _defer(job)


def _forget(locks: Sequence[str | None]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE status = 'todo' AND queueing_lock = ANY(%s)", [list(locks)]
        )
