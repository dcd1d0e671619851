"""The way in: pictures, or the pages of a PDF that are pictures, to readings."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence, Set
from contextlib import closing, suppress
from dataclasses import dataclass, replace

import pypdfium2 as pdfium

from vinculo.kernel.finding import Finding, Severity

from ...editions import Edition
from ...printing.paper_code import PaperCode
from ..at_work import at_sheet
from ..files import SheetPicture
from ..limits import LIMITS, Limits
from ..out_of_memory import is_out_of_memory
from ..page import WITHIN_CELL, Page
from ..pdf.reader import PDFIUM
from ..reader import DOUBTED
from ..result import Reading, refused
from .box_looks import KnownLooks, Look
from .engine import Engine, EngineMissingError, engine
from .forms import forms_of, forms_with_text, one_form_of
from .kept_sheet import KeptSheet
from .opening import Picture, PictureRefusedError, pictures_of, pictures_of_pdf, sheet_not_read
from .scanned_labels import ScannedLabels
from .second_look import with_second_look
from .sheet_text import SeenSheet, seen_sheet, text_of
from .shown import code_on, kept_picture

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
    data: bytes,
    editions: Sequence[Edition],
    *,
    limits: Limits = LIMITS,
    with_pictures: bool = False,
    as_one: bool = False,
) -> Sheets:
    """Every form in a picture file, and its sheets as they are shown; `as_one` as for `read_sheets`."""
    return read_sheets(pictures_of(data, limits), editions, with_pictures=with_pictures, as_one=as_one)


def read_picture_pages(
    data: bytes,
    numbers: Sequence[int],
    editions: Sequence[Edition],
    *,
    limits: Limits = LIMITS,
    with_pictures: bool = False,
    texts: Sequence[KeptSheet] = (),
    as_one: bool = False,
) -> Sheets:
    """Every form on those pages of a PDF that are pictures; `texts` and `as_one` as for `read_sheets`."""
    with PDFIUM, closing(pdfium.PdfDocument(data)) as document:
        pictures = pictures_of_pdf(document, numbers, limits)
        return read_sheets(pictures, editions, with_pictures=with_pictures, texts=texts, as_one=as_one)


def read_sheets(
    pictures: Iterable[Picture],
    editions: Sequence[Edition],
    *,
    with_pictures: bool = False,
    texts: Sequence[KeptSheet] = (),
    as_one: bool = False,
) -> Sheets:
    """A reading for each form on the sheets, one at least, refusals included; and the sheets as shown.

    `texts`: pages beside them that were read as text; a form may go over both, and one of text alone is not
    told. `as_one`: a person says that all of them are one form.

    Raises:
        ValueError: no edition was given.
    """
    if not editions:
        raise ValueError("a form can only be read by an edition")
    try:
        with engine() as ready:
            sheets, problems = _read(pictures, editions, ready, with_pictures=with_pictures)
            forms = _forms(sheets.kept, texts, editions, as_one=as_one)
            readings = tuple(_read_form(form, editions, ready) for form in forms if form)
            return _with_problems(readings, problems), tuple(sheets.shown)
    except EngineMissingError as missing:
        return (refused("ocr-missing", str(missing)),), ()


def _forms(
    sheets: Sequence[KeptSheet], texts: Sequence[KeptSheet], editions: Sequence[Edition], *, as_one: bool
) -> list[list[KeptSheet]]:
    everything = sorted((*sheets, *texts), key=lambda sheet: sheet.number)
    if as_one and len({sheet.printed.code for sheet in everything if sheet.printed}) <= 1:
        return [one_form_of(everything, editions)]
    return forms_with_text(sheets, texts, editions) if texts else forms_of(sheets, editions)


def _read(
    pictures: Iterable[Picture], editions: Sequence[Edition], ready: Engine, *, with_pictures: bool
) -> tuple[_SheetsRead, list[PictureRefusedError]]:
    sheets = _SheetsRead(ready, ScannedLabels.of(editions), with_pictures=with_pictures)
    problems: list[PictureRefusedError] = []
    source = iter(pictures)
    while True:
        try:
            picture = next(source, None)
            if picture is None:
                break
            at_sheet(picture.number)
            sheets.read(picture)
        except PictureRefusedError as problem:
            problems.append(problem)
    return sheets, problems


class _SheetsRead:
    """The sheets of a file, one after the other: what they say is kept, and hardly any of their pixels."""

    def __init__(self, ready: Engine, labels: ScannedLabels, *, with_pictures: bool) -> None:
        self.kept: list[KeptSheet] = []
        self.shown: list[SheetPicture] = []
        self._ready, self._labels, self._with_pictures = ready, labels, with_pictures
        self._looks, self._waiting = KnownLooks(), deque[_Waiting](maxlen=_MOST_WAITING)

    def read(self, picture: Picture) -> None:
        """
        Raises:
            PictureRefusedError: the sheet cannot be read; the others can.
        """
        try:
            self._read(picture)
        except Exception as problem:
            # Whatever is odd about one sheet, the others are not to suffer for it.
            why = ": ela pede memória demais" if is_out_of_memory(problem) else ", por um motivo inesperado"
            raise sheet_not_read(picture.number, why) from problem

    def _read(self, picture: Picture) -> None:
        seen = seen_sheet(picture, self._ready)
        printed = code_on(picture, seen.shown)
        sheet, own = self._text_of(seen, printed), self._looks.last
        if self._with_pictures:
            self.shown.append(kept_picture(seen.shown, picture.number, seen.upright.turned, printed))
        self.kept.append(sheet)
        for before in [each for each in self._waiting if self._looks.tells_better(each.looks)]:
            self._waiting.remove(before)
            self._read_again(before)
        self._waiting.append(_Waiting(len(self.kept) - 1, seen, own))

    def _read_again(self, before: _Waiting) -> None:
        # Where that fails it stands as it was read at first.
        with suppress(Exception):
            self.kept[before.place] = self._text_of(before.seen, self.kept[before.place].printed)

    def _text_of(self, seen: SeenSheet, printed: PaperCode | None) -> KeptSheet:
        sheet = text_of(seen, self._ready, self._labels, self._looks)
        return KeptSheet.of(seen.upright.number, sheet.level, sheet.lines, sheet.unread, printed)


def _read_form(sheets: Sequence[KeptSheet], editions: Sequence[Edition], ready: Engine) -> Reading:
    at_sheet(sheets[0].number)
    unread = (ink for sheet in sheets for ink in sheet.unread)
    page = Page.of((line for sheet in sheets for line in sheet.lines), scanned=True, unread=unread)
    reading = with_second_look(page, sheets, editions, ready)
    numbers = tuple(sheet.number for sheet in sheets)
    text = "\n".join(line.text.replace(WITHIN_CELL, "\n") for line in page.lines)
    reading = replace(reading, sheets=numbers, text=reading.text or text)
    return _doubted(reading, {sheet.number for sheet in sheets if sheet.may_be_of_another})


def _doubted(reading: Reading, sheets: Set[int]) -> Reading:
    """What stands on sheets that may be of another form is not sure, however well it was read."""
    if not sheets or reading.form is None:
        return reading
    on_them = {
        part
        for name, boxes in reading.places.items()
        if any(box.sheet in sheets for box in boxes)
        for part in (name, name.split(".")[0])
    }
    sure = {
        name: min(value, DOUBTED) if name in on_them else value for name, value in reading.confidence.items()
    }
    numbers = ", ".join(str(number + 1) for number in sorted(sheets))
    which = f"a folha {numbers} é" if len(sheets) == 1 else f"as folhas {numbers} são"
    message = f"As folhas de vários formulários estão misturadas no arquivo: confira se {which} deste."
    finding = Finding("sheets-mixed", Severity.WARNING, "", message)
    return replace(reading, confidence=sure, findings=(*reading.findings, finding))


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
    told = list(readings)
    for each in problems:
        # The form that begins before the sheet may miss it.
        begun = [at for at, reading in enumerate(told) if min(reading.sheets, default=0) < each.sheet]
        at = max(begun, key=lambda at: min(told[at].sheets, default=0), default=0)
        finding = Finding(each.code, Severity.WARNING, "", str(each))
        told[at] = replace(told[at], findings=(*told[at].findings, finding))
    return tuple(told)
