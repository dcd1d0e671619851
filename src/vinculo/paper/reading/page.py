"""The page between a file and the form: what every reader hands to the one form reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# Two blanks or more stand for a gap between cells, where the file itself does not tell cells.
CELL = "\t"
WITHIN_CELL = "\v"
TICKED = "☒"
UNTICKED = "☐"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text, or one row of a table.

    `text` holds the characters as the writer has them, without markup. Cells that the file itself tells
    apart are parted by `CELL`, blank ones included; paragraphs within a cell by `WITHIN_CELL`. A tick box
    that is no text in the file (a field of Word, a drawn square) is written as `TICKED` or `UNTICKED`.
    """

    text: str
    opens: bool = False  # Stands behind a blank line, or apart from the line before.
    sure: float = 1.0  # How sure the characters are: below one for a scan.


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of one form, page heads and feet included, top to bottom."""

    lines: tuple[Line, ...]

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Page:
        return cls(tuple(lines))

    @property
    def sure(self) -> float:
        return min((line.sure for line in self.lines), default=1.0)
