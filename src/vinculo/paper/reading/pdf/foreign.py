"""PDFs that we did not print: the pages of a file as the lines of the one form reader."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2 as pdfium

from ...editions import Edition
from ..at_work import at_sheet
from ..vocabulary import vocabulary_of
from .annotations import typed_words
from .drawing import Drawing, drawing_of
from .form_fields import field_words
from .glyphs import Word, page_text
from .labels import Labels
from .layout import Item, items_of
from .lost_letters import labels_lose_letters, lose_letters
from .lost_symbols import with_lost_symbols
from .sheet import Sheet
from .tick_boxes import drawn_boxes
from .wrapped_options import without_ends_of_options

_MOST_CHARACTERS = 60_000
# A page of text has more characters than the stamps that are put on a picture of one.
_FEW_CHARACTERS = 60
# Of the page.
_LARGE_PICTURE = 0.5
_MOSTLY_UNMAPPED = 0.2
# Fonts that tell plain letters alone lose one in twenty of ours.
_SOME_UNMAPPED = 0.01
# Of what is written, and of its letters: of words of ours nearly half are vowels.
_LEAST_LETTERS, _LEAST_VOWELS = 0.3, 0.25


@dataclass(slots=True)
class ForeignPage:
    """One page. `is_picture`: what it says stands in no text of the file, but in a picture or in signs that
    have no text: it is to be read as a scan is."""

    items: list[Item] = field(default_factory=list)
    is_picture: bool = False
    characters: int = 0
    has_picture: bool = False
    is_unmapped: bool = False
    """Its fonts do not say which letters it has, all of them or some; or what they say makes no words."""
    loses_letters: bool = False
    """In the midst of words."""


@dataclass(slots=True)
class _Written:
    """A page with text: its words, not yet laid out, and what is drawn on it."""

    page: ForeignPage
    words: list[Word]
    drawing: Drawing
    sheet: Sheet


def pages_of(
    document: pdfium.PdfDocument, editions: Sequence[Edition], most_characters: int
) -> list[ForeignPage]:
    """Every page of a file. The document's forms are to be set up before a page of it is opened."""
    pages: list[ForeignPage] = []
    written: list[_Written] = []
    left = most_characters
    labels = Labels(vocabulary_of(editions[-1]), tuple(map(vocabulary_of, editions[:-1])))
    for number in range(len(document)):
        at_sheet(number)
        with closing(document[number]) as page:
            read = _page(document, page, number, labels, min(left, _MOST_CHARACTERS))
        if isinstance(read, _Written):
            written.append(read)
            read = read.page
        pages.append(read)
        left -= read.characters
        if left <= 0:
            break
    if any(labels_lose_letters(each.words, (labels.vocabulary, *labels.others)) for each in written):
        # All pages of it, lest half a form be read as text.
        _make_pictures([each.page for each in written])
        written = [each for each in written if not each.page.is_picture]
    for above, below in pairwise(written):
        below.words = without_ends_of_options(above.words, below.words, (above.sheet, below.sheet), labels)
    for each in written:
        at_sheet(each.sheet.number)
        each.page.items = items_of(each.words, each.drawing, each.sheet, labels)
    return pages


def _make_pictures(pages: Sequence[ForeignPage]) -> None:
    """Those that lose letters are to be read as pictures, if that can be done here."""
    from ..scan.engine import is_ready  # noqa: PLC0415 - few files need it

    if is_ready():
        for page in pages:
            page.is_picture = page.is_unmapped = page.is_picture or page.loses_letters


def _page(
    document: pdfium.PdfDocument, page: pdfium.PdfPage, number: int, labels: Labels, most: int
) -> ForeignPage | _Written:
    sheet = Sheet.of(page, number)
    text = page_text(page, sheet, most)
    drawing = drawing_of(page, sheet)
    large = any(
        (right - left) * (bottom - top) > _LARGE_PICTURE * sheet.width * sheet.height
        for left, top, right, bottom in drawing.pictures
    )
    words = text.words
    unmapped = text.unmapped > _MOSTLY_UNMAPPED * max(1, text.characters)
    if text.characters < _FEW_CHARACTERS and (large or (drawing.pictures and not text.characters)):
        return ForeignPage([], True, text.length, True)
    if unmapped and text.characters > _FEW_CHARACTERS:
        return ForeignPage([], True, text.length, bool(drawing.pictures), is_unmapped=True)
    words = with_lost_symbols(words, labels)
    boxes = drawn_boxes(drawing.shapes, words)
    if document.formenv:
        fields = field_words(document.formenv, page, sheet)
        boxes = [box for box in boxes if not any(_covers(each, box) for each in fields)] + fields
    boxes += typed_words(page, sheet)
    some = text.unmapped > max(2, _SOME_UNMAPPED * text.characters)
    is_unmapped = some or is_garbled("".join(word.text for word in words))
    found = ForeignPage(
        [], False, text.length, bool(drawing.pictures), is_unmapped, loses_letters=lose_letters(words)
    )
    return _Written(found, [*words, *boxes], drawing, sheet)


def is_garbled(signs: str) -> bool:
    """Whether signs without blanks make no words of ours: a font whose letters are told as other ones."""
    letters = [sign for sign in unicodedata.normalize("NFD", signs.lower()) if sign.isalpha()]
    if len(signs) < _FEW_CHARACTERS:
        return False
    return len(letters) < _LEAST_LETTERS * len(signs) or (
        sum(letter in "aeiou" for letter in letters) < _LEAST_VOWELS * len(letters)
    )


def _covers(field: Word, box: Word) -> bool:
    x, y = box.middle
    return field.left - 1 < x < field.right + 1 and field.top - 1 < y < field.bottom + 1
