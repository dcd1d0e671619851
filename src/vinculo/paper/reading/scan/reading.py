"""The way in: pictures, or the pages of a PDF that are pictures, to readings."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

import pypdfium2 as pdfium

from vinculo.kernel.finding import Finding, Severity

from ...editions import Edition
from ..at_work import at_sheet
from ..files import SheetPicture
from ..limits import LIMITS, Limits
from ..page import Page
from ..pdf.reader import PDFIUM
from ..result import Reading, refused
from .box_looks import KnownLooks, Look
from .engine import Engine, EngineMissingError, engine
from .forms import forms_of
from .opening import Picture, PictureRefusedError, pictures_of, pictures_of_pdf
from .scanned_labels import ScannedLabels
from .second_look import with_second_look
from .sheet_text import SeenSheet, SheetText, seen_sheet, text_of
from .shown import shown_sheet

Sheets = tuple[tuple[Reading, ...], tuple[SheetPicture, ...]]
_MOST_TOLD = 5
# Sheets that may be looked at again, once a later one shows how boxes look.
_MOST_WAITING = 2


@dataclass(frozen=True, slots=True)
class _Waiting:
    place: int
    seen: SeenSheet
    looks: Sequence[Look]


def read_picture(
    data: bytes, editions: Sequence[Edition], *, limits: Limits = LIMITS, with_pictures: bool = False
) -> Sheets:
    """Every form in a picture file, and its sheets as they are shown."""
    return read_sheets(pictures_of(data, limits), editions, with_pictures=with_pictures)


def read_picture_pages(
    data: bytes,
    numbers: Sequence[int],
    editions: Sequence[Edition],
    *,
    limits: Limits = LIMITS,
    with_pictures: bool = False,
) -> Sheets:
    """Every form on those pages of a PDF that are pictures."""
    with PDFIUM, closing(pdfium.PdfDocument(data)) as document:
        pictures = pictures_of_pdf(document, numbers, limits)
        return read_sheets(pictures, editions, with_pictures=with_pictures)


def read_sheets(
    pictures: Iterable[Picture], editions: Sequence[Edition], *, with_pictures: bool = False
) -> Sheets:
    """A reading for each form on the sheets, one at least, refusals included; and the sheets as shown.

    Raises:
        ValueError: no edition was given.
    """
    if not editions:
        raise ValueError("a form can only be read by an edition")
    try:
        with engine() as ready:
            return _read(pictures, editions, ready, with_pictures=with_pictures)
    except EngineMissingError as missing:
        return (refused("ocr-missing", str(missing)),), ()


def _read(
    pictures: Iterable[Picture], editions: Sequence[Edition], ready: Engine, *, with_pictures: bool
) -> Sheets:
    sheets: list[SheetText] = []
    shown: list[SheetPicture] = []
    problems: list[PictureRefusedError] = []
    source = iter(pictures)
    labels = ScannedLabels.of(editions)
    looks, waiting = KnownLooks(), deque[_Waiting](maxlen=_MOST_WAITING)
    while True:
        try:
            picture = next(source, None)
        except PictureRefusedError as problem:
            problems.append(problem)
            continue
        if picture is None:
            break
        at_sheet(picture.number)
        seen = seen_sheet(picture, ready)
        sheet, own = text_of(seen, ready, labels, looks), looks.last
        for before in [each for each in waiting if looks.tells_better(each.looks)]:
            waiting.remove(before)
            sheets[before.place] = text_of(before.seen, ready, labels, looks)
        waiting.append(_Waiting(len(sheets), seen, own))
        if with_pictures:
            shown.append(shown_sheet(sheet, picture))
        sheets.append(sheet)
    readings = tuple(_read_form(form, editions, ready) for form in forms_of(sheets, editions))
    return (_with_problems(readings, problems), tuple(shown))


def _read_form(sheets: Sequence[SheetText], editions: Sequence[Edition], ready: Engine) -> Reading:
    unread = (ink for sheet in sheets for ink in sheet.unread)
    page = Page.of((line for sheet in sheets for line in sheet.lines), scanned=True, unread=unread)
    reading = with_second_look(page, sheets, editions, ready)
    numbers = tuple(sheet.upright.number for sheet in sheets)
    return replace(reading, sheets=numbers, text=reading.text or "\n".join(line.text for line in page.lines))


def _with_problems(
    readings: tuple[Reading, ...], problems: Sequence[PictureRefusedError]
) -> tuple[Reading, ...]:
    if not readings:
        if problems:
            more = [f"E mais {len(problems) - _MOST_TOLD} folhas."] if len(problems) > _MOST_TOLD else []
            return (refused(problems[0].code, " ".join([*map(str, problems[:_MOST_TOLD]), *more])),)
        return (refused("not-a-form", "Não há texto que se possa ler na imagem."),)
    if not problems:
        return readings
    findings = tuple(Finding(each.code, Severity.WARNING, "", str(each)) for each in problems)
    return (replace(readings[0], findings=(*readings[0].findings, *findings)), *readings[1:])
