"""Rows of one cell, or of the open page, as paragraphs: a row that was wrapped goes on with the last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..furniture import names_the_sheet
from ..page import TICKED, UNTICKED
from .hanging import with_hanging
from .labels import Labels
from .rows import Piece, Row
from .sheet import Sheet
from .tables import Rule
from .text import PlacedText
from .word_parts import are_no_words, may_be_one

# In em.
_WIDEST_PITCH = 2.1
_BLANK = 0.26
_WITHIN_CELL = 1.32
# A wider pitch than the closest one between rows of the same font parts paragraphs.
_LOOSER = 1.17
# In points.
_SAME_LEFT = 2.2
_DEEPEST_PAD = 14.0
_ENDS_SENTENCE = re.compile(r"[.!?:;…)\"”»]$")
_OPENS_BOX = re.compile(r"[☐☒]|[(\[][ xX_.]*(?:[)\]]|$)|_+$")
_ENDS_WITH_BOX = re.compile(r"(?:[☐☒]|[(\[][ xX_.]*[)\]])$")
_LOWER_EDGE = 0.87
# Rows that end early although the next word is of the same sentence: the limit is not what was taken for it.
_LEAST_EVIDENCE = 2
_NEARLY = 0.12


@dataclass(slots=True)
class Column:
    """A piece of a paragraph that may go on below: its words stand under each other."""

    text: PlacedText
    left: float
    text_left: float
    boxed: bool
    right: float
    font: int
    size: float
    single: bool  # Its last row is one word.

    def goes_on_as(self, piece: Piece) -> bool:
        """Whether a piece is written as the column's end is; a tick box is written as any."""
        if self.text.text.endswith((TICKED, UNTICKED)):
            return True
        return self.font == piece.words[0].font and abs(self.size - piece.size) <= 0.1 * piece.size

    @property
    def is_answered(self) -> bool:
        """Whether its mark stands behind its words: nothing more belongs to it."""
        text = self.text.text
        return bool(_ENDS_WITH_BOX.search(text)) and not _OPENS_BOX.match(text)


@dataclass(slots=True)
class Paragraph:
    """One row of text, or several that are one; parted into columns where pieces stand apart."""

    columns: list[Column]
    top: float
    baseline: float
    limit: float
    size: float

    @property
    def left(self) -> float:
        return self.columns[0].left


@dataclass(frozen=True, slots=True)
class Setting:
    """Where paragraphs stand: the sides of a cell or of the page, and what is known of the page's rows."""

    sheet: Sheet
    left: float
    right: float
    pitches: dict[tuple[int, int], float]  # The closest pitch of each font and size.
    labels: Labels
    rules: Sequence[Rule] = ()
    free: bool = False


def pitches_of(groups: Sequence[Sequence[Row]]) -> dict[tuple[int, int], float]:
    """The closest pitch between rows of each font and size."""
    found: dict[tuple[int, int], float] = {}
    for rows in groups:
        for above, row in pairwise(rows):
            key = _style(row.pieces[0])
            pitch = row.baseline - above.baseline
            if key != _style(above.pieces[-1]) or pitch < 0.85 * row.size:
                continue
            if abs(above.left - row.left) < _SAME_LEFT or len(row.pieces) == 1:
                found[key] = min(found.get(key, pitch), pitch)
    return found


def _style(piece: Piece) -> tuple[int, int]:
    return piece.font, round(piece.size * 2)


def paragraphs_of(rows: Sequence[Row], setting: Setting) -> list[Paragraph]:
    limit = _limit(rows, setting)
    rows = with_hanging(rows, limit, setting.labels, setting.rules)
    found: list[Paragraph] = []
    for row in rows:
        if found and _goes_on(found[-1], row, setting):
            _continue(found[-1], row, setting.labels)
            continue
        columns = [_column(piece, setting) for piece in row.pieces]
        lowest = max(piece.last.words[0].baseline for piece in row.pieces)
        found.append(Paragraph(columns, row.baseline - row.size, lowest, limit, row.size))
    return found


