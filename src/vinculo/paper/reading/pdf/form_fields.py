"""Fields of an interactive form (AcroForm): what is ticked and what was typed, as words where they stand."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import replace

import pypdfium2 as pdfium
from pypdfium2 import raw

from ..page import TICKED, UNTICKED
from .glyphs import Word
from .sheet import Sheet

_MOST_FIELDS = 2000
_LONGEST_VALUE = 20_000
_TICKS = frozenset((raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON))
_TEXTS = frozenset((raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX))
_BLANK_CHOICES = frozenset(("", "off"))
# What no field of text has: rows of one value are never taken for wrapped ones.
_OWN_FONT = -1000


def field_words(form: pdfium.PdfFormEnv, page: pdfium.PdfPage, sheet: Sheet) -> list[Word]:
    words: list[Word] = []
    for index in range(min(raw.FPDFPage_GetAnnotCount(page.raw), _MOST_FIELDS)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        try:
            if raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_WIDGET:
                words += _words(form, annotation, sheet, len(words))
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
    return words


def _words(form: pdfium.PdfFormEnv, annotation: raw.FPDF_ANNOTATION, sheet: Sheet, number: int) -> list[Word]:
    kind = raw.FPDFAnnot_GetFormFieldType(form.raw, annotation)
    if kind in _TICKS:
        sides = _sides(annotation, sheet)
        return [_box(bool(raw.FPDFAnnot_IsChecked(form.raw, annotation)), *sides)] if sides else []
    if kind not in _TEXTS:
        return []
    value = string_of(
        lambda buffer, size: raw.FPDFAnnot_GetFormFieldValue(form.raw, annotation, buffer, size)
    )
    return placed_words(annotation, value, sheet, _OWN_FONT - number)


def placed_words(annotation: raw.FPDF_ANNOTATION, text: str, sheet: Sheet, font: int) -> list[Word]:
    """The words of what an annotation says, where it stands."""
    sides = _sides(annotation, sheet)
    return _typed(text, sides, font) if sides else []


def _sides(annotation: raw.FPDF_ANNOTATION, sheet: Sheet) -> tuple[float, float, float, float] | None:
    """Left, top, right and bottom."""
    rect = raw.FS_RECTF()
    if not raw.FPDFAnnot_GetRect(annotation, ctypes.byref(rect)):
        return None
    edges = sheet.at(rect.left, rect.top), sheet.at(rect.right, rect.bottom)
    left, right = sorted((edges[0][0], edges[1][0]))
    top, bottom = sorted((edges[0][1], edges[1][1]))
    return left, top, right, bottom


def _box(ticked: bool, left: float, top: float, right: float, bottom: float) -> Word:
    size = max(6.0, bottom - top)
    sign = TICKED if ticked else UNTICKED
    return Word(sign, left, right, bottom - 0.15 * size, size, top=top, bottom=bottom, drawn=True)


def string_of(ask: Callable[[object, int], int]) -> str:
    """A text of the library, which is first asked how long it is."""
    length = ask(None, 0)
    if not 2 < length <= _LONGEST_VALUE:
        return ""
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    ask(buffer, length)
    return bytes(buffer)[: length - 2].decode("utf-16-le", "replace")


def _typed(value: str, sides: tuple[float, float, float, float], font: int) -> list[Word]:
    """The words of a value; its paragraphs under each other, in the room of the field."""
    left, top, right, bottom = sides
    rows = [row.split() for row in value.replace("\r\n", "\n").replace("\r", "\n").split("\n") if row.strip()]
    if not rows or (len(rows) == 1 and value.strip().lower() in _BLANK_CHOICES):
        return []
    pitch = (bottom - top) / len(rows)
    size = min(pitch * 0.8, 10.0)
    words: list[Word] = []
    for number, row in enumerate(rows):
        signs = sum(map(len, row)) + len(row)
        wide = min(0.5 * size, (right - left) / signs)
        x = left + 1
        baseline = top + pitch * (number + 1) - 0.25 * pitch
        for place, text in enumerate(row):
            end = x + wide * len(text)
            word = Word(text, x, end, baseline, size, font - 10_000 * number, int(place > 0))
            words.append(replace(word, top=baseline - 0.75 * size, bottom=baseline + 0.22 * size))
            x = end + wide
    return words
