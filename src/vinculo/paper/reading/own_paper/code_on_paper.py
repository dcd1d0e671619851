"""The code of our prints, found on the picture of a sheet that lies any way round."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from ...printing.paper_code import PaperCode, paper_code
from ..scan.sheet import Grey

Points = NDArray[np.float64]
"""One point a row: across, down."""

_ONLY = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_HALF, _DEEP = 0.5, 0.3
_DEEPEST_EDGE, _BLACK, _MOSTLY = 0.08, 70, 0.9
_FINE_ENOUGH = 2600
"""Pixels of a sheet's longer side: of a picture finer than that, the code is looked for in a coarser copy."""
_ENLARGED = (2.0, 3.0)


@dataclass(frozen=True, slots=True)
class CodeOnPaper:
    """A code, and its four corners in pixels: upper left, upper right, lower right, lower left as printed."""

    code: PaperCode
    corners: Points


def find_code(grey: Grey) -> CodeOnPaper | None:
    """The first of our codes on the sheet, tried as cheaply as it can be read."""
    return next((found for look in _looks(_without_black_edges(grey)) if (found := _read(look))), None)


def _without_black_edges(grey: Grey) -> Grey:
    """A scanner's black rim, made white: a code that it touches would have no edge of its own."""
    clean = grey
    for side in range(4):
        turned = np.rot90(clean, side)
        deep = int(turned.shape[0] * _DEEPEST_EDGE)
        black = (turned[-deep:] < _BLACK).mean(axis=1) > _MOSTLY
        rows = int(np.argmin(black[::-1])) if not black.all() else deep
        if rows:
            if clean is grey:
                clean = grey.copy()
                turned = np.rot90(clean, side)
            turned[turned.shape[0] - rows :] = 255
    return clean


@dataclass(frozen=True, slots=True)
class _Look:
    """A part of the sheet made easier to read; `scale` and `offset` lead back to the sheet."""

    grey: Grey
    scale: float = 1.0
    left: int = 0
    top: int = 0
    threshold: zxingcpp.Binarizer = zxingcpp.Binarizer.LocalAverage


def _looks(grey: Grey) -> Iterator[_Look]:
    longer = max(grey.shape)
    if longer > _FINE_ENOUGH:
        scale = _FINE_ENOUGH / longer
        yield _Look(_scaled(grey, scale), scale)
    yield _Look(grey)
    for enlarged in _ENLARGED:
        for side in _sides(grey):
            large = _scaled(side.grey, enlarged)
            for look in (large, _sharpened(large, enlarged)):
                yield _Look(look, enlarged, side.left, side.top)
                yield _Look(look, enlarged, side.left, side.top, threshold=zxingcpp.Binarizer.GlobalHistogram)


def _sides(grey: Grey) -> Iterator[_Look]:
    """The middle of each side, the lower one first: there the code stands on a sheet that lies upright."""
    height, width = grey.shape
    across, down = int(width * _HALF), int(height * _DEEP)
    for top in (height - down, 0):
        left = (width - across) // 2
        yield _Look(grey[top : top + down, left : left + across], 1.0, left, top)
    across, down = int(width * _DEEP), int(height * _HALF)
    for left in (0, width - across):
        top = (height - down) // 2
        yield _Look(grey[top : top + down, left : left + across], 1.0, left, top)


def _scaled(grey: Grey, scale: float) -> Grey:
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=how), np.uint8)


def _sharpened(grey: Grey, scale: float) -> Grey:
    soft = cv2.GaussianBlur(grey, (0, 0), 1.2 * scale)
    return np.asarray(cv2.addWeighted(grey, 2.6, soft, -1.6, 0), np.uint8)


def _read(look: _Look) -> CodeOnPaper | None:
    for found in zxingcpp.read_barcodes(
        np.ascontiguousarray(look.grey), formats=_ONLY, binarizer=look.threshold
    ):
        code = paper_code(found.text)
        if code is not None:
            place = found.position
            points = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
            corners = np.array([(point.x, point.y) for point in points], np.float64) / look.scale
            return CodeOnPaper(code, corners + np.array((look.left, look.top)))
    return None
