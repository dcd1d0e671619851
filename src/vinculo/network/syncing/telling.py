"""How far a run is while its tables are fetched, whether it was asked to stop, and how it ended too early."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit

from ..actions.sync_read import Progress
from ..models import SyncRun

State = SyncRun.State
BETWEEN = dt.timedelta(seconds=1)
INTERRUPTED = (
    "A leitura parou no meio: o servidor foi parado. O cadastro está como antes; sincronize de novo."
)


class RunStopped(Exception):
    """Somebody asked for it."""


class RunTeller:
    def __init__(self, run: SyncRun, clock: Callable[[], dt.datetime], progress: Progress | None) -> None:
        self._run, self._clock, self._progress = run, clock, progress
        self._told_at: dt.datetime | None = None
        self._step = ""

    def tell(self, step: str, done: int, total: int) -> None:
        """
        Raises:
            RunStopped: see there.
        """
        if self._progress is not None:
            self._progress(step, done, total)
        now = self._clock()
        if self._told_at is not None and step == self._step and now - self._told_at < BETWEEN:
            return
        self._told_at, self._step = now, step
        going_on = SyncRun.objects.filter(pk=self._run.pk, state=State.READING, stop_asked_at=None)
        if not going_on.update(step=step, done=done, total=total, progress_at=now):
            raise RunStopped


def end_reading(run: SyncRun, state: SyncRun.State, *, now: dt.datetime, failure: str = "") -> None:
    """A run that is still being read is over; one that came to another end in between is not touched."""
    mine = SyncRun.objects.filter(pk=run.pk, state=State.READING)
    if mine.update(state=state, failure=failure, ended_at=now):
        record_audit(
            actor=Actor.system(),
            operator_id=run.operator_id,
            action=f"registry.sync_{state}",
            subject_kind="sync_run",
            subject_id=run.pk,
            now=now,
        )


def note_interruption(run_id: int, *, now: dt.datetime) -> None:
    """The process that read the run is gone."""
    run = SyncRun.objects.filter(pk=run_id).first()
    if run is not None:
        end_reading(run, State.FAILED, now=now, failure=INTERRUPTED)
