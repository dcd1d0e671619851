"""The worker's part of an export, and the end of its file."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator, Sequence
from typing import IO

from django.conf import settings
from django.core.files import File
from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.cases.models import Case
from vinculo.cases.queries.choices import listing_choices
from vinculo.cases.queries.columns import ListColumn, chosen_columns
from vinculo.cases.queries.listing import rows_of

from ..actions.bulk_jobs import SHOWN_IN_CLEAR, UNFINISHED, audit_by_operator
from ..bulk_steps import Step
from ..models import BulkJob, BulkLine
from .cells import CellWriter
from .forms import PrintForm, delete_parts, write_zip
from .tables import write_csv, write_xlsx

ROWS_AT_ONCE = 500
NOT_SEEN = "O seu perfil não dá mais acesso a este processo. Ele ficou fora do arquivo."

Fate = BulkLine.Fate
State = BulkJob.State
Clock = Callable[[], dt.datetime]


class Stopped(Exception):
    """The person asked for a stop: there is no file."""


def step_of_export(job: BulkJob) -> Step:
    """Forms are printed one by one; tables are not made of steps."""
    return PrintForm()


def run_table_export(job: BulkJob, actor: Actor, clock: Clock) -> None:
    """Writes the whole table and then all fates at once: a worker that dies leaves it to be written anew."""
    gathered = _Gathered(job, actor, clock)
    write = write_xlsx if job.kind == BulkJob.Kind.EXPORT_XLSX else write_csv
    with tempfile.TemporaryFile() as file:
        try:
            write(file, _cell_writer(job, actor), gathered.cases())
        except Stopped:
            ended = {"state": State.STOPPED, "finished_at": clock(), "done": 0, "refused": 0}
            BulkJob.objects.filter(pk=job.pk, state__in=UNFINISHED).update(**ended)
            return
        _hand_over(job, file, actor, clock(), gathered.left_out)


def finish_export(job: BulkJob, actor: Actor, now: dt.datetime) -> None:
    """Gathers the printed forms, those of a stopped job too: their printing is in the timelines already."""
    if not BulkLine.objects.filter(job=job, fate=Fate.DONE).exists():
        return
    # A worker may have been killed after it made the file; then only the parts are to be cleared away.
    if not job.result:
        with tempfile.TemporaryFile() as file:
            write_zip(file, job)
            _keep_file(job, file)
        audit_by_operator(job, "export.made", actor, now, [Fate.DONE])
    delete_parts(job)


def sweep_exports(*, now: dt.datetime) -> int:
    """Deletes the files of exports that are older than they are kept; how many."""
    oldest = now - dt.timedelta(days=settings.EXPORT_DAYS)
    old = BulkJob.objects.filter(finished_at__lt=oldest).exclude(result="")
    for job in old:
        job.result.delete(save=False)
        BulkJob.objects.filter(pk=job.pk).update(result="")
    return len(old)


class _Gathered:
    """The cases of a job in its order, some hundred at a time, telling the progress between."""

    def __init__(self, job: BulkJob, actor: Actor, clock: Clock) -> None:
        self.job, self.actor, self.clock = job, actor, clock
        self.columns = _columns(job, actor)
        self.left_out: list[int] = []

    def cases(self) -> Iterator[Case]:
        ids = list(BulkLine.objects.filter(job=self.job).values_list("case_id", flat=True))
        for start in range(0, len(ids), ROWS_AT_ONCE):
            part = ids[start : start + ROWS_AT_ONCE]
            rows = rows_of(self.actor, part, self.columns)
            seen = {case.pk for case in rows}
            self.left_out += [case_id for case_id in part if case_id not in seen]
            yield from rows
            self._tell_progress(start + len(part))

    def _tell_progress(self, reached: int) -> None:
        told = {"done": reached - len(self.left_out), "refused": len(self.left_out)}
        running = BulkJob.objects.filter(pk=self.job.pk, stop_requested_at=None, state__in=UNFINISHED)
        if not running.update(progress_at=self.clock(), **told):
            raise Stopped


def _columns(job: BulkJob, actor: Actor) -> Sequence[ListColumn]:
    keys = job.parameters.get("columns", [])
    return chosen_columns(keys, sees_personal_data=actor.may_anywhere(Permission.PERSONAL_DATA_SEE))


def _cell_writer(job: BulkJob, actor: Actor) -> CellWriter:
    return CellWriter(_columns(job, actor), listing_choices(actor), actor)


def _hand_over(
    job: BulkJob, file: IO[bytes], actor: Actor, now: dt.datetime, left_out: Sequence[int]
) -> None:
    with transaction.atomic():
        lines = BulkLine.objects.filter(job=job)
        refused = lines.filter(case_id__in=left_out).update(fate=Fate.REFUSED, message=NOT_SEEN)
        done = lines.exclude(case_id__in=left_out).update(fate=Fate.DONE)
        ended = {"state": State.DONE, "finished_at": now, "done": done, "refused": refused}
        ended["parameters"] = {**job.parameters, SHOWN_IN_CLEAR: _shown_in_clear(job, actor)}
        if not BulkJob.objects.filter(pk=job.pk, state__in=UNFINISHED).update(**ended):
            return
        audit_by_operator(job, "export.made", actor, now, [Fate.DONE])
        _keep_file(job, file)


def _shown_in_clear(job: BulkJob, actor: Actor) -> list[int]:
    """The operators whose people's numbers the file shows unmasked."""
    has_personal = any(column.personal for column in _columns(job, actor))
    return list(actor.operators_with(Permission.PERSONAL_DATA_SEE)) if has_personal else []


_ENDINGS = {
    BulkJob.Kind.EXPORT_CSV: "csv",
    BulkJob.Kind.EXPORT_XLSX: "xlsx",
    BulkJob.Kind.EXPORT_PDF: "zip",
}


def _keep_file(job: BulkJob, file: IO[bytes]) -> None:
    file.seek(0)
    job.result.save(f"{job.pk}.{_ENDINGS[BulkJob.Kind(job.kind)]}", File(file), save=False)
    BulkJob.objects.filter(pk=job.pk).update(result=job.result.name)
