"""What a page draws: ruling lines, and small shapes that may be tick boxes or marks in them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2 as pdfium
from pypdfium2 import raw

from .sheet import IDENTITY, Matrix, Sheet, matrix_of, times

# In points. Thinner is a line; shorter is none that rules a page.
_THIN = 2.6
_SHORTEST_RULE = 9.0
_STRAIGHT = 0.6
_SMALL = 22.0
_LARGEST_BOX = 14.0
_MOST_SHAPES = 20_000
_DEEPEST = 5
_DARK = 0.6
_NEARLY_WHITE = 0.985
_CURVE = raw.FPDF_SEGMENT_BEZIERTO
_MOVE = raw.FPDF_SEGMENT_MOVETO

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Shape:
    """Something small. `slanted`: it has a stroke that is neither level nor upright."""

    left: float
    top: float
    right: float
    bottom: float
    slanted: bool
    curved: bool
    dark: bool  # Filled with ink.
    corners: int
    paths: int

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> Point:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(slots=True)
class Drawing:
    """Level rules as (y, left, right), upright ones as (x, top, bottom); small shapes; places of pictures.

    `shades` are filled areas without an outline: their sides are no lines by themselves.
    """

    level: list[tuple[float, float, float]] = field(default_factory=list)
    upright: list[tuple[float, float, float]] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    pictures: list[tuple[float, float, float, float]] = field(default_factory=list)
    shades: list[tuple[float, float, float, float]] = field(default_factory=list)


def drawing_of(page: pdfium.PdfPage, sheet: Sheet) -> Drawing:
    drawing = Drawing()
    for number, (found, matrix) in enumerate(_objects(page)):
        if number > _MOST_SHAPES:
            break
        if raw.FPDFPageObj_GetType(found) == raw.FPDF_PAGEOBJ_IMAGE:
            drawing.pictures.append(_picture(found, matrix, sheet))
        else:
            _take_path(drawing, found, matrix, sheet)
    return drawing


def _objects(page: pdfium.PdfPage) -> Iterator[tuple[raw.FPDF_PAGEOBJECT, Matrix]]:
    for index in range(raw.FPDFPage_CountObjects(page.raw)):
        yield from _within(raw.FPDFPage_GetObject(page.raw, index), IDENTITY, 0)


def _within(
    found: raw.FPDF_PAGEOBJECT, matrix: Matrix, deep: int
) -> Iterator[tuple[raw.FPDF_PAGEOBJECT, Matrix]]:
    kind = raw.FPDFPageObj_GetType(found)
    if kind == raw.FPDF_PAGEOBJ_FORM and deep < _DEEPEST:
        inner = times(matrix_of(found), matrix)
        for index in range(raw.FPDFFormObj_CountObjects(found)):
            yield from _within(raw.FPDFFormObj_GetObject(found, index), inner, deep + 1)
    elif kind in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE):
        yield found, matrix


def _picture(found: raw.FPDF_PAGEOBJECT, matrix: Matrix, sheet: Sheet) -> tuple[float, float, float, float]:
    a, b, c, d, e, f = times(times(matrix_of(found), matrix), sheet.matrix)
    xs, ys = (e, e + a, e + c, e + a + c), (f, f + b, f + d, f + b + d)
    return min(xs), min(ys), max(xs), max(ys)


def _take_path(drawing: Drawing, found: raw.FPDF_PAGEOBJECT, matrix: Matrix, sheet: Sheet) -> None:
    count = raw.FPDFPath_CountSegments(found)
    if not 2 <= count <= 400:
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(found, ctypes.byref(fill), ctypes.byref(stroke))
    if not fill.value and not stroke.value:
        return
    paths, curved = _points(found, count, times(times(matrix_of(found), matrix), sheet.matrix))
    xs = [x for path in paths for x, _ in path]
    ys = [y for path in paths for _, y in path]
    if not xs:
        return
    left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
    wide, tall = right - left, bottom - top
    light = _lightness(found) if fill.value else 1.0
    if not stroke.value and light >= _NEARLY_WHITE:
        return
    if wide <= _SMALL and tall <= _SMALL and (wide > _THIN or tall > _THIN):
        drawing.shapes.append(_shape(paths, (left, top, right, bottom), curved=curved, dark=light < _DARK))
    if not stroke.value and len(paths) == 1 and _is_area(paths[0], (left, top, right, bottom)):
        drawing.shades.append((left, top, right, bottom))
    elif not curved and not (_THIN < wide <= _LARGEST_BOX and _THIN < tall <= _LARGEST_BOX):
        _take_rules(drawing, paths, (left, top, right, bottom))


def _is_area(path: list[Point], sides: tuple[float, float, float, float]) -> bool:
    """Whether a path is a rectangle larger than a tick box."""
    left, top, right, bottom = sides
    if bottom - top <= _SHORTEST_RULE or right - left <= _LARGEST_BOX or not 4 <= len(path) <= 6:
        return False
    return all(min(abs(x - left), abs(x - right)) + min(abs(y - top), abs(y - bottom)) < 1 for x, y in path)


def _points(found: raw.FPDF_PAGEOBJECT, count: int, matrix: Matrix) -> tuple[list[list[Point]], bool]:
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    paths: list[list[Point]] = []
    curved = False
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(found, index)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        kind = raw.FPDFPathSegment_GetType(segment)
        curved = curved or kind == _CURVE
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if kind == _MOVE or not paths:
            paths.append([point])
        else:
            paths[-1].append(point)
            if raw.FPDFPathSegment_GetClose(segment) and paths[-1][0] != point:
                paths[-1].append(paths[-1][0])
    return paths, curved


def _lightness(found: raw.FPDF_PAGEOBJECT) -> float:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(found, red, green, blue, alpha):
        return 0.0
    ink = 1 - (0.3 * red.value + 0.59 * green.value + 0.11 * blue.value) / 255
    return 1 - ink * alpha.value / 255


def _shape(
    paths: list[list[Point]], sides: tuple[float, float, float, float], *, curved: bool, dark: bool
) -> Shape:
    slanted = any(
        abs(x - to_x) > _STRAIGHT and abs(y - to_y) > _STRAIGHT
        for path in paths
        for (x, y), (to_x, to_y) in pairwise(path)
    )
    return Shape(*sides, slanted and not curved, curved, dark, sum(map(len, paths)), len(paths))


def _take_rules(drawing: Drawing, paths: list[list[Point]], sides: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = sides
    if bottom - top <= _THIN:
        if right - left >= _SHORTEST_RULE:
            drawing.level.append(((top + bottom) / 2, left, right))
        return
    if right - left <= _THIN:
        if bottom - top >= _SHORTEST_RULE:
            drawing.upright.append(((left + right) / 2, top, bottom))
        return
    for path in paths:
        for (x, y), (to_x, to_y) in pairwise(path):
            if abs(y - to_y) <= _STRAIGHT and abs(x - to_x) >= _SHORTEST_RULE:
                drawing.level.append(((y + to_y) / 2, min(x, to_x), max(x, to_x)))
            elif abs(x - to_x) <= _STRAIGHT and abs(y - to_y) >= _SHORTEST_RULE:
                drawing.upright.append(((x + to_x) / 2, min(y, to_y), max(y, to_y)))
