"""How much ink stands where: a sheet at one resolution, from 0 (paper) to 1 (the sheet's darkest ink)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from .sheet import PixelBox, UprightSheet

Level = NDArray[Any]
"""Rows of pixels: shares of ink, 0 to 1."""

DPI = 200.0
_LEAST_SCALE, _MOST_SCALE = 0.4, 1.7
# From here on a pixel counts as ink.
INKED = 0.35
# The ground is looked for in steps of so many pixels: wider than ink, narrower than shadows and shaded cells.
_GROUND_STEP = 8
# On a sheet with hardly any ink the usual ink is among the very darkest.
_DEEP = (99.4, 99.95)
_HARDLY_ANY, _USUAL = 0.4, 0.85
_LEAST_CONTRAST = 45.0


@dataclass(frozen=True, slots=True)
class Ink:
    """`level` at about 200 dpi; `scale` is its pixels to one of the sheet."""

    level: Level
    scale: float

    def to_sheet(self, left: float, top: float, right: float, bottom: float) -> PixelBox:
        sides = (round(side / self.scale) for side in (left, top, right, bottom))
        return PixelBox(*sides)


def ink_of(sheet: UprightSheet) -> Ink:
    """The sheet's ink against its own ground, place by place."""
    scale = min(_MOST_SCALE, max(_LEAST_SCALE, DPI / max(sheet.dpi, 1.0)))
    grey: Level = sheet.grey
    if abs(scale - 1) > 0.04:
        way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=way)
    else:
        scale = 1.0
    height, width = grey.shape
    if min(height, width) < 4 * _GROUND_STEP:
        ground: Level = np.full(grey.shape, float(grey.max()), np.float32)
    else:
        small = cv2.resize(
            grey, (width // _GROUND_STEP, height // _GROUND_STEP), interpolation=cv2.INTER_AREA
        )
        light = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 5)
        ground = cv2.resize(light, (width, height), interpolation=cv2.INTER_LINEAR).astype(np.float32)
    darker: Level = ground - grey
    deep, deepest = map(float, np.percentile(darker[::2, ::2], _DEEP))
    if deep < _HARDLY_ANY * deepest:
        deep = _USUAL * deepest
    return Ink(np.clip(darker / max(deep, _LEAST_CONTRAST), 0, 1), scale)


def without_rulings(level: Level, longest: int) -> Level:
    """The same without straight lines longer than any part of a box."""
    inked = (level > INKED).astype(np.uint8)
    lines: Level = np.zeros_like(inked)
    for size in ((longest, 1), (1, longest)):
        found = cv2.morphologyEx(inked, cv2.MORPH_OPEN, np.ones(size[::-1], np.uint8))
        lines = np.maximum(lines, found)
    around = cv2.dilate(lines, np.ones((3, 3), np.uint8))
    return np.where(around > 0, 0, level)
