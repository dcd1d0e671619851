"""Words whose last letter, as the engine has it, reaches over a marked box and the words behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .engine import OcrWord
from .sheet import PixelBox

# No letter is so wide, in heights of its word; so many pixels two words may share.
_TOO_WIDE, _SHARED = 1.0, 2
_LEVEL = 0.5


def ending_where_they_end(words: Sequence[OcrWord]) -> list[OcrWord]:
    """The words; one whose last letter holds the beginning of others ends before them."""
    return [_ended(word, words) if _is_too_wide(word) else word for word in words]


def _is_too_wide(word: OcrWord) -> bool:
    if not word.symbols:
        return False
    last = word.symbols[-1]
    return last.right - last.left > _TOO_WIDE * (word.box.bottom - word.box.top)


def _ended(word: OcrWord, words: Sequence[OcrWord]) -> OcrWord:
    last = word.symbols[-1]
    within = [
        other.box.left
        for other in words
        if other is not word
        and last.left < other.box.left < last.right - _SHARED
        and _are_level(word.box, other.box)
    ]
    if not within:
        return word
    end = min(within) - 1
    return replace(
        word, box=replace(word.box, right=end), symbols=(*word.symbols[:-1], replace(last, right=end))
    )


def _are_level(one: PixelBox, other: PixelBox) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > _LEVEL * min(one.bottom - one.top, other.bottom - other.top)
