"""The round marks near the corners of our prints: what one looks like, and where a sheet has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import cv2
import numpy as np

from ...printing.paper_code import (
    CODE_LEFT,
    CODE_SIDE,
    CODE_TOP,
    MARK_CENTRES,
    MARK_DOT,
    MARK_RADIUS,
    MARK_STROKE,
)
from ..scan.sheet import Grey
from .code_on_paper import Points

MARK_PIXELS = 24
"""The side of the small picture of a mark that is looked for, whatever the fineness of the sheet."""
LIKE_A_MARK = 0.55
MARK_ROOM = MARK_RADIUS + 0.6
_PIXELS_PER_MM = MARK_PIXELS / (2 * MARK_ROOM)
# Of a sheet that is upright, its edges cut off or not; how much larger or smaller its marks may be.
_CORNER_ACROSS, _CORNER_DOWN = 0.22, 0.16
_SIZES = (1.0, 0.94, 1.06)
# Where nothing tells where they should stand, other round signs are not to be taken for them.
_SURELY_A_MARK = 0.75
# Three marks of a sheet tell it: of the sides between them, of which a photo makes one the longer.
_ENOUGH, _OFF = 3, 0.06
_PAGE = (210.0, 297.0)
_AROUND = 1.0
LOWEST_TEXT = 279.4
"""In millimetres of the page: below it stands only the foot of the page."""


@dataclass(frozen=True, slots=True)
class PrintedFrame:
    """How a page of ours lies on an upright sheet: from millimetres to pixels, and back."""

    to_sheet: Points

    def at(self, across: float, down: float) -> Points:
        return np.asarray(self.to_sheet @ (across, down, 1.0))

    def on_page(self, across: float, down: float) -> tuple[float, float]:
        """Where on the page a pixel stands, in millimetres from its upper left corner."""
        back = np.linalg.inv(self.to_sheet[:, :2])
        left, top = back @ (np.array((across, down)) - self.to_sheet[:, 2])
        return float(left), float(top)

    @property
    def millimetres(self) -> float:
        """Of one pixel."""
        return float(abs(np.linalg.det(self.to_sheet[:, :2])) ** -0.5)


def framed(grey: Grey, dpi: float) -> PrintedFrame | None:
    """How a page of ours lies on an upright sheet; None where its marks are not found."""
    wide = grey.shape[1] / _PAGE[0]
    for pixels_per_mm in dict.fromkeys((dpi / 25.4, wide)):
        for size in _SIZES:
            seen = _seen(grey, _PIXELS_PER_MM / (pixels_per_mm * size))
            if len(seen) >= _ENOUGH and (found := _frame(seen)) is not None:
                return found
    return None


def without_marks(grey: Grey, frame: PrintedFrame) -> Grey:
    """The sheet, its marks and its code wiped off."""
    clean = grey.copy()
    reach = MARK_RADIUS + _AROUND
    parts = [(x - reach, y - reach, x + reach, y + reach) for x, y in MARK_CENTRES]
    side = CODE_SIDE + _AROUND
    parts.append((CODE_LEFT - _AROUND, CODE_TOP - _AROUND, CODE_LEFT + side, CODE_TOP + side))
    for left, top, right, bottom in parts:
        edges = ((left, top), (right, top), (right, bottom), (left, bottom))
        corners = np.array([frame.at(across, down) for across, down in edges])
        cv2.fillConvexPoly(clean, corners.round().astype(np.int32), 255)
    return clean


def _seen(grey: Grey, scale: float) -> dict[int, Points]:
    """In each corner the best mark, by its place in `MARK_CENTRES`, where there is one."""
    height, width = grey.shape
    across, down = int(width * _CORNER_ACROSS), int(height * _CORNER_DOWN)
    found = {}
    for place, (left, top) in enumerate(
        ((0, 0), (width - across, 0), (0, height - down), (width - across, height - down))
    ):
        part = grey[top : top + down, left : left + across]
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        part = np.asarray(cv2.resize(part, None, fx=scale, fy=scale, interpolation=how), np.uint8)
        if min(part.shape) <= MARK_PIXELS:
            continue
        likeness = cv2.matchTemplate(part, mark_picture(), cv2.TM_CCOEFF_NORMED)
        _, best, _, at = cv2.minMaxLoc(likeness)
        if best >= _SURELY_A_MARK:
            found[place] = (np.array(at) + MARK_PIXELS / 2) / scale + (left, top)
    return found


def _frame(seen: dict[int, Points]) -> PrintedFrame | None:
    """The frame that most of the marks agree on: three of them, if the fourth is something else."""
    for count in (4, _ENOUGH):
        for places in combinations(sorted(seen), count):
            frame = _through([MARK_CENTRES[place] for place in places], [seen[place] for place in places])
            if frame is not None:
                return frame
    return None


def _through(printed: Sequence[tuple[float, float]], seen: Sequence[Points]) -> PrintedFrame | None:
    """The frame of these marks; None where they do not stand as those of a page do."""
    known = np.column_stack((np.array(printed), np.ones(len(printed))))
    solved, *_ = np.linalg.lstsq(known, np.array(seen), rcond=None)
    frame = np.asarray(solved.T, np.float64)
    (a, b), (c, d) = frame[:, :2]
    wide, high = float(np.hypot(a, c)), float(np.hypot(b, d))
    usual = (wide + high) / 2
    upright = abs(b) + abs(c) < 2 * _OFF * usual and a > 0 < d
    if not upright or abs(wide - high) > _OFF * usual:
        return None
    beside = np.linalg.norm(known @ frame.T - np.array(seen), axis=1)
    return PrintedFrame(frame) if beside.max() < 2 * MARK_RADIUS * usual else None


@cache
def mark_picture() -> Grey:
    fine = 8
    side = MARK_PIXELS * fine
    unit = side / (2 * MARK_ROOM)
    picture = np.full((side, side), 255, np.uint8)
    centre = (side // 2, side // 2)
    cv2.circle(picture, centre, int(MARK_RADIUS * unit), 0, -1)
    cv2.circle(picture, centre, int((MARK_RADIUS - MARK_STROKE) * unit), 255, -1)
    cv2.circle(picture, centre, int(MARK_DOT * unit), 0, -1)
    small = cv2.resize(picture, (MARK_PIXELS, MARK_PIXELS), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.GaussianBlur(small, (0, 0), 1.0), np.uint8)
