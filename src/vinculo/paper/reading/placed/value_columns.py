"""Values below labels without ruling lines: in the columns that the labels begin, or behind tabs.

What fits neither is left to who reads line by line.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from .hanging import PrintedLabels
from .label_rows import LabelRow, label_rows
from .pieces import Cell, Piece, TableRow, TextLine, text_lines
from .tab_stops import place_by_tabs, stops_of

# In heights of the letters.
_ALIGNED = 0.7
_WIDEST_BLANK = 2.0
_PADDING, _ROOM = 1.0, 0.3


def rows_under_labels(
    pieces: Sequence[Piece], em: float, inch: float, margin: float, labels: PrintedLabels
) -> tuple[list[TableRow], list[Piece]]:
    """Rows of labels, those of their values, and the pieces that are of none."""
    rows = label_rows(text_lines(pieces, em), em, labels)
    even = [row for row in rows if not row.uneven]
    for row in even:
        _place_in_columns(row, em)
    unplaced = any(row.below and not row.taken for row in rows)
    stops = stops_of(rows, inch) if inch and unplaced else None
    if stops is not None:
        for row in even:
            place_by_tabs(row, stops, em, labels)
    placed = [row for row in rows if row.taken or not row.below]
    used = {
        id(piece) for row in placed for line in (*row.lines, *row.below[: row.taken]) for piece in line.pieces
    }
    table = [each for row in placed for each in _as_table(row, em, margin)]
    return table, [piece for piece in pieces if id(piece) not in used]


def _place_in_columns(row: LabelRow, em: float) -> None:
    """Gives the lines below to the labels above which they begin, as far as they do."""
    row.values, row.taken = [[] for _ in row.labels], 0
    for line in row.below:
        cells = _cells(line, row.lefts, em)
        if not cells or (row.taken and _may_be_heading(row, cells, em)):
            return
        for column, words in cells:
            row.values[column].append(TextLine(tuple(words)))
        row.taken += 1


def _cells(line: TextLine, lefts: Sequence[float], em: float) -> list[tuple[int, list[Piece]]]:
    """The words of a line in the columns at which they begin; none if some begin elsewhere."""
    cells: list[tuple[int, list[Piece]]] = []
    for piece in line.pieces:
        column = cells[-1][0] if cells else -1
        starts = [at for at, left in enumerate(lefts) if abs(left - piece.left) < _ALIGNED * em]
        if starts and starts[-1] > column:
            cells.append((starts[-1], [piece]))
            continue
        if not cells or (column + 1 < len(lefts) and piece.right > lefts[column + 1]):
            return []
        words = cells[-1][1]
        apart = piece.left - words[-1].right > _WIDEST_BLANK * em
        if apart and not any(each.is_tick for each in (piece, *words)):
            return []
        words.append(piece)
    return cells


def _may_be_heading(row: LabelRow, cells: Sequence[tuple[int, list[Piece]]], em: float) -> bool:
    """Whether words stand alone at the left that had room on the line above: no value goes on with them."""
    column, words = cells[0]
    if column or len(cells) > 1:
        return False
    above = row.values[0]
    limit = row.lefts[1] - (_PADDING + 1) * em
    return not above or above[-1].right + _ROOM * em + words[0].right - words[0].left < limit


def _as_table(row: LabelRow, em: float, margin: float) -> list[TableRow]:
    """Labels in cells of a row, and what stands at them in the cells of the next."""
    edges = [left - _PADDING * em for left in row.lefts] + [margin]
    columns = list(pairwise(edges))
    top, bottom = min(line.top for line in row.lines), max(line.bottom for line in row.lines)
    printed = [[TextLine((label,))] for label in row.labels]
    if row.uneven:
        edge = row.lines[0].bottom
        return [
            _table_row(top, edge, columns, printed),
            _table_row(edge, max(bottom, edge), columns, row.values),
        ]
    head = _table_row(top, bottom, columns, printed)
    lines = row.below[: row.taken]
    if not lines:
        return [head]
    return [head, _table_row(bottom, max(line.bottom for line in lines), columns, row.values)]


def _table_row(
    top: float, bottom: float, columns: Sequence[tuple[float, float]], held: Sequence[Sequence[TextLine]]
) -> TableRow:
    cells = (
        (Cell(left, top, right, bottom), tuple(lines))
        for (left, right), lines in zip(columns, held, strict=True)
    )
    return TableRow(top, bottom, tuple(cells))
