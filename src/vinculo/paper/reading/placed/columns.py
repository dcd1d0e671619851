"""Columns that no ruling lines part: values below the labels that they belong to."""

from __future__ import annotations

from collections.abc import Sequence

from .hanging import PrintedLabels, text_of
from .pieces import Piece, TextLine, stretches


def in_columns(
    line: TextLine, above: TextLine | None, gap: float, labels: PrintedLabels | None = None
) -> list[Sequence[Piece]]:
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
    if labels is not None and all(labels.is_label(text_of(each)) for each in cells):
        return cells
    under_labels = labels is not None and all(labels.is_label(text_of(each)) for each in columns)
    while not under_labels and placed and not placed[-1]:
        placed.pop()
    return placed


def _are_aligned(column: Sequence[Piece], cell: Sequence[Piece], gap: float) -> bool:
    """At the left, or about the same middle."""
    left = abs(column[0].left - cell[0].left)
    middle = abs(column[0].left + column[-1].right - cell[0].left - cell[-1].right) / 2
    return left < gap / 3 or middle < gap / 3
