"""Marks of a hand over printed tick boxes: ticks, ticks made void; stray lines, a signature."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[Any]
Stroke = list[tuple[float, float]]
"""Points of one stroke of the pen, in sides of the box from its middle, down and to the right."""

TICKS = (
    "hand-x", "hand-check", "hand-slash", "hand-scribble", "hand-circle", "hand-dot", "hand-overshoot",
    "hand-beside",
)  # fmt: skip
VOIDS = ("void-strike", "void-scribble")
_PENS = (((40, 40, 45), 0.42), ((35, 35, 120), 0.28), ((150, 35, 40), 0.12), ((110, 110, 112), 0.18))
_FINER = 8  # Points are drawn on a grid so much finer than pixels.


@dataclass(frozen=True, slots=True)
class MarkedBox:
    """A printed tick box, in pixels of its page, and what a hand is to do to it."""

    sheet: int
    left: float
    top: float
    right: float
    bottom: float
    code: str
    ticked: bool
    mark: str = ""  # Of TICKS or VOIDS; nothing where the hand left it alone.

    @property
    def side(self) -> float:
        return max(self.right - self.left, self.bottom - self.top)


@dataclass(frozen=True, slots=True)
class Pen:
    colour: tuple[int, int, int]
    width: float  # Millimetres.
    cover: float  # How much of the paper shows through: 1 is none.


def random_pen(rng: Random) -> Pen:
    colour = rng.choices([pen for pen, _ in _PENS], [share for _, share in _PENS])[0]
    pencil = colour[0] > 100 and colour[0] == colour[1]
    return Pen(colour, rng.uniform(0.28, 0.6), rng.uniform(0.45, 0.75) if pencil else rng.uniform(0.8, 1.0))


def mark_box(picture: Picture, box: MarkedBox, pen: Pen, dpi: float, rng: Random) -> None:
    """Draw the box's mark into the picture of its page."""
    if not box.mark:
        return
    middle = ((box.left + box.right) / 2, (box.top + box.bottom) / 2)
    for stroke in strokes_of(box.mark, rng):
        points = [(middle[0] + x * box.side, middle[1] + y * box.side) for x, y in stroke]
        draw_stroke(picture, points, pen, dpi, rng)


def strokes_of(mark: str, rng: Random) -> list[Stroke]:  # noqa: PLR0911
    match mark:
        case "hand-x":
            return _cross(rng, rng.uniform(0.38, 0.62))
        case "hand-overshoot":
            return _cross(rng, rng.uniform(0.75, 1.05)) if rng.random() < 0.5 else _check(rng, 1.7)
        case "hand-check":
            return _check(rng, rng.uniform(0.85, 1.35))
        case "hand-beside":
            aside = rng.choice((-1, 1)) * rng.uniform(0.2, 0.4)
            strokes = _cross(rng, 0.5) if rng.random() < 0.5 else _check(rng, 1.0)
            return [[(x + aside, y + rng.uniform(-0.1, 0.1)) for x, y in stroke] for stroke in strokes]
        case "hand-slash":
            reach, lean = rng.uniform(0.45, 0.75), rng.choice((-1, 1)) * rng.uniform(0.6, 1.1)
            return [_line((-reach * lean, reach), (reach * lean, -reach), rng)]
        case "hand-scribble":
            return [_scribble(rng, 0.42, 0.42)]
        case "hand-circle":
            return [_round(rng, rng.uniform(0.85, 1.1), rng.uniform(0.8, 1.0))]
        case "hand-dot":
            return [_scribble(rng, 0.2, 0.2)]
        case "void-strike":
            level = [_line((-1.1, rng.uniform(-0.2, 0.2)), (1.2, rng.uniform(-0.2, 0.2)), rng)]
            second = [_line((-1.0, 0.2), (1.1, rng.uniform(0.0, 0.3)), rng)]
            return [*_cross(rng, 0.5), *level, *second]
        case "void-scribble":
            return [*_cross(rng, 0.5), _scribble(rng, 0.95, 0.8), _scribble(rng, 0.95, 0.8)]
    raise ValueError(f"no mark {mark!r}")


def stray_line(picture: Picture, pen: Pen, dpi: float, rng: Random) -> None:
    """A line where the pen slipped, somewhere on the page."""
    height, width = picture.shape[:2]
    x, y, turn = rng.uniform(0.1, 0.9) * width, rng.uniform(0.1, 0.9) * height, rng.uniform(0, math.tau)
    reach = rng.uniform(0.2, 1.2) * dpi
    end = (x + reach * math.cos(turn), y + reach * math.sin(turn) * 0.4)
    draw_stroke(picture, _line((x, y), end, rng, bend=reach * 0.05), pen, dpi, rng)


