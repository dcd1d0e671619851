"""Scoped reads of the sheets of files, and of what stands where on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Abs

from vinculo.accounts.actor import Actor
from vinculo.cases.models import Case

from .joining import GIVES_WAY, SheetsToJoin
from .models import SETTLED_WITH_CASE, Fate, FieldConfirmation, FileState, FormReading, ImportedFile, Sheet
from .paper_places import Place, blank_in, places_of

_UNREAD = (FileState.WAITING, FileState.READING)


def sheets_of_file(actor: Actor, file: ImportedFile) -> QuerySet[Sheet]:
    """In the order in which they lie in the file."""
    return Sheet.objects.visible_to(actor).filter(file=file).order_by("number")


def sheets_of(reading: FormReading) -> list[Sheet]:
    """The sheets that a form fills, in the form's order. Whoever sees the reading sees them."""
    found = {sheet.number: sheet for sheet in Sheet.objects.filter(file_id=reading.file_id)}
    return [found[number] for number in reading.sheets if number in found]


def find_sheet(actor: Actor, file_id: int, number: int) -> Sheet | None:
    rows = Sheet.objects.visible_to(actor).select_related("file__batch")
    return rows.filter(file_id=file_id, number=number).first()


def find_place(reading: FormReading, field: str) -> tuple[list[Sheet], tuple[Place, ...]]:
    """Where a field of a reading stands, and the sheets of these places; nothing where it is not known."""
    blank = blank_in(reading.form, reading.unread, reading.places)
    places = places_of(reading.places, field, is_blank=field in blank)
    wanted = {place.sheet for place in places}
    rows = Sheet.objects.filter(file_id=reading.file_id, number__in=wanted).order_by("number")
    return list(rows), places


def standing_readings(actor: Actor, file: ImportedFile) -> list[FormReading]:
    """The forms of a file as its sheets are parted now, in their order."""
    rows = FormReading.objects.visible_to(actor).filter(file=file).exclude(fate=Fate.REGROUPED)
    return list(rows.select_related("case").order_by("position"))


def confirmations_of(readings: Iterable[FormReading]) -> Mapping[int, Mapping[str, FieldConfirmation]]:
    """By reading and field, with who confirmed."""
    found: dict[int, dict[str, FieldConfirmation]] = {}
    rows = FieldConfirmation.objects.filter(reading__in=list(readings)).select_related("by")
    for row in rows:
        found.setdefault(row.reading_id, {})[row.field] = row
    return found


def papers_of_case(case: Case) -> QuerySet[FormReading]:
    """The readings of which a case was made, or that were found to be it. Whoever sees the case sees them."""
    rows = FormReading.objects.filter(case=case, fate__in=SETTLED_WITH_CASE)
    return rows.select_related("operator", "file__batch__created_by", "settled_by").order_by("pk")


def find_paper_of_case(case: Case, reading_id: int) -> FormReading | None:
    return papers_of_case(case).filter(pk=reading_id).first()


def came_from_paper(case: Case) -> bool:
    """Whether there is anything to show of where a case came from."""
    return FormReading.objects.filter(case=case, fate__in=SETTLED_WITH_CASE).exists()


def joinable_sheets(actor: Actor, reading: FormReading, most: int) -> list[SheetsToJoin]:
    """What else came as sheets in the same import, and is of no case: what came nearest to it."""
    batch = reading.file.batch
    beside = FormReading.objects.visible_to(actor).filter(file__batch=batch, fate__in=GIVES_WAY)
    beside = beside.exclude(sheets=[]).exclude(file=reading.file_id).exclude(file__state__in=_UNREAD)
    standing = FormReading.objects.filter(file=OuterRef("pk")).exclude(fate=Fate.REGROUPED)
    parted = FormReading.objects.filter(file=OuterRef("pk"), fate=Fate.REGROUPED)
    files = ImportedFile.objects.visible_to(actor).filter(batch=batch, state=FileState.FAILED)
    files = files.filter(
        ~Exists(standing), ~Exists(parted), Exists(Sheet.objects.filter(file=OuterRef("pk")))
    )
    away = Abs(F("file_id") - reading.file_id)
    found = [
        SheetsToJoin(row.file, row) for row in beside.select_related("file").order_by(away, "position")[:most]
    ]
    found += [SheetsToJoin(file) for file in files.order_by(Abs(F("pk") - reading.file_id))[:most]]
    found.sort(key=lambda part: abs(part.file.pk - reading.file_id))
    return sorted(found[:most], key=lambda part: (part.file.pk, part.reading.position if part.reading else 0))


def sheets_to_join(part: SheetsToJoin) -> list[Sheet]:
    """In the order of their form; of a file in which none was read, in the file's."""
    if part.reading is not None:
        return sheets_of(part.reading)
    return list(Sheet.objects.filter(file=part.file).order_by("number"))


def has_joinable_sheets(reading: FormReading) -> bool:
    """Whether other files of its import have sheets, too."""
    others = Sheet.objects.filter(file__batch=reading.file.batch_id).exclude(file=reading.file_id)
    return others.exists()