def _column(piece: Piece, setting: Setting) -> Column:
    text = PlacedText(setting.sheet)
    text.add(piece)
    text.add_below(piece, setting.labels)
    return Column(
        text=text,
        left=piece.left,
        text_left=piece.text_left,
        boxed=piece.opens_box,
        right=piece.last.right,
        font=piece.last.font,
        size=piece.last.size,
        single=len(piece.last.words) == 1,
    )


def _limit(rows: Sequence[Row], setting: Setting) -> float:
    """How far to the right text may stand here."""
    if not rows:
        return setting.right
    left, right = min(row.left for row in rows), max(row.right for row in rows)
    if setting.free:
        limit = setting.right
    else:
        pad = min(max(left - setting.left, 0.0), _DEEPEST_PAD)
        limit = setting.right - pad
    limit = max(limit, right)
    broken = 0
    for above, row in pairwise(rows):
        if _reads_on(above.pieces[-1], row) and _fits(above.right, row, limit) and len(row.pieces) == 1:
            broken += abs(above.left - row.left) < _SAME_LEFT and above.right > left + 0.6 * (limit - left)
    return right if broken >= _LEAST_EVIDENCE else limit


def _reads_on(above: Piece, row: Row) -> bool:
    text = row.pieces[0].words[0].text
    return text[:1].islower() and not _ENDS_SENTENCE.search(above.words[-1].text)


def _fits(right: float, row: Row, limit: float) -> bool:
    return _fits_piece(right, row.pieces[0], limit)


def _fits_piece(right: float, piece: Piece, limit: float) -> bool:
    word = piece.words[0]
    return right + _BLANK * word.size + (word.right - word.left) <= limit + 0.2


def _goes_on(paragraph: Paragraph, row: Row, setting: Setting) -> bool:
    pitch = row.baseline - paragraph.baseline
    if pitch > _WIDEST_PITCH * max(row.size, paragraph.size):
        return False
    closest = setting.pitches.get(_style(row.pieces[0]))
    if closest and pitch > closest * _LOOSER + 0.4:
        return False
    for y, left, right in setting.rules:
        if paragraph.baseline < y < row.baseline - 0.3 * row.size and left < row.right and right > row.left:
            return False
    if _opens_field(paragraph, row, setting) or _is_foot(row, setting):
        return False
    return all(_column_of(paragraph, piece, pitch, setting.labels) is not None for piece in row.pieces)


def _is_foot(row: Row, setting: Setting) -> bool:
    """Whether a row at the lower edge of the sheet is its number, as close to the note as a line of it."""
    at_edge = setting.free and row.baseline > _LOWER_EDGE * setting.sheet.height
    return at_edge and len(row.pieces) == 1 and names_the_sheet(row.pieces[0].text)


def _opens_field(paragraph: Paragraph, row: Row, setting: Setting) -> bool:
    """Whether a row begins with a label of its own: alone, or with a colon under another such row."""
    opening = " ".join(word.text for word in row.pieces[0].words[:7])
    if setting.labels.opens_block(opening):
        return True
    above = paragraph.columns[0].text.text[:80]
    if len(row.pieces) == 1 and setting.labels.is_label(row.pieces[0].text):
        return not setting.labels.goes_on(above, row.pieces[0].text)
    if setting.labels.opens_block(above) and setting.labels.opens_part(opening):
        return True
    return setting.labels.opens_field(opening) and setting.labels.opens_field(above)


def _column_of(paragraph: Paragraph, piece: Piece, pitch: float, labels: Labels) -> int | None:
    """The column with which a piece goes on: it had no room for the first word."""
    if _opens_box(piece):
        return None
    columns = paragraph.columns
    at_left = abs(columns[0].left - piece.left) < _SAME_LEFT
    if len(columns) > 1 and at_left and columns[-1].goes_on_as(piece):
        # Tabs part pieces of one text: it goes on at its beginning.
        if not _fits_piece(columns[-1].right, piece, paragraph.limit):
            return len(columns) - 1
        if columns[0].boxed:
            return None
    for number, column in enumerate(columns):
        if min(abs(column.left - piece.left), abs(column.text_left - piece.left)) <= _SAME_LEFT:
            limit = paragraph.limit if number == len(columns) - 1 else columns[number + 1].left - 1.0
            return number if _belongs(paragraph, number, piece, (pitch, limit), labels) else None
    return None


