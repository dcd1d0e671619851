"""The form's own labels, for what only words tell: that a row begins a field and goes on with none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ...requesters import NOBODY_SAID, REQUESTERS
from ..flat import flat, skeleton
from ..vocabulary import BLOCKS, CONTACT, Vocabulary

_BEHIND_LABEL = re.compile(r"[ .*]*[:?]")
_PROTOCOL = re.compile(r"SAD[0-9]{12}")
_BEHIND_BREAK = re.compile(r"[^\W\d_]-$|/$")
_SIGNS = frozenset(":?")
_LEAST_BEGINNING = 4
_BOX = re.compile(r"^(?:[☐☒]|[(\[][ xX]{0,3}[)\]])[ ]*")
_NOTHING = re.compile(r"[ .:*?]*")


@dataclass(frozen=True)
class Wordings:
    """Words that are printed, flat, and all their beginnings."""

    whole: frozenset[str]
    begun: frozenset[str]

    @classmethod
    def of(cls, wordings: Iterable[str]) -> Wordings:
        whole = frozenset(text.rstrip(" .:") for text in map(flat, wordings))
        ends = (f"{text}{sign}" for text in whole for sign in ".:")
        return cls(whole, frozenset(text[:end] for text in ends for end in range(1, len(text) + 1)))

    def is_whole(self, text: str) -> bool:
        return text.rstrip(" .:") in self.whole


@dataclass(frozen=True)
class Labels:
    vocabulary: Vocabulary
    others: tuple[Vocabulary, ...] = ()
    """Those of the other editions that may be meant."""

    def opens_field(self, text: str) -> bool:
        """Whether a label of the head stands first, with a colon."""
        plain = flat(text)
        found = self.vocabulary.head_label.match(plain)
        return found is not None and _BEHIND_LABEL.match(plain, found.end()) is not None

    def opens_part(self, text: str) -> bool:
        """Whether a field, a block or a note begins."""
        plain = flat(text)
        note = self.vocabulary.note_label.match(plain)
        if note and plain[note.end() : note.end() + 2].strip()[:1] in ("", ":", "."):
            return True
        return self.opens_field(text) or self.opens_block(text)

    def is_label(self, text: str) -> bool:
        """Whether a text is a label of the head and nothing else."""
        return skeleton(text) in self._whole

    def begins_with_label(self, text: str) -> bool:
        """Whether a label of the head stands first, with or without a colon."""
        return self.vocabulary.head_label.match(flat(text)) is not None

    def is_question(self, text: str) -> bool:
        """Whether a text is the label of the one field that has boxes for an answer."""
        found = self.vocabulary.head_label.match(flat(text))
        fields = self.vocabulary.fields_of_label.get(found.lastgroup or "", ()) if found else ()
        return "serves_other_plans" in fields

    def is_begun(self, text: str) -> bool:
        """Whether a text is a label, or the beginning of one."""
        key = skeleton(text)
        return len(key) >= _LEAST_BEGINNING and any(label.startswith(key) for label in self._whole)

    def goes_on(self, text: str, following: str) -> bool:
        """Whether a text is the beginning of a label, and what follows goes on with it."""
        return bool(skeleton(text) and skeleton(following)) and self.is_begun(f"{text} {following}")

    def is_rest(self, text: str, following: str) -> bool:
        """Whether what follows is the sign behind a label, or the last digits of a protocol number."""
        if following.strip() in _SIGNS:
            return self.is_label(text) or self.is_question(text)
        return _PROTOCOL.fullmatch(text.rpartition(" ")[2] + following) is not None

    def between(self, text: str, following: str) -> str:
        """What parts a row from what was wrapped below it: nothing within a word that was cut."""
        if _BEHIND_BREAK.search(text):
            return ""
        if _PROTOCOL.fullmatch(text.rpartition(" ")[2] + following.partition(" ")[0]):
            return ""
        told = self.joint(text, following)
        return " " if told is None else told

    def joint(self, text: str, following: str) -> str | None:
        """What stands between two parts of a label, an option or a usual answer; None if they are of none."""
        if following.strip() in _SIGNS and self.is_label(text):
            return ""
        opening = _BOX.sub("", text)
        for sign in (" ", ""):
            begun = flat(f"{opening}{sign}{following}").rstrip(" .:?")
            if len(begun) >= _LEAST_BEGINNING and any(label.startswith(begun) for label in self._flat):
                return sign
        return None

    def opens_option(self, text: str) -> bool:
        """Whether an option stands first in a flat text, wherever its words are cut."""
        return text.replace(" ", "").startswith(self._cut_options)

    @cached_property
    def _cut_options(self) -> tuple[str, ...]:
        return tuple(
            sorted({text.replace(" ", "") for text in self.options.whole if len(text) >= _LEAST_BEGINNING})
        )

    @cached_property
    def options(self) -> Wordings:
        """The options as they are printed, of one edition or another."""
        return Wordings.of(self._wordings)

    @cached_property
    def options_and_lists(self) -> Wordings:
        """The same, and the labels of the blocks."""
        blocks = [
            vocabulary.edition.labels[name]
            for vocabulary in (self.vocabulary, *self.others)
            for name in BLOCKS
            if name in vocabulary.edition.labels and name != CONTACT
        ]
        return Wordings.of((*self._wordings, *blocks))

    @cached_property
    def _wordings(self) -> tuple[str, ...]:
        return tuple(
            wording
            for vocabulary in (self.vocabulary, *self.others)
            for which in vocabulary.edition.options.values()
            for option in which
            for wording in option.wordings
        )

    @cached_property
    def _other_lists(self) -> tuple[re.Pattern[str], ...]:
        """Labels of lists that other editions name otherwise; they may be words of a note if more follows."""
        own = self.vocabulary.actions_label.pattern
        known = {vocabulary.actions_label.pattern for vocabulary in self.others} - {own}
        return tuple(re.compile(f"(?:{pattern}){_NOTHING.pattern}") for pattern in sorted(known))

    @cached_property
    def _flat(self) -> frozenset[str]:
        return frozenset(map(flat, (*self._labels, *self._wordings, *REQUESTERS.values(), NOBODY_SAID)))

    @cached_property
    def _whole(self) -> frozenset[str]:
        return frozenset(map(skeleton, self._labels))

    @cached_property
    def _labels(self) -> tuple[str, ...]:
        words: list[str] = []
        for edition in (vocabulary.edition for vocabulary in (self.vocabulary, *self.others)):
            words += [labelled.label for row in edition.head for labelled in row]
            words += [edition.labels[name] for name in BLOCKS if name in edition.labels and name != CONTACT]
        return tuple(words)

    def opens_block(self, text: str) -> bool:
        """Whether a label of a block stands alone, or with its colon."""
        plain = flat(text)
        found = self.vocabulary.block_label.match(plain)
        if found is None:
            if any(label.fullmatch(plain) for label in self._other_lists):
                return True
            note = self.vocabulary.note_label.match(plain)
            return note is not None and _NOTHING.fullmatch(plain, note.end()) is not None
        rest = plain[found.end() :].lstrip(" .:")
        if found["number"] and self.vocabulary.date_label.match(rest):
            return True
        behind = _NOTHING.fullmatch(plain, found.end()) or _BEHIND_LABEL.match(plain, found.end())
        return behind is not None
