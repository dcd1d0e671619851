"""Several forms in one text: where each begins."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Sequence
from itertools import pairwise

from ..editions import PACKAGED_EDITIONS, Edition, packaged_edition
from .flat import composed, flat
from .page import Line
from .vocabulary import Vocabulary, vocabulary_of

# A title that stands over no label of the head within so many characters is the head of a further page.
_HEAD_WITHIN = 400
_FIRST_ROWS = 3
_WIDEST_MARGIN = 80
# A title has its line to itself; one with words behind it stands in a note.
_BEHIND_TITLE = re.compile(
    r"[ \t>|#*_~`\v\f:.·•\-–—\\\[\](){}=<>/]*"
    r"(?:\n|\Z|[0-9]|(?<=[\t|(<{·–—-])|(?<=[ ]{2})|(?<=[·–—-] )|qtd|quantidade)"
)
_MARGIN = re.compile(r"[ \t>|#*_~`\v\f\ufeff\u200b•·\-–—\\\[\](){}=]*")


def split_forms(text: str, editions: Sequence[Edition] | None = None) -> list[str]:
    """The texts of the forms in `text`, in order; `text` alone if it holds one form, or none.

    What stands before the first title stays with the first form.
    """
    known = editions or [packaged_edition(number) for number in PACKAGED_EDITIONS]
    source = composed(text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text)
    plain = flat(source.replace("\xa0", " "))
    starts = _form_starts(plain, vocabulary_of(known[-1]))
    if len(starts) < 2:
        return [text]
    edges = [0, *starts[1:], len(source)]
    return [source[start:end] for start, end in pairwise(edges)]


def split_lines(lines: Sequence[Line], editions: Sequence[Edition] | None = None) -> list[Sequence[Line]]:
    """The lines of each form on a page, in order."""
    forms: list[Sequence[Line]] = []
    place = 0
    for text in split_forms("\n".join(line.text for line in lines), editions)[:-1]:
        end = place + text.count("\n")
        forms.append(lines[place:end])
        place = end
    return [*forms, lines[place:]]


def _form_starts(text: str, vocabulary: Vocabulary) -> list[int]:
    """Where forms begin: at a title over the head's first labels, or at the first label alone."""
    slots = vocabulary.slots
    heads = [
        (found.start(), slots[name])
        for found in vocabulary.head_label.finditer(text)
        for name in vocabulary.fields_of_label[found.lastgroup or ""][:1]
        # Not "Data" or "CRO": words that a note may put on a line of their own.
        if slots[name].row < _FIRST_ROWS and slots[name].place == 0 and _opens_line(text, found.start())
    ]
    places = [head for head, _ in heads]
    starts = [
        found.start()
        for found in vocabulary.title.finditer(text)
        if _opens_line(text, found.start())
        and _BEHIND_TITLE.match(text, found.end())
        and _within(places, found.start(), found.start() + _HEAD_WITHIN)
    ]
    for head, slot in heads:
        if slot.row == 0 and not _within(starts, head - _HEAD_WITHIN, head):
            insort(starts, head)
    return sorted({text.rfind("\n", 0, start) + 1 for start in starts})


def _within(places: list[int], start: int, end: int) -> bool:
    """Whether one of the sorted places lies between two others."""
    found = bisect_left(places, start)
    return found < len(places) and places[found] <= end


def _opens_line(text: str, place: int) -> bool:
    start = text.rfind("\n", max(0, place - _WIDEST_MARGIN), place) + 1
    if not start and place > _WIDEST_MARGIN:
        return False
    before = _MARGIN.match(text, start)
    return before is not None and before.end() >= place
