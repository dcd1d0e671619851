"""Where each field stands on paper: from places in the text to words, and from words to boxes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean

from .blocks import Block
from .contacts import ContactText
from .page import Box, Line, Word
from .ticks import Ticks

Span = tuple[int, int]
"""From and to, in the text of the form."""


@dataclass(frozen=True, slots=True)
class HeadSpans:
    """Where the values and the labels of the head stand, by field; `loose`: words that are neither."""

    whole: Span
    values: Mapping[str, Sequence[Span]]
    labels: Mapping[str, Span]
    loose: tuple[Span, ...]


class Paper:
    """The words of a page, by their places in the text of all its lines."""

    def __init__(self, lines: Sequence[Line], starts: Sequence[int], unread: Sequence[Box] = ()) -> None:
        """`starts`: where each line starts in the text; `unread`: ink that no word holds."""
        self.unread = tuple(unread)
        words = [
            (start + word.start, start + word.end, word)
            for line, start in zip(lines, starts, strict=True)
            for word in line.words
        ]
        words.sort(key=lambda placed: placed[:2])
        self._starts = [start for start, _, _ in words]
        self._ends = [end for _, end, _ in words]
        self._words = [word for _, _, word in words]

    @property
    def sheets(self) -> tuple[int, ...]:
        return tuple(sorted({word.box.sheet for word in self._words}))

    def words(self, span: Span) -> list[Word]:
        """The words that reach into a span of the text."""
        return self._words[bisect_right(self._ends, span[0]) : bisect_left(self._starts, span[1])]

    def boxes(self, spans: Iterable[Span]) -> tuple[Box, ...]:
        """The boxes around all words of some spans: one for each sheet."""
        return joined(word.box for span in spans for word in self.words(span))

    @cached_property
    def mean_sure(self) -> float:
        """How sure all words are on average."""
        return fmean(word.sure for word in self._words) if self._words else 1.0


def joined(boxes: Iterable[Box]) -> tuple[Box, ...]:
    """One box around all those of each sheet."""
    by_sheet: dict[int, Box] = {}
    for box in boxes:
        known = by_sheet.get(box.sheet)
        by_sheet[box.sheet] = box if known is None else _around(known, box)
    return tuple(by_sheet[sheet] for sheet in sorted(by_sheet))


def _around(one: Box, other: Box) -> Box:
    return Box(
        one.sheet,
        min(one.left, other.left),
        min(one.top, other.top),
        max(one.right, other.right),
        max(one.bottom, other.bottom),
    )


class Places:
    """Where what is read stands in the text, noted as it is read, and the labels of what may be blank."""

    def __init__(self) -> None:
        self.spans: dict[str, Sequence[Span]] = {}
        self.labels: dict[str, Span] = {}
        self.head: HeadSpans | None = None

    def note(self, name: str, span: Span | None, label: Span | None = None) -> None:
        self.spans[name] = (span,) if span else ()
        if label:
            self.labels[name] = label

    def note_head(self, head: HeadSpans) -> None:
        self.spans.update(head.values)
        self.labels.update(head.labels)
        self.head = head

    def note_contact(self, block: Block, text: ContactText) -> None:
        label = block.start, block.content
        self.note(f"contacts.{block.number}.on", text.day, label)
        self.note(f"contacts.{block.number}.note", text.note, label)

    def note_list(self, name: str, block: Block, ticks: Ticks) -> None:
        """Where a list stands, and each of its boxes."""
        self.note(name, (block.content, ticks.end), (block.start, block.content))
        for code, span in ticks.at.items():
            self.note(f"{name}.{code}", span)

    def boxes_on(self, paper: Paper) -> dict[str, tuple[Box, ...]]:
        """The boxes of all fields; of one that is blank, those of its label."""
        places: dict[str, tuple[Box, ...]] = {}
        for name in dict.fromkeys((*self.spans, *self.labels)):
            boxes = paper.boxes(self.spans.get(name, ()))
            if not boxes and name in self.labels:
                boxes = paper.boxes((self.labels[name],))
            if boxes:
                places[name] = boxes
        return places
