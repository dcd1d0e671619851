"""The head of the form: from its lines to the text that stands in each field.

Labels may stand above their values, before them, or one on each line. A label is known by its words, by where
it stands (at the start of a cell, behind another label, before a colon) and by not having come yet: a
dentist's city may be "Cidade Gaúcha", and "Operadora" may be who asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from .flat import flat, squeezed
from .notes import FILL, PLACEHOLDER
from .rows import TOLD_PLACE, Habits, PlacedLabel, Placement, leaves_gaps, place_values
from .shapes import (
    ANSWERED_BOTH,
    ANSWERED_NO,
    ANSWERED_YES,
    MISFIT,
    PRINTED_BLANK,
    UNANSWERED,
    fit,
)
from .ticks import MARK, is_box, read_ticks
from .vocabulary import Vocabulary

_BEHIND = re.compile(r"[ ]?\??(?:[ ]?\.{2,}|…+)?[*_`]*[ ]?[:.]?[*_`]*:?")
_FILL_TO_WRITE_ON = re.compile(rf"(?P<fill>{FILL.pattern})(?P<leads>[ ]?[*_`]{{0,2}}:)?")
_DECORATION = " *_~`#>•·–—-"
_ANSWER_BEHIND = re.compile(r"[\s|*_]*(?:sim|nao)(?![a-z])")
_ANSWER_BEFORE = re.compile(r"(?<![a-z])(?:sim|nao)[\s:]*\Z")
_BETWEEN_ANSWERS = re.compile(r"[\s|*:;,/-]*")
_ANSWER_SIGN = {
    frozenset({"yes"}): ANSWERED_YES,
    frozenset({"no"}): ANSWERED_NO,
    frozenset({"yes", "no"}): ANSWERED_BOTH,
    frozenset(): UNANSWERED,
}
_LONGEST_ROW = 6
_BLANKS = f" \t|{PRINTED_BLANK}"
_CELL_END = re.compile(r"[\t|\v]|[ ]{2}")
_NOTHING = re.compile(r"[\s|:;,.*_~`/–—-]*")
# Labels that are mostly followed by a colon always are.
_COLONS = 0.6
_WORD_FIELDS = frozenset({"staff_name", "operator", "dentist_name", "requested_by", "city", "other_plans"})


@dataclass(frozen=True, slots=True)
class _Label:
    field: str
    start: int
    end: int  # Past the colon.


@dataclass(slots=True)
class HeadText:
    """What stands in the head: text by field; a field whose label was met is in `met`."""

    texts: dict[str, str] = field(default_factory=dict)
    sure: dict[str, float] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)
    open: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    stray: list[str] = field(default_factory=list)

    def put(self, name: str, text: str, sure: float) -> None:
        self.texts[name] = text
        self.sure[name] = sure

    def add(self, name: str, text: str) -> None:
        known = self.texts.get(name, "")
        self.texts[name] = f"{known} {text}" if known else text


@dataclass(slots=True)
class _Waiting:
    """Labels whose values should come on the lines below."""

    lines: list[tuple[str, list[PlacedLabel]]] = field(default_factory=list)
    values: list[str] = field(default_factory=list)


def read_head(lines: Sequence[str], vocabulary: Vocabulary) -> HeadText:
    """The text of every field of the head."""
    prepared = _with_whole_cells(lines, vocabulary)
    labelled = _find_labels(prepared, vocabulary)
    habits = _habits(labelled)
    head = HeadText()
    waiting = _Waiting()
    last_field = ""
    for line, labels in labelled:
        if not labels:
            if waiting.lines:
                waiting.values.append(line)
            elif last_field:
                _continue(head, last_field, line)
            elif head.met:
                head.stray.append(squeezed(line))
            continue
        if waiting.values or not _are_single(waiting, labels):
            _settle(head, waiting, habits, vocabulary)
        head.met.update(label.field for label in labels)
        pieces = _pieces(line, labels)
        if any(pieces):
            _settle(head, waiting, habits, vocabulary)
            for label, piece in zip(labels, pieces, strict=True):
                head.put(label.field, piece, 1.0)
            last_field = labels[-1].field
        else:
            waiting.lines.append((line, _placed(line, labels)))
            last_field = ""
    _settle(head, waiting, habits, vocabulary)
    return head


def _with_whole_cells(lines: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """The lines with the boxes of yes and no, and what is printed to be filled in, as signs of one cell.

    A sign is repeated as often as there were characters, so that columns stay where they were.
    """
    raw = "\n".join(lines)
    text = flat(raw)
    if answer := _answer_boxes(text):
        start, end = answer
        sign = _ANSWER_SIGN[_answered(text, start, end, vocabulary)]
        raw = raw[:start] + sign * (end - start) + raw[end:]
    if "__" in raw or ".." in raw or "…" in raw or "_/" in raw or ". ." in raw:
        raw = _FILL_TO_WRITE_ON.sub(_as_blank, raw)
    if "clique" in text or "toque" in text or "click" in text or "item" in text:
        for printed in reversed(list(PLACEHOLDER.finditer(flat(raw)))):
            raw = raw[: printed.start()] + PRINTED_BLANK * len(printed[0]) + raw[printed.end() :]
    return raw.split("\n")


def _as_blank(found: re.Match[str]) -> str:
    """A printed blank; dots that lead from a label to its colon are part of the label."""
    return found[0] if found["leads"] else PRINTED_BLANK * len(found[0])


def _answered(text: str, start: int, end: int, vocabulary: Vocabulary) -> frozenset[str]:
    return frozenset(read_ticks(text, start, end, vocabulary.yes_no).on)


def _answer_boxes(text: str) -> tuple[int, int] | None:
    """Where the boxes of yes and no stand in the head, from the first box or word to the last.

    A lone box is taken only where no pair is: "____ NÃO INFORMADO" is a blank and a word.
    """
    lone: tuple[int, int] | None = None
    for mark in MARK.finditer(text):
        if not is_box(mark):
            continue
        if before := _ANSWER_BEFORE.search(text, max(0, mark.start() - 8), mark.start()):
            start, one = before.start(), mark.end()
            end = _second_answer(text, one, _ANSWER_BEHIND, MARK)
        elif behind := _ANSWER_BEHIND.match(text, mark.end()):
            start, one = mark.start(), behind.end()
            end = _second_answer(text, one, MARK, _ANSWER_BEHIND)
        else:
            continue
        if end > one:
            return start, end
        if lone is None and not mark["line"]:
            lone = start, end
    return lone


def _second_answer(text: str, place: int, first: re.Pattern[str], second: re.Pattern[str]) -> int:
    """The end of the other answer, if it stands next: a box and its word, or a word and its box."""
    end = place
    for pattern in (first, second):
        between = _BETWEEN_ANSWERS.match(text, end)
        found = pattern.match(text, between.end() if between else end)
        if found is None:
            return place
        end = found.end()
    return end


@dataclass(slots=True)
class _Context:
    """What has been seen of the head, while its labels are told."""

    vocabulary: Vocabulary
    needs_colon: bool
    taken: list[str] = field(default_factory=list)  # Fields whose labels have come, in order.


def _find_labels(lines: list[str], vocabulary: Vocabulary) -> list[tuple[str, list[_Label]]]:
    """Each line that holds something, with the labels on it."""
    matches = [(line, list(vocabulary.head_label.finditer(flat(line)))) for line in lines if line.strip()]
    opening = [(line, m) for line, found in matches for m in found if _opens_cell(line, m.start())]
    colons = sum(":" in _behind(line, m) for line, m in opening)
    context = _Context(vocabulary, bool(opening) and colons >= _COLONS * len(opening))
    labelled: list[tuple[str, list[_Label]]] = []
    for line, found in matches:
        labels: list[_Label] = []
        for match in found:
            label = _label(line, match, labels, found, context)
            if label:
                labels.append(label)
                context.taken.append(label.field)
        labelled.append((line, labels))
    return labelled


def _opens_cell(line: str, place: int) -> bool:
    before = line[:place]
    core = before.rstrip(_DECORATION)
    return not core or core[-1] in "\t|\v" or before[len(core) : len(core) + 2] == "  "


def _behind(line: str, match: re.Match[str]) -> str:
    behind = _BEHIND.match(line, match.end())
    return behind[0] if behind else ""


def _label(
    line: str, match: re.Match[str], before: list[_Label], on_line: list[re.Match[str]], context: _Context
) -> _Label | None:
    """The label that a match is, or None if it is a word of a value."""
    vocabulary = context.vocabulary
    fields = [name for name in vocabulary.fields_of_label[match.lastgroup or ""] if name not in context.taken]
    if not fields:
        return None
    name = fields[0] if len(fields) == 1 else _by_company(fields, on_line, context)
    behind = _behind(line, match)
    end = match.end() + len(behind)
    adjoins = next_in_row = False
    if before:
        previous, slot = vocabulary.slots[before[-1].field], vocabulary.slots[name]
        adjoins = not _NOTHING.sub("", line[before[-1].end : match.start()], count=1)
        next_in_row = previous.row == slot.row and previous.place < slot.place
    alone = not line[end:].strip(" \t|") or bool(_CELL_END.match(line, end))
    opens = _opens_cell(line, match.start()) and (alone or not context.needs_colon)
    marked = ":" in behind or "?" in behind
    if marked or opens or adjoins or (next_in_row and not context.needs_colon):
        start = len(line[: match.start()].rstrip("*_~`"))
        return _Label(name, start, end)
    return None


def _by_company(fields: list[str], on_line: list[re.Match[str]], context: _Context) -> str:
    """Which of two fields with the same label is meant: the one whose row stands around it."""
    slots = context.vocabulary.slots
    company = {
        slots[other].row
        for match in on_line
        for other in context.vocabulary.fields_of_label[match.lastgroup or ""]
        if other not in fields
    }
    for name in fields:
        if slots[name].row in company:
            return name
    row = slots[context.taken[-1]].row if context.taken else 0
    return min(fields, key=lambda name: (slots[name].row < row, slots[name].row))


def _pieces(line: str, labels: list[_Label]) -> list[str]:
    """What stands behind each label, up to the next."""
    ends = [label.start for label in labels[1:]] + [len(line)]
    pieces = [line[label.end : end] for label, end in zip(labels, ends, strict=True)]
    return ["" if not _NOTHING.sub("", piece, count=1) else piece.strip(" \t|\v") for piece in pieces]


def _placed(line: str, labels: list[_Label]) -> list[PlacedLabel]:
    separator = "\t" if "\t" in line else "|"
    return [
        PlacedLabel(label.field, label.start, label.end, line.count(separator, 0, label.start))
        for label in labels
    ]


def _are_single(waiting: _Waiting, labels: list[_Label]) -> bool:
    """Whether labels come one to a line: then a row of them may stand above a row of values."""
    return len(labels) == 1 and all(len(placed) == 1 for _, placed in waiting.lines)


def _continue(head: HeadText, name: str, line: str) -> None:
    """A line without labels goes on with the value above it, if that can be."""
    text = squeezed(line.replace("|", " "))
    known = head.texts.get(name, "")
    if not known and fit(name, text) > MISFIT:
        head.put(name, text, TOLD_PLACE)
    elif known and name in _WORD_FIELDS and fit(name, text) > 0:
        head.add(name, text)
    elif text.strip(PRINTED_BLANK):
        head.stray.append(text)


def _habits(labelled: list[tuple[str, list[_Label]]]) -> Habits:
    """How the rows of this head treat blank cells."""
    keeps = strips = False
    for (line, labels), (values, others) in pairwise(labelled):
        if len(labels) < 2 or others or any(_pieces(line, labels)):
            continue
        separator = "\t" if "\t" in line else "|" if "|" in line else ""
        if not separator:
            keeps = keeps or leaves_gaps(line, values)
            continue
        cells = [cell.strip() for cell in values.split(separator)]
        names = [label.field for label in labels]
        if cells[0] and len(cells) < len(names) and fit(names[0], cells[0]) <= MISFIT:
            strips = True
    return Habits(keeps_blanks=keeps, strips_front=strips)


def _settle(head: HeadText, waiting: _Waiting, habits: Habits, vocabulary: Vocabulary) -> None:
    """Give the values that were collected to the labels above them.

    Labels one to a line are those of a row, copied cell by cell; if that cannot be, of more than one row.
    """
    lines, values = waiting.lines, waiting.values
    waiting.lines, waiting.values = [], []
    if not lines or not values:
        return
    label_line, labels = lines[-1]
    if len(labels) > 1:
        # A line of underscores behind a row of values parts it from the next.
        values = [value for value in values if value.strip(_BLANKS)] or values[:1]
    if len(labels) == 1 and (len(lines) == 1 or len(values) == 1):
        name = labels[0].field
        text = " ".join(squeezed(value.replace("|", " ")) for value in values)
        if len(lines) == 1 or fit(name, text) > MISFIT:
            head.put(name, text, 1.0)
            return
    if len(labels) > 1:
        _take(head, place_values(labels, label_line, values, habits))
        return
    singles = [placed for _, row in lines[-_LONGEST_ROW:] for placed in row]
    row = vocabulary.slots[labels[0].field].row
    own_row = [label for label in singles if vocabulary.slots[label.field].row == row]
    while len(values) > len(own_row) and not values[-1].strip(_BLANKS):
        values.pop()
    placement = place_values(own_row, "", values, habits)
    if placement.open or placement.unplaced:
        placement = place_values(singles, "", values, habits)
    _take(head, placement)


def _take(head: HeadText, placement: Placement) -> None:
    for name, text in placement.texts.items():
        head.put(name, text, placement.sure)
    head.open += list(placement.open.items())
    head.stray += [text for text in placement.unplaced if text != PRINTED_BLANK]
