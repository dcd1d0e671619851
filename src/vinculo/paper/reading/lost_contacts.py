"""Heads of contacts whose number a scan lost ("1º" taken for a tick box): they stand in order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .flat import flat
from .page import Line
from .printed_words import changed_line
from .vocabulary import CONTACT, Vocabulary

_LAST = 5
# What the number may have become, the word itself, and its day or nothing behind it.
_HEAD = re.compile(
    r"[\s|]*(?P<head>(?:[☒☐]\s*\S{0,2}|[^\w\s]{1,2}|[0-9il][^\w\s]?|[0-9][°ºo]?|[°ºo])?\s*c?ontato)"
    r"(?=[\s|:.]*(?:data\b|$))"
)


def with_numbered_contacts(lines: Sequence[Line], vocabulary: Vocabulary) -> list[Line]:
    """The lines, where each head of a contact has its number."""
    numbered: list[Line] = []
    last = 0
    for line in lines:
        text = flat(line.text)
        known = vocabulary.block_label.match(text)
        if known and known["number"]:
            last = int(known["number"])
        elif not known and last < _LAST and len(text) == len(line.text) and (found := _HEAD.match(text)):
            last += 1
            label = vocabulary.edition.labels[CONTACT].format(number=last)
            line = changed_line(line, [(*found.span("head"), label)])  # noqa: PLW2901
        numbered.append(line)
    return numbered
