"""Jobs of the sync, put into the queue in the transaction that is open."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from ..models import SyncRun

READ_TASK, APPLY_TASK, UNDO_TASK = "network.read_sync", "network.apply_sync", "network.undo_sync"
QUEUE = "registry"


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


def is_queued(task: str, run: SyncRun) -> bool:
    """Whether a job of that kind waits for the run."""
    rows = ProcrastinateJob.objects.filter(queueing_lock=f"{task}-{run.pk}", status="todo")
    return bool(rows.exists())
