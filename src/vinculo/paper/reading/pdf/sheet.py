"""A page of a PDF as a sheet of paper: points from its upper left corner, downwards, upright."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

import pypdfium2 as pdfium
from pypdfium2 import raw

from ..page import Box

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where a page's own coordinates lie on paper. `number` counts the sheets of the file."""

    number: int
    width: float
    height: float
    matrix: Matrix

    @classmethod
    def of(cls, page: pdfium.PdfPage, number: int) -> Sheet:
        left, bottom, right, top = page.get_bbox()
        wide, tall = max(1.0, right - left), max(1.0, top - bottom)
        match page.get_rotation():
            case 90:
                return cls(number, tall, wide, (0, 1, 1, 0, -bottom, -left))
            case 180:
                return cls(number, wide, tall, (-1, 0, 0, 1, right, -bottom))
            case 270:
                return cls(number, tall, wide, (0, -1, -1, 0, top, right))
        return cls(number, wide, tall, (1, 0, 0, -1, -left, top))

    def at(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self.matrix
        return a * x + c * y + e, b * x + d * y + f

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        return Box(
            self.number,
            min(1.0, max(0.0, left / self.width)),
            min(1.0, max(0.0, top / self.height)),
            min(1.0, max(0.0, right / self.width)),
            min(1.0, max(0.0, bottom / self.height)),
        )


def matrix_of(page_object: raw.FPDF_PAGEOBJECT) -> Matrix:
    kept = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(page_object, ctypes.byref(kept)):
        return IDENTITY
    return kept.a, kept.b, kept.c, kept.d, kept.e, kept.f
