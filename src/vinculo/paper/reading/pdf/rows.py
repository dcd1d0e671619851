"""Words as rows: what stands on one line, in pieces that stand apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .glyphs import OTHER_CELL, Word

# In em of the text.
_SAME_ROW = 0.45
_APART = 0.75
_APART_AFTER_BLANK = 1.7
_AFTER_BOX = 2.4
# In points: the widest gap of a tab.
_TAB = 36.0
_TOUCHING = 0.14
_BEFORE_BOX = 0.9
_LONE_MARKS = frozenset("✓✔✗✘✕✖")
MARK = re.compile(r"[(\[][xX✓✔]{0,2}[)\]]")


@dataclass(slots=True)
class Piece:
    """Words of one row without a wide gap that the file leaves unexplained."""

    words: list[Word]
    below: list[Piece] = field(default_factory=list)  # What was wrapped under it.

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return self.words[-1].right

    @property
    def text_left(self) -> float:
        """Where the words behind a tick box begin."""
        mark = self._mark
        return self.words[mark].left if 0 < mark < len(self.words) else self.words[0].left

    @property
    def opens_box(self) -> bool:
        return self._mark > 0

    @property
    def is_box(self) -> bool:
        return 0 < self._mark == len(self.words)

    @property
    def _mark(self) -> int:
        """How many words are the tick box that opens it."""
        if self.words[0].is_box or self.words[0].text in _LONE_MARKS:
            return 1
        if self.words[0].text[0] not in "([":
            return 0
        opening = ""
        for place, word in enumerate(self.words[:3], 1):
            opening += word.text
            if MARK.fullmatch(opening):
                return place
        return 0

    @property
    def size(self) -> float:
        return self.words[-1].size

    @property
    def font(self) -> int:
        return self.words[-1].font

    @property
    def last(self) -> Piece:
        return self.below[-1] if self.below else self

    @property
    def text(self) -> str:
        return " ".join(word.whole for piece in (self, *self.below) for word in piece.words)

    def hang(self, piece: Piece) -> None:
        self.below.append(piece)


@dataclass(slots=True)
class Row:
    pieces: list[Piece]
    baseline: float
    size: float

    @property
    def left(self) -> float:
        return self.pieces[0].left

    @property
    def right(self) -> float:
        return self.pieces[-1].right


def rows_of(words: Iterable[Word]) -> list[Row]:
    """Rows, top to bottom."""
    rows: list[list[Word]] = []
    base: list[float] = []
    for word in sorted(words, key=lambda each: each.baseline):
        if rows and word.baseline - base[-1] < _SAME_ROW * min(word.size, rows[-1][0].size):
            rows[-1].append(word)
        else:
            rows.append([word])
            base.append(word.baseline)
    return [_row(sorted(row, key=lambda word: word.left), at) for row, at in zip(rows, base, strict=True)]


def _row(words: Sequence[Word], baseline: float) -> Row:
    pieces: list[Piece] = []
    for word in words:
        if pieces and not stands_apart(pieces[-1].words, word):
            pieces[-1].words.append(word)
        else:
            pieces.append(Piece([word]))
    return Row(pieces, baseline, max(word.size for word in words))


def stands_apart(before: Sequence[Word], word: Word) -> bool:
    last = before[-1]
    gap = word.left - last.right
    size = min(last.size, word.size)
    if word.blanks == OTHER_CELL:
        return True
    if last.is_box:
        # In a list a tab stands between the box and its words.
        listed = len(before) == 1 and last.place and word.place == last.place + 1
        return gap > max(_AFTER_BOX * size, _TAB if listed else 0.0)
    if word.is_box:
        return gap > (_APART_AFTER_BLANK + 3 if word.blanks else _BEFORE_BOX) * size
    if word.blanks:
        # Blanks that were typed make the gap; a tab, or a jump behind a blank, makes a wider one.
        return gap > max(_APART_AFTER_BLANK, 0.75 * word.blanks + 0.5) * size
    return gap > _APART * size


def blanks_between(before: Word, word: Word) -> int:
    """How many blanks stand between two words of a piece."""
    if word.blanks:
        return min(word.blanks, 8) if word.left - before.right > 0.4 * word.size else 1
    if before.is_box or word.is_box:
        return 1
    return 0 if word.left - before.right < _TOUCHING * word.size else 1
