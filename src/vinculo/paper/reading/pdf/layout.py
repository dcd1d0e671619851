"""A page of words and lines as rows of text: cells of one row parted, paragraphs whole, top to bottom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..page import CELL, WITHIN_CELL
from .bands import tables_and_bands
from .box_lines import set_on_lines
from .cell_rows import rows_of_cells, without_boxed_values
from .cut_words import parted_at_labels, parted_at_rules
from .drawing import Drawing
from .glyphs import Word
from .labels import Labels
from .open_cells import OpenRow, open_cells
from .paragraphs import Paragraph, Setting, paragraphs_of, pitches_of
from .rows import Row, rows_of
from .sheet import Sheet
from .tab_stops import TabbedRow, tabbed_rows
from .tables import Cell, Table
from .text import PlacedText
from .wrapped_options import with_wrapped_options

# In points.
_SAME_COLUMN = 5.0
_OVERLAP = 3.0
_BETWEEN_CELLS = 11.0
# In em: a row so close below a row of cells, which has lines or shades, stands in its columns.
_BELOW_HEAD = 2.0
_LEVEL, _BLANK = 0.1, 0.6
# Blanks between pieces of one cell that stand apart.
_APART = "   "


@dataclass(slots=True)
class Item:
    """A row of a table, or a paragraph; with what is needed to join it to the one on the next sheet."""

    text: PlacedText
    top: float
    bottom: float
    free: bool
    paragraph: Paragraph | None = None  # Where it is one piece of running text.
    lefts: tuple[float, ...] = ()  # Where the text of each cell of a row begins.
    counted: bool = False  # Tabs tell its cells, not places.


def items_of(words: Sequence[Word], drawing: Drawing, sheet: Sheet, labels: Labels) -> list[Item]:
    """What stands on a page, top to bottom."""
    words = parted_at_labels(parted_at_rules(words, drawing.upright), labels)
    set_on_lines(words)
    words = with_wrapped_options(words, labels)
    tables, loose = tables_and_bands(drawing, words)
    tables = without_boxed_values(tables)
    inside: dict[tuple[int, int], list[Word]] = {}
    free: list[Word] = []
    last: tuple[Word, tuple[int, int] | None] | None = None
    for word in words:
        home = _home(word, tables)
        if home is None and last and _runs_over(last[0], word):
            home = last[1]
        last = word, home
        if home is None:
            free.append(word)
        else:
            inside.setdefault(home, []).append(word)
    rows_in = {home: rows_of(found) for home, found in inside.items()}
    tabbed, free = tabbed_rows(free, labels, sheet.width)
    cells, rest = open_cells(free, labels)
    open_rows = rows_of(rest)
    pitches = pitches_of([open_rows, *rows_in.values()])
    items: list[Item] = []
    for number, table in enumerate(tables):
        rows_of_table = {cell: rows_in.get((number, cell), []) for cell in range(len(table.cells))}
        items += _table_items(table, rows_of_table, Setting(sheet, 0, 0, pitches, labels))
    setting = Setting(sheet, 0.0, _right_of_page(open_rows, tables, sheet), pitches, labels, loose, free=True)
    rows = [_of_open_cells(row, setting) for row in cells]
    rows += [item for row in tabbed for item in _of_tabs(row, setting)]
    items += _open_items(open_rows, setting, rows, [item for item in items if item.lefts])
    items.sort(key=lambda item: item.top)
    return items


def _runs_over(before: Word, word: Word) -> bool:
    """Whether a word goes on with the one before it, although it stands outside of its cell."""
    same_line = abs(word.baseline - before.baseline) < _LEVEL * word.size
    gap = (word.left - before.right) / word.size
    return same_line and 0 < before.last_place == word.place - 1 and 0 < gap < _BLANK and word.blanks == 1


def _home(word: Word, tables: Sequence[Table]) -> tuple[int, int] | None:
    x, y = (word.left + word.right) / 2, word.baseline - 0.25 * word.size
    for number, table in enumerate(tables):
        if not (table.xs[0] <= x <= table.xs[-1] and table.ys[0] <= y <= table.ys[-1]):
            continue
        cell = table.cell_at(x, y)
        if cell is not None:
            return number, table.cells.index(cell)
    return None


def _right_of_page(rows: Sequence[Row], tables: Sequence[Table], sheet: Sheet) -> float:
    """How far open text may reach: as far from the right edge as it begins from the left one."""
    if not rows:
        return sheet.width
    left, right = min(row.left for row in rows), max(row.right for row in rows)
    wide = [table for table in tables if table.xs[-1] - table.xs[0] > 0.5 * sheet.width]
    for table in sorted(wide, key=lambda each: -each.area):
        if abs(table.xs[0] - left) < 14:
            return max(right, table.xs[-1] - max(0.0, left - table.xs[0]))
    return max(right, sheet.width - left)


def _table_items(table: Table, rows_in: dict[int, list[Row]], known: Setting) -> list[Item]:
    items: list[Item] = []
    rows_of_cell = {id(cell): rows_in[number] for number, cell in enumerate(table.cells)}
    for cells in rows_of_cells(table.cells, rows_of_cell):
        contents = [
            [
                paragraph
                for cell in stacked
                for paragraph in paragraphs_of(
                    rows_of_cell[id(cell)], replace(known, left=cell.left, right=cell.right)
                )
            ]
            for stacked in cells
        ]
        if not any(contents):
            continue
        if len(cells) == 1:
            items += (_in_one_cell(paragraph, known.labels) for paragraph in contents[0])
            continue
        items.append(_row_item([stacked[0] for stacked in cells], contents, known.sheet))
    return items


def _single(paragraph: Paragraph, *, free: bool) -> Item:
    text = _joined(paragraph)
    one = paragraph if len(paragraph.columns) == 1 else None
    return Item(text, paragraph.top, paragraph.baseline, free, one)


def _in_one_cell(paragraph: Paragraph, labels: Labels) -> Item:
    """A paragraph of its own; labels that stand apart in a shaded row are cells of it."""
    columns = paragraph.columns
    if len(columns) == 1 or not all(labels.is_label(column.text.text) for column in columns):
        return _single(paragraph, free=False)
    text = columns[0].text
    for column in columns[1:]:
        text.join(column.text, CELL)
    return Item(
        text, paragraph.top, paragraph.baseline, False, lefts=tuple(column.left for column in columns)
    )


def _joined(paragraph: Paragraph) -> PlacedText:
    text = paragraph.columns[0].text
    for column in paragraph.columns[1:]:
        text.join(column.text, _APART)
    return text


def _row_item(cells: Sequence[Cell], contents: Sequence[list[Paragraph]], sheet: Sheet) -> Item:
    row = PlacedText(sheet)
    for place, paragraphs in enumerate(contents):
        if place:
            row.text += CELL
        for number, paragraph in enumerate(paragraphs):
            row.join(_joined(paragraph), WITHIN_CELL if number else "")
    first = min(paragraph.top for paragraphs in contents for paragraph in paragraphs)
    lefts = tuple(
        paragraphs[0].left if paragraphs else cell.left
        for cell, paragraphs in zip(cells, contents, strict=True)
    )
    return Item(row, first, cells[0].bottom, False, lefts=lefts)


def _of_open_cells(row: OpenRow, setting: Setting) -> Item:
    """Cells that stand side by side without lines: each ends before the next begins."""
    ends = [*(left - _BETWEEN_CELLS for left in row.lefts[1:]), setting.right]
    cells, contents = [], []
    for words, left, right in zip(row.cells, row.lefts, ends, strict=True):
        rows = rows_of(words)
        cells.append(Cell(left, rows[0].baseline - rows[0].size, right, rows[-1].baseline, 0))
        contents.append(paragraphs_of(rows, replace(setting, left=left, right=right, rules=(), free=False)))
    item = _row_item(cells, contents, setting.sheet)
    return replace(item, bottom=max(cell.bottom for cell in cells), free=True)


def _of_tabs(row: TabbedRow, setting: Setting) -> Iterator[Item]:
    """The labels, and below them their values, each in the column of its label."""
    for pieces in (row.labels, row.values):
        text = PlacedText(setting.sheet)
        for place, piece in enumerate(pieces):
            text.text += CELL if place else ""
            if piece:
                text.add(piece)
                text.add_below(piece, setting.labels)
        first = min(piece.words[0].baseline - piece.size for piece in pieces if piece)
        last = max(piece.last.words[0].baseline for piece in pieces if piece)
        yield Item(text, first, last, True, lefts=row.lefts, counted=True)


def _open_items(
    rows: Sequence[Row], setting: Setting, of_cells: Sequence[Item], heads: Sequence[Item]
) -> list[Item]:
    """Text outside of tables; pieces stand in the columns of a row above them, if they fit there."""
    found: list[tuple[float, Item | Paragraph]] = [(item.top, item) for item in of_cells]
    found += ((paragraph.top, paragraph) for paragraph in paragraphs_of(rows, setting))
    found.sort(key=lambda each: each[0])
    items: list[Item] = []
    labels = setting.labels
    columns: list[float] = []
    headed = False  # Whether the columns are those of labels: the last of a row may be blank.
    for _, each in found:
        if isinstance(each, Item):
            places = None if each.counted else _places(each.lefts, columns)
            if places is None:
                columns, headed = list(each.lefts), _are_labels(each.text, labels)
            else:
                each.text.spread(places)
            items.append(each)
            continue
        reach = _BELOW_HEAD * each.size
        for head in heads:
            if 0 < each.top - head.bottom + _OVERLAP < reach:
                columns, headed = list(head.lefts), _are_labels(head.text, labels)
        if len(each.columns) == 1 and not (columns and each.left > columns[0] + 30):
            items.append(_single(each, free=True))
            continue
        lefts = [column.left for column in each.columns]
        places = _places(lefts, columns)
        if places is None:
            columns, places = lefts, list(range(len(lefts)))
        text = PlacedText(setting.sheet)
        at = 0
        for place, column in zip(places, each.columns, strict=True):
            text.join(column.text, CELL * (place - at))
            at = place
        if len(columns) == len(places):
            headed = _are_labels(text, labels)
        elif headed:
            text.text += CELL * (len(columns) - 1 - at)
        items.append(Item(text, each.top, each.baseline, True))
    return items


def _are_labels(text: PlacedText, labels: Labels) -> bool:
    return all(labels.is_label(cell) for cell in text.text.split(CELL))


def _places(lefts: Sequence[float], columns: Sequence[float]) -> list[int] | None:
    """The columns in which pieces stand; None if they do not fit them."""
    places: list[int] = []
    for left in lefts:
        near = [place for place, column in enumerate(columns) if abs(column - left) < _SAME_COLUMN]
        if not near or (places and near[0] <= places[-1]):
            return None
        places.append(near[0])
    return places