def _belongs(
    paragraph: Paragraph, number: int, piece: Piece, room: tuple[float, float], labels: Labels
) -> bool:
    """Whether a piece goes on with the column that it stands under."""
    column, (pitch, limit) = paragraph.columns[number], room
    known = column.text.text
    if labels.goes_on(known, piece.text) and column.font == piece.font:
        return True
    if labels.is_rest(known, piece.text):
        return True
    if labels.is_label(known) or column.is_answered or not column.goes_on_as(piece):
        return False
    if not _fits_piece(column.right, piece, limit) or _hangs(paragraph, number, piece, pitch):
        return True
    near = max(_NEARLY * (limit - column.left), 1.2 * column.size)
    lower = piece.words[0].text[:1].islower() and not _ENDS_SENTENCE.search(known)
    return lower and not _fits_piece(column.right + near, piece, limit)


def _hangs(paragraph: Paragraph, number: int, piece: Piece, pitch: float) -> bool:
    """Whether a piece under a narrow column is of it, although there seems to be room above.

    Behind a tick box nothing but its own words stands; under another column than the first, rows as close
    as those of one cell are of one.
    """
    column = paragraph.columns[number]
    if column.boxed and abs(column.text_left - piece.left) < _SAME_LEFT:
        return True
    return number > 0 and pitch < _WITHIN_CELL * column.size


def _opens_box(piece: Piece) -> bool:
    text = piece.words[0].text
    if len(piece.words) > 1:
        text += " " + piece.words[1].text
    return _OPENS_BOX.match(text) is not None


def _continue(paragraph: Paragraph, row: Row, labels: Labels) -> None:
    pitch = row.baseline - paragraph.baseline
    numbers = [_column_of(paragraph, piece, pitch, labels) for piece in row.pieces]
    for number, piece in zip(numbers, row.pieces, strict=True):
        assert number is not None
        column = paragraph.columns[number]
        _join(column.text, piece, _between(column, piece, paragraph.limit, labels))
        column.single = len(piece.words) == 1
        column.right, column.font, column.size = piece.right, piece.font, piece.size
    paragraph.baseline = row.baseline


def _between(column: Column, piece: Piece, limit: float, labels: Labels) -> str:
    """What parts a piece from the column's end; a word longer than its cell is cut anywhere."""
    known = labels.joint(column.text.text, piece.text)
    if known is not None:
        return known
    full = column.right > limit - 0.8 * column.size
    if full and _is_cut(column, piece, limit):
        return ""
    return labels.between(column.text.text, piece.text)


def _join(text: PlacedText, piece: Piece, between: str) -> None:
    text.add(piece, between)


def _is_cut(column: Column, piece: Piece, limit: float) -> bool:
    """Whether a word longer than its cell goes on: one of digits, or one that left no room for a letter."""
    word, before = piece.words[0], column.text.text.rpartition(" ")[2]
    if word.blanks or (word.text[0].isupper() and before[-1:].islower()):
        return False
    if column.single and len(piece.words) == 1 and any(map(str.isdigit, word.text)):
        return True
    both = word.text[0].isalpha() and before[-1:].isalpha() and bool(column.text.words)
    if not both or not may_be_one(before, word.text, last=len(piece.words) == 1):
        return False
    part = column.text.words[-1].box
    whole = (part.right - part.left) * column.text.sheet.width + word.right - word.left
    # In capitals two words look like the parts of one.
    alike = not column.single and word.text.isupper()
    full = not alike and limit - column.right < 1.1 * whole / len(before + word.text)
    return whole > limit - column.left and (full or are_no_words(before, word.text))
