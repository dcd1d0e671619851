"""Turned and straightened: which way text runs, how far lines lean, where a sheet lies on a table."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from .lighting import evened, inked
from .sheet import Grey

Points = NDArray[np.float32]

_STEEPEST = 12.0
_WIDTH_OF_A4 = 8.27
_HEIGHT_OF_A4 = 11.69
_MOST_POINTS = 30_000
_LOOKED_AT_DPI = 110
_TABLE_DARKER = 45.0
_PARTS, _ENOUGH_POINTS = 3, 1500
_LEANS_APART, _CLEARLY_SHARPER = 1.5, 1.08
_FEW_LETTERS, _MOST_LETTERS = 20, 600


@dataclass(frozen=True, slots=True)
class Straightened:
    """The picture with level lines of text; `turned` by so many quarter turns' degrees, clockwise."""

    grey: Grey
    dpi: float
    turned: int


def straightened(grey: Grey, dpi: float) -> Straightened:
    """Level, but perhaps upside down: that is told by reading it."""
    outlined = without_table(grey)
    known = dpi if outlined is grey else 0.0
    dpi = known or _guessed_dpi(outlined)
    turned = 0
    if _runs_upwards(outlined, dpi):
        outlined = cv2.rotate(outlined, cv2.ROTATE_90_COUNTERCLOCKWISE).astype(np.uint8)
        turned = 270
    return Straightened(_levelled(outlined, dpi), dpi, turned)


def _guessed_dpi(grey: Grey) -> float:
    """As if it were a sheet of A4."""
    return float(min(max(max(grey.shape) / _HEIGHT_OF_A4, 60.0), 600.0))


def _letters(grey: Grey, dpi: float) -> tuple[Grey, float]:
    """The ink of letters alone, on a smaller picture, and its scale."""
    scale = min(1.0, _LOOKED_AT_DPI / dpi)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = inked(evened(small.astype(np.uint8), dpi * scale))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    most = 0.22 * dpi * scale
    sides = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]]
    letters = (sides.max(axis=1) < most) & (sides.max(axis=1) > 0.03 * dpi * scale)
    letters[0] = False
    return (letters[labels].astype(np.uint8) * 255), scale


def _points_of(mask: Grey) -> Points:
    rows, columns = np.nonzero(mask)
    if len(rows) > _MOST_POINTS:
        step = len(rows) // _MOST_POINTS + 1
        rows, columns = rows[::step], columns[::step]
    return np.column_stack((columns, rows)).astype(np.float32)


def _sharpness(points: Points, degrees: float) -> float:
    """How sharply rows of ink and rows of paper part, if lines lean so."""
    levels = points[:, 1] - points[:, 0] * np.tan(np.radians(degrees))
    counts = np.bincount((levels - levels.min()).astype(np.int64))
    return float((np.diff(counts.astype(np.float64)) ** 2).sum())


def _lean(points: Points, around: float = 0.0, reach: float = _STEEPEST) -> tuple[float, float]:
    """By how many degrees lines go down to the right, and how sharply they part then."""
    if len(points) < 50:
        return 0.0, 0.0
    best, step = around, reach / 24
    while True:
        tried = [best + step * n for n in range(-24, 25)]
        worth = [_sharpness(points, degrees) for degrees in tried]
        place = int(np.argmax(worth))
        best = tried[place]
        if step < 0.02:
            return best, worth[place]
        step /= 8


def _runs_upwards(grey: Grey, dpi: float) -> bool:
    """Whether lines of text stand on end: a letter's next neighbour is mostly on its line."""
    mask, _ = _letters(grey, dpi)
    _, _, _, centres = cv2.connectedComponentsWithStats(mask, connectivity=8)
    centres = centres[1:]
    if len(centres) < _FEW_LETTERS:
        return False
    step = len(centres) // _MOST_LETTERS + 1
    apart = np.abs(centres[::step, None, :] - centres[None, :, :])
    far = apart.max(axis=2)
    far[far < 1] = np.inf
    nearest = apart[np.arange(len(far)), far.argmin(axis=1)]
    return bool((nearest[:, 0] < nearest[:, 1]).mean() > 0.5)


def _levelled(grey: Grey, dpi: float) -> Grey:
    mask, scale = _letters(grey, dpi)
    points = _points_of(mask)
    if len(points) < 200:
        return grey
    height, width = mask.shape
    lean, _ = _lean(points)
    top, bottom = _leans_apart(points, height, lean)
    matrix = _levelling(width / scale, height / scale, top, bottom)
    return cv2.warpPerspective(
        grey, matrix, (grey.shape[1], grey.shape[0]), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    ).astype(np.uint8)


