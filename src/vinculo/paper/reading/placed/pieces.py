"""What stands on a sheet, in any unit: pixels of a picture, points of a PDF; from the upper left corner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..page import TICKED, UNTICKED


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, or a tick box with `TICKED` or `UNTICKED` as its text."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    sure: float = 1.0

    @property
    def is_tick(self) -> bool:
        return self.text in (TICKED, UNTICKED)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Cell:
    """A rectangle that ruling lines close on all sides."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def area(self) -> float:
        return (self.right - self.left) * (self.bottom - self.top)

    def holds(self, piece: Piece) -> bool:
        across = self.left <= (piece.left + piece.right) / 2 <= self.right
        return across and self.top <= piece.middle <= self.bottom


@dataclass(frozen=True, slots=True)
class TextLine:
    """Pieces side by side, from left to right; never none."""

    pieces: tuple[Piece, ...]

    @property
    def left(self) -> float:
        return self.pieces[0].left

    @property
    def right(self) -> float:
        return max(piece.right for piece in self.pieces)

    @property
    def top(self) -> float:
        return min(piece.top for piece in self.pieces)

    @property
    def bottom(self) -> float:
        return max(piece.bottom for piece in self.pieces)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def has_tick(self) -> bool:
        return any(piece.is_tick for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table: its cells from left to right, each with its lines of text."""

    top: float
    bottom: float
    cells: tuple[tuple[Cell, tuple[TextLine, ...]], ...]


# In heights of the letters.
_TALL, _TOO_TALL, _LEVEL = 1.4, 1.8, 0.25


def text_lines(pieces: Iterable[Piece], em: float) -> list[TextLine]:
    """The pieces as lines, top to bottom. `em`: the usual height of a line's letters."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda each: (_is_tall(each, em), each.middle)):
        near = [
            line
            for line in (lines if _is_tall(piece, em) else lines[-3:])
            if abs(_level(line, em) - piece.middle) < 0.5 * em or _took_in_what_is_beyond(piece, line, em)
        ]
        if near:
            min(near, key=lambda line: abs(_level(line, em) - piece.middle)).append(piece)
        else:
            lines.append([piece])
    lines.sort(key=lambda line: _level(line, em))
    return [TextLine(tuple(sorted(line, key=lambda piece: piece.left))) for line in lines]


def _is_tall(piece: Piece, em: float) -> bool:
    return piece.height > _TALL * em and not piece.is_tick


def _took_in_what_is_beyond(piece: Piece, line: Sequence[Piece], em: float) -> bool:
    """Whether a word begins as high as the line, or ends as low, and its box alone reaches further: to a
    rule, a speck."""
    slack = _LEVEL * em
    return _is_tall(piece, em) and any(
        abs(each.top - piece.top) < slack or abs(each.bottom - piece.bottom) < slack for each in line
    )


def _level(line: Sequence[Piece], em: float) -> float:
    """Where most of it stands: no comma or accent alone is a measure, no box that reaches to a rule."""
    measured = [piece for piece in line if piece.height < _TOO_TALL * em] or line
    tallest = max(piece.height for piece in measured)
    tall = [piece.middle for piece in measured if piece.height > 0.6 * tallest]
    return sum(tall) / len(tall)


def usual_height(pieces: Sequence[Piece]) -> float:
    """The median height of the words."""
    heights = sorted(piece.height for piece in pieces if len(piece.text) > 1) or [
        piece.height for piece in pieces
    ]
    return heights[len(heights) // 2] if heights else 1.0


def stretches(line: TextLine, gap: float) -> list[Sequence[Piece]]:
    """Words that stand close together."""
    found: list[list[Piece]] = []
    for piece in line.pieces:
        if found and piece.left - found[-1][-1].right <= gap:
            found[-1].append(piece)
        else:
            found.append([piece])
    return [tuple(stretch) for stretch in found]
