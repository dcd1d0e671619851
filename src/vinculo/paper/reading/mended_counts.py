"""A lone 1 that a scan read as a stroke: at the label of a count nothing else can be meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .field_kinds import FieldKind, kind_of_field
from .flat import flat
from .page import CELL, Line
from .printed_words import changed_line
from .vocabulary import Vocabulary

_STROKE = "[|!lI]"
_BEHIND = re.compile(rf"[ ]?[?.]?[ ]?:?[ \t\v]*(?P<stroke>{_STROKE})(?=[ ]*(?:[\t\v]|[ ]{{2}}|\Z))")
_ALONE = re.compile(rf"\s*(?P<stroke>{_STROKE})\s*")
_AROUND = " :?."


def with_mended_counts(lines: Sequence[Line], vocabulary: Vocabulary) -> list[Line]:
    """The lines, a stroke behind the label of a count, or alone in the cell below it, as the 1 that it is."""
    mended: list[Line] = []
    above = ""
    for line in lines:
        strokes = [*_behind_labels(line.text, vocabulary), *_below_labels(line.text, above, vocabulary)]
        above = line.text
        mended.append(changed_line(line, [(at, at + 1, "1") for at in strokes]) if strokes else line)
    return mended


def _behind_labels(text: str, vocabulary: Vocabulary) -> Iterator[int]:
    for found in vocabulary.head_label.finditer(flat(text)):
        behind = _BEHIND.match(text, found.end())
        if behind and _is_count(found.lastgroup, vocabulary):
            yield behind.start("stroke")


def _below_labels(text: str, above: str, vocabulary: Vocabulary) -> Iterator[int]:
    start = 0
    for cell, label in zip(text.split(CELL), above.split(CELL), strict=False):
        alone = _ALONE.fullmatch(cell)
        found = vocabulary.head_label.fullmatch(flat(label).strip(_AROUND)) if alone else None
        if alone and found and _is_count(found.lastgroup, vocabulary):
            yield start + alone.start("stroke")
        start += len(cell) + 1


def _is_count(label: str | None, vocabulary: Vocabulary) -> bool:
    return kind_of_field(vocabulary.fields_of_label[label or ""][0]) is FieldKind.COUNT
