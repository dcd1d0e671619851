"""Sheets of several files that a person put together: photos of the pages of one form.

The files lie as they came in a ZIP, and a list beside them says which of their sheets are one form, in which
order, and how each is to be turned. Putting them together opens none of them: that is done where files are
read, within its bounds.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from ..editions import Edition
from .archives import DAMAGED
from .chosen_sheets import ChosenSheet, first_of
from .files import FileReading
from .kinds import SHEET_LIST, Kind, kind_of
from .limits import Limits
from .reader import refused

if TYPE_CHECKING:
    from .scan.opening import Picture

_LONGEST_LIST = 1_000_000
_WHENEVER = (1980, 1, 1, 0, 0, 0)
"""The same sheets are the same bytes."""


@dataclass(frozen=True, slots=True)
class JoinedPart:
    """A file as it came, and those of its sheets that are meant, in their order."""

    name: str
    data: bytes
    sheets: Sequence[ChosenSheet]


class UnableToJoinError(ValueError):
    """What lies there is no such file, or damaged."""


def joined_file(parts: Sequence[JoinedPart]) -> bytes:
    """One file of these sheets."""
    names = [f"{number} {part.name.replace('/', '_')}" for number, part in enumerate(parts, start=1)]
    told = [
        {"file": name, "sheets": [[sheet.number, sheet.turned] for sheet in part.sheets]}
        for name, part in zip(names, parts, strict=True)
    ]
    contents = [(SHEET_LIST, json.dumps(told).encode())]
    contents += [(name, part.data) for name, part in zip(names, parts, strict=True)]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in contents:
            archive.writestr(zipfile.ZipInfo(name, _WHENEVER), data)
    return made.getvalue()


def parts_of(data: bytes, limits: Limits) -> list[JoinedPart]:
    """
    Raises:
        UnableToJoinError: it is damaged, or unfolds to more than a file may have.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            told = json.loads(_content(archive, SHEET_LIST, _LONGEST_LIST))
            left, parts = limits.bytes, []
            for one in told:
                name = str(one["file"])
                parts.append(JoinedPart(name, _content(archive, name, left), _sheets(one["sheets"])))
                left -= len(parts[-1].data)
    except (*DAMAGED, TypeError) as problem:
        raise UnableToJoinError from problem
    if sum(len(part.sheets) for part in parts) > limits.sheets:
        raise UnableToJoinError
    return parts


def some_of(data: bytes, group: Sequence[ChosenSheet], limits: Limits) -> bytes:
    """Another such file, of some of the sheets, each turned by so much more.

    Raises:
        UnableToJoinError: as `parts_of`; or there is no such sheet.
    """
    placed = [(part, sheet) for part in parts_of(data, limits) for sheet in part.sheets]
    chosen = []
    for wanted in group:
        if not 0 <= wanted.number < len(placed):
            raise UnableToJoinError
        part, sheet = placed[wanted.number]
        chosen.append(replace(part, sheets=[replace(sheet, turned=(sheet.turned + wanted.turned) % 360)]))
    return joined_file(chosen)


def read_joined(
    data: bytes, editions: Sequence[Edition], limits: Limits, *, with_pictures: bool
) -> FileReading:
    """The one form on these sheets."""
    from .scan.reading import read_sheets  # noqa: PLC0415 - only who reads pictures pays for it

    try:
        parts = parts_of(data, limits)
    except UnableToJoinError:
        sentence = "As folhas juntadas estão danificadas, ou são demais, e não foram lidas."
        return FileReading(Kind.JOINED, (refused("joined-damaged", sentence),))
    readings, shown = read_sheets(
        _pictures(parts, limits), editions, with_pictures=with_pictures, as_one=True
    )
    found = first_of(readings)
    numbers = tuple(range(sum(len(part.sheets) for part in parts)))
    # What our own code on one of them says was heeded when its file came by itself.
    sheets = tuple(replace(sheet, printed=None) for sheet in shown)
    return FileReading(Kind.JOINED, (replace(found, sheets=numbers if found.form else ()),), sheets)


def _content(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    with archive.open(name) as opened:
        data = opened.read(most + 1)
    if len(data) > most:
        raise UnableToJoinError
    return data


def _sheets(told: Any) -> list[ChosenSheet]:
    sheets = [ChosenSheet(int(number), int(turned)) for number, turned in told]
    if any(sheet.number < 0 or sheet.turned % 90 for sheet in sheets):
        raise UnableToJoinError
    return sheets


def _pictures(parts: Sequence[JoinedPart], limits: Limits) -> Iterator[Picture]:
    """
    Raises:
        PictureRefusedError: one of them is damaged or too large; the next ones follow.
    """
    placed = [(part, sheet) for part in parts for sheet in part.sheets]
    # Not a generator: it would end with the first that is refused.
    return map(partial(_picture, limits=limits), range(len(placed)), placed)


def _picture(number: int, placed: tuple[JoinedPart, ChosenSheet], *, limits: Limits) -> Picture:
    import numpy as np  # noqa: PLC0415 - only who reads pictures pays for it

    part, sheet = placed
    picture = _of_part(part, sheet.number, limits)
    grey = np.ascontiguousarray(np.rot90(picture.grey, -(sheet.turned // 90)))
    return replace(picture, number=number, grey=grey, turned=0)


def _of_part(part: JoinedPart, number: int, limits: Limits) -> Picture:
    import pypdfium2 as pdfium  # noqa: PLC0415 - only who reads pictures pays for it

    from .pdf import PDFIUM  # noqa: PLC0415
    from .scan.opening import PictureRefusedError, pictures_of, pictures_of_pdf  # noqa: PLC0415

    if kind_of(part.data) is not Kind.PDF:
        return next(pictures_of(part.data, limits, [number]))
    try:
        with PDFIUM, closing(pdfium.PdfDocument(part.data)) as document:
            return next(pictures_of_pdf(document, [number], limits))
    except pdfium.PdfiumError as problem:
        raise PictureRefusedError("pdf-damaged", "O PDF está danificado e não foi lido.") from problem
