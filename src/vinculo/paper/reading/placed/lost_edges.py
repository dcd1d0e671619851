"""Cells of a label and of its value that run into one: the ruling line between was found only beside them."""

from __future__ import annotations

from collections.abc import Sequence

from .hanging import PrintedLabels, text_of
from .pieces import Cell, Piece, text_lines

# In heights of the letters.
_LEVEL = 0.6
_LOWEST_ROW = 1.0


def with_lost_edges(
    cells: Sequence[Cell], pieces: Sequence[Piece], em: float, labels: PrintedLabels
) -> list[Cell]:
    """The cells, each parted where those beside it are, if a label of the head and no more stands above."""
    found: list[Cell] = []
    for cell in cells:
        edge = _edge_beside(cell, cells, em)
        if edge is None or not _is_under_label(
            edge, [each for each in pieces if cell.holds(each)], em, labels
        ):
            found.append(cell)
            continue
        found.append(Cell(cell.left, cell.top, cell.right, edge))
        found.append(Cell(cell.left, edge, cell.right, cell.bottom))
    return found


def _edge_beside(cell: Cell, cells: Sequence[Cell], em: float) -> float | None:
    """Where a cell that begins beside this one ends, with one below it that ends where this one does."""

    def level(one: float, other: float) -> bool:
        return abs(one - other) < _LEVEL * em

    def apart(other: Cell) -> bool:
        return other.right <= cell.left + em or cell.right <= other.left + em

    ends = [other.bottom for other in cells if level(other.top, cell.top) and apart(other)]
    return next(
        (
            end
            for end in sorted(ends)
            if end < cell.bottom - _LOWEST_ROW * em
            and any(
                level(each.top, end) and level(each.bottom, cell.bottom) and apart(each) for each in cells
            )
        ),
        None,
    )


def _is_under_label(edge: float, held: Sequence[Piece], em: float, labels: PrintedLabels) -> bool:
    above = [piece for piece in held if piece.middle < edge]
    crosses = any(piece.top < edge - 0.3 * em and piece.bottom > edge + 0.3 * em for piece in held)
    words = " ".join(text_of(line.pieces) for line in text_lines(above, em))
    return bool(words) and not crosses and labels.is_label(words)
