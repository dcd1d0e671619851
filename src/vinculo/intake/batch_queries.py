"""Scoped reads of batches: how far they have come, what they brought, what an undo kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Min, Q, QuerySet, When

from vinculo.accounts.actor import Actor
from vinculo.cases.actions.take_back_import import why_not_taken_back
from vinculo.outbox.models import OutboxRow

from .actions.undo_import import UNDO_KIND, why_sheet_stays
from .models import SETTLED_WITH_CASE, Fate, FileState, FormReading, ImportBatch, ImportedFile, ReturnedSheet
from .queries import readings_of
from .returned_queries import returned_in_batch

PACE_OF = dt.timedelta(seconds=120)
"""The time left follows from what was read in so long before now."""
LEAST_PACE_OF, LEAST_READ = dt.timedelta(seconds=30), 3
"""Before so long, and so many files, nothing is said: texts are read in no time, scans come behind them."""


@dataclass(frozen=True, slots=True)
class BatchCounts:
    """Of files: all, still to be read, not read (as a whole or a part of it), and known from before; of forms
    by what became of them."""

    files: int = 0
    unread: int = 0
    failed: int = 0
    retryable: int = 0
    repeated: int = 0
    readings: int = 0
    waiting: int = 0
    doubtful: int = 0
    settled: int = 0
    duplicate: int = 0
    discarded: int = 0
    released: int = 0

    @property
    def certain(self) -> int:
        return self.waiting - self.doubtful

    @property
    def read(self) -> int:
        return self.files - self.unread


@dataclass(frozen=True, slots=True)
class CountedBatch:
    batch: ImportBatch
    counts: BatchCounts


def filled_batches(actor: Actor) -> QuerySet[ImportBatch]:
    """Those into which a file came, the latest first."""
    return ImportBatch.objects.visible_to(actor).exclude(files=None).order_by("-pk")


def counted_batches(actor: Actor, batch_ids: Iterable[int]) -> list[CountedBatch]:
    """These batches with the counts of their files and readings, the latest first."""
    batches = ImportBatch.objects.visible_to(actor).filter(pk__in=list(batch_ids))
    found = list(batches.select_related("operator", "created_by", "undone_by").order_by("-pk"))
    shown = [batch.pk for batch in found]
    counts: dict[int, dict[str, int]] = {batch_id: {} for batch_id in shown}
    for batch_id, counted in (*_counts_of_files(shown), *_counts_of_readings(shown)):
        counts[batch_id] |= counted
    return [CountedBatch(batch, BatchCounts(**counts[batch.pk])) for batch in found]


def _counts_of_files(batch_ids: Collection[int]) -> list[tuple[int, dict[str, int]]]:
    failed = Q(same_as=None) & ~Q(problem="")
    rows = ImportedFile.objects.filter(batch__in=batch_ids).order_by().values("batch_id")
    counted = rows.annotate(
        files=Count("pk"),
        unread=Count("pk", filter=Q(state__in=[FileState.WAITING, FileState.READING])),
        failed=Count("pk", filter=failed),
        retryable=Count("pk", filter=Q(state=FileState.FAILED) & ~Q(content="")),
        repeated=Count("pk", filter=~Q(same_as=None)),
    )
    return [_by_batch(row, "batch_id") for row in counted]


def _counts_of_readings(batch_ids: Collection[int]) -> list[tuple[int, dict[str, int]]]:
    waiting = Q(fate=Fate.WAITING)
    rows = FormReading.objects.filter(file__batch__in=batch_ids).exclude(fate=Fate.REGROUPED)
    counted = (
        rows.order_by()
        .values("file__batch_id")
        .annotate(
            readings=Count("pk"),
            waiting=Count("pk", filter=waiting),
            doubtful=Count("pk", filter=waiting & Q(doubts__gt=0)),
            settled=Count("pk", filter=Q(fate__in=SETTLED_WITH_CASE)),
            duplicate=Count("pk", filter=Q(fate=Fate.DUPLICATE)),
            discarded=Count("pk", filter=Q(fate=Fate.DISCARDED)),
            released=Count("pk", filter=Q(fate=Fate.RELEASED)),
        )
    )
    return [_by_batch(row, "file__batch_id") for row in counted]


def _by_batch(row: Mapping[str, Any], key: str) -> tuple[int, dict[str, int]]:
    return row[key], {name: count for name, count in row.items() if name != key}


def find_batch(actor: Actor, batch_id: int) -> CountedBatch | None:
    return next(iter(counted_batches(actor, [batch_id])), None)


def seconds_left(counted: CountedBatch, now: dt.datetime) -> float | None:
    """By the pace of the last two minutes; None where too little was read in them, or nothing is left."""
    recent = ImportedFile.objects.filter(batch=counted.batch, read_at__gt=now - PACE_OF, read_at__lte=now)
    told = recent.aggregate(read=Count("pk"), since=Min("read_at"))
    if not counted.counts.unread or told["read"] < LEAST_READ or now - told["since"] < LEAST_PACE_OF:
        return None
    elapsed: float = (now - told["since"]).total_seconds()
    return elapsed / int(told["read"]) * counted.counts.unread


def failed_files(actor: Actor, batch: ImportBatch) -> QuerySet[ImportedFile]:
    """What could not be read, or not wholly, in the order in which it came."""
    rows = ImportedFile.objects.visible_to(actor).filter(batch=batch, same_as=None).exclude(problem="")
    return rows.select_related("within").order_by("pk")


def repeated_files(actor: Actor, batch: ImportBatch) -> QuerySet[ImportedFile]:
    rows = ImportedFile.objects.visible_to(actor).filter(batch=batch).exclude(same_as=None)
    return rows.select_related("same_as__batch").order_by("pk")


def is_being_undone(batch: ImportBatch) -> bool:
    """Whether the worker still takes its cases back."""
    if batch.undone_at is None:
        return False
    unfinished = [OutboxRow.State.PLANNED, OutboxRow.State.RUNNING, OutboxRow.State.FAILED]
    rows = OutboxRow.objects.filter(kind=UNDO_KIND, payload__batch=batch.pk, state__in=unfinished)
    return rows.exists()


def readings_to_look_at(actor: Actor, batch: ImportBatch) -> QuerySet[FormReading]:
    """The readings of a batch, the doubtful ones first."""
    doubtful_first = Case(When(fate=Fate.WAITING, doubts__gt=0, then=0), default=1)
    return readings_of(actor, batch).order_by(doubtful_first, "file_id", "position")


def kept_cases(actor: Actor, batch: ImportBatch, most: int) -> list[tuple[FormReading, str]]:
    """The forms of an undone batch whose cases stand, with what has happened to those since."""
    rows = FormReading.objects.visible_to(actor).filter(file__batch=batch, fate=Fate.ACCEPTED)
    kept = rows.exclude(case=None).select_related("case", "file").order_by("pk")[:most]
    return [
        (reading, why_not_taken_back(reading.case, reading.settled_at))
        for reading in kept
        if reading.case is not None and reading.settled_at is not None
    ]


def kept_paper(actor: Actor, batch: ImportBatch, most: int) -> list[tuple[ReturnedSheet, str]]:
    """The sheets of an undone batch that stay attached to their cases, and why."""
    kept = returned_in_batch(actor, batch).filter(attachment__voided_at=None).exclude(attachment=None)
    return [(sheet, why_sheet_stays(sheet)) for sheet in kept[:most]]
