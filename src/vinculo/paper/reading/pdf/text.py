"""Text that grows word by word and knows where each of its words stands on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ..page import CELL, Line
from ..page import Word as PlacedWord
from .glyphs import Word
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
            self._add_word(word)
            for sign, wrapped in word.behind:
                self.text += sign
                self._add_word(wrapped)

    def _add_word(self, word: Word) -> None:
        start = len(self.text)
        self.text += word.text
        box = (word.sheet or self.sheet).box(word.left, word.top, word.right, word.bottom)
        self.words.append(PlacedWord(start, len(self.text), box, word.sure))

    def add_below(self, piece: Piece, labels: Labels) -> None:
        """What was wrapped, behind what stands above it; a word that was cut at its dash stays one."""
        for hanging in piece.below:
            self.add(hanging, labels.between(self.text, hanging.text))

    def join(self, other: PlacedText, between: str) -> None:
        shift = len(self.text) + len(between)
        self.text += between + other.text
        self.words += [replace(word, start=word.start + shift, end=word.end + shift) for word in other.words]

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
