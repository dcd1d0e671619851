"""Where the blocks of a form begin: its labels, told from the same words inside notes.

A line that begins with a block's label is a candidate. What follows it says how likely it is meant: boxes
with that list's options, a date, the end of the line. Of all candidates the chain in paper order that weighs
most is taken, so that words of a note can only win where the label itself is missing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .ticks import LABEL_TAG, MARK, first_mark
from .vocabulary import (
    BEHIND_CONTACT,
    BEHIND_LABEL,
    BEHIND_NOTE,
    BLOCKS,
    CONTACT,
    GENERAL_NOTE,
    PROTOCOL,
    Options,
    Vocabulary,
)

DATE_SHAPE = re.compile(
    r"\(?(?P<day>"
    r"[0-9]{1,2}o?[ ]?[/.\-–][ ]?[0-9]{1,2}[ ]?[/.\-–][ ]?[0-9]{2,4}(?![0-9])"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])"
    r"|[0-9]{1,2}o? de [a-z]{3,9} de [0-9]{4})\)?"
)
_TYPED_X = re.compile(r"\s*x[ \t]")
_WORD = re.compile(r"[0-9a-z]")
_FILL = re.compile(r"[_.\s…/|)\]-]*(?:\n|\Z)")
# How far below its label a list may begin.
_LOOK_AHEAD = 200

# A whole form has five lists of boxes.
_LEAST_LISTS = 2
# More candidates than this are no form; the chain takes time with their square.
_MOST_CANDIDATES = 400

_SURE, _LIKELY, _POSSIBLE, _WEAK = 10.0, 6.0, 3.0, 1.0


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the form: `start` is where its label begins, its content is flat[content:end]."""

    name: str
    number: int  # Of a contact, else 0.
    start: int
    content: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class Candidate:
    name: str
    number: int
    start: int
    content: int
    weight: float

    order: tuple[int, int]


def find_blocks(text: str, starts: Sequence[int], vocabulary: Vocabulary) -> list[Block]:
    """The blocks of a form, given its flat text and where its lines start."""
    candidates = _candidates(text, starts, vocabulary)
    if sum(found.weight >= _SURE for found in candidates) < _LEAST_LISTS:
        # The line ends were lost: labels stand in the middle of lines.
        places = {found.start() for found in vocabulary.block_anywhere.finditer(text)}
        candidates = _candidates(text, sorted(places.union(starts)), vocabulary)
    if len(candidates) > _MOST_CANDIDATES:
        heaviest = sorted(candidates, key=lambda found: -found.weight)[:_MOST_CANDIDATES]
        candidates = sorted(heaviest, key=lambda found: found.start)
    chosen = _heaviest_chain(candidates)
    ends = [*(following.start for following in chosen[1:]), len(text)][: len(chosen)]
    return [
        Block(found.name, found.number, found.start, found.content, end, found.weight)
        for found, end in zip(chosen, ends, strict=True)
    ]


def _candidates(text: str, starts: Sequence[int], vocabulary: Vocabulary) -> list[Candidate]:
    found: list[Candidate] = []
    for start in starts:
        label = vocabulary.block_label.match(text, start)
        if label is None:
            continue
        behind = BEHIND_LABEL.match(text, label.end())
        assert behind is not None
        name = label.lastgroup or ""
        number = 0
        if name == CONTACT or label["number"]:
            name, number = CONTACT, int(label["number"])
            behind = BEHIND_CONTACT.match(text, label.end())
            assert behind is not None
            weight = _contact_weight(text, behind.end(), label.end(), vocabulary)
        elif name == GENERAL_NOTE:
            behind = BEHIND_NOTE.match(text, label.end())
            assert behind is not None
            weight = _general_note_weight(text, behind)
        else:
            weight = list_weight(text, label.end(), options_of(name, vocabulary))
        if weight:
            order = (BLOCKS.index(name), number)
            found.append(Candidate(name, number, start, behind.end(), weight, order))
    return found


def head_within(text: str, block: Block, vocabulary: Vocabulary) -> int:
    """The number of a contact whose head, with its date, opens a line within a contact's note; 0 if none."""
    place = text.find("\n", block.content, block.end)
    while place >= 0:
        label = vocabulary.block_label.match(text, place + 1, block.end)
        if label and label["number"]:
            behind = BEHIND_CONTACT.match(text, label.end(), block.end)
            content = behind.end() if behind else label.end()
            if _contact_weight(text, content, label.end(), vocabulary) >= _LIKELY:
                return int(label["number"])
        place = text.find("\n", place + 1, block.end)
    return 0


