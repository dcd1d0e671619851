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
class Box:
    """A rectangle on a sheet of paper, in fractions of its width and height, from its upper left corner.

    `sheet` counts the sheets of the file from 0; upright, as its picture is shown.
    """

    sheet: int
    left: float
    top: float
    right: float
    bottom: float

    def to_json(self) -> list[float]:
        return [self.sheet, *(round(side, 4) for side in (self.left, self.top, self.right, self.bottom))]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a line, or a tick box in it, and where it stands on paper.

    `start` and `end` count characters of the line's text. `sure`: how sure its characters are, or whether
    the box is ticked; 0 to 1.
    """

    start: int
    end: int
    box: Box
    sure: float = 1.0


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
    words: tuple[Word, ...] = ()  # In the order of the text; none where the file has no paper.


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of one form, page heads and feet included, top to bottom.

    `scanned`: they were read from ink, so that each word is only as sure as it says. `unread`: where ink as
    high as letters stands that no word holds.
    """

    lines: tuple[Line, ...]
    scanned: bool = False
    unread: tuple[Box, ...] = ()

    @classmethod
    def of(cls, lines: Iterable[Line], *, scanned: bool = False, unread: Iterable[Box] = ()) -> Page:
        return cls(tuple(lines), scanned, tuple(unread))

    @property
    def sure(self) -> float:
        return min((line.sure for line in self.lines), default=1.0)
