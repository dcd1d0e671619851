"""The worker's part of a bulk job: line by line, each in a transaction of its own with its fate.

A line's fate is written with what it did, so a worker that dies in the middle leaves nothing half done, and
whoever goes on begins at the first line that waits. A row of the outbox does lines for some seconds and plans
the next, so that e-mails are not kept waiting and no claim grows old.
"""

from __future__ import annotations

import datetime as dt
import logging
import time

from django.db import DataError, IntegrityError, transaction
from django.db.models import F

from vinculo.accounts.actor import Actor
from vinculo.kernel.refusal import Refusal
from vinculo.outbox.actions import plan
from vinculo.outbox.handlers import NoUseTrying
from vinculo.outbox.models import OutboxRow

from .actions.bulk_jobs import BULK_KIND, EXPORTS, UNFINISHED
from .bulk_steps import Done, Step, step_of
from .exports.running import finish_export, run_table_export, step_of_export
from .models import BulkJob, BulkLine

SECONDS_AT_ONCE = 20.0
State = BulkJob.State
Fate = BulkLine.Fate
logger = logging.getLogger(__name__)


def work_on_bulk_job(row: OutboxRow, now: dt.datetime) -> None:
    """The outbox handler.

    Raises:
        NoUseTrying: the job is gone.
    """
    job = BulkJob.objects.select_related("asked_by").filter(pk=row.payload["job"]).first()
    if job is None:
        raise NoUseTrying("the job is gone")
    if job.state not in UNFINISHED:
        return
    clock = _Clock(now)
    _note_start(job, now)
    actor = Actor.for_user(job.asked_by)
    if job.kind in (BulkJob.Kind.EXPORT_CSV, BulkJob.Kind.EXPORT_XLSX):
        run_table_export(job, actor, clock.moment)
        return
    step = step_of_export(job) if job.kind in EXPORTS else step_of(job)
    while do_next_line(job, step, actor, clock.moment()):
        if clock.seconds() > SECONDS_AT_ONCE:
            _go_on_later(job, now)
            return
    _finish(job, actor, clock.moment())


def _go_on_later(job: BulkJob, now: dt.datetime) -> None:
    with transaction.atomic():
        plan(kind=BULK_KIND, payload={"job": job.pk}, now=now)


def do_next_line(job: BulkJob, step: Step, actor: Actor, now: dt.datetime) -> bool:
    """Does the first line that waits and nobody else is doing; False for none, or where a stop is asked."""
    with transaction.atomic():
        waiting = BulkLine.objects.filter(job=job, fate=Fate.WAITING, job__stop_requested_at=None)
        locked = waiting.select_for_update(of=("self",), skip_locked=True)
        line = locked.select_related("case__consultant").order_by("position").first()
        if line is None:
            return False
        _settle(line, step, actor, now)
        counted = "done" if line.fate == Fate.DONE else "refused"
        BulkJob.objects.filter(pk=job.pk).update(progress_at=now, **{counted: F(counted) + 1})
        return True


def _settle(line: BulkLine, step: Step, actor: Actor, now: dt.datetime) -> None:
    """A refusal, or a value that the database does not take, is this line's alone; the others go on."""
    try:
        with transaction.atomic():
            done = step.do(line, actor, now)
    except Refusal as refused:
        line.fate, line.message = Fate.REFUSED, refused.message
    except (DataError, IntegrityError, ValueError, LookupError, TypeError) as error:
        logger.warning("bulk line %s: %s", line.pk, type(error).__name__)
        line.fate = Fate.REFUSED
        line.message = "Não foi possível fazer neste processo. Nada foi alterado nele; tente de novo."
    else:
        _note_done(line, done)
    line.save(update_fields=["fate", "message", "before"])


def _note_done(line: BulkLine, done: Done) -> None:
    line.fate, line.message, line.before = Fate.DONE, done.message, done.before


def _note_start(job: BulkJob, now: dt.datetime) -> None:
    BulkJob.objects.filter(pk=job.pk, state=State.PLANNED).update(state=State.RUNNING, started_at=now)
    BulkJob.objects.filter(pk=job.pk).update(progress_at=now)


def _finish(job: BulkJob, actor: Actor, now: dt.datetime) -> None:
    """Nothing is left to be taken: ended, stopped, or the last lines are in another worker's hands."""
    job.refresh_from_db()
    waiting = BulkLine.objects.filter(job=job, fate=Fate.WAITING).exists()
    if waiting and job.stop_requested_at is None:
        return
    if job.kind in EXPORTS:
        finish_export(job, actor, now)
    state = State.STOPPED if waiting else State.DONE
    BulkJob.objects.filter(pk=job.pk, state__in=UNFINISHED).update(state=state, finished_at=now)


class _Clock:
    """The moment that the row was taken at, and the time that has run since."""

    def __init__(self, now: dt.datetime) -> None:
        self._now = now
        self._began = time.monotonic()

    def seconds(self) -> float:
        return time.monotonic() - self._began

    def moment(self) -> dt.datetime:
        return self._now + dt.timedelta(seconds=self.seconds())
