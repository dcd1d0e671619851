"""What a worker found in a file it had claimed is kept, all of it or nothing, and once."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.core.files.base import ContentFile
from django.db import OperationalError, transaction
from django.db.models.fields.files import FieldFile

from vinculo.paper.reading.files import FileReading, SheetPicture
from vinculo.paper.reading.returned_paper import ComparedSheet

from ..corrections import texts_to_keep
from ..file_reading import FormRead, forms_of
from ..fingerprint import fingerprint
from ..models import Fate, FileState, FormReading, ImportBatch, ImportedFile, Sheet
from ..registry_looks import with_registry
from ..sheet_groups import in_their_places
from ..twins import twin_in_waiting, twin_with_case
from .reading_write import count_doubts
from .take_returned_sheet import importer, take_returned_sheets

logger = logging.getLogger(__name__)

_NOT_TAKEN = (
    "Há nele papel impresso aqui que não pôde ser anexado ao seu processo. Anexe o arquivo ao processo à mão."
)


def keep_file_reading(
    *, file: ImportedFile, reading: FileReading, now: dt.datetime, compared: Sequence[ComparedSheet] = ()
) -> bool:
    """The forms and sheets of a claimed file, and the paper of ours in it, which goes to its cases.

    `compared`: that paper, held against its prints. False where the claim was lost, and nothing was written.
    """
    read = forms_of(reading)
    with _settling(file, now) as locked:
        if locked is None:
            return False
        with _pictures_kept(locked, reading.sheets):
            for form in in_their_places(read.forms, locked.groups):
                _keep_form(locked, form, now)
            locked.kind = reading.kind
            if read.forms:
                locked.groups = []
            _end(locked, read.problem, now, failed=not read.forms)
            if reading.returned:
                _take_paper(locked, reading, compared, now)
    return True


def _take_paper(
    file: ImportedFile, reading: FileReading, compared: Sequence[ComparedSheet], now: dt.datetime
) -> None:
    """Whatever is wrong with the paper, the file has been read; only what the database refuses for now has
    all of it done again."""
    try:
        with transaction.atomic():
            take_returned_sheets(
                file=file, returned=reading.returned, compared=compared, actor=importer(file), now=now
            )
    except OperationalError:
        raise
    except Exception as failure:
        # Only the kind is told: the words may hold somebody's data.
        logger.error("returned paper in file %s was not taken: %s", file.pk, type(failure).__name__)
        file.problem = " ".join(filter(None, (file.problem, _NOT_TAKEN)))
        file.save(update_fields=["problem"])


def keep_file_problem(*, file: ImportedFile, problem: str, now: dt.datetime) -> bool:
    """Why a claimed file could not be read."""
    with _settling(file, now) as locked:
        if locked is None:
            return False
        _end(locked, problem, now, failed=True)
    return True


def keep_unfolded(*, file: ImportedFile, problem: str, now: dt.datetime) -> bool:
    """What was in a ZIP has come in, as far as it could."""
    with _settling(file, now) as locked:
        if locked is None:
            return False
        _end(locked, problem, now, failed=bool(problem) and not locked.contained.exists())
    return True


@contextmanager
def _settling(file: ImportedFile, now: dt.datetime) -> Iterator[ImportedFile | None]:
    """The file as of the claim that `file` was given with; None where that is no longer this worker's."""
    with transaction.atomic():
        # The batch first, as whoever steers it does: an undo sees all that was written before it, and
        # nothing is written after it.
        ImportBatch.objects.select_for_update().filter(pk=file.batch_id).first()
        rows = ImportedFile.objects.select_for_update(of=("self",)).select_related("batch__operator")
        yield rows.filter(pk=file.pk, state=FileState.READING, tries=file.tries).first()


def _end(file: ImportedFile, problem: str, now: dt.datetime, *, failed: bool) -> None:
    file.state = FileState.FAILED if failed else FileState.READ
    file.problem, file.read_at = problem, now
    file.save(update_fields=["state", "problem", "read_at", "kind", "groups"])


def _keep_form(file: ImportedFile, form: FormRead, now: dt.datetime) -> FormReading:
    read = with_registry(form.reading, file.batch.operator_id)
    whole = read.form or form.form
    reading = FormReading(
        operator=file.batch.operator,
        file=file,
        position=form.position,
        source_text=form.text,
        form=whole.to_json(),
        confidence=dict(read.confidence),
        findings=[finding.to_json() for finding in read.findings],
        unread=texts_to_keep(read.unread),
        sheets=list(read.sheets),
        places={name: [box.to_json() for box in boxes] for name, boxes in read.places.items()},
        fingerprint=fingerprint(whole),
    )
    count_doubts(reading, now)
    twin = twin_with_case(reading) or twin_in_waiting(reading)
    if twin is not None:
        reading.fate, reading.duplicate_of = Fate.DUPLICATE, twin
    reading.save(force_insert=True)
    return reading


@contextmanager
def _pictures_kept(file: ImportedFile, pictures: Iterable[SheetPicture]) -> Iterator[None]:
    """They are stored while the rows are written, and go again where those cannot be.

    A sheet that was read anew gets the new picture: the places count on it.
    """
    known = {sheet.number: sheet for sheet in Sheet.objects.filter(file=file)}
    undo: list[Callable[[], None]] = []
    try:
        for picture in pictures:
            sheet = known.get(picture.number) or Sheet(file=file, number=picture.number)
            sheet.width, sheet.height = picture.width, picture.height
            sheet.turned = (sheet.turned + picture.turned) % 360
            if sheet.picture:
                _drop_after_commit(sheet.picture)
            name = f"{file.sha256[:24]}-{picture.number + 1}.jpg"
            sheet.picture.save(name, ContentFile(picture.jpeg), save=False)
            stored = sheet.picture
            undo.append(lambda stored=stored: stored.delete(save=False))  # type: ignore[misc]
            sheet.save()
        yield
    except BaseException:
        for take_away in undo:
            take_away()
        raise


def _drop_after_commit(picture: FieldFile) -> None:
    storage, name = picture.storage, picture.name or ""
    transaction.on_commit(lambda: storage.delete(name))
