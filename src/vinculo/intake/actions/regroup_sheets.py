"""A person parts the sheets of a file into forms otherwise than the reader did; what changed is read anew."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.accounts.permissions import Permission
from vinculo.kernel.refusal import NotPermitted

from ..joining import GIVES_WAY
from ..models import Fate, FileState, FormReading, ImportBatch, ImportedFile, Sheet
from ..reading_queue import wake_readers
from ..refusals import UnableToSettleReading
from ..sheet_groups import Regrouping, SheetGroup, fault_of, regrouping

_ASIDE = 10_000
"""Readings that gave way keep their place in the file, beyond all that stand."""


@dataclass(frozen=True, slots=True)
class Regrouped:
    """How many forms wait to be read anew, and how many gave way."""

    to_read: int
    replaced: int


def regroup_sheets(
    *, file: ImportedFile, groups: Sequence[SheetGroup], actor: Actor, now: dt.datetime
) -> Regrouped:
    """Each group is one form; a sheet of no group is none. Readings of the same sheets stay as they are.

    The others are kept with what was typed over them, but stand no more. A worker reads the new groups.

    Raises:
        NotPermitted: the file is another operator's, or the actor may not import forms there.
        UnableToSettleReading: the groups do not fit the file, it is being read, its import has been undone,
            or a form that would give way has made a case.
    """
    with transaction.atomic():
        locked = _locked(file, actor)
        if locked.batch.undone_at is not None:
            raise UnableToSettleReading("Esta importação foi desfeita. Nada foi alterado.")
        if locked.state in (FileState.WAITING, FileState.READING):
            raise UnableToSettleReading(
                "Este arquivo ainda está sendo lido. Espere terminar e tente de novo."
            )
        sheets = {sheet.number: sheet for sheet in Sheet.objects.filter(file=locked)}
        if fault := fault_of(groups, frozenset(sheets)):
            raise UnableToSettleReading(f"{fault} Nada foi alterado.")
        standing = {
            reading.pk: reading
            for reading in FormReading.objects.select_for_update().filter(file=locked)
            if reading.fate != Fate.REGROUPED
        }
        plan = regrouping({pk: reading.sheets for pk, reading in standing.items()}, groups)
        if plan.changes_nothing:
            return Regrouped(0, 0)
        _require_free([standing[pk] for pk in plan.replaced])
        _give_way(standing, plan, actor, now)
        _turn(sheets, groups)
        _queue(locked, sheets, plan)
        record_audit(
            actor=actor,
            operator_id=locked.batch.operator_id,
            action="import.sheets_regrouped",
            subject_kind="imported_file",
            subject_id=locked.pk,
            now=now,
            detail={"forms": len(groups), "to_read": len(plan.to_read), "replaced": len(plan.replaced)},
        )
    return Regrouped(len(plan.to_read), len(plan.replaced))


def _locked(file: ImportedFile, actor: Actor) -> ImportedFile:
    # The batch first, as whoever undoes it does.
    ImportBatch.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=file.batch_id).first()
    rows = ImportedFile.objects.visible_to(actor).select_for_update(of=("self",)).select_related("batch")
    locked = rows.filter(pk=file.pk).first()
    if locked is None:
        raise NotPermitted
    actor.require(Permission.FORMS_IMPORT, locked.batch.operator_id)
    return locked


def _require_free(readings: Sequence[FormReading]) -> None:
    for reading in readings:
        if reading.fate not in GIVES_WAY:
            raise UnableToSettleReading(
                f"O {reading.position}º formulário já tem processo: as folhas dele ficam como estão. "
                "Nada foi alterado."
            )


def _give_way(standing: dict[int, FormReading], plan: Regrouping, actor: Actor, now: dt.datetime) -> None:
    """First beyond all others, then each to its place: no two may have the same in between."""
    rows = FormReading.objects.filter(file_id=next(iter(standing.values())).file_id) if standing else ()
    aside = max([_ASIDE, *(reading.position for reading in rows)])
    for beyond, reading in enumerate(standing.values(), start=aside + 1):
        FormReading.objects.filter(pk=reading.pk).update(position=beyond)
    for reading_id, place in plan.kept.items():
        FormReading.objects.filter(pk=reading_id).update(position=place)
    gone = FormReading.objects.filter(pk__in=plan.replaced)
    gone.update(fate=Fate.REGROUPED, duplicate_of=None, settled_by=actor.user, settled_at=now)


def _turn(sheets: dict[int, Sheet], groups: Sequence[SheetGroup]) -> None:
    """The picture of a sheet that was turned is turned at once, so that it is shown upright."""
    from PIL import Image  # noqa: PLC0415 - only who turns pays for it

    for placed in (sheet for group in groups for sheet in group if sheet.turn):
        sheet = sheets[placed.number]
        with sheet.picture.open("rb") as kept:
            upright = Image.open(io.BytesIO(kept.read())).rotate(-placed.turn, expand=True)
        made = io.BytesIO()
        upright.save(made, "JPEG", quality=88)
        before, storage = sheet.picture.name, sheet.picture.storage
        sheet.picture.save(
            f"{sheet.file_id}-{sheet.number + 1}.jpg", ContentFile(made.getvalue()), save=False
        )
        sheet.width, sheet.height = upright.size
        sheet.turned = (sheet.turned + placed.turn) % 360
        sheet.save(update_fields=["picture", "width", "height", "turned"])
        transaction.on_commit(lambda name=before, kept=storage: kept.delete(name))  # type: ignore[misc]


def _queue(file: ImportedFile, sheets: dict[int, Sheet], plan: Regrouping) -> None:
    file.groups = [
        {"position": place, "sheets": [[sheet.number, sheets[sheet.number].turned] for sheet in group]}
        for place, group in plan.to_read.items()
    ]
    if file.groups:
        file.state, file.tries, file.claimed_at = FileState.WAITING, 0, None
        transaction.on_commit(wake_readers)
    file.save(update_fields=["groups", "state", "tries", "claimed_at"])
