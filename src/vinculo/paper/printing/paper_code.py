"""The small code on every page: which print it is, which edition and page, and the hash of what it says.

It names a print to whoever keeps prints, and says nothing of anybody. A blank form has no name: its code
holds the edition and the page alone.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

# Crockford's: no letter that is taken for a digit, so that the line beside the code can be typed.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LETTERS_OF_CODE = 10
_DIGITS_OF_HASH = 8
_TEXT = re.compile(
    rf"V1:(?P<code>[{_LETTERS}]{{{_LETTERS_OF_CODE}}})?:(?P<edition>[0-9]{{1,4}}):(?P<page>[0-9]{{1,3}})"
    rf":(?P<hash>[0-9A-F]{{{_DIGITS_OF_HASH}}})?"
)
CORRECTION = "Q"
"""A quarter of the code may be stained: at this size more of it would make it too fine to photograph."""

CODE_SIDE = 11.2
CODE_LEFT, CODE_TOP = (210 - CODE_SIDE) / 2, 279.6
"""In millimetres of the page: under the last line of the form, in the middle, where paper that lies askew on
a scanner loses least."""
MARK_CENTRES = ((8.5, 8.5), (201.5, 8.5), (8.5, 288.5), (201.5, 288.5))
"""Of the registration marks, in millimetres: upper left, upper right, lower left, lower right."""
MARK_RADIUS = 1.6
MARK_STROKE = 0.45
MARK_DOT = 0.65


@dataclass(frozen=True, slots=True)
class PrintName:
    """What names a print: its code, and the digest of what was printed."""

    code: str
    digest: str

    @property
    def hash(self) -> str:
        return self.digest[:_DIGITS_OF_HASH].upper()


@dataclass(frozen=True, slots=True)
class PaperCode:
    """What one page's code says. `code` and `hash` are empty on a blank form."""

    code: str
    edition: int
    page: int
    hash: str

    def text(self) -> str:
        return f"V1:{self.code}:{self.edition}:{self.page}:{self.hash}"

    @property
    def line(self) -> str:
        """The code for eyes, in two groups."""
        half = _LETTERS_OF_CODE // 2
        return f"{self.code[:half]}-{self.code[half:]}" if self.code else ""


def new_code() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(_LETTERS_OF_CODE))


def paper_code(text: str) -> PaperCode | None:
    """A code's text, understood; None for the code of something else."""
    found = _TEXT.fullmatch(text)
    if found is None:
        return None
    return PaperCode(found["code"] or "", int(found["edition"]), int(found["page"]), found["hash"] or "")


def page_codes(edition: int, name: PrintName | None, pages: int) -> Iterator[PaperCode]:
    for page in range(1, pages + 1):
        yield PaperCode(name.code if name else "", edition, page, name.hash if name else "")


def drawing(code: PaperCode) -> str:
    return qr_drawing(code.text())


def qr_drawing(text: str) -> str:
    """A code as SVG, a unit for each module: one path, so that no hairline shows between its rows."""
    import zxingcpp  # noqa: PLC0415 - what only lays forms out does not wait for it

    symbol = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=CORRECTION)
    # An image of that library is a buffer of rows, which its types do not tell.
    picture: Any = symbol.to_image(add_quiet_zones=False)
    rows: Any = memoryview(picture).tolist()
    path = "".join(f"M{left} {top}h{width}v1h-{width}z" for top, left, width in _runs(rows))
    side = len(rows)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{path}"/></svg>'


def _runs(rows: list[list[int]]) -> Iterator[tuple[int, int, int]]:
    """Each unbroken dark run of each row: row, first column, length."""
    for top, row in enumerate(rows):
        dark = "".join("." if value else "#" for value in row)
        for run in re.finditer("#+", dark):
            yield top, run.start(), len(run[0])
