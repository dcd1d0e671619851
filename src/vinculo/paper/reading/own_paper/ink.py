"""Ink that is on the sheet and not on the print: thin dark strokes where the print has none.

What is broad (a stain, a shadow, a punched hole, a finger) is no stroke, and what runs straight over the
whole sheet (a fold, a streak of the scanner, the paper's edge) was no pen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike as Mat
from numpy.typing import NDArray

from ..scan.sheet import Grey
from .reference import PIXELS_PER_MM

Ink = NDArray[np.float32]
"""How dark each pixel is against its surroundings, 0 to 1."""
Mask = NDArray[np.bool_]

_BROAD = int(2.2 * PIXELS_PER_MM) | 1
_LIT = int(10 * PIXELS_PER_MM / 8) | 1
_FAINT = 0.12
_PRINT = 0.12
_BESIDE_PRINT = 7
_JOINED = int(2.4 * PIXELS_PER_MM) | 1
_LEAST_EXTENT = 3.2 * PIXELS_PER_MM
_LEAST_INK = 0.9 * PIXELS_PER_MM**2
_BROADEST_STROKE = 0.85 * PIXELS_PER_MM
_BESIDE_FOLD = 0.22 * PIXELS_PER_MM
_SHORTEST_FOLD = 7 * PIXELS_PER_MM
_DARKEST_FOLD = 0.33
_FOLD_PIXELS = 140
_SHORTEST_LONG_FOLD = 0.28
"""Of the sheet's breadth."""
_GAP_IN_FOLD = 45
_SLANT_OF_FOLD = 0.05
_BREADTH_OF_FOLD = 13
_STRAIGHT = 0.45
"""Of the sheet's side: a line as straight and long as this was drawn by no hand."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """Strokes that belong together. `mask` is of the rectangle; `ink` counts its pixels."""

    left: int
    top: int
    right: int
    bottom: int
    mask: Mask
    ink: int
    dark: float


def ink_of(picture: NDArray[np.uint8]) -> Ink:
    """The strokes of a picture; of a coloured one as red or green light shows them darkest.

    Blue light is left out: it shows what coffee and age have made brown.
    """
    darkest = picture[:, :, 1:].min(axis=2) if picture.ndim == 3 else picture
    grey = cv2.GaussianBlur(np.asarray(darkest, np.uint8), (0, 0), 0.8)
    around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_BROAD, _BROAD))
    ground = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, around)
    lit = np.maximum(_paper_around(ground), 40).astype(np.float32)
    return np.asarray((ground.astype(np.float32) - grey) / lit, np.float32)


def _paper_around(ground: Mat) -> Grey:
    """How light the paper is thereabouts: what is dark and broad is no paper, a shadow over much of it is."""
    height, width = ground.shape
    small = cv2.resize(ground, (width // 8, height // 8), interpolation=cv2.INTER_AREA)
    lightest = cv2.dilate(small, np.ones((_LIT, _LIT), np.uint8))
    smooth = cv2.GaussianBlur(lightest, (0, 0), _LIT / 4)
    return np.asarray(cv2.resize(smooth, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def threshold_of(ink: Ink, clear: Mask) -> float:
    """What counts as ink on this sheet: well above the noise where the print has none."""
    noise = ink[clear]
    if noise.size < 1000:
        return 2 * _FAINT
    return max(_FAINT, 1.6 * float(np.percentile(noise, 99)))


def printed_mask(printed: Grey, beside: int = _BESIDE_PRINT) -> Mask:
    """Where the print has ink, and so near it that a blurred sheet has some there."""
    dark = (255 - printed > 255 * _PRINT).astype(np.uint8)
    around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (beside, beside))
    return np.asarray(cv2.dilate(dark, around) > 0)


def without_folds(added: Mask, ink: Ink) -> Mask:
    """Less the faint straight lines that run over much of the sheet, level or upright: folds, streaks of the
    scanner. What a pen wrote over them is darker and stays."""
    width = added.shape[1]
    lines = cv2.HoughLinesP(
        added.astype(np.uint8),
        1,
        np.pi / 720,
        _FOLD_PIXELS,
        minLineLength=_SHORTEST_LONG_FOLD * width,
        maxLineGap=_GAP_IN_FOLD,
    )
    if lines is None:
        return added
    folds = np.zeros(added.shape, np.uint8)
    for left, top, right, bottom in lines.reshape(-1, 4):
        across, down = abs(int(right) - int(left)), abs(int(bottom) - int(top))
        if min(across, down) < _SLANT_OF_FOLD * max(across, down):
            cv2.line(folds, (int(left), int(top)), (int(right), int(bottom)), 1, _BREADTH_OF_FOLD)
    return added & ~((folds > 0) & (ink < _DARKEST_FOLD))


def strokes(added: Mask, ink: Ink) -> Iterator[Stroke]:
    """Added ink, gathered to what a hand may have written; specks and what is no stroke left out."""
    marks = added.astype(np.uint8)
    marks[_broad(marks)] = 0
    around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_JOINED, _JOINED))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(marks, around))
    for label in range(1, count):
        left, top, width, height = (int(value) for value in stats[label, :4])
        part = np.s_[top : top + height, left : left + width]
        mask = (labels[part] == label) & (marks[part] > 0)
        rows, columns = np.nonzero(mask)
        if rows.size == 0:
            continue
        tight = np.s_[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
        found = Stroke(
            left + int(columns.min()),
            top + int(rows.min()),
            left + int(columns.max()) + 1,
            top + int(rows.max()) + 1,
            mask[tight],
            int(rows.size),
            float(ink[part][mask].mean()),
        )
        if _by_hand(found, added.shape):
            yield found


def _broad(marks: NDArray[np.uint8]) -> Mask:
    """Pixels of blobs broader than a stroke, with their rims."""
    size = int(2 * _BROADEST_STROKE) | 1
    core = cv2.morphologyEx(marks, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)))
    if not core.any():
        return np.zeros(marks.shape, bool)
    return np.asarray(cv2.dilate(core, np.ones((size, size), np.uint8)) > 0)


def _by_hand(stroke: Stroke, sheet: tuple[int, ...]) -> bool:
    width, height = stroke.right - stroke.left, stroke.bottom - stroke.top
    if max(width, height) < _LEAST_EXTENT or stroke.ink < _LEAST_INK:
        return False
    rows, columns = np.nonzero(stroke.mask)
    spread = np.linalg.eigvalsh(np.cov(np.stack([columns, rows]).astype(np.float64)))
    beside = float(np.sqrt(max(spread[0], 0.0)))
    if beside < _BESIDE_FOLD and stroke.dark < _DARKEST_FOLD and max(width, height) > _SHORTEST_FOLD:
        return False
    across = width > _STRAIGHT * sheet[1] or height > _STRAIGHT * sheet[0]
    return not (across and beside < 0.6 * PIXELS_PER_MM)
