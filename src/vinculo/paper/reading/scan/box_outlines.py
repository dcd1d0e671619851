"""Empty boxes by their outline alone: squares and circles about a blank, pairs of brackets about a blank."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from .ink import INKED, Level

_LEAST_HOLE, _MOST_HOLE = 6, 46
_SQUARENESS = 0.7
# A circle fills π/4 of the square about it.
_LEAST_FILLED = 0.7
_SQUARE, _LEAST_SQUARE = 0.88, 9
_LEAST_BRACKET, _MOST_BRACKET = 10, 48
_SLENDER = 1.7
_HOLLOW, _WIDE = 0.03, 1.7
# In pixels, and as a share of its height; serifs reach about as far to both sides.
_BOWED, _LEAST_BOWED, _SERIFS = 0.05, 0.55, 0.34
_BLANK = 0.03


@dataclass(frozen=True, slots=True)
class Outline:
    """The outer sides of an empty box, in pixels of the ink."""

    left: int
    top: int
    right: int
    bottom: int
    paired: bool = False  # Brackets.
    square: bool = False

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top


def empty_outlines(level: Level) -> list[Outline]:
    """Whatever may be an empty box; letters that look like one are among them."""
    inked = (level > INKED).astype(np.uint8)
    # Faint and broken lines are closed in a second look.
    closed = cv2.morphologyEx((level > INKED * 0.7).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3)))
    holes = {(found.left // 3, found.top // 3): found for found in _holes(closed)}
    holes |= {(found.left // 3, found.top // 3): found for found in _holes(inked)}
    return [*apart(holes.values()), *_brackets(inked)]


def _holes(inked: NDArray[Any]) -> list[Outline]:
    """Blanks that ink shuts in, as wide as high, and filling the rectangle about them."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(1 - inked, connectivity=4)
    width, height, area = stats.T[2:]
    fits = (width >= _LEAST_HOLE) & (width <= _MOST_HOLE) & (height >= _LEAST_HOLE) & (height <= _MOST_HOLE)
    fits &= np.minimum(width, height) >= _SQUARENESS * np.maximum(width, height)
    fits &= area >= _LEAST_FILLED * width * height
    return [
        Outline(
            int(x) - 2,
            int(y) - 2,
            int(x + w) + 2,
            int(y + h) + 2,
            square=bool(a > _SQUARE * w * h and min(w, h) >= _LEAST_SQUARE),
        )
        for x, y, w, h, a in stats[fits]
    ]


def apart(outlines: Iterable[Outline]) -> list[Outline]:
    """Each once, where two looks found the same."""
    kept: list[Outline] = []
    for one in sorted(outlines, key=lambda one: (one.top, one.left)):
        if not any(abs(one.left - other.left) < 5 and abs(one.top - other.top) < 5 for other in kept[-40:]):
            kept.append(one)
    return kept


def _brackets(inked: NDArray[Any]) -> list[Outline]:
    """Pairs "(" and ")", or "[" and "]", with nothing between them."""
    _, marked, stats, _ = cv2.connectedComponentsWithStats(inked, connectivity=8)
    height, width = stats[:, 3], stats[:, 2]
    slim = (
        (height >= _LEAST_BRACKET) & (height <= _MOST_BRACKET) & (width >= 2) & (height >= _SLENDER * width)
    )
    opening, closing = [], []
    for number in np.nonzero(slim)[0]:
        x, y, w, h, _ = (int(value) for value in stats[number])
        bow = _bow(marked[y : y + h, x : x + w] == number)
        if bow > min(_LEAST_BOWED, _BOWED * h):
            opening.append((x, y, w, h))
        elif bow < -min(_LEAST_BOWED, _BOWED * h):
            closing.append((x, y, w, h))
    closing.sort()
    return [pair for one in opening if (pair := _paired(one, closing, inked))]


def _bow(shape: NDArray[Any]) -> float:
    """How far its ends reach to the right of its middle, below 0 to the left."""
    height = shape.shape[0]
    part = max(2, height // 6)
    columns = np.arange(shape.shape[1])
    middle, ends = shape[height // 3 : height - height // 3], np.concatenate((shape[:part], shape[-part:]))
    if not middle.any() or not ends.any():
        return 0.0
    reach = [float((each * columns).sum() / each.sum()) for each in (ends, middle)]
    first, last = np.nonzero(ends.any(axis=0))[0], np.nonzero(middle.any(axis=0))[0]
    # What leans a little reaches to the other side, too.
    rightwards, leftwards = float(first[-1] - last[-1]), float(last[0] - first[0])
    if min(rightwards, leftwards) > max(0.0, _SERIFS * max(rightwards, leftwards)):
        return 0.0
    return reach[0] - reach[1] + (rightwards if rightwards > 0 else -max(0.0, leftwards)) / 2


def _paired(
    one: tuple[int, int, int, int], closing: Sequence[tuple[int, int, int, int]], inked: NDArray[Any]
) -> Outline | None:
    x, y, w, h = one
    for other_x, other_y, other_w, other_h in closing:
        gap = other_x - (x + w)
        if gap < _HOLLOW * h:
            continue
        if gap > _WIDE * h:
            break
        if abs(other_y - y) > 0.2 * h or abs(other_h - h) > 0.25 * h:
            continue
        if inked[y : y + h, x + w : other_x].mean() < _BLANK:
            return Outline(x, min(y, other_y), other_x + other_w, max(y + h, other_y + other_h), True)
        break
    return None
