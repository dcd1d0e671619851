"""The printed labels of a form as a scan shows them: letters may be wrong, a narrow column wraps them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from rapidfuzz import fuzz

from ...editions import Edition
from ..flat import flat, skeleton
from ..shapes import MISFIT, fit

_LEAST, _LEAST_MISREAD = 4, 8
_ALIKE = 88
_LEAST_OF_ROW = 6
_ANSWER, _ANSWERED = "serves_other_plans", 3.0
_YES_OR_NO = re.compile(r"\b(?:sim|nao)\b")
_BLOCKS = ("outcome", "actions", "termination_reasons", "protocol_required", "general_note", "sectors")


@dataclass(frozen=True, slots=True)
class ScannedLabels:
    """Labels without signs, small: those of the head, and these with those of the contacts."""

    head: frozenset[str]
    all: frozenset[str]
    blocks: frozenset[str]
    rows: Mapping[str, Sequence[str]]  # Those of several labels, as they are printed.
    fields: Mapping[str, Sequence[str]]  # At each label of the head.

    @classmethod
    def of(cls, editions: Sequence[Edition]) -> Self:
        head = frozenset(skeleton(each.label) for edition in editions for row in edition.head for each in row)
        contacts = {
            skeleton(edition.labels["contact"].format(number=number))
            for edition in editions
            for number in range(1, 6)
        }
        blocks = {skeleton(edition.labels[name]) for edition in editions for name in _BLOCKS} | contacts
        rows = {
            skeleton("".join(labels)): labels
            for edition in editions
            for row in edition.head
            if len(labels := tuple(each.label for each in row)) > 1
        }
        fields: dict[str, list[str]] = {}
        for each in (each for edition in editions for row in edition.head for each in row):
            fields.setdefault(each.label, []).append(each.field)
        return cls(head, head | contacts, frozenset(blocks), rows, fields)

    def begins(self, text: str) -> bool:
        """Whether a text is a label, or the beginning of one."""
        key = skeleton(text)
        if len(key) < _LEAST:
            return False
        if any(label.startswith(key) for label in self.all):
            return True
        return len(key) >= _LEAST_MISREAD and any(
            len(label) >= len(key) and fuzz.ratio(key, label[: len(key)]) >= _ALIKE for label in self.all
        )

    def is_label(self, text: str) -> bool:
        """Whether a text is a label of the head and nothing else."""
        key = skeleton(text)
        if key in self.head:
            return True
        return len(key) >= _LEAST_MISREAD and any(fuzz.ratio(key, label) >= _ALIKE for label in self.head)

    def opens_block(self, text: str) -> bool:
        """Whether a text begins with the label of a list, a note or a contact."""
        key = skeleton(text)
        return any(
            len(key) >= len(label) - 1 and fuzz.ratio(key[: len(label)], label) >= _ALIKE
            for label in self.blocks
        )

    def row_of(self, text: str) -> tuple[float, Sequence[str]] | None:
        """The row of labels that a text is, all of them and nothing else; and how like it is, up to 100."""
        key = skeleton(text)
        if len(key) < _LEAST_OF_ROW:
            return None
        likeness, row = max((fuzz.ratio(key, each), each) for each in self.rows)
        return (likeness, self.rows[row]) if likeness >= _ALIKE else None

    def rows_of(self, count: int) -> Sequence[Sequence[str]]:
        """The rows of so many labels, each as it is printed."""
        return [row for row in self.rows.values() if len(row) == count]

    def fit(self, label: str, text: str) -> float:
        """How well a text may be what is written at a label, by its shape alone."""
        fields = self.fields[label]
        if _ANSWER in fields:
            return _ANSWERED if _YES_OR_NO.search(flat(text)) else MISFIT
        return max(fit(field, text) for field in fields)
