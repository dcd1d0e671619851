"""How far a run is while its tables are fetched, whether it was asked to stop, and how it ended too early."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db import transaction

from vinculo.accounts.actor import Actor

from ..actions.sync_read import Progress
from ..models import SyncRun
from ..sync.audit_lines import audit_run
from ..sync.one_at_a_time import is_held_by_nobody
from ..sync.run_schema import drop_schema
from ..values import tidy

State = SyncRun.State
AT_WORK = (State.READING, State.APPLYING)
BETWEEN = dt.timedelta(seconds=1)
SILENT_FOR = dt.timedelta(minutes=1)
INTERRUPTED = (
    "A sincronização parou no meio: o servidor foi parado. O cadastro está como antes; sincronize de novo."
)


class RunStopped(Exception):
    """Somebody asked for it."""


class RunTeller:
    def __init__(self, run: SyncRun, clock: Callable[[], dt.datetime], progress: Progress | None) -> None:
        self._run, self._clock, self.progress = run, clock, progress
        self._told_at: dt.datetime | None = None
        self._step = ""

    def tell(self, step: str, done: int, total: int) -> None:
        """
        Raises:
            RunStopped: see there.
        """
        if self.progress is not None:
            self.progress(step, done, total)
        now = self._clock()
        if self._told_at is not None and step == self._step and now - self._told_at < BETWEEN:
            return
        self._told_at, self._step = now, step
        going_on = SyncRun.objects.filter(pk=self._run.pk, state=State.READING, stop_asked_at=None)
        if not going_on.update(step=step, done=done, total=total, progress_at=now):
            raise RunStopped


def end_run(run: SyncRun, state: SyncRun.State, *, now: dt.datetime, failure: str = "") -> None:
    """A run that is worked on is over; one that came to another end in between is not touched.

    Who asked it to stop is in the log already.
    """
    mine = SyncRun.objects.filter(pk=run.pk, state=run.state)
    with transaction.atomic():
        # A sentence may quote what the feed has in its head, which the database would refuse.
        if mine.update(state=state, failure=tidy(failure), ended_at=now, step=""):
            drop_schema(run.pk)
            if (
                state == State.STOPPED
                and SyncRun.objects.filter(pk=run.pk).exclude(stop_asked_at=None).exists()
            ):
                return
            audit_run(f"registry.sync_{state}", run, actor=Actor.system(), now=now)


def note_interruption(run_id: int, *, now: dt.datetime) -> None:
    """The process that read the run is gone."""
    run = SyncRun.objects.filter(pk=run_id, state__in=AT_WORK).first()
    if run is not None:
        end_run(run, State.FAILED, now=now, failure=INTERRUPTED)


def note_interruptions(*, now: dt.datetime) -> None:
    """Runs that somebody began to read or apply, and nobody does any more: a worker was killed."""
    silent = SyncRun.objects.filter(state__in=AT_WORK, progress_at__lt=now - SILENT_FOR)
    for run in silent:
        if is_held_by_nobody(run.operator_id):
            note_interruption(run.pk, now=now)
