"""Shaded areas that no lines part: side by side they are cells of one row, and so is what is between them.

An area within a table of lines is only as good as lines along its sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from .drawing import Drawing
from .glyphs import Word
from .tables import Cell, Rule, Table, tables_of

Area = tuple[float, float, float, float]

# In points.
_SAME_EDGE = 2.0
_LEAST_GAP = 6.0
_HIGHEST = 90.0
# In em: the middle of letters stands above their baseline.
_ABOVE_LINE = 0.25


def tables_and_bands(drawing: Drawing, words: Iterable[Word]) -> tuple[list[Table], list[Rule]]:
    """The tables of a page, those of shaded areas included, and the level rules that belong to none."""
    tables, loose = tables_of(drawing)
    if not drawing.shades:
        return tables, loose
    open_areas = [area for area in drawing.shades if _may_be_band(area, tables)]
    others = [area for area in drawing.shades if area not in open_areas]
    if others:
        tables, loose = tables_of(_with_sides(drawing, others))
    if not open_areas:
        return tables, loose
    known = list(words)
    for band in _bands(open_areas):
        tables.append(_table(band, tables, known))
    return sorted(tables, key=lambda table: table.area), loose


def _may_be_band(area: Area, tables: Sequence[Table]) -> bool:
    left, top, right, bottom = area
    if bottom - top > _HIGHEST:
        return False
    return not any(
        table.xs[0] < (left + right) / 2 < table.xs[-1] and table.ys[0] < (top + bottom) / 2 < table.ys[-1]
        for table in tables
    )


def _with_sides(drawing: Drawing, areas: Sequence[Area]) -> Drawing:
    level = [(y, left, right) for left, top, right, bottom in areas for y in (top, bottom)]
    upright = [(x, top, bottom) for left, top, right, bottom in areas for x in (left, right)]
    return replace(drawing, level=[*drawing.level, *level], upright=[*drawing.upright, *upright])


def _bands(areas: Sequence[Area]) -> list[list[Area]]:
    """Areas of one height in one row, from left to right."""
    bands: list[list[Area]] = []
    for area in sorted(areas, key=lambda area: (area[1], area[3])):
        first = bands[-1][0] if bands else None
        if first and abs(area[1] - first[1]) < _SAME_EDGE and abs(area[3] - first[3]) < _SAME_EDGE:
            bands[-1].append(area)
        else:
            bands.append([area])
    return [sorted(band) for band in bands]


def _table(band: Sequence[Area], tables: Sequence[Table], words: Sequence[Word]) -> Table:
    """One row of cells; the outer ones reach as far as words stand beside the areas."""
    top, bottom = band[0][1], band[0][3]
    beside = [
        word
        for word in words
        if top < word.baseline - _ABOVE_LINE * word.size < bottom and not _is_within(word, tables)
    ]
    xs = sorted(x for area in band for x in (area[0], area[2]))
    first = min((word.left - 1 for word in beside), default=xs[0])
    last = max((word.right + 1 for word in beside), default=xs[-1])
    places = [first] if xs[0] - first > _LEAST_GAP else []
    for x in xs:
        if not places or x - places[-1] >= _LEAST_GAP:
            places.append(x)
    if last - places[-1] > _LEAST_GAP:
        places.append(last)
    table = Table(places, [top, bottom])
    for left, right in pairwise(places):
        table.cell_of.append(len(table.cells))
        table.cells.append(Cell(left, top, right, bottom, 0, (right - left) * (bottom - top)))
    return table


def _is_within(word: Word, tables: Sequence[Table]) -> bool:
    x, y = word.middle[0], word.baseline - _ABOVE_LINE * word.size
    return any(table.cell_at(x, y) is not None for table in tables)
