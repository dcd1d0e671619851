"""The labels of the head: known by their words, by where they stand and by not having come yet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from .flat import flat
from .page import CELL
from .pairs import PAIRS
from .vocabulary import Vocabulary

_BEHIND = re.compile(
    r"(?:[ ]?\?)?(?:[ ]?\.{2,}|…+)?[*_`]*(?:[ ]?[:.]|[ ]+(?:[-–—=]>?|→)(?=[ ]+[^ |\t]))?[*_`]*:?"
)
NUMBERING = re.compile(r"[ \t]*[0-9]{1,2}[.)]")
_DECORATION = " *_~`#>•·–—-"
_SAYS_NOTHING = " \t\n\v|:;,.*_~`/–—-"
_SIGN_BETWEEN = re.compile(r"(?:,?;|,|(?<=\S)[ \t]+[-–—·|])\Z")
# A cell's decoration is not longer.
_FAR_BEHIND = 60
# Labels that are mostly followed by a colon always are.
_COLONS = 0.6


@dataclass(frozen=True, slots=True)
class HeadLabel:
    """A label on its line."""

    field: str
    start: int
    end: int  # Past the colon.


@dataclass(frozen=True, slots=True)
class LabelledLine:
    """A line of the head, its labels, and what stands behind each up to the next."""

    text: str
    labels: list[HeadLabel]
    pieces: list[str]

    @property
    def is_row_of_labels(self) -> bool:
        return bool(self.labels) and not any(self.pieces)


@dataclass(slots=True)
class _Found:
    """Words of a label on a line; whether they are one is to be told."""

    fields: tuple[str, ...]
    start: int
    end: int
    marked: bool  # A colon or a question mark stands behind.
    colon: bool
    opens: bool  # It stands at the start of a cell.


@dataclass(slots=True)
class _Context:
    """What has been seen of the head, while its labels are told."""

    vocabulary: Vocabulary
    needs_colon: bool
    taken: set[str] = field(default_factory=set)  # Fields whose labels have come.
    last_row: int = 0

    def take(self, name: str) -> None:
        self.taken.update(_TOGETHER.get(name, (name,)))
        self.last_row = self.vocabulary.places[name].row


# A label of two fields takes both, and each of them takes it.
_TOGETHER = {pair: (pair, *parts) for pair, parts in PAIRS.items()} | {
    part: (part, pair) for pair, parts in PAIRS.items() for part in parts
}


def find_labels(lines: Sequence[str], vocabulary: Vocabulary) -> list[LabelledLine]:
    """Each line that holds something, with the labels on it."""
    lines, found = _label_words([line for line in lines if line.strip()], vocabulary)
    opening = [words.colon for each in found for words in each if words.opens]
    context = _Context(vocabulary, bool(opening) and sum(opening) >= _COLONS * len(opening))
    labelled: list[LabelledLine] = []
    above: LabelledLine | None = None
    for line, each in zip(lines, found, strict=True):
        labels: list[HeadLabel] = []
        # Under a row of labels, "Operadora" among other cells is who asked.
        is_value = (
            above is not None
            and len(each) == 1
            and not each[0].marked
            and _has_more(line, each[0])
            and not _stands_between(line, above)
        )
        for words in () if is_value else each:
            label = _label(line, words, labels, each, context)
            if label:
                labels.append(label)
                context.take(label.field)
        labelled.append(LabelledLine(line, labels, _pieces_between(line, labels)))
        above = labelled[-1] if len(labels) > 1 and labelled[-1].is_row_of_labels else None
    return labelled


def _stands_between(line: str, above: LabelledLine) -> bool:
    """Whether a cell stands where the row of labels above has a blank one: under no label."""
    if CELL not in line or CELL + CELL not in above.text:
        return False
    labelled = {above.text.count(CELL, 0, label.start) for label in above.labels}
    return any(cell.strip() and place not in labelled for place, cell in enumerate(line.split(CELL)))


def _has_more(line: str, words: _Found) -> bool:
    return bool((line[: words.start] + line[words.end :]).strip(_SAYS_NOTHING))


def _label_words(lines: list[str], vocabulary: Vocabulary) -> tuple[list[str], list[list[_Found]]]:
    """What could be labels, line by line; lines that a program broke within a label are joined."""
    raw = "\n".join(lines)
    plain = flat(raw)
    matches = list(vocabulary.head_label.finditer(plain))
    if broken := [place for match in matches if (place := plain.find("\n", *match.span())) >= 0]:
        for place in broken:
            raw = f"{raw[:place]} {raw[place + 1 :]}"
        lines = raw.split("\n")
    found: list[list[_Found]] = [[] for _ in lines]
    number, offset = 0, 0
    for match in matches:
        start, end = match.span()
        while start > offset + len(lines[number]):
            offset += len(lines[number]) + 1
            number += 1
        fields = vocabulary.fields_of_label[match.lastgroup or ""]
        found[number].append(_words_at(lines[number], start - offset, end - offset, fields))
    return lines, found


def _words_at(line: str, start: int, end: int, fields: tuple[str, ...]) -> _Found:
    behind = _BEHIND.match(line, end)
    signs = behind[0] if behind else ""
    colon = ":" in signs
    opens = start == 0 or _opens_cell(line[max(0, start - _FAR_BEHIND) : start])
    return _Found(fields, start, end + len(signs), colon or "?" in signs, colon, opens)


def _opens_cell(before: str) -> bool:
    core = before.rstrip(_DECORATION)
    if core[-1:] in ".)" and NUMBERING.fullmatch(core):
        return True
    return not core or core[-1] in "\t|\v" or before[len(core) : len(core) + 2] == "  "


def _label(
    line: str, words: _Found, before: list[HeadLabel], on_line: list[_Found], context: _Context
) -> HeadLabel | None:
    """The label that some words are, or None if they belong to a value."""
    fields = [name for name in words.fields if name not in context.taken]
    if not fields:
        return None
    name = fields[0] if len(fields) == 1 else _by_company(fields, on_line, context)
    meant = words.marked or (words.opens and (not context.needs_colon or _ends_cell(line[words.end :])))
    meant = meant or (words.opens and _lost_its_colon(name, line, words, on_line, context))
    if not meant and before:
        meant = not line[before[-1].end : words.start].strip(_SAYS_NOTHING)
        if not meant and not context.needs_colon:
            places = context.vocabulary.places
            meant = places[before[-1].field].row == places[name].row
    if not meant:
        return None
    start = words.start
    while start and line[start - 1] in "*_~`":
        # An asterisk before it belongs to the label, not to the value before.
        start -= 1
    return HeadLabel(name, start, words.end)


def _lost_its_colon(name: str, line: str, words: _Found, on_line: list[_Found], context: _Context) -> bool:
    """Whether all about a label on a line of cells are labels with colons of the same row of the form."""
    if CELL not in line or _ends_cell(line[words.end :]):
        return False
    places = context.vocabulary.places
    return any(
        other.colon and any(places[each].row == places[name].row for each in other.fields)
        for other in on_line
        if other is not words
    )


def _ends_cell(behind: str) -> bool:
    return behind.startswith("  ") or behind.lstrip(" ")[:1] in ("", "\t", "|", "\v")


def _by_company(fields: list[str], on_line: list[_Found], context: _Context) -> str:
    """Which of two fields with the same label is meant: the one whose row stands around it."""
    slots = context.vocabulary.places
    company = {slots[other].row for words in on_line for other in words.fields if other not in fields}
    for name in fields:
        if slots[name].row in company:
            return name
    row = context.last_row
    return min(fields, key=lambda name: (slots[name].row < row, slots[name].row))


def _pieces_between(line: str, labels: Sequence[HeadLabel]) -> list[str]:
    """What stands behind each label, up to the next; empty where nothing is said."""
    if not labels:
        return []
    ends = [*(label.start for label in labels[1:]), len(line)]
    pieces = (line[label.end : end] for label, end in zip(labels, ends, strict=True))
    said = [piece.strip(" \t|\v") if piece.strip(_SAYS_NOTHING) else "" for piece in pieces]
    # A sign between two pairs of label and value belongs to neither.
    return [*(_SIGN_BETWEEN.sub("", piece) for piece in said[:-1]), said[-1]]
