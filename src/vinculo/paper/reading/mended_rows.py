"""A label that a scan misread beyond knowing it alone, among cells that are all other labels of its row."""

from __future__ import annotations

from collections.abc import Sequence

from .flat import flat, skeleton
from .page import CELL, Line
from .printed_words import changed_line
from .vocabulary import Vocabulary

_AROUND = " :?."
# Of a hundred; shorter labels are as like to what people write.
_ALIKE = 70
_SHORTEST = 5


def with_mended_rows(lines: Sequence[Line], vocabulary: Vocabulary) -> list[Line]:
    """The lines, the one cell of a row of labels that is nearly the one that is missing as it is printed."""
    return [_mended(line, vocabulary) if CELL in line.text else line for line in lines]


def _mended(line: Line, vocabulary: Vocabulary) -> Line:
    start = 0
    known: set[str] = set()
    odd: list[tuple[int, str]] = []
    for cell in line.text.split(CELL):
        fields = _fields_of(cell, vocabulary)
        known.update(fields)
        if not fields:
            odd.append((start, cell))
        start += len(cell) + 1
    if len(odd) != 1 or not known:
        return line
    (at, read), text = odd[0], ""
    if vocabulary.head_label.search(flat(read)):
        return line
    for row in vocabulary.edition.head:
        missing = [each.label for each in row if each.field not in known]
        if len(row) == line.text.count(CELL) + 1 and len(missing) == 1:
            text = missing[0]
    if len(skeleton(text)) < _SHORTEST or not _is_nearly(read, text):
        return line
    return changed_line(line, [(at, at + len(read), text)])


def _fields_of(cell: str, vocabulary: Vocabulary) -> Sequence[str]:
    found = vocabulary.head_label.fullmatch(flat(cell).strip(_AROUND))
    return vocabulary.fields_of_label[found.lastgroup or ""] if found else ()


def _is_nearly(read: str, printed: str) -> bool:
    from rapidfuzz import fuzz  # noqa: PLC0415 - only scans need it

    return fuzz.ratio(skeleton(read), skeleton(printed)) >= _ALIKE
