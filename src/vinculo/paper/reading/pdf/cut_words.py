"""Words of two cells or fields: a label that runs up to the value beside it, or a value to a label."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from .glyphs import OTHER_CELL, Word
from .labels import Labels
from .tables import Rule

# In points.
_AT_RULE = 3.5
_LONGEST_LABEL = 5


def parted_at_rules(words: Iterable[Word], upright: Sequence[Rule]) -> list[Word]:
    """The words; one of several pieces of the file's text is parted where a line stands between two."""
    kept: list[Word] = []
    for word in words:
        joint = next((each for each in word.joints if _is_ruled(each[1], word, upright)), None)
        kept += parted(word, joint)
    return kept


def parted_at_labels(words: Sequence[Word], labels: Labels) -> list[Word]:
    """The words; one is parted where another piece of the file's text begins a label."""
    kept: list[Word] = []
    for place, word in enumerate(words):
        behind = " ".join(["", *(each.text for each in words[place + 1 : place + _LONGEST_LABEL])])
        for at, x in word.joints:
            rest = word.text[at:] + behind
            beside = labels.is_label(word.text[:at]) and labels.begins_with_label(rest)
            if beside or labels.opens_field(rest):
                kept += parted(word, (at, x), OTHER_CELL if beside else 1)
                break
        else:
            kept.append(word)
    return kept


def parted(word: Word, joint: tuple[int, float] | None, blanks: int = 1) -> tuple[Word, ...]:
    """The word's two parts, at the letter and the place of a joint; the word itself for none."""
    if joint is None:
        return (word,)
    at, x = joint
    return (
        replace(word, text=word.text[:at], right=min(word.right, x), joints=()),
        replace(word, text=word.text[at:], left=x, blanks=blanks, joints=()),
    )


def _is_ruled(x: float, word: Word, upright: Sequence[Rule]) -> bool:
    level = word.baseline - 0.25 * word.size
    return any(abs(rule - x) < _AT_RULE and top < level < bottom for rule, top, bottom in upright)
