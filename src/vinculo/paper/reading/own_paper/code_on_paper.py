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

_CORNER_WIDTH, _CORNER_HEIGHT = 0.42, 0.3
_FINE_ENOUGH = 2600
"""Pixels of a sheet's longer side: of a picture finer than that, the code is looked for in a coarser copy."""
_ENLARGED = (2.0, 3.0)


@dataclass(frozen=True, slots=True)
class CodeOnPaper:
    """A code, and its four corners in pixels: upper left, upper right, lower right, lower left as printed."""

    code: PaperCode
    corners: Points

    @property
    def turned(self) -> int:
        """How far the picture must be turned clockwise to stand upright: 0, 90, 180 or 270 degrees."""
        along = self.corners[1] - self.corners[0]
        angle = np.degrees(np.arctan2(along[1], along[0]))
        return int(round(-angle / 90.0) * 90 % 360)


def find_code(grey: Grey) -> CodeOnPaper | None:
    """The first of our codes on the sheet, tried as cheaply as it can be read."""
    return next((found for look in _looks(grey) if (found := _read(look))), None)


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
        for corner in _corners(grey):
            large = _scaled(corner.grey, enlarged)
            for look in (large, _sharpened(large, enlarged)):
                yield _Look(look, enlarged, corner.left, corner.top)
                yield _Look(
                    look, enlarged, corner.left, corner.top, threshold=zxingcpp.Binarizer.GlobalHistogram
                )


def _corners(grey: Grey) -> Iterator[_Look]:
    """Lower right first, where the code stands on a sheet that lies upright."""
    height, width = grey.shape
    across = int(width * (_CORNER_WIDTH if width < height else _CORNER_HEIGHT))
    down = int(height * (_CORNER_HEIGHT if width < height else _CORNER_WIDTH))
    for left, top in ((width - across, height - down), (0, 0), (0, height - down), (width - across, 0)):
        yield _Look(grey[top : top + down, left : left + across], 1.0, left, top)


def _scaled(grey: Grey, scale: float) -> Grey:
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=how), np.uint8)


def _sharpened(grey: Grey, scale: float) -> Grey:
    soft = cv2.GaussianBlur(grey, (0, 0), 1.2 * scale)
    return np.asarray(cv2.addWeighted(grey, 2.6, soft, -1.6, 0), np.uint8)


def _read(look: _Look) -> CodeOnPaper | None:
    for found in zxingcpp.read_barcodes(
        np.ascontiguousarray(look.grey), formats=zxingcpp.BarcodeFormat.QRCode, binarizer=look.threshold
    ):
        code = paper_code(found.text)
        if code is not None:
            place = found.position
            points = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
            corners = np.array([(point.x, point.y) for point in points], np.float64) / look.scale
            return CodeOnPaper(code, corners + (look.left, look.top))
    return None