def _leans_apart(points: Points, height: int, lean: float) -> tuple[float, float]:
    """How far lines lean at the top and at the bottom: they differ where a sheet was seen from aside."""
    found: list[tuple[float, float]] = []
    low, high = np.percentile(points[:, 1], [2, 98])
    edges = np.linspace(low, high, _PARTS + 1)
    for upper, lower in pairwise(edges):
        part = points[(points[:, 1] >= upper) & (points[:, 1] < lower)]
        if len(part) > _ENOUGH_POINTS:
            own, sharpness = _lean(part, lean, _LEANS_APART)
            if sharpness > _CLEARLY_SHARPER * _sharpness(part, lean):
                found.append(((upper + lower) / 2, own))
            else:
                found.append(((upper + lower) / 2, lean))
    if len(found) < _PARTS or found[-1][0] - found[0][0] < height * 0.4:
        return lean, lean
    steps = np.diff([each for _, each in found])
    if not ((steps >= 0).all() or (steps <= 0).all()) or abs(steps.sum()) > _LEANS_APART:
        return lean, lean
    slope, start = np.polyfit([place for place, _ in found], [each for _, each in found], 1)
    if abs(slope * height) < 0.12:
        return lean, lean
    return float(start), float(start + slope * height)


def _levelling(width: float, height: float, top: float, bottom: float) -> NDArray[np.float64]:
    """Takes the leaning edges to level ones; the middle of the sheet stays where it is."""
    rise_top, rise_bottom = (np.tan(np.radians(each)) * width / 2 for each in (top, bottom))
    mean = np.tan(np.radians((top + bottom) / 2)) * height / 2
    source = np.array(
        [
            [mean, -rise_top],
            [width + mean, rise_top],
            [width - mean, height + rise_bottom],
            [-mean, height - rise_bottom],
        ],
        np.float32,
    )
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return cv2.getPerspectiveTransform(source, target).astype(np.float64)


def without_table(grey: Grey) -> Grey:
    """The sheet alone, seen from straight above, where it lies on something darker; else the picture."""
    scale = 600 / max(grey.shape)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    smooth = cv2.morphologyEx(cv2.GaussianBlur(small, (5, 5), 0), cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    edge = np.concatenate(
        (smooth[:4].ravel(), smooth[-4:].ravel(), smooth[:, :4].ravel(), smooth[:, -4:].ravel())
    )
    level, _ = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    if (edge < level).mean() < 0.25:
        return grey
    bright = (smooth > level).astype(np.uint8)
    apart = float(np.median(smooth[bright > 0])) - float(np.median(smooth[bright == 0]))
    if apart < _TABLE_DARKER:
        # A shadow on the sheet itself, no table.
        return grey
    contours, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return grey
    hull = cv2.convexHull(max(contours, key=cv2.contourArea))
    area = cv2.contourArea(hull)
    if area < 0.3 * small.size:
        return grey
    for share in (0.01, 0.02, 0.03, 0.05):
        corners = cv2.approxPolyDP(hull, share * cv2.arcLength(hull, True), True)
        if (
            len(corners) == 4
            and cv2.contourArea(corners) > 0.93 * area
            and _is_sheet(corners.astype(np.float32))
        ):
            return _seen_from_above(grey, corners.reshape(4, 2).astype(np.float32) / scale)
    return grey


def _is_sheet(corners: Points) -> bool:
    """Whether opposite sides are about as long as each other."""
    sides = np.linalg.norm(corners.reshape(4, 2) - np.roll(corners.reshape(4, 2), 1, axis=0), axis=1)
    return all(0.75 < one / max(other, 1) < 1.33 for one, other in zip(sides[:2], sides[2:], strict=True))


def _seen_from_above(grey: Grey, corners: Points) -> Grey:
    centre = corners.mean(axis=0)
    turns = np.arctan2(corners[:, 1] - centre[1], corners[:, 0] - centre[0])
    ordered = corners[np.argsort(turns)]
    # The first is the one nearest to the upper left.
    ordered = np.roll(ordered, -int(np.argmin(ordered.sum(axis=1))), axis=0)
    across = max(np.linalg.norm(ordered[1] - ordered[0]), np.linalg.norm(ordered[2] - ordered[3]))
    down = max(np.linalg.norm(ordered[3] - ordered[0]), np.linalg.norm(ordered[2] - ordered[1]))
    # A sheet of A4 has known sides.
    long = max(across, down)
    if 1.25 < long / min(across, down) < 1.6:
        short = long * _WIDTH_OF_A4 / _HEIGHT_OF_A4
        across, down = (long, short) if across > down else (short, long)
    target = np.array([[0, 0], [across, 0], [across, down], [0, down]], np.float32)
    matrix = cv2.getPerspectiveTransform(ordered, target)
    size = (round(float(across)), round(float(down)))
    return cv2.warpPerspective(grey, matrix, size, flags=cv2.INTER_CUBIC, borderValue=255).astype(np.uint8)
