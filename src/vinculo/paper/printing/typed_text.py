"""The text of a PDF as our template typed it: pieces in reading order, each with the ink it is set in."""

from __future__ import annotations

import codecs
import ctypes
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import pypdfium2 as pdfium
from pypdfium2 import raw

from .glyphs import BREAK_OPPORTUNITY, Ink

_INK_OF_FONT = {family.replace(" ", ""): ink for ink in Ink for family in ink.value}
_FONT_NAME = re.compile(r"(?:[A-Z]{6}\+)?(\w+)-\w+")
_NAME_ROOM = 128
_ARTIFACT = -1
_BLANK, _HYPHEN = ord(" "), ord("-")
_HALF_A_BLANK = 0.14
"""Of a blank's width, in em."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """A rectangle on a page, in fractions of its width and height, from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Piece:
    """One text object and its baseline. Artifacts are what the page repeats: its foot, a watermark.

    `bounds` is where its ink stands, if that was asked for; `page` counts from 1.
    """

    ink: Ink
    text: str
    baseline: float
    artifact: bool
    page: int = 0
    bounds: Bounds | None = None


def pieces_of(page: pdfium.PdfPage, number: int = 0, *, with_bounds: bool = False) -> Iterator[Piece]:
    """The pieces of one page that are set in our fonts.

    Where a span says what its glyphs stand for (joined emojis, accents set apart), that is its text, once.
    The library drops blanks: objects of nothing else, and those that seem to follow another blank.
    """
    items = list(_set_in_ours(page))
    # The text of a page that is none of ours is not asked for: it takes long.
    texts = _text_by_object(page) if items else {}
    told: set[int] = set()
    for item, ink in items:
        span, text = _actual_text(item)
        if text is None:
            text = texts.get(_address(item), " ")
        elif span in told:
            continue
        told.add(span)
        artifact = raw.FPDFPageObj_GetMarkedContentID(item) == _ARTIFACT
        # Places to break inside a word are no part of it.
        shown = whole_text(text).replace(BREAK_OPPORTUNITY, "")
        bounds = _bounds(item, page) if with_bounds else None
        yield Piece(ink, shown, _matrix(item).f, artifact, number, bounds)


def _set_in_ours(page: pdfium.PdfPage) -> Iterator[tuple[raw.FPDF_PAGEOBJECT, Ink]]:
    """The text objects that are set in our fonts."""
    for place in range(raw.FPDFPage_CountObjects(page)):
        item = raw.FPDFPage_GetObject(page, place)
        ink = _ink(item) if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_TEXT else None
        if ink is not None:
            yield item, ink


def _bounds(item: object, page: pdfium.PdfPage) -> Bounds:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    width, height = page.get_size()
    return Bounds(left.value / width, 1 - top.value / height, right.value / width, 1 - bottom.value / height)


def _text_by_object(page: pdfium.PdfPage) -> dict[int, str]:
    with closing(page.get_textpage()) as text_page:
        return _texts_of(text_page)


def _texts_of(text_page: pdfium.PdfTextPage) -> dict[int, str]:
    units: dict[int, list[int]] = {}
    for place in range(raw.FPDFText_CountChars(text_page)):
        if raw.FPDFText_IsGenerated(text_page, place) == 1:
            continue
        item = raw.FPDFText_GetTextObject(text_page, place)
        found = units.get(_address(item))
        if found is None:
            found = units[_address(item)] = [_BLANK] if _starts_late(text_page, place, item) else []
        hyphen = raw.FPDFText_IsHyphen(text_page, place) == 1
        found.append(_HYPHEN if hyphen else raw.FPDFText_GetUnicode(text_page, place))
    return {address: "".join(map(chr, found)) for address, found in units.items()}


def _starts_late(text_page: pdfium.PdfTextPage, place: int, item: object) -> bool:
    """Whether the first character that the library gives of an object stands a blank to its right."""
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text_page, place, x, y)
    return bool(x.value - _matrix(item).e > _HALF_A_BLANK * raw.FPDFText_GetFontSize(text_page, place))


def _matrix(item: object) -> raw.FS_MATRIX:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, matrix)
    return matrix


def _actual_text(item: object) -> tuple[int, str | None]:
    """The innermost span of a text object that tells its text, by address, and that text."""
    for place in reversed(range(raw.FPDFPageObj_CountMarks(item))):
        mark = raw.FPDFPageObj_GetMark(item, place)
        size = ctypes.c_ulong(0)
        if not raw.FPDFPageObjMark_GetParamBlobValue(mark, b"ActualText", None, 0, size):
            continue
        room = (ctypes.c_ubyte * size.value)()
        raw.FPDFPageObjMark_GetParamBlobValue(mark, b"ActualText", room, size.value, size)
        data = bytes(room)
        if data.startswith(codecs.BOM_UTF16_BE):
            return _address(mark), data[2:].decode("utf-16-be", "replace")
        return _address(mark), data.decode("latin-1")
    return 0, None


def whole_text(units: str) -> str:
    """Text as the library gives it: characters beyond the first plane come in halves, which are joined.

    Nulls, which no database keeps, are what a damaged font's map makes of its signs.
    """
    return units.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")


def _ink(item: object) -> Ink | None:
    room = ctypes.create_string_buffer(_NAME_ROOM)
    raw.FPDFFont_GetBaseFontName(raw.FPDFTextObj_GetFont(item), room, _NAME_ROOM)
    match = _FONT_NAME.fullmatch(room.value.decode("ascii", "replace"))
    return _INK_OF_FONT.get(match[1]) if match else None


def _address(item: object) -> int:
    return ctypes.cast(item, ctypes.c_void_p).value or 0  # type: ignore[arg-type]
