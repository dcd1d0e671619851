"""The cells of a table as rows of text, as a person reads them: side by side what belongs side by side.

Cells of one height make a row. Where a table stands in a cell of another, or cells are split at heights of
their own, those under each other in one column of a row are one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from .rows import Row
from .tables import Cell, Table

# In points: no text stands in less, which is the room around a table within a cell.
_NO_ROOM = 9.0
_OVERLAP = 2.0
_TOUCHING = 2.6
_LOW = 45.0
_MOST_HELD = 2
_TWO_COLUMNS = 3  # Lines that make them.

Stack = list[Cell]
"""Cells of one column of a row, top to bottom; mostly one."""


def without_boxed_values(tables: Sequence[Table]) -> list[Table]:
    """The tables but those that are a box around one value, in a cell of a row of several."""
    boxes = [table for table in tables if len(table.cells) == 1 and table.ys[-1] - table.ys[0] < _LOW]
    if not boxes:
        return list(tables)
    gone: set[int] = set()
    for table in tables:
        if len(table.xs) < _TWO_COLUMNS:
            continue
        for cell in table.cells:
            held = [box for box in boxes if box is not table and _holds(cell, box.cells[0])]
            if len(held) == 1:
                gone.add(id(held[0]))
    return [table for table in tables if id(table) not in gone]


def _holds(frame: Cell, cell: Cell) -> bool:
    across = frame.left <= cell.left + _TOUCHING and cell.right <= frame.right + _TOUCHING
    return across and frame.top <= cell.top + _TOUCHING and cell.bottom <= frame.bottom + _TOUCHING


def rows_of_cells(cells: Sequence[Cell], rows_in: Mapping[int, Sequence[Row]]) -> list[list[Stack]]:
    """The rows, each with its cells from left to right; `rows_in`: what stands in each, by its identity."""
    plain: list[Cell] = []
    frames: dict[int, list[Stack]] = {}
    for cell in cells:
        if not cell.frames:
            if rows_in[id(cell)] or cell.right - cell.left >= _NO_ROOM:
                plain.append(cell)
        elif rows_in[id(cell)]:
            if _stands_over_others(cell, cells, rows_in[id(cell)]):
                plain.append(cell)
            else:
                # The room of a frame is no blank cell.
                frames.setdefault(cell.row, []).append([cell])
    rows = [sorted(row, key=_left) for row in frames.values()]
    for band in _bands(plain):
        rows += _stacked(band, rows_in) or _by_height(band)
    return rows


def _left(stack: Stack) -> float:
    return stack[0].left


def _within(frame: Cell, cells: Sequence[Cell]) -> list[Cell]:
    """The cells that a frame holds."""
    return [
        cell
        for cell in cells
        if cell is not frame and cell.right - cell.left >= _NO_ROOM and _holds(frame, cell)
    ]


def _stands_over_others(frame: Cell, cells: Sequence[Cell], rows: Sequence[Row]) -> bool:
    """Whether all words of a frame stand above what it holds: a label over a table of one value."""
    held = _within(frame, cells)
    return bool(held) and len(held) <= _MOST_HELD and rows[-1].baseline < min(cell.top for cell in held) + 1


def _bands(plain: Sequence[Cell]) -> list[list[Cell]]:
    """Cells that reach over each other's heights, together."""
    bands: list[list[Cell]] = []
    bottom = 0.0
    for cell in sorted(plain, key=lambda cell: cell.top):
        if not bands or cell.top > bottom - _TOUCHING:
            bands.append([])
            bottom = cell.bottom
        bands[-1].append(cell)
        bottom = max(bottom, cell.bottom)
    return bands


def _by_height(band: Sequence[Cell]) -> list[list[Stack]]:
    rows: dict[int, list[Stack]] = {}
    for cell in band:
        rows.setdefault(cell.row, []).append([cell])
    return [sorted(row, key=_left) for row in rows.values()]


def _stacked(band: Sequence[Cell], rows_in: Mapping[int, Sequence[Row]]) -> list[list[Stack]] | None:
    """One row of columns, if those of a band are split at heights of their own, or hold tables."""
    columns: list[list[Cell]] = []
    for cell in sorted(band, key=lambda cell: cell.left):
        beside = [column for column in columns if any(_are_in_one_column(cell, other) for other in column)]
        if len(beside) > 1:
            return None
        if beside:
            beside[0].append(cell)
        else:
            columns.append([cell])
    filled: list[list[Cell]] = []
    for column in columns:
        column.sort(key=lambda cell: cell.top)
        if any(below.top < above.top + _TOUCHING for above, below in pairwise(column)):
            return None
        filled.append([cell for cell in column if rows_in[id(cell)]])
    if _are_rows(columns):
        return None
    splits = [column[1].top for column in filled if len(column) > 1]
    level = not splits or max(splits) - min(splits) <= _TOUCHING
    boxed = any(_is_inset(*column) for column in filled if len(column) == _MOST_HELD)
    if level and not boxed and not any(cell.frames for cell in band):
        return None
    return [[kept or column[:1] for kept, column in zip(filled, columns, strict=True)]]


def _are_rows(columns: Sequence[Sequence[Cell]]) -> bool:
    """Whether those that are split are so at the same heights, twice or more: rows beside a tall cell."""
    heights = [[cell.top for cell in column[1:]] for column in columns if len(column) > 1]
    return len(heights) > 1 and all(
        len(each) == len(heights[0]) >= _MOST_HELD
        and all(abs(one - other) <= _TOUCHING for one, other in zip(each, heights[0], strict=True))
        for each in heights
    )


def _is_inset(above: Cell, below: Cell) -> bool:
    """Whether the lower cell stands within the sides of the other: a table around one value."""
    return below.left > above.left + _TOUCHING and below.right < above.right - _TOUCHING


def _are_in_one_column(one: Cell, other: Cell) -> bool:
    return min(one.right, other.right) - max(one.left, other.left) > _OVERLAP
