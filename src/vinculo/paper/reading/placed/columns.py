"""Columns that no ruling lines part: values below the labels that they belong to."""

from __future__ import annotations

from collections.abc import Sequence

from .pieces import Piece, TextLine


def in_columns(line: TextLine, above: TextLine | None, gap: float) -> list[Sequence[Piece]]:
    """The line's words as cells; below a row of several, in its columns, blank ones included."""
    cells = stretches(line, gap)
    if above is None or above.has_tick:
        return cells
    columns = stretches(above, gap)
    if len(columns) < 2 or len(cells) > len(columns):
        return cells
    placed: list[Sequence[Piece]] = [()] * len(columns)
    for cell in cells:
        place = next((n for n, column in enumerate(columns) if _are_aligned(column, cell, gap)), None)
        if place is None or placed[place]:
            return cells
        placed[place] = cell
    while placed and not placed[-1]:
        placed.pop()
    return placed


def stretches(line: TextLine, gap: float) -> list[Sequence[Piece]]:
    """Words that stand close together."""
    found: list[list[Piece]] = []
    for piece in line.pieces:
        if found and piece.left - found[-1][-1].right <= gap:
            found[-1].append(piece)
        else:
            found.append([piece])
    return [tuple(stretch) for stretch in found]


def _are_aligned(column: Sequence[Piece], cell: Sequence[Piece], gap: float) -> bool:
    """At the left, or about the same middle."""
    left = abs(column[0].left - cell[0].left)
    middle = abs(column[0].left + column[-1].right - cell[0].left - cell[-1].right) / 2
    return left < gap / 3 or middle < gap / 3
