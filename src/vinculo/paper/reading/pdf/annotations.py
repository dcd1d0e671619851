"""Notes put onto the pages of a PDF: typed text (FreeText) as words where it stands; others are told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pypdfium2 as pdfium
from pypdfium2 import raw

from vinculo.kernel.finding import Finding, Severity

from .form_fields import placed_words, string_of
from .glyphs import Word
from .sheet import Sheet

_MOST = 500
_UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
# What says or strikes something that no text of the page says.
_NOTES = frozenset(
    (
        raw.FPDF_ANNOT_TEXT,
        raw.FPDF_ANNOT_LINE,
        raw.FPDF_ANNOT_SQUARE,
        raw.FPDF_ANNOT_CIRCLE,
        raw.FPDF_ANNOT_POLYGON,
        raw.FPDF_ANNOT_POLYLINE,
        raw.FPDF_ANNOT_STRIKEOUT,
        raw.FPDF_ANNOT_STAMP,
        raw.FPDF_ANNOT_CARET,
        raw.FPDF_ANNOT_INK,
    )
)
_TYPED = frozenset((raw.FPDF_ANNOT_FREETEXT,))
_SURE = 0.5
# Of the field of a form none is so high.
_OWN_FONT = -1_000_000


def typed_words(page: pdfium.PdfPage, sheet: Sheet) -> list[Word]:
    """The words of the texts that were typed onto a page; whether they are of what they stand on is open."""
    words: list[Word] = []
    for annotation in _seen(page):
        if raw.FPDFAnnot_GetSubtype(annotation) in _TYPED:
            words += placed_words(annotation, _contents(annotation), sheet, _OWN_FONT - len(words))
    return [replace(word, sure=_SURE) for word in words]


def told_notes(document: pdfium.PdfDocument, *, typed_are_read: bool) -> list[Finding]:
    """What a person is told of the notes on the pages: what was read of them, and what was not."""
    findings = []
    read = _said(document, _TYPED) if typed_are_read else ""
    if read:
        message = f"{read} há textos colocados como anotação, que foram lidos onde estão; confira."
        findings.append(Finding("notes-read", Severity.WARNING, "", message))
    if unread := _said(document, _NOTES if typed_are_read else _NOTES | _TYPED):
        message = f"{unread} há anotações (textos, notas, carimbos ou traços) que não foram lidas; confira."
        findings.append(Finding("notes-not-read", Severity.WARNING, "", message))
    return findings


def _said(document: pdfium.PdfDocument, kinds: frozenset[int]) -> str:
    """The pages that have notes of some kinds; nothing where none has."""
    pages = []
    for number in range(len(document)):
        with closing(document[number]) as page:
            if any(raw.FPDFAnnot_GetSubtype(each) in kinds for each in _seen(page)):
                pages.append(str(number + 1))
    if not pages:
        return ""
    return f"Nas páginas {', '.join(pages)} do PDF" if len(pages) > 1 else f"Na página {pages[0]} do PDF"


def _seen(page: pdfium.PdfPage) -> Iterator[raw.FPDF_ANNOTATION]:
    for index in range(min(raw.FPDFPage_GetAnnotCount(page.raw), _MOST)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        try:
            if not raw.FPDFAnnot_GetFlags(annotation) & _UNSEEN:
                yield annotation
        finally:
            raw.FPDFPage_CloseAnnot(annotation)


def _contents(annotation: raw.FPDF_ANNOTATION) -> str:
    return string_of(lambda buffer, size: raw.FPDFAnnot_GetStringValue(annotation, b"Contents", buffer, size))
