"""Text that grows word by word and knows where each of its words stands on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ..page import CELL, Line
from ..page import Word as PlacedWord
from .labels import Labels
from .rows import Piece, blanks_between
from .sheet import Sheet


@dataclass(slots=True)
class PlacedText:
    """A cell, a paragraph or a row, while it is put together."""

    sheet: Sheet
    text: str = ""
    words: list[PlacedWord] = field(default_factory=list)

    def add(self, piece: Piece, between: str = "") -> None:
        self.text += between
        for place, word in enumerate(piece.words):
            if place:
                self.text += " " * blanks_between(piece.words[place - 1], word)
            start = len(self.text)
            self.text += word.text
            box = self.sheet.box(word.left, word.top, word.right, word.bottom)
            self.words.append(PlacedWord(start, len(self.text), box, word.sure))

    def add_below(self, piece: Piece, labels: Labels) -> None:
        """What was wrapped, behind what stands above it; a word that was cut at its dash stays one."""
        for hanging in piece.below:
            self.add(hanging, labels.between(self.text, hanging.text))

    def join(self, other: PlacedText, between: str) -> None:
        shift = len(self.text) + len(between)
        self.text += between + other.text
        self.words += [replace(word, start=word.start + shift, end=word.end + shift) for word in other.words]

    def join_cells(self, other: PlacedText, pairs: Sequence[tuple[int, int]], labels: Labels) -> None:
        """What was wrapped in the columns of a row, each part behind its own cell: pairs of (cell, part)."""
        above, below = self._cells(), other._cells()
        for cell, part in pairs:
            above[cell].join(below[part], labels.between(above[cell].text, below[part].text))
        self.text, self.words = "", []
        for number, whole in enumerate(above):
            self.join(whole, CELL if number else "")

    def _cells(self) -> list[PlacedText]:
        cells, start = [], 0
        for text in self.text.split(CELL):
            end = start + len(text)
            words = [
                replace(word, start=word.start - start, end=word.end - start)
                for word in self.words
                if start <= word.start < end
            ]
            cells.append(PlacedText(self.sheet, text, words))
            start = end + len(CELL)
        return cells

    def spread(self, places: Sequence[int]) -> None:
        """Puts the cells of a row into some columns, and leaves those between them blank."""
        parts = self.text.split(CELL)
        text, moved = "", []
        start = at = 0
        for place, part in zip(places, parts, strict=True):
            text += CELL * (place - at)
            shift = len(text) - start
            moved += [
                replace(word, start=word.start + shift, end=word.end + shift)
                for word in self.words
                if start <= word.start < start + len(part)
            ]
            text += part
            at, start = place, start + len(part) + 1
        self.text, self.words = text, moved

    def line(self, sure: float = 1.0) -> Line:
        return Line(self.text, opens=True, sure=sure, words=tuple(self.words))
