"""The head of the form: from its lines to the text that stands in each field.

Labels may stand above their values, before them, or one on each line. A label is known by its words, by where
it stands (at the start of a cell, behind another label, before a colon) and by not having come yet: a
dentist's city may be "Cidade Gaúcha", and "Operadora" may be who asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from .flat import squeezed
from .head_cells import with_whole_cells
from .head_labels import NUMBERING, HeadLabel, LabelledLine, find_labels
from .page import CELL
from .pairs import PAIRS, split_pair
from .rows import TOLD_PLACE, Habits, PlacedLabel, Placement, label_gaps, leaves_gaps, place_values
from .shapes import ANSWERS, MISFIT, PRINTED_BLANK, cell_text, fit
from .vocabulary import Vocabulary
from .word_cells import with_cells_apart

_ANSWER = "serves_other_plans"
_LONGEST_ROW = 6
_LEAST_CELLS = 3
_BLANKS = f" \t|{PRINTED_BLANK}"
_DECORATION = f"{PRINTED_BLANK} *_~`#>•·–—-"


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


@dataclass(slots=True)
class _Waiting:
    """Labels whose values should come on the lines below."""

    lines: list[tuple[str, list[PlacedLabel]]] = field(default_factory=list)
    values: list[str] = field(default_factory=list)


_NO_LINE = LabelledLine("", [], [])


def read_head(lines: Sequence[str], vocabulary: Vocabulary) -> HeadText:
    """The text of every field of the head."""
    cells = with_cells_apart(with_whole_cells(lines, vocabulary), vocabulary)
    labelled = find_labels(cells, vocabulary)
    habits = _habits(labelled)
    head = HeadText()
    waiting = _Waiting()
    last_field, above = "", _NO_LINE
    for line in labelled:
        labels = line.labels
        if not labels:
            if waiting.lines:
                waiting.values.append(line.text)
            elif _is_open_answer(head, line.text):
                head.put(_ANSWER, line.text, 1.0)
            elif last_field and (rests := _rests_of_cells(above, line.text)):
                for name, text in rests:
                    _continue(head, name, text)
            elif last_field:
                _continue(head, last_field, line.text)
            elif head.met:
                head.stray.append(squeezed(line.text))
            continue
        if waiting.values or not _are_single(waiting, labels):
            _settle(head, waiting, habits, vocabulary)
        before = line.text[: labels[0].start]
        if before.strip(_DECORATION) and not NUMBERING.fullmatch(before.rstrip()):
            _continue(head, last_field, before)
        head.met.update(label.field for label in labels)
        if line.is_row_of_labels:
            waiting.lines.append((line.text, _placed(line.text, labels)))
            last_field = ""
            continue
        _settle(head, waiting, habits, vocabulary)
        for label, piece in zip(labels, line.pieces, strict=True):
            head.put(label.field, piece, 1.0)
        last_field, above = labels[-1].field, line
    _settle(head, waiting, habits, vocabulary)
    _part_pairs(head)
    return head


def _rests_of_cells(above: LabelledLine, line: str) -> list[tuple[str, str]]:
    """What a row of labels and values goes on with below, cell by cell; none if its cells are other ones.

    In the cell of a label alone stands nothing but the rest of that label.
    """
    cells = line.split(CELL)
    at_cell = {above.text.count(CELL, 0, label.start): label.field for label in above.labels}
    if (
        len(cells) < _LEAST_CELLS
        or len(cells) > above.text.count(CELL) + 1
        or len(at_cell) < len(above.labels)
    ):
        return []
    rests = [
        (max((place for place in at_cell if place < number), default=-1), number, cell)
        for number, cell in enumerate(cells)
        if cell.strip()
    ]
    if any(label < 0 or number in at_cell for label, number, _ in rests):
        return []
    return [(at_cell[label], cell) for label, _, cell in rests]


def _is_open_answer(head: HeadText, line: str) -> bool:
    """Whether a line holds the boxes of yes and no alone, and their label, above, has none yet."""
    is_answer = cell_text(squeezed(line)) in ANSWERS
    return is_answer and _ANSWER in head.met and not head.texts.get(_ANSWER)


def _part_pairs(head: HeadText) -> None:
    for name, (first, second) in PAIRS.items():
        if name in head.met:
            head.met.remove(name)
            head.met.update((first, second))
            head.sure.pop(name, None)
            text, uf = split_pair(head.texts.pop(name, ""))
            head.put(first, text, TOLD_PLACE)
            head.put(second, uf, TOLD_PLACE)


def _placed(line: str, labels: list[HeadLabel]) -> list[PlacedLabel]:
    separator = "\t" if "\t" in line else "|"
    return [
        PlacedLabel(label.field, label.start, label.end, line.count(separator, 0, label.start))
        for label in labels
    ]


def _are_single(waiting: _Waiting, labels: list[HeadLabel]) -> bool:
    """Whether labels come one to a line: then a row of them may stand above a row of values."""
    return len(labels) == 1 and all(len(placed) == 1 for _, placed in waiting.lines)


def _continue(head: HeadText, name: str, line: str) -> None:
    """What stands before any label goes on with the value above it, if that can be."""
    text = squeezed(line.replace("|", " "))
    known = head.texts.get(name, "")
    if not name:
        head.stray.append(text)
        return
    joined = f"{known} {text}".strip()
    if fit(name, joined) >= max(fit(name, known), 0.5) if known else fit(name, text) > MISFIT:
        head.put(name, joined, TOLD_PLACE)
    elif text.strip(_DECORATION):
        head.stray.append(text)


def _habits(labelled: list[LabelledLine]) -> Habits:
    """How the rows of this head treat blank cells."""
    gaps: set[int] = set()
    keeps = keeps_front = strips = False
    for row, below in pairwise(labelled):
        if len(row.labels) < 2 or below.labels or not row.is_row_of_labels:
            continue
        separator = "\t" if "\t" in row.text else "|" if "|" in row.text else ""
        cells = below.text.split(separator or "  ")
        first = cells[0].strip()
        if not first:
            keeps_front = True
        elif len(cells) < len(row.labels) and fit(row.labels[0].field, first) <= MISFIT:
            strips = True
        if not separator:
            starts = [label.start for label in row.labels]
            gaps |= label_gaps(row.text, starts)
            keeps = keeps or leaves_gaps(row.text, starts, below.text)
            keeps_front = keeps_front or below.text.startswith(" ")
    # One writer parts all labels by the same gap, unless they are set in columns.
    columns = len(gaps) > 1
    return Habits(columns, keeps or columns, keeps_front and not strips, strips)


def _settle(head: HeadText, waiting: _Waiting, habits: Habits, vocabulary: Vocabulary) -> None:
    """Give the values that were collected to the labels above them.

    Labels one to a line are those of a row, copied cell by cell; if that cannot be, of more than one row.
    """
    lines, values = waiting.lines, [value.removeprefix(": ") for value in waiting.values]
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
        if len(values) > 1 and fit(name, text) <= MISFIT < fit(name, squeezed(values[0])):
            # What stands below the value is a heading, or nobody's.
            text = squeezed(values[0])
            head.stray += [squeezed(value) for value in values[1:]]
        if len(lines) == 1 or fit(name, text) >= 0:
            head.put(name, text, 1.0)
            return
    if len(labels) > 1:
        _take(head, _row_of_values(labels, label_line, values, habits, head.stray))
        return
    singles = [placed for _, row in lines[-_LONGEST_ROW:] for placed in row]
    row = vocabulary.places[labels[0].field].row
    own_row = [label for label in singles if vocabulary.places[label.field].row == row]
    while len(values) > len(own_row) and not values[-1].strip(_BLANKS):
        values.pop()
    placement = place_values(own_row, "", values, habits)
    if placement.open or placement.unplaced:
        placement = place_values(singles, "", values, habits)
    _take(head, placement)


def _row_of_values(
    labels: list[PlacedLabel], label_line: str, values: list[str], habits: Habits, stray: list[str]
) -> Placement:
    """The values of a row that may have been wrapped; what stands below it may also be a heading."""
    whole = place_values(labels, label_line, values, habits)
    if len(values) > 1 and (whole.open or whole.unplaced):
        first = place_values(labels, label_line, values[:1], habits)
        if not first.open and not first.unplaced:
            stray += [squeezed(value) for value in values[1:]]
            return first
    return whole


def _take(head: HeadText, placement: Placement) -> None:
    for name, text in placement.texts.items():
        head.put(name, text, placement.sure)
    head.open += list(placement.open.items())
    head.stray += [text for text in placement.unplaced if text != PRINTED_BLANK]
