"""What speaks for a box at a place: its ink, its sides, the words about it, the boxes found before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .box_looks import FoundBox, Text, crop_at, crop_of
from .box_outlines import Outline
from .ink import INKED, Level

_WHOLE_SIDE, _INKED_CORNER, _CLEAR = 0.85, 0.2, 0.1
_MARKED_INSIDE = 0.3
_LEAST_INK = 0.12
_READ_WELL, _SURELY_READ, _BEYOND_DOUBT = 0.6, 0.85, 0.93
_TAKEN = 0.35
# In sides of the box.
_BEGINS, _BESIDE, _AS_NEAR = 0.6, 0.9, 0.3
# In widths of it.
_SAME_BEGIN, _LONGER = 0.3, 1.5


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one sheet: `found` grows while its boxes are looked for."""

    level: Level
    texts: Sequence[Text]
    found: Sequence[FoundBox]

    def is_cornered(self, outline: Outline) -> bool:
        """A square whose lines meet: an O, as square as it may be, is round."""
        if not outline.square:
            return False
        crop = crop_of(self.level, outline.left, outline.top, outline.width, outline.height)
        corners = (crop[:3, :3], crop[:3, -3:], crop[-3:, :3], crop[-3:, -3:])
        return all(float(corner.mean()) > _INKED_CORNER for corner in corners)

    def is_well_read(self, outline: Outline) -> bool:
        """It is a letter of a well read word, as a D."""
        level = (outline.top + outline.bottom) / 2
        return any(
            text.sure >= _SURELY_READ
            and text.top < level < text.bottom
            and text.left - _SAME_BEGIN * outline.width < outline.left < text.right
            and text.right - text.left > _LONGER * outline.width
            for text in self.texts
        )

    def is_read(self, box: FoundBox) -> bool:
        """A word was read where it would stand; what a mark was read as is hardly sure."""
        middle = (box.left + box.right) / 2
        sure = [text for text in self.texts if text.sure >= _READ_WELL]
        return any(text.left < middle < text.right and text.top < box.level < text.bottom for text in sure)

    def is_beyond_doubt_read(self, box: FoundBox) -> bool:
        """A word was read there as surely as can be: no box is taken for one."""
        return any(
            text.sure >= _BEYOND_DOUBT
            and min(text.right, box.right) - max(text.left, box.left) > _TAKEN * box.look.width
            for text in self._over(box)
        )

    def is_misread(self, box: FoundBox) -> bool:
        """What was read over it is hardly sure."""
        over = self._over(box)
        return bool(over) and all(text.sure < _READ_WELL for text in over)

    def bounds_word(self, box: FoundBox) -> bool:
        """It is the beginning of what was read over it, or, where boxes stand behind their words, the end."""
        slack = _BEGINS * box.look.height
        over = self._over(box)
        if box.look.behind:
            return any(abs(text.right - box.right) <= slack for text in over)
        return any(abs(text.left - box.left) <= slack for text in over)

    def follows_words(self, box: FoundBox) -> bool:
        """As near as the look's other boxes that stand behind their words."""
        look = box.look
        return any(
            text.top < box.level < text.bottom
            and abs(box.left - text.right - look.gap) < _AS_NEAR * look.height
            for text in self.texts
        )

    def is_letter(self, box: FoundBox) -> bool:
        """A word that was read beyond doubt goes on over it to both sides, and it has not four sides."""
        width = box.look.width
        within = any(
            text.sure >= _BEYOND_DOUBT
            and text.left < box.left - 0.3 * width
            and text.right > box.right - 0.3 * width
            for text in self._over(box)
        )
        return within and not self.has_sides(box)

    def begins_hardly_read(self, left: float, level: float, side: float) -> bool:
        """A word begins there of which the engine is hardly sure."""
        return any(
            text.sure < _SURELY_READ
            and abs(text.left - left) < 0.4 * side
            and abs(text.middle - level) < 0.4 * side
            for text in self.texts
        )

    def _over(self, box: FoundBox) -> list[Text]:
        over = (text for text in self.texts if text.left < box.right and text.right > box.left)
        return [text for text in over if text.top < box.level < text.bottom]

    def is_beside_box(self, box: FoundBox) -> bool:
        """So near to another that no words are between."""
        near = _BESIDE * box.look.height
        return any(
            abs(other.level - box.level) < near
            and (-near < box.left - other.right < near or -near < other.left - box.right < near)
            for other in self.found
        )

    def has_ink(self, box: FoundBox, *, at_all: bool = False) -> bool:
        inside = crop_of(self.level, box.left, box.top, box.look.width, box.look.height)
        return float(inside.mean()) > max(_LEAST_INK, 0.0 if at_all else 0.8 * box.look.mass)

    def is_free(self, box: FoundBox) -> bool:
        return all(
            abs(other.left + other.right - box.left - box.right) > 1.4 * box.look.width
            or abs(other.level - box.level) > 0.7 * box.look.height
            for other in self.found
        )

    def is_in_word(self, box: FoundBox) -> bool:
        width = box.look.width
        return any(
            text.top < box.level < text.bottom
            and text.left < box.left - 0.3 * width
            and text.right > box.left + 0.5 * width
            for text in self.texts
        )

    def has_sides(self, box: FoundBox) -> bool:
        """All four sides of a square are drawn, each nearly whole: of no letter they are."""
        look = box.look
        crop: Level = (crop_at(self.level, box.left, box.top, look.size, 1) > INKED * 0.8).astype(np.uint8)
        sides = (
            crop[:3].any(axis=0),
            crop[-3:].any(axis=0),
            crop[:, :3].any(axis=1),
            crop[:, -3:].any(axis=1),
        )
        drawn = all(float(np.asarray(side)[3:-3].mean()) >= _WHOLE_SIDE for side in sides)
        if not drawn or not self._has_corners(crop):
            return False
        # A letter is hollow; a mark that reaches over its box is not.
        return self._is_clear_about(box) or float(crop[4:-4, 4:-4].mean()) > _MARKED_INSIDE

    def _is_clear_about(self, box: FoundBox) -> bool:
        """No letter stands as near as within a word."""
        look, near = box.look, max(2, round(0.25 * box.look.height))
        # A pixel beside the outline may be its own rim.
        left = crop_of(self.level, box.left - near - 2, box.top, near, look.height)
        behind = min(near, round(0.6 * look.gap))
        right = crop_of(self.level, box.right + 2, box.top, max(1, behind), look.height)
        return float(left.mean()) < _CLEAR and (behind < 2 or float(right.mean()) < _CLEAR)

    @staticmethod
    def _has_corners(crop: Level) -> bool:
        corners = (crop[:5, :5], crop[:5, -5:], crop[-5:, :5], crop[-5:, -5:])
        return sum(bool(corner.mean() > _INKED_CORNER) for corner in corners) >= len(corners)

    def is_beside_words(self, box: FoundBox) -> bool:
        """Words follow, or go before, as with the look's other boxes."""
        side, gap = box.look.height, box.look.gap
        for text in self.texts:
            if not text.top - 0.3 * side < box.level < text.bottom + 0.3 * side:
                continue
            apart = box.left - text.right if box.look.behind else text.left - box.right
            if abs(apart - gap) < 0.6 * side:
                return True
            # Read as one with the box.
            bound, beyond = text.left - box.left, text.right - box.right
            if box.look.behind:
                bound, beyond = -beyond, -bound
            if -0.7 * side < bound < box.look.width and beyond > gap + 0.4 * side:
                return True
        return False
