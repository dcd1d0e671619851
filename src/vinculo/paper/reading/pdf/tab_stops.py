"""Labels on one line and their values on the next, with tabs of an even width between them.

Such values stand under their labels only by chance: the tab behind a long value goes to a later stop. The
stops that lie between two pieces say how many tabs do, and these say of which label each value is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from .glyphs import Word
from .labels import Labels
from .rows import Piece, rows_of

# In points: half an inch, and as the metric programs have it.
_STEPS = (35.43, 36.0)
_AT_STOP, _NEARLY = 0.9, 0.2
_ALIGNED = 2.2
# In em.
_CLOSEST_BLANK, _BLANK, _WIDEST_BLANK = 0.18, 0.26, 0.6
_WIDEST_PITCH = 1.5
_MOST_LINES = 3


@dataclass(slots=True)
class TabbedRow:
    """Labels side by side, and for each its value, if it has one."""

    labels: list[Piece]
    values: list[Piece | None]
    lines: list[_Line] = field(default_factory=list)  # Those of the values.

    @property
    def lefts(self) -> tuple[float, ...]:
        return tuple(label.left for label in self.labels)

    @property
    def words(self) -> Iterator[Word]:
        for cell in (*self.labels, *self.values):
            for piece in (cell, *cell.below) if cell else ():
                yield from piece.words

    @property
    def is_aligned(self) -> bool:
        """Whether each value begins under a label, as columns do."""
        starts = [piece.left for line in self.lines for piece in line.pieces]
        return all(any(abs(left - start) < _ALIGNED for left in self.lefts) for start in starts)


@dataclass(slots=True)
class _Line:
    pieces: list[Piece]
    tabs: list[int]  # Before each piece.

    @property
    def first(self) -> Word:
        return self.pieces[0].words[0]

    @property
    def last(self) -> Word:
        return self.pieces[-1].words[-1]


def tabbed_rows(words: Iterable[Word], labels: Labels, right: float) -> tuple[list[TabbedRow], list[Word]]:
    """The rows whose values tabs give to their labels, and the words that are of none of them."""
    known = list(words)
    rows = [[word for piece in row.pieces for word in piece.words] for row in rows_of(known)]
    for step in _STEPS:
        found = list(_rows(rows, labels, step, right))
        if any(not row.is_aligned for row in found):
            taken = {_key(word) for row in found for word in row.words}
            return found, [word for word in known if _key(word) not in taken]
    return [], known


def _key(word: Word) -> tuple[int, float, float]:
    """Which word it is; the parts of one that was parted are the same."""
    return (word.place, 0.0, 0.0) if word.place else (0, word.left, word.baseline)


def _rows(rows: Sequence[list[Word]], labels: Labels, step: float, right: float) -> Iterator[TabbedRow]:
    at = 0
    while at < len(rows):
        origin = rows[at][0].left
        heads = _heads(rows, at, labels, step)
        if heads is None:
            at += 1
            continue
        known, at = heads
        row = TabbedRow(known, [None] * len(known))
        column, above = 0, known[-1].last.words[-1]
        while at < len(rows) and len(row.lines) < _MOST_LINES and _follows(above, rows[at], labels):
            line = _line(rows[at], origin, step)
            if all(labels.is_label(piece.text) for piece in line.pieces):
                break
            if row.lines and not line.tabs[0] and _had_room(row.lines[-1], line, right - origin):
                column += 1
            if not _fill(row, line, column):
                break
            column += sum(line.tabs)
            row.lines.append(line)
            above = line.first
            at += 1
        if row.lines:
            yield row


def _heads(
    rows: Sequence[list[Word]], at: int, labels: Labels, step: float
) -> tuple[list[Piece], int] | None:
    """The labels that stand on a line, and on the next one what had no room; and which line follows."""
    found = _line(rows[at], rows[at][0].left, step).pieces
    at += 1
    if len(found) < 2 or not all(labels.is_label(piece.text) for piece in found[:-1]):
        return None
    while at < len(rows) and _is_below(found[-1].last.words[-1], rows[at]):
        following = _line(rows[at], found[0].left, step).pieces
        if labels.goes_on(found[-1].text, following[0].text):
            found[-1].hang(following[0])
        elif labels.is_label(following[0].text):
            found.append(following[0])
        else:
            break
        found += following[1:]
        at += 1
    return (found, at) if all(labels.is_label(piece.text) for piece in found) else None


def _line(words: Sequence[Word], origin: float, step: float) -> _Line:
    """The pieces of a line, parted where a stop is and no blank."""
    line = _Line([], [])
    for word in _parted(words, origin, step):
        if line.pieces and not _is_tabbed(line.last, word, origin, step):
            line.pieces[-1].words.append(word)
            continue
        at = round((word.left - origin) / step)
        line.tabs.append(max(1, at - _stop(line.last.right, origin, step)) if line.pieces else max(0, at))
        line.pieces.append(Piece([word]))
    return line


def _stop(x: float, origin: float, step: float) -> int:
    """The last stop before a place."""
    return int(max(0.0, x - origin - _NEARLY) // step)


def _is_tabbed(before: Word, word: Word, origin: float, step: float) -> bool:
    if word.is_box or word.text[0] in "([" or not _is_at_stop(word.left, origin, step):
        return False
    gap = (word.left - before.right) / word.size
    return not word.blanks or not _CLOSEST_BLANK < gap / word.blanks < _WIDEST_BLANK


def _is_at_stop(x: float, origin: float, step: float) -> bool:
    return abs((x - origin) / step - round((x - origin) / step)) * step < _AT_STOP


def _parted(words: Sequence[Word], origin: float, step: float) -> Iterator[Word]:
    """The words; one that runs up to the stop at which another begins is two."""
    for word in words:
        joint = next((each for each in word.joints if _parts(word, each, origin, step)), None)
        if joint is None:
            yield word
            continue
        at, x = joint
        yield replace(word, text=word.text[:at], right=min(word.right, x), joints=())
        yield replace(word, text=word.text[at:], left=x, blanks=0, joints=())


def _parts(word: Word, joint: tuple[int, float], origin: float, step: float) -> bool:
    """Whether a tab may part a word at one of its joints: no single letter is a cell."""
    at, x = joint
    is_letter = any(len(part) == 1 and part.isalpha() for part in (word.text[:at], word.text[at:]))
    return not is_letter and _is_at_stop(x, origin, step)


def _fill(row: TabbedRow, line: _Line, column: int) -> bool:
    """Gives the pieces of a line to their labels; False if there are not so many."""
    if column + sum(line.tabs) >= len(row.values):
        return False
    for tabs, piece in zip(line.tabs, line.pieces, strict=True):
        column += tabs
        known = row.values[column]
        if known is None:
            row.values[column] = piece
        else:
            known.hang(piece)
    return True


def _is_below(above: Word, row: Sequence[Word]) -> bool:
    return 0 < row[0].baseline - above.baseline < _WIDEST_PITCH * row[0].size


def _follows(above: Word, row: Sequence[Word], labels: Labels) -> bool:
    """Whether a line goes on below a row of labels, and opens nothing of its own."""
    text = " ".join(word.text for word in row)
    return _is_below(above, row) and not labels.opens_part(text) and not labels.is_begun(text)


def _had_room(above: _Line, line: _Line, right: float) -> bool:
    """Whether the first word of a line had room behind a blank: a tab has brought it down then."""
    word = line.first
    return not word.blanks and above.last.right + _BLANK * word.size + word.right - word.left < right
