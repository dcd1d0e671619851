"""Tables in which a cell is the box: an x typed in it, or nothing, beside the option's own cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..flat import flat
from ..page import CELL, TICKED, UNTICKED, Line
from ..vocabulary import Vocabulary

_X = frozenset("xX")
_AROUND = " .:*"
_BEFORE, _BEHIND = -1, 1
# Fewer such cells may be anything.
_LEAST_OPTIONS = 4


def with_boxes_of_cells(lines: Sequence[Line], vocabularies: Sequence[Vocabulary]) -> Sequence[Line]:
    """The lines, each such cell as a box; as they are where no x stands in any of them."""
    rows = {place: line.text.split(CELL) for place, line in enumerate(lines) if CELL in line.text}
    rows = {place: cells for place, cells in rows.items() if any(not cell or cell in _X for cell in cells)}
    found = {place: options for place, cells in rows.items() if (options := _options(cells, vocabularies))}
    side = _side([(rows[place], options) for place, options in found.items()])
    if side == 0:
        return lines
    kept = list(lines)
    for place, options in found.items():
        cells = rows[place]
        for option in options:
            if _is_box(cells, option + side):
                cells[option + side] = TICKED if cells[option + side] else UNTICKED
        kept[place] = replace(lines[place], text=CELL.join(cells))
    return kept


def _options(cells: Sequence[str], vocabularies: Sequence[Vocabulary]) -> list[int]:
    """The places of the cells that hold an option and nothing else."""
    return [place for place, cell in enumerate(cells) if cell and _is_option(cell, vocabularies)]


def _is_option(cell: str, vocabularies: Sequence[Vocabulary]) -> bool:
    words = flat(cell).strip(_AROUND)
    return any(
        options.pattern.fullmatch(words)
        for vocabulary in vocabularies
        for options in (*vocabulary.options.values(), vocabulary.yes_no)
    )


def _side(rows: Sequence[tuple[list[str], list[int]]]) -> int:
    """Where the boxes stand, before their options or behind them; 0 where there are none."""
    if sum(len(options) for _, options in rows) < _LEAST_OPTIONS:
        return 0
    sides = [side for side in (_BEFORE, _BEHIND) if _has_x(rows, side)]
    told = {
        side: sum(all(_is_box(cells, o + side) for o in options) for cells, options in rows) for side in sides
    }
    return max(sides, key=lambda side: told[side], default=0)


def _has_x(rows: Sequence[tuple[list[str], list[int]]], side: int) -> bool:
    return any(
        _is_box(cells, option + side) and cells[option + side]
        for cells, options in rows
        for option in options
    )


def _is_box(cells: Sequence[str], place: int) -> bool:
    return 0 <= place < len(cells) and (not cells[place] or cells[place] in _X)
