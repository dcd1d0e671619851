"""Rows of cells that no lines part, told by the order in which a file writes them.

A program writes a table cell by cell: where it goes back up after the last line of a text, another cell of
the same row begins. Words side by side are so given to their cells, however they were wrapped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from .glyphs import Word
from .labels import Labels
from .rows import stands_apart

# In em.
_SAME_LINE = 0.45
_WIDEST_PITCH = 1.6
# Of a value below its label: a number that had no room leaves a line blank.
_BELOW_LABEL = 2.5
# In points.
_SAME_LEFT = 7.0
_ASIDE = 12.0
# A cell beside others is no text of many lines; the last one may be a note.
_MOST_LINES = 8


@dataclass(slots=True)
class _Stack:
    """Lines under each other, as the file writes them: a cell in the making."""

    lines: list[list[Word]]
    low: bool = False  # It begins a line lower than its row.

    @property
    def left(self) -> float:
        return self.lines[0][0].left

    @property
    def right(self) -> float:
        return max(word.right for line in self.lines for word in line)

    @property
    def text(self) -> str:
        return " ".join(word.text for line in self.lines for word in line)

    @property
    def last(self) -> list[Word]:
        return self.lines[-1]


@dataclass(slots=True)
class OpenRow:
    """Cells side by side, each with its words; one of them at least has several lines."""

    cells: list[list[Word]] = field(default_factory=list)

    @property
    def lefts(self) -> tuple[float, ...]:
        return tuple(cell[0].left for cell in self.cells)


def open_cells(words: Iterable[Word], labels: Labels) -> tuple[list[OpenRow], list[Word]]:
    """The rows of several cells among the words of an open page, and the words that are of none."""
    known = list(words)
    written = sorted((word for word in known if word.place), key=lambda word: word.place)
    drawn = [word for word in known if not word.place]
    found: list[OpenRow] = []
    taken: set[int] = set()
    for stacks in _rows(_lines(written), labels):
        if not _are_cells(stacks) or any(_is_beside(box, stacks) for box in drawn):
            continue
        row = OpenRow([[word for line in stack.lines for word in line] for stack in stacks])
        found.append(row)
        taken.update(id(word) for cell in row.cells for word in cell)
    return found, [word for word in known if id(word) not in taken]


def _lines(words: Sequence[Word]) -> list[list[Word]]:
    """Words that the file writes behind each other on one line, without a wide gap."""
    lines: list[list[Word]] = []
    for word in words:
        last = lines[-1][-1] if lines else None
        goes_on = (
            last is not None
            and abs(word.baseline - last.baseline) < _SAME_LINE * word.size
            and word.left > last.right - 0.5 * word.size
            and not stands_apart(lines[-1], word)
        )
        if goes_on:
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def _rows(lines: Sequence[list[Word]], labels: Labels) -> list[list[_Stack]]:
    rows: list[list[_Stack]] = []
    row: list[_Stack] = []
    for line in lines:
        if row and _takes(row, line, labels):
            continue
        rows += _without_low_end(row)
        row = [_Stack([line])]
    return [*rows, *_without_low_end(row)]


def _without_low_end(row: list[_Stack]) -> list[list[_Stack]]:
    """The row; a lower line at its end is no cell of it, for the file did not go back up behind it."""
    if row and row[-1].low:
        return [*_without_low_end(row[:-1]), row[-1:]]
    return [row]


def _takes(row: list[_Stack], line: list[Word], labels: Labels) -> bool:
    """Puts a line into the row that the file is writing, if it is of it."""
    word, above = line[0], row[-1].last[0]
    # The file may tell some of its words smaller than they are.
    size = max(each.size for each in (*line, *row[-1].last))
    deeper = (word.baseline - above.baseline) / size
    if abs(deeper) < _SAME_LINE:
        return _takes_beside(row, line)
    return _takes_above(row, line) if deeper < 0 else _takes_below(row, line, deeper, labels)


def _takes_below(row: list[_Stack], line: list[Word], deeper: float, labels: Labels) -> bool:
    stack, left = row[-1], line[0].left
    text = " ".join(each.text for each in line)
    if len(row) > 1 and labels.opens_part(text):
        return False
    if len(row) > 1 and left > stack.right + _ASIDE and deeper < _WIDEST_PITCH and not labels.is_begun(text):
        # A number that had no room in its cell begins a line lower.
        row.append(_Stack([line], low=True))
        return True
    widest = _BELOW_LABEL if len(row) > 1 and labels.is_label(stack.text) else _WIDEST_PITCH
    if deeper > widest or abs(left - stack.left) > _SAME_LEFT:
        return False
    stack.lines.append(line)
    return True


def _takes_beside(row: list[_Stack], line: list[Word]) -> bool:
    stack = row[-1]
    if line[0].left <= stack.last[-1].right:
        return False
    if len(row) > 1 and len(stack.lines) > 1:
        if line[0].text[-1].isdigit() and line[0].left > stack.right + _ASIDE:
            row.append(_Stack([line], low=True))
        else:
            stack.last.extend(line)
        return True
    # What stood above it was a row of its own.
    stack.lines = stack.lines[-1:]
    row.append(_Stack([line]))
    return True


def _takes_above(row: list[_Stack], line: list[Word]) -> bool:
    level = _level(row, line[0])
    if level is None or line[0].left < row[-1].left + _ASIDE:
        return False
    row[0].lines = row[0].lines[level:]
    row.append(_Stack([line]))
    return True


def _level(row: Sequence[_Stack], word: Word) -> int | None:
    """The line of the first cell beside which a word stands: the row's first, unless others went before."""
    for place, line in enumerate(row[0].lines if len(row) == 1 else row[0].lines[:1]):
        if abs(line[0].baseline - word.baseline) < _SAME_LINE * word.size:
            return place
    return None


def _are_cells(stacks: Sequence[_Stack]) -> bool:
    if len(stacks) < 2 or all(len(stack.lines) == 1 for stack in stacks):
        return False
    if any(len(stack.lines) > _MOST_LINES for stack in stacks[:-1]):
        return False
    return all(stack.right < following.left for stack, following in pairwise(stacks))


def _is_beside(box: Word, stacks: Sequence[_Stack]) -> bool:
    """Whether a drawn tick box stands among the cells: they are options then."""
    top = min(stack.lines[0][0].baseline for stack in stacks) - box.size
    bottom = max(stack.last[0].baseline for stack in stacks) + 0.5 * box.size
    return top < box.middle[1] < bottom
