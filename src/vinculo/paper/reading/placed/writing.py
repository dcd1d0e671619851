"""Pieces written down as the text of a line, each remembering where it stands."""

from __future__ import annotations

from collections.abc import Sequence

from ..page import Box, Line, Word
from .pieces import Piece


class Writing:
    """A line in the making."""

    def __init__(self, sheet: int, width: float, height: float) -> None:
        self._sheet, self._width, self._height = sheet, width, height
        self._parts: list[str] = []
        self._length = 0
        self._words: list[Word] = []

    @property
    def is_blank(self) -> bool:
        return not self._words

    def sign(self, text: str) -> None:
        """What stands nowhere on paper: a gap, the edge of a cell."""
        self._parts.append(text)
        self._length += len(text)

    def piece(self, piece: Piece) -> None:
        box = Box(
            self._sheet,
            max(0.0, piece.left / self._width),
            max(0.0, piece.top / self._height),
            min(1.0, piece.right / self._width),
            min(1.0, piece.bottom / self._height),
        )
        self._words.append(Word(self._length, self._length + len(piece.text), box, piece.sure))
        self.sign(piece.text)

    def line(self, *, opens: bool = False) -> Line:
        return Line("".join(self._parts), opens, 1.0, tuple(self._words))


def write_words(writing: Writing, pieces: Sequence[Piece], gap: float, sign: str) -> None:
    """Words with one blank between them, and `sign` where the gap is wider than `gap`."""
    for number, piece in enumerate(pieces):
        if number:
            before = pieces[number - 1]
            writing.sign(sign if piece.left - before.right > gap else " ")
        writing.piece(piece)
