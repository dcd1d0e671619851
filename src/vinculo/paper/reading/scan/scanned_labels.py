"""The printed labels of a form as a scan shows them: letters may be wrong, a narrow column wraps them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from rapidfuzz import fuzz

from ...editions import Edition
from ..flat import skeleton

_LEAST, _LEAST_MISREAD = 4, 8
_ALIKE = 88


@dataclass(frozen=True, slots=True)
class ScannedLabels:
    """Labels without signs, small: those of the head, and these with those of the contacts."""

    head: frozenset[str]
    all: frozenset[str]

    @classmethod
    def of(cls, editions: Sequence[Edition]) -> Self:
        head = frozenset(skeleton(each.label) for edition in editions for row in edition.head for each in row)
        contacts = {
            skeleton(edition.labels["contact"].format(number=number))
            for edition in editions
            for number in range(1, 6)
        }
        return cls(head, head | contacts)

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
