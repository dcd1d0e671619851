"""Paragraphs and tables to the lines of a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice

from ..page import CELL, WITHIN_CELL, Line
from .controls import mark_of_control, shows_placeholder
from .inline import BREAK, TAB, Inline
from .lists import BoxedLists
from .names import Element, child, is_on, name_of, value_of

# A tab within a cell parts nothing that a table parts; a wide gap is what it looks like.
_WIDE_GAP = "   "
# A cell that holds more paragraphs is no field, but a frame around a part of the form.
_MOST_IN_A_CELL = 12
# Word itself makes no more than 63.
_MOST_COLUMNS = 200

_BOX = re.compile(r"[☐☒☑✓✔□■]|[(\[][ xX]{0,4}[)\]]")

Foreign = Callable[[Element], list[Line]]


class Body:
    """Reads what stands in a document, a cell or a text box; `foreign` what another part holds."""

    def __init__(self, inline: Inline, lists: BoxedLists, foreign: Foreign) -> None:
        self._inline = inline
        self._lists = lists
        self._foreign = foreign

    def lines(self, parent: Element) -> list[Line]:
        """Every paragraph a line, every row of a table a line. Word tells its paragraphs: each line opens."""
        kept: list[Line] = []
        for block in self._blocks(parent):
            if isinstance(block, str):
                kept += [Line(row, True) for row in block.split(BREAK) if row.strip()]
            elif isinstance(block, list):
                kept += block
            else:
                kept += self._table(block)
        return kept

    def _blocks(self, parent: Element) -> Iterator[str | Element | list[Line]]:
        """The paragraphs (text), tables (elements) and foreign parts (lines) that follow each other."""
        cut = ""
        for element in _content(parent):
            match name_of(element):
                case "p":
                    paragraph = self._inline.read(element)
                    text = cut + self._lists.mark_of(element) + paragraph.text
                    cut = text if _runs_on(element) else ""
                    if not cut:
                        yield text
                    for box in paragraph.boxes:
                        yield from self._blocks(box)
                case "tbl":
                    yield element
                case "sdt":
                    # Only a box is given as such: what other controls hold was unwrapped.
                    yield mark_of_control(element) or ""
                case "altChunk":
                    yield self._foreign(element)
        if cut:
            yield cut

    def _table(self, table: Element) -> list[Line]:
        kept: list[Line] = []
        for row in _rows(table):
            kept += self._row(row)
        return kept

    def _row(self, row: Element) -> list[Line]:
        """A row as a line; one that holds tables, or a part of the form in one cell, as what it holds."""
        lines: list[Line] = []
        cells = [""] * _skipped(row, "gridBefore")
        listed = 0
        for cell in _cells(row):
            blocks = [] if cell is None else list(self._cell_blocks(cell))
            texts = [block for block in blocks if isinstance(block, str) and block.strip()]
            if cell is not None and (
                len(texts) > _MOST_IN_A_CELL or not all(isinstance(each, str) for each in blocks)
            ):
                lines += _line_of(cells)
                cells = []
                lines += self.lines(cell)
            else:
                cells.append(_cell_text(texts))
                listed += _is_list(cells[-1])
        if listed > 1:
            # Lists stand beside each other: each is a part of the form.
            return lines + [Line(part, True) for text in cells for part in text.split(WITHIN_CELL) if part]
        return lines + _line_of(cells)

    def _cell_blocks(self, cell: Element) -> Iterator[str | Element | list[Line]]:
        """What a cell holds; a table of one column within it is only a frame."""
        for block in self._blocks(cell):
            if isinstance(block, str | list):
                yield block
                continue
            rows = [list(_cells(row)) for row in _rows(block)]
            if all(len(row) == 1 for row in rows):
                for (inner,) in rows:
                    if inner is not None:
                        yield from self._cell_blocks(inner)
            else:
                yield block


def _content(parent: Element) -> Iterator[Element]:
    """The paragraphs and tables within an element, whatever wraps them."""
    for element in parent:
        match name_of(element):
            case "p" | "tbl" | "altChunk":
                yield element
            case "sdt":
                if mark_of_control(element) is not None:
                    yield element
                elif not shows_placeholder(element) and (inner := child(element, "sdtContent")) is not None:
                    yield from _content(inner)
            case "mc:AlternateContent":
                yield from next((held for each in element if (held := list(_content(each)))), [])
            case "customXml" | "ins" | "moveTo" | "smartTag" | "body" | "?:body":
                yield from _content(element)


def _rows(table: Element) -> Iterator[Element]:
    for element in table:
        match name_of(element):
            case "tr":
                look = child(element, "trPr")
                if not (
                    look is not None and (is_on(child(look, "hidden")) or child(look, "del") is not None)
                ):
                    yield element
            case "sdt":
                if (inner := child(element, "sdtContent")) is not None:
                    yield from _rows(inner)
            case "customXml" | "ins":
                yield from _rows(element)


def _cells(row: Element) -> Iterator[Element | None]:
    """The cells of a row; None for one that is blank, or covered by the cell above."""
    for element in islice(row, _MOST_COLUMNS):
        match name_of(element):
            case "tc":
                look = child(element, "tcPr")
                if _goes_on(look, "hMerge"):
                    continue
                yield None if _goes_on(look, "vMerge") or child(look, "cellDel") is not None else element
            case "sdt":
                if (inner := child(element, "sdtContent")) is not None:
                    asks = shows_placeholder(element)
                    yield from (None if asks else cell for cell in _cells(inner))
            case "customXml" | "ins":
                yield from _cells(element)


def _goes_on(look: Element | None, merge: str) -> bool:
    """Whether a cell only goes on with a merged one."""
    found = child(look, merge)
    return found is not None and value_of(found) != "restart"


def _skipped(row: Element, name: str) -> int:
    count = value_of(child(row, "trPr", name)) or "0"
    return min(int(count), _MOST_COLUMNS) if count.isdigit() else 0


def _runs_on(paragraph: Element) -> bool:
    """Whether the end of a paragraph was deleted: the next goes on with it."""
    return child(paragraph, "pPr", "rPr", "del") is not None


def _cell_text(paragraphs: list[str]) -> str:
    parts = [part.strip() for text in paragraphs for part in text.replace(TAB, _WIDE_GAP).split(BREAK)]
    return WITHIN_CELL.join(part for part in parts if part)


def _is_list(text: str) -> bool:
    """Whether a cell holds a label and, under it, boxes in lines of their own."""
    label, *lines = text.split(WITHIN_CELL)
    return len(lines) > 1 and not _BOX.match(label) and all(map(_BOX.match, lines))


def _line_of(cells: list[str]) -> list[Line]:
    """Blank cells of a row say where the others stand; a row of one blank cell says nothing."""
    return [Line(CELL.join(cells), True)] if len(cells) > 1 or any(cells) else []
