"""Jobs of the sync, put into the queue in the transaction that is open."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from ..models import SyncRun

READ_TASK, APPLY_TASK, UNDO_TASK = "network.read_sync", "network.apply_sync", "network.undo_sync"
QUEUE = "registry"
LIVES = dt.timedelta(minutes=1)
"""A worker that gave no sign for longer is dead."""


def enqueue(task: str, run: SyncRun, **told: int | bool | None) -> None:
    """At most one job of a kind waits for a run; one that waits already is as good as another."""
    # In the worker the queue has a connection of its own; a job written there would outlive a rollback.
    deferrer = configure_task(
        name=task, job_manager=JobManager(DjangoConnector()), queue=QUEUE, queueing_lock=f"{task}-{run.pk}"
    )
    try:
        with transaction.atomic():
            deferrer.defer(run_id=run.pk, **told)
    except AlreadyEnqueued:
        return


def is_under_way(task: str, run: SyncRun, now: dt.datetime) -> bool:
    """Whether a job of that kind waits for the run, or a worker that lives does it."""
    rows = ProcrastinateJob.objects.filter(queue_name=QUEUE, queueing_lock=f"{task}-{run.pk}")
    is_done_now = Q(status="doing", worker__last_heartbeat__gt=now - LIVES)
    return bool(rows.filter(Q(status="todo") | is_done_now).exists())
