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
# The bows of a row of digits are thin, too, and touch where ink ran.
_LEAST_PALE_ACROSS = 0.8
_BRIDGED = 0.06
_LEAST_HEIGHT, _LEAST_WIDTH = 0.1, 0.2
_THICKEST = 0.035
# What runs along a line for so many pixels is the line itself.
_RUN = 9
_RIM_PALER = 205
# A pale line is known by being thin, with paper on both sides: so much darker than that, 0 to 255.
_VALLEY_INCHES, _DARKER = 0.045, 35
# What is lower than two rows runs from a line across to the next; a letter's stem in a low row touches one.
_HIGH = 0.3
_NEAR, _AT_END, _SAME_PLACE = 2, 4, 4
# So does a line hardly darker than the paper, smoothed along itself: pale all the way, far from letters.
_SMOOTHED, _HARDLY_DARKER, _PALE, _ALONE = 0.04, 10, 110, 0.03
_LEAST_FAINT, _NEAR_FAINT = 0.09, 7
# A box's sides are told so exactly; of three boxes side by side a line goes on over so much.
_SIDE, _GOES_ON = 3, 0.75


@dataclass(frozen=True, slots=True)
class Rulings:
    """Where lines are drawn across and down: 255, else 0."""

    across: Grey
    down: Grey


def find_rulings(level: Grey, dpi: float) -> Rulings:
    joined = cv2.morphologyEx(inked(level), cv2.MORPH_CLOSE, np.ones((2, 2), np.uint8)).astype(np.uint8)
    down = _lines(joined | _thin(level, dpi, down=True), round(_LEAST_DOWN * dpi), dpi, down=True)
    met = cv2.dilate(down, np.ones((3, 7), np.uint8)).astype(np.uint8)
    thin = _thin(level, dpi, down=False)
    across = _lines((joined & thin) | met, round(_LEAST_ACROSS * dpi), dpi, down=False)
    across |= _lines(joined | thin | met, round(_LEAST_PALE_ACROSS * dpi), dpi, down=False)
    faint = _lines(_faint(level, across, dpi), round(_LEAST_FAINT * dpi), dpi, down=True)
    met_by_faint = _meeting(faint, across, _NEAR_FAINT, float("inf"))
    return Rulings(across, _meeting(down, across, _NEAR, _HIGH * dpi) | met_by_faint)


def _thin(level: Grey, dpi: float, *, down: bool) -> Grey:
    """Ink, pale ink too, that is thin from side to side; the stems of letters part it from its like."""
    width = round(_VALLEY_INCHES * dpi)
    valley = cv2.morphologyEx(
        level, cv2.MORPH_BLACKHAT, np.ones((1, width) if down else (width, 1), np.uint8)
    )
    found = cv2.threshold(valley, _DARKER, 255, cv2.THRESH_BINARY)[1]
    # A line that leans goes on one row further.
    return cv2.dilate(found, np.ones((1, 2) if down else (2, 1), np.uint8)).astype(np.uint8)


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


def _faint(level: Grey, across: Grey, dpi: float) -> Grey:
    """What is a little darker than the paper on both its sides, from row to row, and stands alone there."""
    between = level.copy()
    between[cv2.dilate(across, np.ones((5, 5), np.uint8)) > 0] = 255
    smooth = cv2.blur(between, (1, round(_SMOOTHED * dpi)))
    width = round(_VALLEY_INCHES * dpi)
    valley = cv2.morphologyEx(smooth, cv2.MORPH_BLACKHAT, np.ones((1, width), np.uint8))
    beside = cv2.dilate(inked(between), np.ones((3, 2 * round(_ALONE * dpi) + 1), np.uint8))
    found = (valley > _HARDLY_DARKER) & (smooth > _PALE) & (beside == 0)
    faint: Grey = found.astype(np.uint8) * np.uint8(255)
    return faint


def _meeting(down: Grey, across: Grey, near: int, high: float) -> Grey:
    """Lines down that meet a line across, those that are not so high two of them, with both ends.

    Of a line that a hole interrupts a rest meets one: it stands where another line does.
    """
    reached = cv2.dilate(across, np.ones((2 * near + 1, 2 * near + 1), np.uint8)) > 0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(down, connectivity=8)
    met = np.bincount(labels[reached], minlength=count) > 0
    met[0] = False
    whole = met.copy()
    for number in np.flatnonzero(met & (stats[:, cv2.CC_STAT_HEIGHT] < high)).tolist():
        left, top, width, height = stats[number, :4].tolist()
        place = np.s_[top : top + height, left : left + width]
        meeting = (labels[place] == number) & reached[place]
        whole[number] = meeting[:_AT_END].any() and meeting[-_AT_END:].any()
    lefts = stats[:, cv2.CC_STAT_LEFT]
    for number in np.flatnonzero(met & ~whole).tolist():
        met[number] = (whole & (np.abs(lefts - lefts[number]) < _SAME_PLACE)).any()
    lines: Grey = met[labels].astype(np.uint8) * np.uint8(255)
    return lines


def cells_of(rulings: Rulings, boxes: Iterable[PixelBox], dpi: float) -> list[Cell]:
    """What the lines close, the sides of tick boxes left out."""
    across, down = rulings.across.copy(), rulings.down.copy()
    for box in boxes:
        if _fills_row(box, rulings.across):
            down[box.top : box.bottom, max(0, box.left - _SIDE) : box.right + _SIDE] = 0
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


def _fills_row(box: PixelBox, across: Grey) -> bool:
    """Its upper or its lower side lies on a line that goes on, so that its other sides look like rulings."""
    side = box.right - box.left
    first, last = max(0, box.left - side), box.right + side
    return any(
        float((across[max(0, level - _SIDE) : level + _SIDE + 1, first:last] > 0).any(axis=0).mean())
        > _GOES_ON
        for level in (box.top, box.bottom)
    )


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
    across = _with_rim(level, rulings.across, down=False)
    down = _with_rim(level, rulings.down, down=True)
    outside = cv2.bitwise_and(ink, cv2.bitwise_not(cv2.bitwise_or(across, down)))
    crossing = cv2.morphologyEx(cv2.bitwise_or(outside, across), cv2.MORPH_OPEN, np.ones((11, 1), np.uint8))
    crossing = cv2.bitwise_and(crossing, ink)
    wiped = level.copy()
    wiped[(across > 0) & (crossing == 0)] = 255
    wiped[down > 0] = 255
    return wiped


def _with_rim(level: Grey, lines: Grey, *, down: bool) -> Grey:
    """Lines with the pale rim about them; accents and letters that touch the rim are no part of it."""
    along, rim = (np.ones(side[::-1] if down else side, np.uint8) for side in ((1, _RUN), (3, _RUN)))
    dark = cv2.threshold(level, _RIM_PALER, 255, cv2.THRESH_BINARY_INV)[1]
    core = cv2.morphologyEx(cv2.bitwise_and(lines, dark), cv2.MORPH_OPEN, along)
    whole = cv2.dilate(core, rim)
    held = cv2.bitwise_and(dark, whole)
    letters = cv2.bitwise_and(held, cv2.bitwise_not(cv2.morphologyEx(held, cv2.MORPH_OPEN, along)))
    # A letter goes on beyond the rim; what does not is a rest of the line.
    beyond = cv2.dilate(cv2.bitwise_and(dark, cv2.bitwise_not(whole)), np.ones((5, 5), np.uint8))
    letters = cv2.bitwise_and(letters, beyond)
    return cv2.bitwise_and(whole, cv2.bitwise_not(letters)).astype(np.uint8)
