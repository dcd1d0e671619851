"""Ruling lines: the cells that they close, and the sheet without them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np

from ..placed import Cell
from .lighting import inked
from .sheet import Grey, PixelBox

# In inches.
_LEAST_ACROSS, _LEAST_DOWN = 0.3, 0.13
_BRIDGED = 0.06
_LEAST_HEIGHT, _LEAST_WIDTH = 0.1, 0.2
_THICKEST = 0.035


@dataclass(frozen=True, slots=True)
class Rulings:
    """Where lines are drawn across and down: 255, else 0."""

    across: Grey
    down: Grey


def find_rulings(level: Grey, dpi: float) -> Rulings:
    ink = inked(level)
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((2, 2), np.uint8)).astype(np.uint8)
    across = _lines(joined, round(_LEAST_ACROSS * dpi), dpi, down=False)
    down = _lines(joined, round(_LEAST_DOWN * dpi), dpi, down=True)
    down = _touching(down, across)
    return Rulings(across, down)


def _lines(ink: Grey, length: int, dpi: float, *, down: bool) -> Grey:
    """Long straight thin ink."""
    kernel = np.ones((length, 1) if down else (1, length), np.uint8)
    found = cv2.morphologyEx(ink, cv2.MORPH_OPEN, kernel)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(found, connectivity=8)
    area, width, height = (
        stats[:, each].astype(np.float64)
        for each in (cv2.CC_STAT_AREA, cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT)
    )
    thick = area / np.maximum(height if down else width, 1)
    thin = thick < max(4.0, _THICKEST * dpi)
    thin[0] = False
    lines: Grey = thin[labels].astype(np.uint8) * np.uint8(255)
    return lines


def _touching(down: Grey, across: Grey) -> Grey:
    """Lines down that meet a line across: a letter's stem does not."""
    near = cv2.dilate(across, np.ones((9, 9), np.uint8))
    count, labels, _, _ = cv2.connectedComponentsWithStats(down, connectivity=8)
    meets = np.bincount(labels[near > 0], minlength=count) > 0
    meets[0] = False
    met: Grey = meets[labels].astype(np.uint8) * np.uint8(255)
    return met


def cells_of(rulings: Rulings, boxes: Iterable[PixelBox], dpi: float) -> list[Cell]:
    """What the lines close, the sides of tick boxes left out."""
    across, down = rulings.across.copy(), rulings.down.copy()
    for box in boxes:
        _wipe_within(across, box)
        _wipe_within(down, box, overshoot=box.bottom - box.top)
    bridge = max(3, round(_BRIDGED * dpi))
    longer = cv2.morphologyEx(across, cv2.MORPH_CLOSE, np.ones((3, bridge * 3), np.uint8))
    longer = cv2.dilate(longer, np.ones((1, bridge), np.uint8))
    higher = cv2.morphologyEx(down, cv2.MORPH_CLOSE, np.ones((bridge * 2, 3), np.uint8))
    higher = cv2.dilate(higher, np.ones((bridge, 1), np.uint8))
    walls = cv2.dilate(cv2.bitwise_or(longer, higher), np.ones((3, 3), np.uint8))
    sheet_height, sheet_width = walls.shape
    _, _, stats, _ = cv2.connectedComponentsWithStats(cv2.bitwise_not(walls), connectivity=4)
    cells = []
    for left, top, width, height, area in stats[1:].tolist():
        at_edge = left == 0 or top == 0 or left + width >= sheet_width or top + height >= sheet_height
        if at_edge or height < _LEAST_HEIGHT * dpi or width < _LEAST_WIDTH * dpi:
            continue
        if area > 0.75 * width * height:
            cells.append(Cell(left - 2, top - 2, left + width + 2, top + height + 2))
    return cells


def _wipe_within(lines: Grey, box: PixelBox, overshoot: int = 0) -> None:
    """Lines that end at a box are its sides; so are those that a mark drew out by some of its height."""
    room, longest = 4, 1.9 * (box.bottom - box.top)
    top, left = max(0, box.top - room - overshoot), max(0, box.left - room)
    area = lines[top : box.bottom + room + overshoot, left : box.right + room]
    count, labels, stats, _ = cv2.connectedComponentsWithStats(area, connectivity=8)
    high, wide = area.shape
    for number in range(1, count):
        x, y, width, height = stats[number, :4].tolist()
        within = x > 0 and y > 0 and x + width < wide and y + height < high
        if within and (not overshoot or height < longest):
            area[labels == number] = 0


def without_rulings(level: Grey, rulings: Rulings) -> Grey:
    """The sheet with its lines wiped off, so that letters stand free; strokes that cross a line stay."""
    ink = inked(level)
    across = cv2.dilate(rulings.across, np.ones((5, 9), np.uint8))
    down = cv2.dilate(rulings.down, np.ones((9, 5), np.uint8))
    outside = cv2.bitwise_and(ink, cv2.bitwise_not(cv2.bitwise_or(across, down)))
    crossing = cv2.morphologyEx(cv2.bitwise_or(outside, across), cv2.MORPH_OPEN, np.ones((11, 1), np.uint8))
    crossing = cv2.bitwise_and(crossing, ink)
    wiped = level.copy()
    wiped[(across > 0) & (crossing == 0)] = 255
    wiped[down > 0] = 255
    return wiped
