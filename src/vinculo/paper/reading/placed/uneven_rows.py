"""Rows of a table without ruling lines whose labels were wrapped unevenly: below a label of one line its
value stands beside the rest of a label of two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from ..flat import skeleton
from .hanging import PrintedLabels, text_of
from .pieces import Piece, TextLine, stretches

# In heights of the letters.
# Blanks of a typewriter's letters are as wide as a narrow gap between columns.
_BETWEEN_COLUMNS = (1.0, 1.6)
_ALIGNED, _NEXT_LINE = 0.7, 2.2
# The first letter below may be lost.
_A_LETTER_LATE = 1.3
_FEWEST, _MOST_LINES, _MOST_LINES_OF_LABEL = 3, 6, 3
# One letter of so many may be wrong, or one too many.
_ONE_WRONG_OF, _ONE_MORE_OF = 3, 4

Column = list[list[Piece]]
"""The words in a column, line by line, none where it is blank."""


@dataclass(frozen=True, slots=True)
class UnevenRow:
    labels: list[Piece]  # As they are printed.
    values: list[list[TextLine]]
    lines: Sequence[TextLine]  # Those that hold them.
    height: int  # On so many lines labels stand.
    mixed: bool  # Values stand there, too.


def uneven_row_at(lines: Sequence[TextLine], at: int, em: float, labels: PrintedLabels) -> UnevenRow | None:
    """The row that begins with a line, if some of its labels go on below where others have their values.

    `lines`: up to where something else begins.
    """
    rows = (_row_of_columns(lines, at, em, gap * em, labels) for gap in _BETWEEN_COLUMNS)
    return next(filter(None, rows), None)


def _row_of_columns(
    lines: Sequence[TextLine], at: int, em: float, gap: float, labels: PrintedLabels
) -> UnevenRow | None:
    """The row whose columns are parted by such a gap at least."""
    starts = [part[0].left for part in stretches(lines[at], gap)]
    printed_rows = labels.rows_of(len(starts)) if len(starts) >= _FEWEST else ()
    if not printed_rows:
        return None
    held: list[list[list[Piece]]] = []
    for number, line in enumerate(lines[at : at + _MOST_LINES]):
        far = number and line.middle - lines[at + number - 1].middle > _NEXT_LINE * em
        cells = None if far else _in_columns(line, starts, em)
        if cells is None:
            break
        held.append(cells)
    columns: list[Column] = [[cells[column] for cells in held] for column in range(len(starts))]
    for printed in printed_rows:
        counts = [_lines_of_label(column, label) for column, label in zip(columns, printed, strict=True)]
        if 0 in counts or len(set(counts)) == 1:
            continue
        found = [
            joined(label, [piece for cell in column[:count] for piece in cell])
            for label, column, count in zip(printed, columns, counts, strict=True)
        ]
        values = [
            [TextLine(tuple(cell)) for cell in column[count:] if cell]
            for column, count in zip(columns, counts, strict=True)
        ]
        height = max(counts)
        mixed = any(any(column[count:height]) for column, count in zip(columns, counts, strict=True))
        return UnevenRow(found, values, lines[at : at + len(held)], height, mixed)
    return None


def _in_columns(line: TextLine, starts: Sequence[float], em: float) -> list[list[Piece]] | None:
    """The words of a line in the columns in which they stand; None if some begin elsewhere."""
    cells: list[list[Piece]] = [[] for _ in starts]
    for piece in line.pieces:
        column = max((at for at, left in enumerate(starts) if piece.left > left - _ALIGNED * em), default=-1)
        if column < 0 or piece.is_tick:
            return None
        if not cells[column] and piece.left > starts[column] + _A_LETTER_LATE * em:
            return None
        if column + 1 < len(starts) and piece.right > starts[column + 1]:
            return None
        cells[column].append(piece)
    return cells


def _lines_of_label(column: Column, label: str) -> int:
    """On how many lines a label stands, the best way to read it; 0 if it does not."""
    best = (len(label), 0)
    for count in range(1, min(_MOST_LINES_OF_LABEL, len(column)) + 1):
        if not column[count - 1]:
            break
        text = text_of([piece for cell in column[:count] for piece in cell])
        if is_nearly(text, label):
            best = min(best, (Levenshtein.distance(skeleton(text), skeleton(label)), count))
    return best[1]


def is_nearly(read: str, label: str) -> bool:
    """Whether a label was read and nothing else: no value stands behind its colon."""
    core = read.rstrip(":.? ")
    key, printed = skeleton(core), skeleton(label)
    one_of = _ONE_MORE_OF if len(key) > len(printed) + 1 else _ONE_WRONG_OF
    return ":" not in core and Levenshtein.distance(key, printed) <= max(1, len(printed) // one_of)


def joined(label: str, words: Sequence[Piece]) -> Piece:
    """The words of a label as one, as it is printed."""
    colon = ":" if words[-1].text.endswith(":") and not label.endswith(("?", ".")) else ""
    return Piece(
        label + colon,
        words[0].left,
        min(piece.top for piece in words),
        max(piece.right for piece in words),
        max(piece.bottom for piece in words),
        min(piece.sure for piece in words),
    )
