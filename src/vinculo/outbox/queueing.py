"""Puts the job that carries a row's id into the queue, in the transaction that is open.

In the web process the queue writes through Django's own connection anyway; in a worker it has a connection
of its own, and a job deferred there would outlive a rollback. So the manager here is always Django's.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from .models import OutboxRow

RUN_ROW_TASK = "outbox.run_row"


def enqueue(row: OutboxRow) -> None:
    """At most one job waits for a row; one that waits already is as good as another."""
    deferrer = configure_task(
        name=RUN_ROW_TASK,
        job_manager=JobManager(DjangoConnector()),
        queue="outbox",
        queueing_lock=f"outbox-{row.pk}",
        schedule_at=row.due_at.astimezone(dt.UTC),
    )
    try:
        with transaction.atomic():
            deferrer.defer(row_id=row.pk)
    except AlreadyEnqueued:
        return
