"""Whether ink shows more signs than were read: a letter lost at a border, a comma between digits, an accent.

The pieces of ink of a value are counted. Letters may touch, so that fewer pieces mean nothing; more of them
than there are signs mean that one was not read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2

from .lighting import inked
from .sheet import Grey, PixelBox

# In heights of the text.
_ABOUT, _ABOVE, _BELOW = 1.1, 0.32, 0.3
_LETTER, _MARK, _LEAST = 0.5, 0.1, 0.012
_LOW_FROM, _HIGH_TO = 0.6, 0.3
_FROM_SIDE = 0.08
_BROKEN = 1
_WIDEST_COMMA = 0.35
# In pixels.
_SMALLEST = 9
_LOW_SIGNS = frozenset(".,;:!?ºª_")
_HIGH_SIGNS = frozenset("ijáéíóúâêôàãõüñÁÉÍÓÚÂÊÔÀÃÕÜÑ'\"’‘“”ºª°:;?!%")


@dataclass(frozen=True, slots=True)
class Signs:
    """Pieces of ink: as high as letters, low ones as commas, high ones as accents."""

    letters: int
    low: int
    high: int
    beside: int  # As high as letters, next to the text, and no word's.


def shows_more(level: Grey, box: PixelBox, text: str, others: Iterable[PixelBox]) -> bool:
    """Whether the ink of a value says that its text lacks a sign; `others`: the words beside it."""
    signs = signs_of(level, box, others)
    if signs is None or not signs.letters:
        return False
    letters = sum(char.isalnum() or char in "/()$&%[]|" for char in text)
    low = sum(char in _LOW_SIGNS for char in text)
    high = sum(char in _HIGH_SIGNS for char in text)
    return bool(signs.beside) or signs.letters > letters + _BROKEN or signs.low > low or signs.high > high


def signs_of(level: Grey, box: PixelBox, others: Iterable[PixelBox]) -> Signs | None:
    """The pieces of ink in and beside a box; None where it is too small to tell."""
    tall = box.bottom - box.top
    if tall < _SMALLEST:
        return None
    about, above, below = round(_ABOUT * tall), round(_ABOVE * tall), round(_BELOW * tall)
    left, top = max(0, box.left - about), max(0, box.top - above)
    ink = inked(level[top : box.bottom + below, left : box.right + about])
    for other in others:
        # What is another word's is nobody's here.
        ink[
            max(0, other.top - top - 1) : max(0, other.bottom - top + 1),
            max(0, other.left - left - 1) : max(0, other.right - left + 1),
        ] = 0
    _, _, stats, centres = cv2.connectedComponentsWithStats(ink, connectivity=8)
    letters = low = high = beside = 0
    for (x, y, wide, tallness, area), (across, down) in zip(
        stats[1:].tolist(), centres[1:].tolist(), strict=True
    ):
        if area < max(3, _LEAST * tall * tall) or y == 0 or y + tallness >= ink.shape[0]:
            continue
        within = box.left - left - _FROM_SIDE * tall <= across <= box.right - left + _FROM_SIDE * tall
        level_with = (down + top - box.top) / tall
        if tallness >= _LETTER * tall:
            at_edge = x == 0 or x + wide >= ink.shape[1]
            letters += within
            beside += not within and not at_edge and 0.1 < level_with < 0.9
        elif not within or max(wide, tallness) < _MARK * tall:
            continue
        elif level_with > _LOW_FROM and wide < _WIDEST_COMMA * tall:
            low += 1
        elif level_with < _HIGH_TO:
            high += 1
    return Signs(letters, low, high, beside)
