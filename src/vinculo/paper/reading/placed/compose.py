"""A sheet's pieces and cells to lines: rows of tables, options in columns, wrapped lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..page import CELL, WITHIN_CELL, Line
from .columns import in_columns
from .hanging import PrintedLabels, opens_pair, text_of, with_hanging_labels
from .lost_edges import with_lost_edges
from .options import with_whole_options
from .pieces import Cell, Piece, TableRow, TextLine, stretches, text_lines, usual_height
from .value_columns import rows_under_labels
from .writing import Writing, write_words

# In heights of the letters.
_NEXT_COLUMN = 1.6
_NEXT_LINE = 2.2
_APART = 3.0
"""Between words of one sentence there is never so much, not in justified text either."""
_ACROSS_CELLS = 4.0
_SAME_LEFT = 1.0
_ONE_LINE = 3.0
_REST_OF_CODE = re.compile(r"[0-9/.,-]+")
_SMALL_WORDS = frozenset(
    ("a", "ao", "as", "com", "da", "das", "de", "do", "dos", "e", "em", "ou", "para", "por")
)


@dataclass(frozen=True, slots=True)
class SheetSize:
    """The number of the sheet in its file, and its width and height in the pieces' unit.

    `inch`: one in that unit, 0 where nobody knows.
    """

    number: int
    width: float
    height: float
    inch: float = 0.0


def compose_sheet(
    pieces: Sequence[Piece], cells: Sequence[Cell], size: SheetSize, labels: PrintedLabels | None = None
) -> list[Line]:
    """The lines of one sheet, top to bottom. `labels` are those that a narrow column may have wrapped."""
    if not pieces:
        return []
    em = usual_height(pieces)
    if labels is not None:
        cells = with_lost_edges(cells, pieces, em, labels)
    free, by_cell = _parted(pieces, cells)
    rows = _rows(by_cell, cells, em)
    margin = max((piece.right for piece in pieces), default=0.0)
    if labels is not None:
        rows, free = _with_open_cells(rows, free, em)
        headed, free = rows_under_labels(free, em, size.inch, margin, labels)
        rows += headed
    parts: list[tuple[float, list[Line]]] = [
        (_middle(row), _lines_of_row(row, size, em, labels)) for row in rows
    ]
    breaks = sorted(row.top for row in rows)
    lines = text_lines(free, em)
    if labels is not None:
        lines = with_hanging_labels(lines, em, labels)
    for group in _groups(with_whole_options(lines, em, labels), breaks):
        parts += _free_lines(group, size, em, margin, labels)
    parts.sort(key=lambda part: part[0])
    return [line for _, lines in parts for line in lines]


def _middle(row: TableRow) -> float:
    return (row.top + row.bottom) / 2


def _parted(pieces: Sequence[Piece], cells: Sequence[Cell]) -> tuple[list[Piece], dict[int, list[Piece]]]:
    """What stands in no cell, and what stands in each."""
    smallest = sorted(range(len(cells)), key=lambda number: cells[number].area)
    free: list[Piece] = []
    by_cell: dict[int, list[Piece]] = {}
    for piece in pieces:
        number = next((number for number in smallest if cells[number].holds(piece)), None)
        if number is None:
            free.append(piece)
        else:
            by_cell.setdefault(number, []).append(piece)
    return free, by_cell


def _rows(by_cell: dict[int, list[Piece]], cells: Sequence[Cell], em: float) -> list[TableRow]:
    """Cells side by side, blank ones included; a row without any text is none."""
    rows: list[list[int]] = []
    for number in sorted(range(len(cells)), key=lambda each: (cells[each].top, cells[each].left)):
        cell = cells[number]
        beside = next((row for row in rows if _is_beside(cells[row[-1]], cell, em)), None)
        if beside is None:
            rows.append([number])
        else:
            beside.append(number)
    found = []
    for row in rows:
        row.sort(key=lambda each: cells[each].left)
        if not any(number in by_cell for number in row):
            continue
        held = tuple(
            (cells[number], tuple(with_whole_options(text_lines(by_cell.get(number, ()), em), em)))
            for number in row
        )
        top = min(cells[number].top for number in row)
        found.append(TableRow(top, min(cells[number].bottom for number in row), held))
    return found


def _with_open_cells(
    rows: Sequence[TableRow], free: Sequence[Piece], em: float
) -> tuple[list[TableRow], list[Piece]]:
    """Words beside the outer cells of a row belong to a cell of it whose ruling line was not found."""
    left_over = list(free)
    whole = []
    for row in rows:
        cells = list(row.cells)
        low = row.bottom - row.top < _ONE_LINE * em
        level = [piece for piece in left_over if low and row.top <= piece.middle <= row.bottom]
        before = [piece for piece in level if piece.right < row.cells[0][0].left]
        behind = [piece for piece in level if piece.left > row.cells[-1][0].right]
        if before:
            cell = Cell(before[0].left, row.top, row.cells[0][0].left, row.bottom)
            cells.insert(0, (cell, tuple(text_lines(before, em))))
        if behind:
            right = max(piece.right for piece in behind)
            cell = Cell(row.cells[-1][0].right, row.top, right, row.bottom)
            cells.append((cell, tuple(text_lines(behind, em))))
        left_over = [piece for piece in left_over if piece not in before and piece not in behind]
        whole.append(TableRow(row.top, row.bottom, tuple(cells)))
    return whole, left_over


def _is_beside(one: Cell, other: Cell, em: float) -> bool:
    starts_level = abs(one.top - other.top) < 0.6 * em
    return starts_level and (one.right <= other.left + em or other.right <= one.left + em)


def _lines_of_row(row: TableRow, size: SheetSize, em: float, labels: PrintedLabels | None) -> list[Line]:
    lines_of_cells = [lines for _, lines in row.cells]
    if labels is not None and _has_lost_rulings(lines_of_cells, em):
        return [_line_of_columns([lines[0].pieces if lines else () for lines in lines_of_cells], size, em)]
    if len(row.cells) == 1:
        cell, lines = row.cells[0]
        return _paragraphs(lines, size, em, cell.right - 0.4 * em)
    writing = Writing(size.number, size.width, size.height)
    for number, (cell, lines) in enumerate(row.cells):
        if number:
            writing.sign(CELL)
        for place, line in enumerate(lines):
            if place:
                above = lines[place - 1]
                wrapped = _wraps(above, line, cell.right - 0.4 * em, em)
                broken = _breaks_a_word(above, line, cell)
                writing.sign("" if broken else " " if wrapped else WITHIN_CELL)
            write_words(writing, line.pieces, _NEXT_COLUMN * em, "  ")
    return [writing.line()]


def _has_lost_rulings(cells: Sequence[Sequence[TextLine]], em: float) -> bool:
    """Whether words in a cell of a low row stand as far apart as in columns."""
    if any(len(lines) > 1 or any(line.has_tick for line in lines) for lines in cells):
        return False
    return any(len(stretches(line, _ACROSS_CELLS * em)) > 1 for lines in cells for line in lines)


def _line_of_columns(cells: Sequence[Sequence[Piece]], size: SheetSize, em: float) -> Line:
    """A row as it was before its rulings were lost."""
    writing = Writing(size.number, size.width, size.height)
    for number, cell in enumerate(cells):
        if number:
            writing.sign(CELL)
        parts = stretches(TextLine(tuple(cell)), _ACROSS_CELLS * em) if cell else []
        for place, part in enumerate(parts):
            if place:
                writing.sign(CELL)
            write_words(writing, part, _NEXT_COLUMN * em, "  ")
    return writing.line()


def _paragraphs(lines: Sequence[TextLine], size: SheetSize, em: float, margin: float) -> list[Line]:
    """Lines below each other, those that were wrapped joined."""
    found: list[Line] = []
    writing: Writing | None = None
    for number, line in enumerate(lines):
        if writing is not None and _wraps(lines[number - 1], line, margin, em):
            writing.sign(" ")
        else:
            if writing is not None:
                found.append(writing.line())
            writing = Writing(size.number, size.width, size.height)
        sign = "   " if line.has_tick else "  "
        write_words(writing, line.pieces, _NEXT_COLUMN * em, sign)
    return [*found, writing.line()] if writing is not None else found


def _wraps(above: TextLine, line: TextLine, margin: float, em: float) -> bool:
    """Whether a line goes on from the one above: its first word had no room there."""
    if above.has_tick or line.has_tick:
        return False
    if any(len(stretches(each, _APART * em)) > 1 for each in (above, line)):
        return False
    if line.left - above.left > _SAME_LEFT * em or line.middle - above.middle > _NEXT_LINE * em:
        return False
    first = line.pieces[0]
    return above.right + 0.25 * em + (first.right - first.left) > margin


def _breaks_a_word(above: TextLine, line: TextLine, cell: Cell) -> bool:
    """Whether the column is too narrow for one word, so that its rest stands below: of a number, a date, or
    small letters."""
    if len(above.pieces) > 1:
        return False
    head, rest = above.pieces[0], line.pieces[0]
    # A "1" alone is narrow.
    letter = max((each.right - each.left) / max(1, len(each.text)) for each in (head, rest))
    if cell.right - (head.left - cell.left) - head.right > 1.5 * letter:
        return False
    is_code = any(map(str.isdigit, head.text)) and _REST_OF_CODE.fullmatch(rest.text) is not None
    return is_code or (head.text.isalpha() and rest.text.isalpha() and _is_rest(head.text, rest.text))


def _is_rest(head: str, rest: str) -> bool:
    return head[-1].islower() and rest.islower() and rest not in _SMALL_WORDS


def _are_pairs(above: TextLine, line: TextLine, labels: PrintedLabels) -> bool:
    """Whether two lines begin with a label of the head each: then neither goes on with the other."""
    return opens_pair(above, line, labels) and opens_pair(line, above, labels)


def _is_heading(line: TextLine, labels: PrintedLabels) -> bool:
    """Whether a line is the label of a block and nothing else: no sentence goes on with it."""
    whole, short = text_of(line.pieces), text_of(line.pieces[:-1])
    return labels.opens_block(whole) and not labels.opens_block(short)


def _groups(lines: Sequence[TextLine], breaks: Sequence[float]) -> list[list[TextLine]]:
    """Free lines, parted where a table stands between them."""
    groups: list[list[TextLine]] = []
    for line in lines:
        last = groups[-1][-1] if groups else None
        if last is None or any(last.middle < place < line.middle for place in breaks):
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups


def _free_lines(
    lines: Sequence[TextLine],
    size: SheetSize,
    em: float,
    margin: float,
    labels: PrintedLabels | None,
) -> list[tuple[float, list[Line]]]:
    """Lines outside of tables; what stands apart on a line is a cell of its own."""
    found: list[tuple[float, list[Line]]] = []
    start = 0
    while start < len(lines):
        end = start + 1
        while (
            end < len(lines)
            and _wraps(lines[end - 1], lines[end], margin, em)
            and not (labels and _are_pairs(lines[end - 1], lines[end], labels))
            and not (labels and _is_heading(lines[end], labels))
        ):
            end += 1
        group = lines[start:end]
        if len(group) == 1 and not group[0].has_tick:
            above = lines[start - 1] if start else None
            cells = in_columns(group[0], above, _NEXT_COLUMN * em, labels)
            writing = Writing(size.number, size.width, size.height)
            for number, cell in enumerate(cells):
                if number:
                    writing.sign(CELL)
                write_words(writing, cell, _NEXT_COLUMN * em, "  ")
            found.append((group[0].middle, [writing.line()]))
        else:
            found.append((group[0].middle, _paragraphs(group, size, em, margin)))
        start = end
    return found
