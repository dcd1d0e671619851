"""Boxes that a mark hides: read as a part of the word behind them, or another sign printed in their stead."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from .box_evidence import Evidence
from .box_groups import belongs, in_line
from .box_looks import FoundBox, Look, Text, crop_of
from .ink import INKED

# A word with a box in it is read no surer; the share of the outline that must be seen in it.
READ_AS_ONE, _SEEN = 0.75, 0.82
# In sides of the box. Where it may begin in the word that it was read with.
_BEFORE, _FARTHEST = 0.3, 1.0
_IN_ROW, _LOOSE = 0.2, 0.5
# A sign: how large it is, what is blank before it and between it and its words, and how far they may be.
_SMALLEST, _LARGEST = 0.35, 1.4
_BLANK_BEFORE, _BLANK_BEHIND, _TO_WORDS = 0.9, 0.28, 1.4
_OFF_LEVEL, _OFF_COLUMN, _INTO_WORD = 0.3, 0.3, 0.5
_NEIGHBOUR = 3.0
# So much of a band is inked where a ruling line runs down through it.
_RULED = 0.9
_FEWEST_IN_COLUMN = 3
_HIDDEN = 0.3


def box_within(option: Text, look: Look, about: Evidence) -> FoundBox | None:
    """A box that a mark joins to its words, so that the engine read both as one word, and hardly."""
    side = look.height
    wide = round(min((_BEFORE + _FARTHEST) * side, option.right - option.left - look.width))
    if option.sure > READ_AS_ONE or option.plain or option.glued or look.behind or wide < 1:
        return None
    others = [box for box in about.found if box.look is look]
    row = [box.level for box in others if abs(box.level - option.middle) < 0.8 * side]
    level = median(row) if row else option.middle + look.rise
    reach = round((_IN_ROW if row else _LOOSE) * side)
    left, top = round(option.left - _BEFORE * side), round(level - side / 2) - reach
    size = (wide + look.kernel.shape[1] - 1, 2 * reach + look.kernel.shape[0])
    area = crop_of(about.level, left - look.margin, top - look.margin, *size)
    fit = cv2.matchTemplate(area, look.kernel, cv2.TM_CCORR) / look.border
    _, seen, _, (along, down) = cv2.minMaxLoc(fit.astype(np.float32))
    box = FoundBox(look, left + along, top + down, seen, labelled=True)
    stands = bool(row) or any(in_line(box, other) for other in others)
    return box if seen >= _SEEN and stands and about.is_free(box) and not about.is_beside_box(box) else None


def boxes_beyond_columns(look: Look, about: Evidence) -> Iterator[FoundBox]:
    """Boxes just above or below others of a column, where a word that was hardly read begins with them.

    What was found is to be among the boxes before the next is asked for.
    """
    kinds = [look, *look.about_typed()]
    for column in {box.left for box in about.found}:
        levels = sorted(box.level for box in about.found if abs(box.left - column) <= 2)
        if len(levels) < _FEWEST_IN_COLUMN:
            continue
        # Between lists a column is interrupted.
        pitch = sorted(after - before for before, after in pairwise(levels))[len(levels) // 4]
        beyond = (level + away for level in levels for away in (-pitch, pitch))
        for level in beyond:
            if not about.begins_hardly_read(column, level, look.height):
                continue
            places = [_seen_at(kind, column, level, about) for kind in kinds]
            best = max(places, key=lambda box: box.seen)
            if best.seen >= _SEEN and about.is_free(best) and (look.paired or about.has_sides(best)):
                yield best


def _seen_at(look: Look, left: int, level: float, about: Evidence) -> FoundBox:
    reach = round(_IN_ROW * look.height)
    first, top = left - reach, round(level - look.height / 2) - reach
    size = (2 * reach + look.kernel.shape[1], 2 * reach + look.kernel.shape[0])
    area = crop_of(about.level, first - look.margin, top - look.margin, *size)
    fit = cv2.matchTemplate(area, look.kernel, cv2.TM_CCORR) / look.border
    _, seen, _, (along, down) = cv2.minMaxLoc(fit.astype(np.float32))
    return FoundBox(look, first + along, top + down, seen)


def boxes_of_signs(options: list[Text], look: Look, about: Evidence) -> Iterator[FoundBox]:
    """Signs that stand where the boxes of options stand, each as far as one is known beside it.

    What was found is to be among the boxes before the next is asked for.
    """
    left = [option for option in options if not any(belongs(box, option) for box in about.found)]
    again = not look.behind
    while again:
        again = False
        for option in list(left):
            box = _sign_before(option, look, about)
            if box is not None:
                left.remove(option)
                again = True
                yield box


def _sign_before(option: Text, look: Look, about: Evidence) -> FoundBox | None:
    side, begin = look.height, option.left
    row = [box.level for box in about.found if abs(box.level - option.middle - look.rise) < 0.4 * side]
    level = median(row) if row else option.middle + look.rise
    reach = 0.7 * side
    first = round(begin - (_TO_WORDS + _LARGEST + _BLANK_BEFORE) * side)
    last = round(begin + (_INTO_WORD + _BLANK_BEHIND) * side if option.glued else begin + 2)
    band = crop_of(about.level, first, round(level - reach), last - first, round(2 * reach)) > INKED
    band[:, _ruled(band)] = False
    for start, stop in _pieces(np.asarray(band.any(axis=0)), round(_BLANK_BEHIND * side)):
        rows = np.flatnonzero(band[:, start:stop].any(axis=1))
        tall, middle = np.ptp(rows) + 1, (rows[0] + rows[-1] + 1) / 2
        fits = all(_SMALLEST * side <= size <= _LARGEST * side for size in (stop - start, tall))
        if not fits or abs(middle - reach) > _OFF_LEVEL * side:
            continue
        if start < _BLANK_BEFORE * side or band[:, round(start - _BLANK_BEFORE * side) : start].any():
            continue
        box = FoundBox(
            look,
            round(first + (start + stop - look.width) / 2),
            round(level - side / 2),
            _HIDDEN,
            labelled=True,
        )
        if not option.glued and about.is_beyond_doubt_read(box):
            continue
        if about.is_free(box) and (row or _is_in_column(first + start, box, about)):
            return box
    return None


def _ruled(band: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where a ruling line runs down, its rims with it: the frame of a list is near its boxes."""
    lines = (band.mean(axis=0) > _RULED).astype(np.uint8)
    return np.asarray(cv2.dilate(lines[None, :], np.ones((1, 3), np.uint8))[0] > 0)


def _pieces(inked: NDArray[np.bool_], blank: int) -> Iterator[tuple[int, int]]:
    """Where ink begins and ends, with so much blank behind it at least."""
    places = np.flatnonzero(inked)
    if not len(places):
        return
    breaks = np.flatnonzero(np.diff(places) > blank)
    starts = [places[0], *places[breaks + 1]]
    stops = [*(places[breaks] + 1), places[-1] + 1]
    for start, stop in zip(starts, stops, strict=True):
        if stop + blank <= len(inked):
            yield int(start), int(stop)


def _is_in_column(left: float, box: FoundBox, about: Evidence) -> bool:
    """A box stands just above or below, beginning at the same place."""
    side = box.look.height
    return any(
        min(abs(other.left - left), abs(other.left - box.left)) < _OFF_COLUMN * side
        and abs(other.level - box.level) < _NEIGHBOUR * side
        for other in about.found
    )
