"""The words of an HTML page, in the layout of lines and tabs that a text copy of it would have."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from .page import CELL, TICKED, UNTICKED, WITHIN_CELL

_SILENT = frozenset({"head", "style", "script", "title", "template"})
_BLOCKS = frozenset(
    {"p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "section", "hr", "table"}
)
_CELLS = frozenset({"td", "th"})
_BOXES = frozenset({"checkbox", "radio"})


class _PageText(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0
        self._cell_depth = 0
        self._cell_start = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "input":
            kinds = dict(attrs)
            if (kinds.get("type") or "").lower() in _BOXES:
                self.parts.append(TICKED if "checked" in kinds else UNTICKED)
        elif tag == "br":
            self.parts.append(WITHIN_CELL if self._cell_depth else "\n")
        elif tag in _CELLS:
            self._cell_depth += 1
            self._cell_start = len(self.parts)
        elif tag == "tr":
            self.parts.append("\n")
        elif tag in _BLOCKS:
            self.parts.append(WITHIN_CELL if self._cell_depth else "\n\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SILENT:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _CELLS and self._cell_depth:
            self._cell_depth -= 1
            self._close_cell()
        elif tag in _BLOCKS:
            self.parts.append(WITHIN_CELL if self._cell_depth else "\n\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            # The source's line ends are blanks on the page.
            self.parts.append(re.sub(r"[ \t\r\n]+", " ", data))

    def _close_cell(self) -> None:
        inside = "".join(self.parts[self._cell_start :])
        del self.parts[self._cell_start :]
        paragraphs = (part.strip() for part in re.split(r"[\v\n]+", inside))
        self.parts += [WITHIN_CELL.join(part for part in paragraphs if part), CELL]


def words_of_page(page: str) -> str:
    """The visible text of an HTML page; its tick boxes become box characters."""
    parser = _PageText()
    parser.feed(page)
    parser.close()
    rows = "".join(parser.parts).split("\n")
    return "\n".join(row.strip(" ").removesuffix(CELL) if row.strip(" ") != CELL else "" for row in rows)
