"""Forms read anew from the sheets of a file that a person put together, each group by itself.

A group becomes a file of its own, of the same kind: pages of a PDF, a picture or its frames, turned as the
person turned them. It is read as any file is, and the places that come of it count the sheets of the whole
file again.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from vinculo.kernel.finding import Finding, Severity

from ..editions import Edition
from .files import FileReading, SheetPicture, read_file
from .kinds import Kind, kind_of
from .limits import LIMITS, Limits
from .reader import Reading, refused

QUALITY = 95


@dataclass(frozen=True, slots=True)
class ChosenSheet:
    """A sheet of the file, counted from 0, and by how many degrees clockwise it is to be turned."""

    number: int
    turned: int = 0


class _NotTakenError(Exception):
    """A sheet cannot be taken out of its file: a code, and a sentence for a person."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def read_chosen_sheets(
    data: bytes,
    editions: Sequence[Edition],
    groups: Sequence[Sequence[ChosenSheet]],
    *,
    limits: Limits = LIMITS,
) -> FileReading:
    """A reading for each group, refusals included, in their order; and the pictures of their sheets.

    Raises:
        ValueError: no edition was given.
    """
    kind = kind_of(data)
    read = [_read_group(data, kind, editions, group, limits) for group in groups]
    return FileReading(
        kind,
        tuple(reading for reading, _ in read),
        tuple(picture for _, pictures in read for picture in pictures),
    )


def _read_group(
    data: bytes, kind: Kind, editions: Sequence[Edition], group: Sequence[ChosenSheet], limits: Limits
) -> tuple[Reading, tuple[SheetPicture, ...]]:
    try:
        match kind:
            case Kind.PDF:
                part = _pages(data, group)
            case Kind.PICTURE:
                part = _frames(data, group, limits)
            case Kind.JOINED:
                part = _some_joined(data, group, limits)
            case _:
                return refused("no-sheets", "Só folhas de um PDF ou de uma imagem podem ser reagrupadas."), ()
    except _NotTakenError as problem:
        return refused(problem.code, str(problem)), ()
    read = read_file(part, editions, limits=limits, with_pictures=True, as_one=True)
    found = first_of(read.readings)
    numbers = dict(enumerate(sheet.number for sheet in group))
    pictures = [replace(picture, number=numbers[picture.number]) for picture in read.sheets]
    return _counted_anew(found, numbers), tuple(pictures)


def first_of(readings: Sequence[Reading]) -> Reading:
    """The form of sheets that were put together; of several, the first, and a word on the others."""
    forms = [reading for reading in readings if reading.form is not None]
    if len(forms) < 2:
        return forms[0] if forms else readings[0]
    message = f"As folhas juntadas trazem {len(forms)} formulários, e aqui está só o primeiro: separe-as."
    told = Finding("several-forms", Severity.WARNING, "", message)
    return replace(forms[0], findings=(told, *forms[0].findings))


def _counted_anew(reading: Reading, numbers: Mapping[int, int]) -> Reading:
    """With the sheets as the whole file counts them, those too on which no word was found."""
    places = {
        name: tuple(replace(box, sheet=numbers[box.sheet]) for box in boxes if box.sheet in numbers)
        for name, boxes in reading.places.items()
    }
    return replace(reading, sheets=tuple(numbers.values()), places=places)


def _pages(data: bytes, group: Sequence[ChosenSheet]) -> bytes:
    import pypdfium2 as pdfium  # noqa: PLC0415 - only who reads a PDF pays for it

    try:
        return _pages_apart(data, group)
    except pdfium.PdfiumError as problem:
        sentence = "O PDF está danificado, e as folhas escolhidas não puderam ser separadas."
        raise _NotTakenError("pdf-damaged", sentence) from problem


def _pages_apart(data: bytes, group: Sequence[ChosenSheet]) -> bytes:
    import pypdfium2 as pdfium  # noqa: PLC0415 - only who reads a PDF pays for it

    made = io.BytesIO()
    with closing(pdfium.PdfDocument(data)) as whole, closing(pdfium.PdfDocument.new()) as part:
        part.import_pages(whole, [sheet.number for sheet in group])
        for place, sheet in enumerate(group):
            with closing(part[place]) as page:
                page.set_rotation((page.get_rotation() + sheet.turned) % 360)
        part.save(made)
    return made.getvalue()


def _some_joined(data: bytes, group: Sequence[ChosenSheet], limits: Limits) -> bytes:
    from .joined_sheets import UnableToJoinError, some_of  # noqa: PLC0415 - it counts on this module

    try:
        return some_of(data, group, limits)
    except UnableToJoinError as problem:
        sentence = "As folhas juntadas estão danificadas, e não puderam ser separadas."
        raise _NotTakenError("joined-damaged", sentence) from problem


def _frames(data: bytes, group: Sequence[ChosenSheet], limits: Limits) -> bytes:
    """As the reader sees them, of whatever make the picture is."""
    import numpy as np  # noqa: PLC0415 - only who reads a picture pays for it
    from PIL import Image  # noqa: PLC0415

    from .scan.opening import PictureRefusedError, pictures_of  # noqa: PLC0415

    try:
        found = list(pictures_of(data, limits, [sheet.number for sheet in group]))
    except PictureRefusedError as problem:
        raise _NotTakenError(problem.code, str(problem)) from problem
    turns = (-(sheet.turned // 90) for sheet in group)
    frames = [
        Image.fromarray(np.rot90(picture.grey, turn)) for picture, turn in zip(found, turns, strict=True)
    ]
    dpi = found[0].dpi
    made = io.BytesIO()
    told = {"dpi": (dpi, dpi)} if dpi else {}
    if len(frames) == 1:
        frames[0].save(made, "JPEG", quality=QUALITY, **told)
    else:
        frames[0].save(made, "TIFF", save_all=True, append_images=frames[1:], compression="jpeg", **told)
    return made.getvalue()
