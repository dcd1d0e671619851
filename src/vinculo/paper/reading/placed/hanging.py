"""Labels that had no room in their narrow column: what was wrapped below goes back to its beginning."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import Protocol

from .pieces import Piece, TextLine, stretches


class PrintedLabels(Protocol):
    """What of a form is printed, read as well as a scan allows."""

    def begins(self, text: str) -> bool:
        """Whether a text is a label, or the beginning of one."""

    def is_label(self, text: str) -> bool:
        """Whether a text is a label of the head and nothing else."""

    def opens_block(self, text: str) -> bool:
        """Whether a text begins with the label of a list, a note or a contact."""

    def row_of(self, text: str) -> tuple[float, Sequence[str]] | None:
        """The row of labels that a text is, all of them and nothing else; and how like it is, up to 100."""

    def rows_of(self, count: int) -> Sequence[Sequence[str]]:
        """The rows of so many labels, each as it is printed."""

    def fit(self, label: str, text: str) -> float:
        """How well a text may be what is written at a label, by its shape alone."""


# In heights of the letters.
_ALIGNED = 0.7
_NEXT_LINE = 2.0
_BETWEEN_COLUMNS = 1.6
_ROOM = 0.5
# Of a cell and the next.
_CELL_EDGES = 2.0
_LEAST_LABELS = 2
_LONGEST_BEGIN = 4
_IS_NO_LABEL = re.compile(r"[0-9:?]")
_UP_TO_COLON = re.compile(r"[^:?]{2,40}[:?]")
_ALL_APART_ALIKE, _LEAST_GAPS = 1.0, 2


def with_hanging_labels(lines: Sequence[TextLine], em: float, labels: PrintedLabels) -> list[TextLine]:
    """The lines; words of a label, and with them words of a value, that stand below it are put behind it."""
    rows: list[_Row] = []
    margin = max((line.right for line in lines), default=0.0)
    for line in lines:
        row = _Row(line, em)
        above = rows[-1] if rows else None
        if above is None or line.middle - above.bottom > _NEXT_LINE * em:
            rows.append(row)
            continue
        if not line.has_tick and above.flows_into(row, margin, labels):
            above.columns[-1:] = [(*above.columns[-1], *row.columns[0]), *row.columns[1:]]
            above.bottom = line.middle
            continue
        hung = {number: place for number in range(len(row.columns))
                if (place := above.label_of(row.columns[number], labels)) is not None}  # fmt: skip
        rest = [number for number in range(len(row.columns)) if number not in hung]
        opens = row.is_labelled(labels, 1) or row.heads(above, labels, margin)
        goes_on = above.is_labelled(labels) and not opens
        if (hung or goes_on) and not line.has_tick:
            find = above.aligned if goes_on else above.value_of
            values = {number: place for number in rest
                      if (place := find(row.columns[number], labels)) is not None}  # fmt: skip
            if len(values) == len(rest):
                hung |= values
        for number, place in hung.items():
            home = above.beside(place, labels) if goes_on else place
            home = above.last_answer(home) if number in rest else home
            above.columns[home] = (*above.columns[home], *row.columns[number])
        kept = [column for number, column in enumerate(row.columns) if number not in hung]
        if hung:
            above.bottom = line.middle
        if kept:
            row.columns = kept
            rows.append(row)
    return [TextLine(tuple(piece for column in row.columns for piece in column)) for row in rows]


class _Row:
    """A line in the making, as the stretches that stand apart on it."""

    def __init__(self, line: TextLine, em: float) -> None:
        self.columns = [
            tuple(part) for each in stretches(line, _BETWEEN_COLUMNS * em) for part in _apart(each)
        ]
        self.bottom = line.middle
        self._em = em

    def label_of(self, words: Sequence[Piece], labels: PrintedLabels) -> int | None:
        """The column in which these words go on with a label."""
        place = self.aligned(words)
        if place is None or any(piece.is_tick for piece in words):
            return None
        known = text_of(self.columns[place])
        return place if labels.begins(f"{known} {text_of(words)}") else None

    def value_of(self, words: Sequence[Piece], labels: PrintedLabels) -> int | None:
        """The column in whose words these had no room; of the last nobody knows how much it has."""
        place = self.aligned(words)
        if place is None or any(piece.is_tick for piece in words):
            return None
        if place + 1 == len(self.columns):
            return None if labels.begins(text_of(self.columns[place])) else place
        right = max(piece.right for piece in self.columns[place])
        limit = self.columns[place + 1][0].left - _CELL_EDGES * self._em
        return place if right + _ROOM * self._em + words[0].right - words[0].left > limit else None

    def beside(self, place: int, labels: PrintedLabels) -> int:
        """The column of the value where a label lost its colon, and with it what joins the two."""
        words = [text_of(column) for column in self.columns[place : place + 2]]
        alone = len(words) == 2 and labels.is_label(words[0]) and not words[0].endswith(":")
        return place + 1 if alone and not labels.begins(words[1].partition(":")[0]) else place

    def last_answer(self, place: int) -> int:
        """The last of the boxes that stand close behind a label: what had no room in their cell is theirs."""
        following = pairwise(self.columns[place:])
        near = takewhile(
            lambda pair: pair[1][0].is_tick and pair[1][0].left - pair[0][-1].right < self._em, following
        )
        return place + sum(1 for _ in near)

    def flows_into(self, row: _Row, margin: float, labels: PrintedLabels) -> bool:
        """Whether pairs of label and value stand one behind the other here, not in columns, and a row goes on
        with the last of them, which had no room before the margin."""
        words, last = row.columns[0], self.columns[-1]
        in_columns = any(self.aligned(column) is not None for column in row.columns[1:])
        if not self.is_full(words, margin) or in_columns or self.aligned(words) != 0:
            return False
        if any(piece.is_tick for piece in last):
            return False
        return _is_cut_label(last, words, labels) or self._runs_into(row, margin, labels)

    def _runs_into(self, row: _Row, margin: float, labels: PrintedLabels) -> bool:
        """Whether running pairs have room for no more, and a row goes on with them."""
        words, last = row.columns[0], self.columns[-1]
        if not self._has_a_value_only_behind():
            return False
        if not _UP_TO_COLON.match(text_of(last)):
            begun = _UP_TO_COLON.match(f"{text_of(last)} {text_of(words)}")
            return begun is not None and labels.is_label(begun[0][:-1])
        if row.is_labelled(labels, 1) or labels.begins(text_of(words)):
            return False
        is_open = _UP_TO_COLON.fullmatch(text_of(last)) is not None and labels.is_label(text_of(last)[:-1])
        if is_open or not self._is_running():
            return is_open
        return self.is_labelled(labels) and not row.heads(self, labels, margin)

    def _has_a_value_only_behind(self) -> bool:
        """Whether a label here has its value behind it, and the first does not wait for one below."""
        texts = [text_of(column) for column in self.columns[:-1]]
        if not texts or _UP_TO_COLON.fullmatch(texts[0]):
            return False
        return any((label := _UP_TO_COLON.match(each)) and each[label.end() :].strip() for each in texts)

    def _is_running(self) -> bool:
        """Whether its pairs stand apart by the same blank each, as in running text."""
        gaps = [after[0].left - before[-1].right for before, after in pairwise(self.columns)]
        return len(gaps) >= _LEAST_GAPS and max(gaps) - min(gaps) < _ALL_APART_ALIKE * self._em

    def is_labelled(self, labels: PrintedLabels, least: int = _LEAST_LABELS) -> bool:
        """Whether columns hold a label and a colon, with or without a value behind it."""
        whole = [text_of(column) for column in self.columns]
        known = [labels.is_label(text) for text in whole]
        # A label without a colon has its value in the next column.
        in_pairs = zip(known[::2], known[1::2], strict=True) if len(known) % 2 == 0 else ()
        pairs = sum(label and not value for label, value in in_pairs)
        texts = (_UP_TO_COLON.match(text) for text in whole)
        return max(pairs, sum(text is not None and labels.is_label(text[0][:-1]) for text in texts)) >= least

    def heads(self, above: _Row, labels: PrintedLabels, margin: float) -> bool:
        """Whether words stand alone at the left: a heading, where a value that goes on would have digits, or
        had no room above as it stands in the first column."""
        words = self.columns[0]
        if len(self.columns) > 1 or above.aligned(words) != 0 or any(map(str.isdigit, text_of(words))):
            return False
        if labels.opens_block(text_of(words)):
            return True
        if above.waits_in_columns(labels):
            return False
        if above.is_full(words, margin):
            return True
        return above.value_of(words, labels) is None

    def waits_in_columns(self, labels: PrintedLabels) -> bool:
        """Whether the first of several labels, which do not run one behind the other, has no value yet."""
        first = text_of(self.columns[0])
        waits = _UP_TO_COLON.fullmatch(first) is not None and labels.is_label(first[:-1])
        return waits and len(self.columns) > _LEAST_GAPS and not self._is_running()

    def is_full(self, words: Sequence[Piece], margin: float) -> bool:
        """Whether these words had no room before the margin."""
        return self.columns[-1][-1].right + _ROOM * self._em + words[0].right - words[0].left > margin

    def aligned(self, words: Sequence[Piece], _labels: PrintedLabels | None = None) -> int | None:
        """The column below whose beginning these words begin."""
        near = (
            place
            for place, column in enumerate(self.columns)
            if abs(column[0].left - words[0].left) < _ALIGNED * self._em
        )
        return next(near, None)


def opens_pair(line: TextLine, above: TextLine, labels: PrintedLabels) -> bool:
    """Whether a line begins with a label of the head and its colon, and no words above are part of it."""
    label = _UP_TO_COLON.match(text_of(line.pieces))
    if label is None or not labels.is_label(label[0][:-1]):
        return False
    return not _is_cut_label(above.pieces, line.pieces, labels)


def _is_cut_label(above: Sequence[Piece], below: Sequence[Piece], labels: PrintedLabels) -> bool:
    """Whether a label begins with the last words of a line and ends, with its colon, on the next."""
    ends = _UP_TO_COLON.match(text_of(below))
    if ends is None:
        return False
    begun = (text_of(above[-count:]) for count in range(1, _LONGEST_BEGIN + 1))
    return any(
        labels.is_label(f"{words} {ends[0][:-1]}") for words in begun if not _IS_NO_LABEL.search(words)
    )


def _apart(words: Sequence[Piece]) -> list[Sequence[Piece]]:
    """A stretch, parted before each box."""
    parts: list[list[Piece]] = []
    for piece in words:
        if not parts or piece.is_tick:
            parts.append([piece])
        else:
            parts[-1].append(piece)
    return [tuple(part) for part in parts]


def text_of(words: Sequence[Piece]) -> str:
    return " ".join(piece.text for piece in words)