def signature(picture: Picture, start: tuple[float, float], pen: Pen, dpi: float, rng: Random) -> None:
    """A name nobody can read, written from `start` to the right."""
    points: Stroke = []
    (x, middle), at = start, 0.0
    wide, tall = rng.uniform(0.06, 0.1) * dpi, rng.uniform(0.08, 0.2) * dpi
    for _ in range(rng.randrange(6, 12)):
        for step in range(8):
            at += math.tau / 8
            rise = tall * (rng.uniform(0.7, 1.4) if step == 0 else 1)
            points.append((x + wide * math.cos(at), middle - rise * math.sin(at)))
            x += wide * 0.16
    draw_stroke(picture, points, pen, dpi, rng)


def draw_stroke(
    picture: Picture, points: Sequence[tuple[float, float]], pen: Pen, dpi: float, rng: Random
) -> None:
    """Ink along a line, whose pressure and place tremble."""
    cover = np.zeros(picture.shape[:2], np.uint8)
    thick = max(1.0, pen.width / 25.4 * dpi)
    for start, end in pairwise(points):
        ink = cv2.LINE_AA
        level = int(255 * pen.cover * rng.uniform(0.82, 1.0))
        first, last = (tuple(round(each * _FINER) for each in point) for point in (start, end))
        width = max(1, round(thick * rng.uniform(0.8, 1.15)))
        cv2.line(cover, first, last, level, width, ink, int(math.log2(_FINER)))
    _lay(picture, cover, pen.colour)


def _lay(picture: Picture, cover: Picture, colour: tuple[int, int, int]) -> None:
    rows, columns = np.nonzero(cover)
    if not rows.size:
        return
    area = np.s_[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    share = cover[area].astype(np.float32)[..., None] / 255
    picture[area] = np.minimum(
        picture[area], picture[area] * (1 - share) + np.array(colour, np.float32) * share
    )


def _cross(rng: Random, reach: float) -> list[Stroke]:
    def near() -> float:
        return rng.uniform(-0.1, 0.1)

    return [
        _line((-reach + near(), -reach + near()), (reach + near(), reach + near()), rng),
        _line((reach + near(), -reach + near()), (-reach + near(), reach + near()), rng),
    ]


def _check(rng: Random, size: float) -> list[Stroke]:
    low = (rng.uniform(-0.2, 0.0), rng.uniform(0.2, 0.4))
    start = (low[0] - size * rng.uniform(0.22, 0.38), low[1] - size * rng.uniform(0.25, 0.45))
    end = (low[0] + size * rng.uniform(0.5, 0.75), low[1] - size * rng.uniform(0.7, 1.0))
    return [[*_line(start, low, rng), *_line(low, end, rng)]]


def _line(start: tuple[float, float], end: tuple[float, float], rng: Random, *, bend: float = 0.06) -> Stroke:
    """Never quite straight."""
    aside, points = rng.uniform(-bend, bend), 7
    across = (start[1] - end[1], end[0] - start[0])
    length = math.hypot(*across) or 1.0
    line = []
    for step in range(points):
        part = step / (points - 1)
        bow = aside * math.sin(math.pi * part)
        line.append(
            tuple(
                first + (last - first) * part + bow * away / length
                for first, last, away in zip(start, end, across, strict=True)
            )
        )
    return line  # type: ignore[return-value]


def _round(rng: Random, wide: float, tall: float) -> Stroke:
    begin, turns = rng.uniform(0, math.tau), rng.uniform(1.0, 1.12) * math.tau
    return [
        (wide * (1 + 0.04 * math.sin(3 * at)) * math.cos(at), tall * math.sin(at))
        for at in (begin + turns * step / 28 for step in range(29))
    ]


def _scribble(rng: Random, wide: float, tall: float) -> Stroke:
    """To and fro, from left to right."""
    turns = rng.randrange(7, 11)
    return [
        (
            -wide + 2 * wide * step / turns + rng.uniform(-0.05, 0.05),
            tall * (1 if step % 2 else -1) * rng.uniform(0.75, 1.1),
        )
        for step in range(turns + 1)
    ]


def as_record(box: MarkedBox) -> dict[str, Any]:
    return {"code": box.code, "ticked": box.ticked, "mark": box.mark}
