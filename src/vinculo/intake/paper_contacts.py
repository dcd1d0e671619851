"""Which contact of a case a contact on paper is: of one day and much the same text, though a letter differs.

Pure: two forms in; what of the paper's contacts the case lacks, or has in other words, out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vinculo.kernel.folding import fold
from vinculo.paper.form import ContactEntry, RetentionForm

_ALIKE_ON_ONE_DAY = 0.75
_ALIKE_WITHOUT_DAY = 0.85
_ALIKE_ON_OTHER_DAYS = 0.95
"""Only a day that was misread parts texts that are as alike as this, and as long."""
_LONG = 40
_SHORTEST_PART = 20
_PART = 0.9
_ONE_IS_BLANK = 0.5


@dataclass(frozen=True, slots=True)
class ContactToTake:
    """A contact of the paper; `stands` is the one in the case that it is in other words, None where it is
    not there at all."""

    entry: ContactEntry
    stands: ContactEntry | None

    @property
    def day(self) -> dt.date | None:
        """The day that the case would take over: none where the paper has none, or the same."""
        return self.entry.on if self.stands is None or self.stands.on != self.entry.on else None

    @property
    def note(self) -> str:
        """The text that the case would take over."""
        said = _text(self.entry)
        return said if self.stands is None or _text(self.stands) != said else ""


def contacts_to_take(form: RetentionForm, stands: RetentionForm) -> Mapping[str, ContactToTake]:
    """The contacts that the form has and the case lacks, or has otherwise, by the names of `take_from_paper`.

    A contact of the case is that of one on paper at most; what the paper leaves blank takes nothing away.
    """
    pairs = _pairs(form.contacts, stands.contacts)
    found = {}
    for place, entry in enumerate(form.contacts):
        other = pairs.get(place)
        taken = ContactToTake(entry, None if other is None else stands.contacts[other])
        if taken.day is not None or taken.note:
            found[f"contacts.{entry.number}"] = taken
    return found


def _pairs(on_paper: Sequence[ContactEntry], in_case: Sequence[ContactEntry]) -> Mapping[int, int]:
    """The place in the case of each contact on paper that is there: the likest pairs first."""
    scored = sorted(
        (
            (score, -abs(paper - case), -paper, -case)
            for paper, entry in enumerate(on_paper)
            for case, other in enumerate(in_case)
            if (score := _likeness(entry, other))
        ),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    for _, _, paper, case in scored:
        if -paper not in pairs and -case not in pairs.values():
            pairs[-paper] = -case
    return pairs


def _likeness(entry: ContactEntry, other: ContactEntry) -> float:
    """0 where the two are not one contact; above 1 where they stand on one day."""
    said, stands = _text(entry), _text(other)
    on_one_day = entry.on == other.on
    if on_one_day and said == stands:
        return 3.0
    if not said or not stands:
        return 1 + _ONE_IS_BLANK if on_one_day else 0.0
    alike = _alike(fold(said), fold(stands))
    if on_one_day:
        return 1 + alike if alike >= _ALIKE_ON_ONE_DAY else 0.0
    if entry.on is None or other.on is None:
        return alike if alike >= _ALIKE_WITHOUT_DAY else 0.0
    is_long = min(len(said), len(stands)) >= _LONG
    return alike if is_long and alike >= _ALIKE_ON_OTHER_DAYS else 0.0


def _alike(said: str, stands: str) -> float:
    """How alike two texts are; one that is a part of the other, cut off by a sheet's end, is much like it."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - only where a form meets a case

    whole = fuzz.ratio(said, stands) / 100
    if min(len(said), len(stands)) < _SHORTEST_PART:
        return whole
    part = fuzz.partial_ratio(said, stands) / 100
    return max(whole, _ALIKE_ON_ONE_DAY if part >= _PART else 0.0)


def _text(entry: ContactEntry) -> str:
    return (entry.note or "").strip()
