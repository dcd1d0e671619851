"""Boxes at the end of a line whose words stand on the next one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from .box_evidence import Evidence
from .box_groups import belongs
from .box_looks import FoundBox, Look, Text, crop_of

# In sides of the box: how far below the words are, and how far the box is from those before it.
_NEXT_LINE = 2.6
_NEAREST, _FARTHEST, _OFF_LEVEL = 0.2, 4.0, 0.2
_SEEN = 0.82


def ends_row(box: FoundBox, options: Sequence[Text], about: Evidence) -> bool:
    """Nothing stands behind it, and the next line begins with an option that has no box."""
    side = box.look.height
    behind = any(text.left > box.right and text.top < box.level < text.bottom for text in about.texts)
    return not behind and any(
        option.left < box.left
        and side < option.middle - box.level < _NEXT_LINE * side
        and not any(other.right <= option.left and belongs(other, option) for other in about.found)
        for option in options
    )


def brackets_before_breaks(options: Sequence[Text], look: Look, about: Evidence) -> Iterator[FoundBox]:
    """Brackets about something typed, at the end of a row of others.

    What was found is to be among the boxes before the next is asked for.
    """
    if not look.paired or look.behind:
        return
    for level in {round(box.level) for box in about.found if box.look is look}:
        line = [text for text in about.texts if text.top < level < text.bottom]
        if not line:
            continue
        end = max(text.right for text in line)
        places = (_best(kind, end, level, about) for kind in look.about_typed())
        best = max(places, key=lambda box: box.seen)
        if best.seen >= _SEEN and about.is_free(best) and ends_row(best, options, about):
            yield best


def _best(look: Look, end: float, level: float, about: Evidence) -> FoundBox:
    side, reach = look.height, round(_OFF_LEVEL * look.height)
    left, top = round(end + _NEAREST * side), round(level - side / 2) - reach
    size = (round((_FARTHEST - _NEAREST) * side) + look.kernel.shape[1], 2 * reach + look.kernel.shape[0])
    area = crop_of(about.level, left - look.margin, top - look.margin, *size)
    fit = cv2.matchTemplate(area, look.kernel, cv2.TM_CCORR) / look.border
    _, seen, _, (along, down) = cv2.minMaxLoc(fit.astype(np.float32))
    return FoundBox(look, left + along, top + down, seen)
