"""The cells that ruling lines make: tables, each a grid whose parts are joined where no line parts them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .drawing import Drawing

# In points: lines that near are one, ends that near touch.
_SAME_LINE = 2.0
_TOUCHING = 2.6
_MOST_PARTS = 40_000
_MOST_RULES = 6000
# An open side of a table is so far from the next line.
_OPEN_SIDE = 8.0
_WHOLE = 0.98

Rule = tuple[float, float, float]
"""Where it lies, and from where to where it runs."""


@dataclass(slots=True)
class Cell:
    left: float
    top: float
    right: float
    bottom: float
    row: int
    area: float = 0.0

    @property
    def frames(self) -> bool:
        """Whether it is what is left around other cells: the room of a frame that holds tables."""
        return self.area < _WHOLE * (self.right - self.left) * (self.bottom - self.top)


@dataclass(slots=True)
class Table:
    """A grid. `cell_of` holds, for each of its parts, the cell that covers it."""

    xs: list[float]
    ys: list[float]
    cells: list[Cell] = field(default_factory=list)
    cell_of: list[int] = field(default_factory=list)

    def cell_at(self, x: float, y: float) -> Cell | None:
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if not (0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1):
            return None
        return self.cells[self.cell_of[row * (len(self.xs) - 1) + column]]

    @property
    def area(self) -> float:
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])


def tables_of(drawing: Drawing) -> tuple[list[Table], list[Rule]]:
    """The tables of a page, and the level rules that belong to none."""
    level, upright = _joined(drawing.level[:_MOST_RULES]), _joined(drawing.upright[:_MOST_RULES])
    tables: list[Table] = []
    loose: list[Rule] = []
    for rows, columns in _groups(level, upright):
        if rows and columns:
            table = _table(rows, columns)
            if table:
                tables.append(table)
                continue
        loose += rows
    tables.sort(key=lambda table: table.area)
    return tables, sorted(loose)


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Pieces of one line as one."""
    joined: list[list[float]] = []
    open_rules: list[list[float]] = []
    for at, start, end in sorted(rules):
        open_rules = [rule for rule in open_rules if at - rule[0] < _SAME_LINE]
        for rule in open_rules:
            if start <= rule[2] + _TOUCHING and end >= rule[1] - _TOUCHING:
                rule[1], rule[2] = min(rule[1], start), max(rule[2], end)
                break
        else:
            rule = [at, start, end]
            joined.append(rule)
            open_rules.append(rule)
    return [(at, start, end) for at, start, end in joined]


def _groups(level: Sequence[Rule], upright: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that touch, together."""
    group = list(range(len(level) + len(upright)))

    def head(place: int) -> int:
        while group[place] != place:
            group[place] = group[group[place]]
            place = group[place]
        return place

    for row, (y, left, right) in enumerate(level):
        for column, (x, top, bottom) in enumerate(upright, len(level)):
            if left - _TOUCHING <= x <= right + _TOUCHING and top - _TOUCHING <= y <= bottom + _TOUCHING:
                group[head(column)] = head(row)
    found: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for place in range(len(group)):
        rows, columns = found.setdefault(head(place), ([], []))
        if place < len(level):
            rows.append(level[place])
        else:
            columns.append(upright[place - len(level)])
    return list(found.values())


def _lines(places: Iterable[float]) -> list[float]:
    lines: list[float] = []
    for place in sorted(places):
        if not lines or place - lines[-1] > _TOUCHING:
            lines.append(place)
    return lines


def _table(level: Sequence[Rule], upright: Sequence[Rule]) -> Table | None:
    xs = _lines(x for x, _, _ in upright)
    ys = _lines(y for y, _, _ in level)
    left, right = min(rule[1] for rule in level), max(rule[2] for rule in level)
    top, bottom = min(rule[1] for rule in upright), max(rule[2] for rule in upright)
    xs = [
        *([left] if xs[0] - left > _OPEN_SIDE else []),
        *xs,
        *([right] if right - xs[-1] > _OPEN_SIDE else []),
    ]
    ys = [
        *([top] if ys[0] - top > _OPEN_SIDE else []),
        *ys,
        *([bottom] if bottom - ys[-1] > _OPEN_SIDE else []),
    ]
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 1 or rows < 1 or columns * rows > _MOST_PARTS:
        return None
    table = Table(xs, ys)
    parts = list(range(columns * rows))

    def head(place: int) -> int:
        while parts[place] != place:
            parts[place] = parts[parts[place]]
            place = parts[place]
        return place

    walls = _walls(upright, xs, ys)
    floors = _walls(level, ys, xs)
    for row in range(rows):
        for column in range(columns):
            place = row * columns + column
            if column + 1 < columns and (column + 1, row) not in walls:
                parts[head(place + 1)] = head(place)
            if row + 1 < rows and (row + 1, column) not in floors:
                parts[head(place + columns)] = head(place)
    _cells(table, [head(place) for place in range(len(parts))])
    return table


def _walls(rules: Sequence[Rule], across: Sequence[float], along: Sequence[float]) -> set[tuple[int, int]]:
    """Which parts of which lines are drawn: (line, part)."""
    walls: set[tuple[int, int]] = set()
    for at, start, end in rules:
        line = min(range(len(across)), key=lambda place: abs(across[place] - at))
        for part in range(len(along) - 1):
            middle = (along[part] + along[part + 1]) / 2
            if start - _TOUCHING <= middle <= end + _TOUCHING:
                walls.add((line, part))
    return walls


def _cells(table: Table, heads: Sequence[int]) -> None:
    columns = len(table.xs) - 1
    number: dict[int, int] = {}
    for place, head in enumerate(heads):
        row, column = divmod(place, columns)
        left, right = table.xs[column], table.xs[column + 1]
        top, bottom = table.ys[row], table.ys[row + 1]
        if head not in number:
            number[head] = len(table.cells)
            table.cells.append(Cell(left, top, right, bottom, row))
        cell = table.cells[number[head]]
        cell.left, cell.right = min(cell.left, left), max(cell.right, right)
        cell.top, cell.bottom = min(cell.top, top), max(cell.bottom, bottom)
        cell.area += (right - left) * (bottom - top)
        table.cell_of.append(number[head])
