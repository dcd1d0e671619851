"""Where boxes must stand: in the rows and the columns of those that were found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from .box_looks import FoundBox

_FEWEST_IN_COLUMN = 3
# In heights of a box.
_ALIGNED = 0.2


def crossings(boxes: Sequence[FoundBox]) -> Iterator[tuple[int, float]]:
    """The left side and the level of each place where a row meets a column, and no box is known.

    The first column begins every row, also those above and below its own boxes; others end with them.
    """
    columns = [column for column in _groups(boxes, across=True) if len(column) >= _FEWEST_IN_COLUMN]
    rows = [median(box.level for box in row) for row in _groups(boxes, across=False)]
    for number, column in enumerate(columns):
        left, side = round(median(box.left for box in column)), column[0].look.height
        first, last = min(box.level for box in column), max(box.level for box in column)
        for level in rows:
            known = any(abs(box.level - level) < side for box in column)
            if not known and (not number or first < level < last):
                yield left, level


def _groups(boxes: Sequence[FoundBox], *, across: bool) -> list[list[FoundBox]]:
    """Those that begin at one place across the sheet, or stand at one level."""
    groups: list[list[FoundBox]] = []
    places = {id(box): box.left if across else box.level for box in boxes}
    for box in sorted(boxes, key=lambda box: places[id(box)]):
        slack = max(2.0, _ALIGNED * box.look.height)
        if groups and places[id(box)] - places[id(groups[-1][-1])] <= slack:
            groups[-1].append(box)
        else:
            groups.append([box])
    return groups
