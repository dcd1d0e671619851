"""Heads and feet of a sheet kept apart from what stands next to them, so that nothing is joined to them."""

from __future__ import annotations

from collections.abc import Sequence

from ..flat import flat
from ..furniture import names_the_sheet
from ..page import Line
from ..placed import Cell, Piece, compose_sheet
from ..placed.compose import SheetSize
from ..placed.hanging import PrintedLabels
from ..placed.pieces import TextLine, text_lines, usual_height

# How far from an edge they stand, in heights of the sheet.
_HEAD, _FOOT = 0.16, 0.84
_TITLE = ("formulario", "retencao")


def composed_apart(
    pieces: Sequence[Piece], cells: Sequence[Cell], size: SheetSize, labels: PrintedLabels | None = None
) -> list[Line]:
    """The lines of a sheet; each line of its head and foot by itself."""
    free = [piece for piece in pieces if not any(cell.holds(piece) for cell in cells)]
    rows = text_lines(free, usual_height(pieces)) if free else []
    head = [
        row for row in rows if row.middle < _HEAD * size.height and (_is_title(row) or _is_furniture(row))
    ]
    foot = [row for row in rows if row.middle > _FOOT * size.height and _is_furniture(row)]
    apart = {id(piece) for row in (*head, *foot) for piece in row.pieces}
    rest = [piece for piece in pieces if id(piece) not in apart]
    lines = [line for row in head for line in compose_sheet(row.pieces, (), size)]
    lines += compose_sheet(rest, cells, size, labels)
    return lines + [line for row in foot for line in compose_sheet(row.pieces, (), size)]


def _text(row: TextLine) -> str:
    return " ".join(piece.text for piece in row.pieces)


def _is_furniture(row: TextLine) -> bool:
    return names_the_sheet(_text(row))


def _is_title(row: TextLine) -> bool:
    text = flat(_text(row))
    return all(word in text for word in _TITLE) and len(text) < 60
