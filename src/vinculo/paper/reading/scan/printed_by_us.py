"""What our own paper says that is no text of the form: its foot, the head of a continuation sheet, the small
line that tells of a contact when and with whom it was, and the strokes between which a day is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from ...printing.layout import CONTINUATION_TITLE
from ..flat import flat
from ..own_paper.marks import LOWEST_TEXT, PrintedFrame
from ..placed import Piece
from ..placed.compose import SheetSize
from ..placed.pieces import TextLine, text_lines, usual_height

# Of the sheet: no line of a form stands lower that names edition and page.
_FOOT = 0.84
_EDITION = re.compile(r"edicao ?[0-9]{1,4}(?![0-9])")
_PAGE = re.compile(r"pagina ?[0-9]{1,3} ?de ?[0-9]{1,3}(?![0-9])")
_LIKE_THE_TITLE = 85.0
# In millimetres of the page.
_TITLE_UNTIL, _BELOW_TITLE = 24.0, 8.0
_NOTE_LEFT, _LABEL_WIDE = 42.0, 12.0
_NEXT_ROW = 4.2
_BESIDE_STROKES = 12.0
_FULL_ROW = 140.0
_SMALL_PRINT, _MOSTLY = 2.3, 0.75
"""Of words in small print; those that were filled in are higher, but for a few short ones."""


def without_printed(
    pieces: Sequence[Piece], size: SheetSize, frame: PrintedFrame | None
) -> tuple[Piece, ...]:
    """The pieces without those; of the foot the words that tell edition and page stay.

    `frame`: how our page lies on the sheet. Without it, the foot alone is known, by what it says.
    """
    rows = text_lines(pieces, usual_height(pieces)) if pieces else []
    gone = set(_of_foot(rows, size, frame))
    if frame is not None:
        gone |= {*_of_continuation(rows, frame), *_of_contacts(rows, frame), *_of_blank_days(pieces, frame)}
    return tuple(piece for piece in pieces if id(piece) not in gone)


def _of_foot(rows: Sequence[TextLine], size: SheetSize, frame: PrintedFrame | None) -> Iterator[int]:
    kept = [_names_of_page(row) for row in rows]
    lowest = _FOOT * size.height
    edge = min(
        (row.top for row, names in zip(rows, kept, strict=True) if names and row.top > lowest), default=None
    )
    for row, names in zip(rows, kept, strict=True):
        for piece in row.pieces:
            if frame is not None:
                low = _down(piece, frame) > LOWEST_TEXT
            else:
                low = edge is not None and piece.middle > edge
            if low and id(piece) not in names:
                yield id(piece)


def _names_of_page(row: TextLine) -> set[int]:
    """The words that say edition and page; none of a row that does not say both."""
    text, places = "", []
    for piece in row.pieces:
        start = len(text)
        text += flat(piece.text) + " "
        places.append((start, len(text) - 1))
    edition, page = _EDITION.search(text), _PAGE.search(text)
    if edition is None or page is None:
        return set()
    return {
        id(piece)
        for piece, (start, end) in zip(row.pieces, places, strict=True)
        if any(found.start() <= start < end <= found.end() for found in (edition, page))
    }


def _of_continuation(rows: Sequence[TextLine], frame: PrintedFrame) -> Iterator[int]:
    """The title of a continuation sheet, and the line below it, which says of what it is one."""
    head = [row for row in rows if _down(row.pieces[0], frame) < _TITLE_UNTIL]
    for row in head:
        if fuzz.ratio(flat(_text(row)), flat(CONTINUATION_TITLE)) >= _LIKE_THE_TITLE:
            title = _down(row.pieces[0], frame)
            for piece in (each for row in rows for each in row.pieces):
                if 0 <= _down(piece, frame) - title + 1 < _BELOW_TITLE + 1:
                    yield id(piece)
            return


def _of_contacts(rows: Sequence[TextLine], frame: PrintedFrame) -> Iterator[int]:
    """What stands in small print behind the label of a contact's note, and the rows into which it ran."""
    for place, row in enumerate(rows):
        label = next((piece for piece in row.pieces if _is_note_label(piece, frame)), None)
        if label is None:
            continue
        above = _down(label, frame)
        for below in rows[place:]:
            told = [each for each in below.pieces if each is not label and _across(each, frame) > _NOTE_LEFT]
            if not told or not _is_small(told, frame) or _down(told[0], frame) - above > _NEXT_ROW:
                break
            yield from map(id, told)
            above = _down(told[0], frame)
            if _across(told[-1], frame) < _FULL_ROW:
                break


def _of_blank_days(pieces: Sequence[Piece], frame: PrintedFrame) -> Iterator[int]:
    """Strokes with nothing between and beside them."""
    beside = _BESIDE_STROKES / frame.millimetres
    for piece in pieces:
        if piece.text.strip("/"):
            continue
        level = (each for each in pieces if abs(each.middle - piece.middle) < piece.height / 2)
        near = (
            each for each in level if each.left < piece.right + beside and each.right > piece.left - beside
        )
        if not any(each.text.strip("/") for each in near):
            yield id(piece)


def _is_note_label(piece: Piece, frame: PrintedFrame) -> bool:
    left = _across(piece, frame)
    return _NOTE_LEFT < left < _NOTE_LEFT + 4 and flat(piece.text).strip(" .:,") in ("obs", "0bs")


def _is_small(pieces: Sequence[Piece], frame: PrintedFrame) -> bool:
    """By most of the words: the engine makes one or another box too high."""
    heights = sorted(piece.height * frame.millimetres for piece in pieces)
    return heights[int(_MOSTLY * len(heights))] < _SMALL_PRINT


def _down(piece: Piece, frame: PrintedFrame) -> float:
    return frame.on_page((piece.left + piece.right) / 2, piece.middle)[1]


def _across(piece: Piece, frame: PrintedFrame) -> float:
    return frame.on_page(piece.left, piece.middle)[0]


def _text(row: TextLine) -> str:
    return " ".join(piece.text for piece in row.pieces)
