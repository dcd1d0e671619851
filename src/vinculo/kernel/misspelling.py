"""Words a typing error apart: a letter too many, too few, another one, or two that changed places."""

from __future__ import annotations

from rapidfuzz.distance import OSA

LONG_WORD = 8
"""Letters from which on two errors are forgiven."""


def one_less(word: str) -> list[str]:
    """The word, and what is left of it without one of its letters: two that share one of these are near."""
    return sorted({word, *(word[:at] + word[at + 1 :] for at in range(len(word)))})


def errors_between(word: str, meant: str) -> int | None:
    """How many errors make `word` of `meant`; None where they are more than its length forgives."""
    errors = OSA.distance(word, meant)
    return errors if errors <= (1 if len(word) < LONG_WORD else 2) else None