def options_of(block: str, vocabulary: Vocabulary) -> Options:
    return vocabulary.yes_no if block == PROTOCOL else vocabulary.options[block]


def list_weight(text: str, label_end: int, options: Options) -> float:
    """How likely a label that ends there is that of the list with these options."""
    behind = BEHIND_LABEL.match(text, label_end)
    content = behind.end() if behind else label_end
    if _opens_with_box(text, content, options):
        return _SURE
    ends_line = content >= len(text) or text[content] == "\n"
    option = options.behind_mark.match(text, content)
    if option is None and (typed := _TYPED_X.match(text, content)):
        option = options.behind_mark.match(text, typed.end())
    if option:
        line_end = text.find("\n", option.end())
        rest = text[option.end() : line_end if line_end >= 0 else len(text)].strip(" .\t")
        if ends_line or not rest:
            return _LIKELY
        return _WEAK if rest[0] in ",;" else 0.0
    return _POSSIBLE if ends_line or _FILL.match(text, content) else 0.0


def _opens_with_box(text: str, content: int, options: Options) -> bool:
    """Whether boxes and options of the list come next, in either order."""
    mark = first_mark(text, content, content + _LOOK_AHEAD)
    if mark is None:
        return False
    before = options.behind_mark.match(text, content, mark.start())
    if before:
        return not text[before.end() : mark.start()].strip(" \t:|.")
    if _WORD.search(text, content, mark.start()):
        return False
    for each in MARK.finditer(text, mark.start(), content + _LOOK_AHEAD):
        # The first option may be misspelt.
        tags = LABEL_TAG.match(text, each.end())
        if options.behind_mark.match(text, tags.end() if tags else each.end()):
            return True
    return False


def _general_note_weight(text: str, behind: re.Match[str]) -> float:
    content = behind.end()
    if content >= len(text) or text[content] == "\n" or ":" in behind[0]:
        return _LIKELY
    return _POSSIBLE


def _contact_weight(text: str, content: int, label_end: int, vocabulary: Vocabulary) -> float:
    """A contact's label is followed by its date, by "Data", by "Obs." or by nothing."""
    line_end = text.find("\n", content)
    line_end = line_end if line_end >= 0 else len(text)
    if line_end <= label_end or content >= line_end:
        return _POSSIBLE + _note_follows(text, line_end, vocabulary)
    place = content
    if data := vocabulary.date_label.match(text, content):
        behind = BEHIND_LABEL.match(text, data.end())
        assert behind is not None
        place = behind.end()
        if place >= line_end or ":" in behind[0] or _FILL.match(text, place):
            return _LIKELY + _note_follows(text, line_end, vocabulary)
        if text[place : place + 3] == "obs":
            return _LIKELY
    if DATE_SHAPE.match(text, place):
        return (_LIKELY if place > content else _POSSIBLE) + _note_follows(text, place, vocabulary)
    if vocabulary.note_label.match(text, place) or _FILL.match(text, place):
        return _POSSIBLE
    return _POSSIBLE if "\t" in text[label_end:content] else 0.0


def _note_follows(text: str, place: int, vocabulary: Vocabulary) -> float:
    window = text[place : place + 80]
    found = vocabulary.note_label.search(window)
    return 2.0 if found and window[: found.start()].count("\n") <= 3 else 0.0


def _heaviest_chain(candidates: list[Candidate]) -> list[Candidate]:
    """The chain in paper order with the greatest sum of weights; of equal ones the first."""
    best: list[tuple[float, int]] = []
    for place, candidate in enumerate(candidates):
        weight, previous = 0.0, -1
        for earlier in range(place):
            if candidates[earlier].order < candidate.order and best[earlier][0] > weight:
                weight, previous = best[earlier][0], earlier
        best.append((weight + candidate.weight, previous))
    if not best:
        return []
    place = max(range(len(best)), key=lambda index: best[index][0])
    chain: list[Candidate] = []
    while place >= 0:
        chain.append(candidates[place])
        place = best[place][1]
    return chain[::-1]
