"""Even ground: shadow, tint and shading gone, ink as dark everywhere, specks, holes and borders away."""

from __future__ import annotations

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from .sheet import Grey

# The ground is looked for on a smaller picture, in stretches somewhat wider than a letter.
_SMALLER = 4
_STRETCH_INCHES = 0.12
_LEAST_GROUND = 40
_SPECK_INCHES = 0.011
_PALE = 215
# In specks, and how far from letters their dots stand.
_A_LETTER, _A_LINE = 3, 4
_ABOVE_INCHES, _BESIDE_INCHES = 0.04, 0.02
# A punched hole: how wide it is, how near to an edge, how much darker than paper, and round.
_LEAST_HOLE, _WIDEST_HOLE, _TO_EDGE = 0.17, 0.45, 0.9
_DARKER, _ROUND, _SQUARE = 0.8, 0.68, 0.86
_ROOM_ABOUT_HOLE = 0.02


def evened(grey: Grey, dpi: float) -> Grey:
    """The sheet as dark ink on white ground."""
    height, width = grey.shape
    small = cv2.resize(
        grey, (max(1, width // _SMALLER), max(1, height // _SMALLER)), interpolation=cv2.INTER_AREA
    )
    side = max(3, round(_STRETCH_INCHES * dpi / _SMALLER)) | 1
    ground = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    ground = cv2.blur(ground, (side, side))
    ground = cv2.resize(ground, (width, height), interpolation=cv2.INTER_LINEAR)
    ground = np.maximum(ground, _LEAST_GROUND)
    level = cv2.divide(grey, ground, scale=255)
    return _stretched(level.astype(np.uint8))


def without_holes(grey: Grey, dpi: float) -> Grey:
    """The sheet without punched holes: once the ground is even, of each a ring is left, as of a letter."""
    small = cv2.resize(grey, None, fx=1 / _SMALLER, fy=1 / _SMALLER, interpolation=cv2.INTER_AREA)
    inch = dpi / _SMALLER
    stretch, core = max(3, round(1.2 * _WIDEST_HOLE * inch)), max(3, round(0.8 * _LEAST_HOLE * inch))
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((stretch, stretch), np.uint8))
    dark = (small < _DARKER * paper.astype(np.float32)).astype(np.uint8)
    thick = cv2.morphologyEx(dark, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (core, core)))
    height, width = small.shape
    cleared = grey
    for left, top, wide, high, _ in cv2.connectedComponentsWithStats(thick)[2][1:].tolist():
        area = int(dark[top : top + high, left : left + wide].sum())
        near = min(left, top, width - left - wide, height - top - high) < _TO_EDGE * inch
        is_round = _ROUND * wide * high < area < _SQUARE * wide * high and 0.8 * high < wide < 1.25 * high
        if near and is_round and _LEAST_HOLE * inch < wide < _WIDEST_HOLE * inch:
            cleared = grey.copy() if cleared is grey else cleared
            middle = round((left + wide / 2) * _SMALLER), round((top + high / 2) * _SMALLER)
            light = int(paper[top + high // 2, left + wide // 2])
            radius = round(max(wide, high) * _SMALLER / 2 + _ROOM_ABOUT_HOLE * dpi)
            cv2.circle(cleared, middle, radius, light, -1)
    return cleared


def _stretched(level: Grey) -> Grey:
    """Paper white and the usual ink black, so that faded ink is read as well as dark."""
    counts = np.bincount(level[::2, ::2].ravel(), minlength=256)
    inked = counts[:190]
    total = int(inked.sum())
    darkest = int(np.searchsorted(np.cumsum(inked), total * 0.15)) if total > 200 else 60
    black = min(darkest, 150)
    table = np.clip((np.arange(256) - black) * (255.0 / max(1, 238 - black)), 0, 255).astype(np.uint8)
    return cv2.LUT(level, table).astype(np.uint8)


def inked(level: Grey) -> Grey:
    """Where there is ink: 255, else 0."""
    return cv2.threshold(level, 150, 255, cv2.THRESH_BINARY_INV)[1].astype(np.uint8)


def without_specks(level: Grey, dpi: float) -> Grey:
    """The sheet without dots too small for a full stop, and blots too dense for letters."""
    ink = inked(level)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    if count < 2:
        return level
    least = _least_spot(dpi)
    tiny = (stats[:, cv2.CC_STAT_AREA] < least) & (
        np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) <= max(2, round(0.011 * dpi))
    )
    letters = stats[:, cv2.CC_STAT_AREA] >= _A_LETTER * least
    letters[0] = False
    tiny &= ~_are_parts(level, labels, tiny, letters, dpi)
    box = stats[:, cv2.CC_STAT_WIDTH] * stats[:, cv2.CC_STAT_HEIGHT]
    blot = (np.minimum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) > 0.13 * dpi) & (
        stats[:, cv2.CC_STAT_AREA] > 0.6 * box
    )
    gone = tiny | blot
    gone[0] = False
    if not gone.any():
        return level
    inside = np.arange(len(gone)) > 0
    cleared = level.copy()
    mask = gone[labels].astype(np.uint8)
    cleared[cv2.dilate(mask, np.ones((3, 3), np.uint8)).astype(bool) & ~(~gone & inside)[labels]] = 255
    return cleared


def _are_parts(
    level: Grey, labels: MatLike, tiny: NDArray[np.bool_], letters: NDArray[np.bool_], dpi: float
) -> NDArray[np.bool_]:
    """Which of the tiny spots are the darkest part of something: of a grey ruling line, the dot of an i."""
    _, pale, stats, _ = cv2.connectedComponentsWithStats((level < _PALE).astype(np.uint8), connectivity=8)
    paler = stats[:, cv2.CC_STAT_AREA]
    paler[0] = 0
    reach = np.ones((round(_ABOVE_INCHES * dpi) * 2 + 1, round(_BESIDE_INCHES * dpi) * 2 + 1), np.uint8)
    beside = cv2.dilate(letters[labels].astype(np.uint8), reach) > 0
    least = _least_spot(dpi)
    part_of_line, part_of_letter = (paler > _A_LINE * least)[pale], (paler > least)[pale] & beside
    parts = np.zeros(len(tiny), dtype=np.bool_)
    parts[labels[(part_of_line | part_of_letter) & tiny[labels]]] = True
    return parts


def _least_spot(dpi: float) -> int:
    """The pixels of the smallest spot that somebody meant."""
    return max(2, round((_SPECK_INCHES * dpi) ** 2 * 0.8))
