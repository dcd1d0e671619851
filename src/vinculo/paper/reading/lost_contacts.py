"""Heads of contacts whose number a scan lost ("1º" taken for a tick box) or misread: they stand in order."""

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
# Of letters only where the day stands behind: "em contato" may end a note.
_HEAD_OF_LETTERS = re.compile(r"[\s|]*(?P<head>[a-z]{1,2}[:.,]?\s+c?ontato)(?=[\s|:.]*data\b)")
_NUMBERED = re.compile(r"[\s|]*(?P<head>[0-9]\s*[°ºo]\s*contato)(?=[\s|:.]*(?:data\b|$))")


def with_numbered_contacts(lines: Sequence[Line], vocabulary: Vocabulary) -> list[Line]:
    """The lines, where each head of a contact has its number."""
    numbered: list[Line] = []
    texts = [flat(line.text) for line in lines]
    known = [vocabulary.block_label.match(text) for text in texts]
    numbers = [int(found["number"] or 0) if found else 0 for found in known]
    last = 0
    for at, line in enumerate(lines):
        head = None
        if len(texts[at]) == len(line.text) and last < _LAST:
            head = _head_to_number(texts[at], numbers[at:], last) if numbers[at] or not known[at] else None
        last = last + 1 if head else numbers[at] or last
        if head:
            label = vocabulary.edition.labels[CONTACT].format(number=last)
            line = changed_line(line, [(*head.span("head"), label)])  # noqa: PLW2901
        numbered.append(line)
    return numbered


def _head_to_number(text: str, numbers: Sequence[int], last: int) -> re.Match[str] | None:
    """The head of the contact behind the last one, if it has no number, or a wrong one before the next."""
    if not numbers[0] and (found := _HEAD.match(text)):
        return found
    if numbers[0] == last + 1 or next((number for number in numbers[1:] if number), 0) != last + 2:
        return None
    return _NUMBERED.match(text) if numbers[0] else _HEAD_OF_LETTERS.match(text)
