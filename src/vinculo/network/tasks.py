"""What the queue's worker does for the sync. The only place of this room that reads the clock."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator, User
from vinculo.kernel.refusal import Refusal

from .actions.sync_apply import apply_sync
from .actions.sync_start import sweep_dead_runs
from .actions.sync_undo import undo_sync
from .models import SyncRun
from .sync_jobs.incoming import sweep_incoming
from .sync_jobs.process import read_in_process
from .sync_jobs.queue import APPLY_TASK, QUEUE, READ_TASK, UNDO_TASK
from .sync_jobs.rejects_kept import sweep_rejects
from .sync_jobs.schedule import start_due_syncs
from .sync_jobs.telling import note_interruption, note_interruptions
from .vocabulary import plan_learning

logger = logging.getLogger(__name__)


@app.task(name=READ_TASK, queue=QUEUE, pass_context=True)
def read_sync(context: JobContext, run_id: int) -> None:
    if not read_in_process(run_id, context.should_abort):
        note_interruption(run_id, now=timezone.now())


@app.task(name=APPLY_TASK, queue=QUEUE)
def apply(run_id: int, user_id: int | None, accept: bool) -> None:
    _do(
        run_id,
        user_id,
        lambda run, actor: apply_sync(run=run, actor=actor, now=timezone.now(), accept_deactivations=accept),
    )


@app.task(name=UNDO_TASK, queue=QUEUE)
def undo(run_id: int, user_id: int | None) -> None:
    _do(run_id, user_id, lambda run, actor: undo_sync(run=run, actor=actor, now=timezone.now()))


def _do(run_id: int, user_id: int | None, act: Callable[[SyncRun, Actor], SyncRun]) -> None:
    """What goes wrong is told on the page of the run; the registry is as before."""
    run = SyncRun.objects.select_related("operator").get(pk=run_id)
    actor = Actor.for_user(User.objects.get(pk=user_id)) if user_id else Actor.system()
    try:
        done = act(run, actor)
    except Refusal as refusal:
        told = refusal.message
    except Exception as problem:
        # Only the kind is told: the words may hold somebody's data.
        kind = type(problem).__name__
        logger.error("sync run %s: %s", run_id, kind)
        told = f"Parou por um erro do próprio Vínculo ({kind}). O cadastro está como antes; tente de novo."
    else:
        told = done.failure if done.state == SyncRun.State.FAILED else ""
    SyncRun.objects.filter(pk=run_id).exclude(failure=told).update(failure=told)


@app.periodic(cron="* * * * *")
@app.task(name="network.start_due_syncs", queue=QUEUE, queueing_lock="network-start-due-syncs")
def start_due(timestamp: int) -> None:
    """By the clock; and what a worker that died left behind."""
    now = timezone.now()
    note_interruptions(now=now)
    sweep_dead_runs(now=now)
    start_due_syncs(now=now)


@app.periodic(cron="53 6 * * *")
@app.task(name="network.sweep_incoming", queue="outbox", queueing_lock="network-sweep-incoming")
def sweep(timestamp: int) -> None:
    """At night: files that were sent for runs that nobody reads any more, rows refused long ago, and the
    words of the registries.
    """
    now = timezone.now()
    sweep_incoming(now=now)
    sweep_rejects(now=now)
    for operator_id in Operator.objects.filter(is_active=True).values_list("pk", flat=True):
        plan_learning(operator_id=operator_id, now=now)
