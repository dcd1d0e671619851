"""The same bytes again: in the same batch, or in an earlier one that still stands."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from vinculo.cases.states import State

from .models import Fate, FileState, FormReading, ImportBatch, ImportedFile

_STANDING = (Fate.WAITING, Fate.ACCEPTED, Fate.MATCHED)


def same_in_batch(batch: ImportBatch, digest: str, name: str = "") -> ImportedFile | None:
    """The first file of the batch that has these bytes, and that name where one is given."""
    rows = ImportedFile.objects.filter(batch=batch, sha256=digest).order_by("pk")
    return (rows.filter(name=name) if name else rows).first()


def same_in_other_batch(batch: ImportBatch, digest: str) -> ImportedFile | None:
    """The file that brought these bytes before, if all that it brought waits or is a case, or will be read.

    What was discarded, cancelled or taken back may come in again: then the file is read again.
    """
    readings = FormReading.objects.filter(file=OuterRef("pk"))
    fallen = readings.exclude(fate__in=_STANDING)
    cancelled = readings.filter(case__state=State.CANCELLED)
    known = ImportedFile.objects.filter(
        batch__operator_id=batch.operator_id, sha256=digest, batch__undone_at=None, same_as=None
    ).exclude(batch=batch)
    read = known.filter(
        Exists(readings), ~Exists(fallen), ~Exists(cancelled), state=FileState.READ, problem=""
    )
    coming = known.filter(state__in=[FileState.WAITING, FileState.READING])
    return (read | coming).select_related("batch").order_by("pk").first()
