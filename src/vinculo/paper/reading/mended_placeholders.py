"""What Word prints where nothing was written, put right where a scan misread some of its letters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .flat import flat
from .page import Line
from .printed_words import changed_line

_PRINTED = (
    "Clique ou toque aqui para inserir o texto",
    "Clique ou toque aqui para inserir uma data",
)
# As many words as there, each about as long.
_LIKE = re.compile(r"(?<!\S)\S{5,7} ?\S{1,3} ?\S{4,7} ?\S{3,5} ?\S{3,5} ?\S{6,8} ?\S{1,3} ?[^\s.]{4,6}")
_MOST_WRONG = 5


def with_mended_placeholders(lines: Sequence[Line]) -> list[Line]:
    """The lines, placeholders as they are printed."""
    return [_mended(line) for line in lines]


def _mended(line: Line) -> Line:
    changes = [
        (*found.span(), meant) for found in _LIKE.finditer(flat(line.text)) if (meant := _meant(found[0]))
    ]
    return changed_line(line, changes) if changes else line


def _meant(read: str) -> str | None:
    """The placeholder that some words nearly are, and are not."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - only scans need it

    wrong = {printed: Levenshtein.distance(read, flat(printed)) for printed in _PRINTED}
    nearest = min(wrong, key=lambda printed: wrong[printed])
    return nearest if 0 < wrong[nearest] <= _MOST_WRONG else None
