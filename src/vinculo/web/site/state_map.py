"""The map of a state: its cities as marks that are told apart by shape, sized by what they weigh.

Only numbers for an SVG: attributes and classes, no style, so that the policy (CSP) lets it be drawn.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from vinculo.kernel.places import UFS, Municipality, StateOutline, on_the_map, outline_of

NONE, FEW, ENOUGH = "none", "few", "enough"
KINDS = (ENOUGH, FEW, NONE)

_WIDTH = 400.0
_MARGIN = 16.0
_TALLEST = 400.0
_LARGEST = 11.0
_SMALLEST = 2.8
_CROWDED = 250
_RING = 4.0
# About what a letter of the label takes where the map is small and its letters are large.
_LETTER = 9.0
_LETTER_HEIGHT, _BELOW_BASE = 13.0, 4.0
_Spot = tuple[float, float, str]
_SIDES = ((1, "start"), (-1, "end"))
# A triangle is larger than the circle that it is drawn for.
_LARGER = 1.25


class CityMark(NamedTuple):
    place: Municipality
    weight: int
    kind: str


@dataclass(frozen=True, slots=True)
class Ring:
    """Around the city in question, with its name beside it."""

    x: float
    y: float
    r: float
    label: str
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class StateMap:
    """`marks` are paths by kind, in the order in which they are drawn; `count`, how many cities they show."""

    uf: str
    name: str
    width: float
    height: float
    outline: str
    placing: str
    marks: Sequence[tuple[str, str]]
    count: int
    ring: Ring | None


def state_map(uf: str, marks: Sequence[CityMark], here: Municipality) -> StateMap | None:
    """None for a UF without an outline. A city off the coast of the outline (an island) is not drawn."""
    outline = outline_of(uf)
    if outline is None:
        return None
    frame = _Frame.around(outline)
    largest = max((mark.weight for mark in marks), default=0)
    smallest = _SMALLEST if len(marks) < _CROWDED else _SMALLEST / 2
    places = {
        mark.place.ibge_code: (*point, _radius(mark.weight, largest, smallest))
        for mark in marks
        if (point := frame.place(mark.place)) is not None
    }
    return StateMap(
        uf=uf,
        name=UFS[uf],
        width=_WIDTH,
        height=frame.height,
        outline=outline.path,
        placing=frame.placing,
        marks=list(_paths(marks, places)),
        count=len(places),
        ring=_ring(frame, here, places),
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """From the units of the outlines to those of the drawing."""

    left: float
    top: float
    scale: float
    height: float
    shift: float

    @classmethod
    def around(cls, outline: StateOutline) -> _Frame:
        scale = min(
            (_WIDTH - 2 * _MARGIN) / outline.width,
            (_TALLEST - 2 * _MARGIN) / outline.height,
        )
        height = math.ceil(outline.height * scale + 2 * _MARGIN)
        shift = (_WIDTH - outline.width * scale) / 2
        return cls(outline.left, outline.top, scale, height, shift)

    @property
    def placing(self) -> str:
        x, y = self.shift - self.left * self.scale, _MARGIN - self.top * self.scale
        return f"translate({x:.2f} {y:.2f}) scale({self.scale:.4f})"

    def place(self, city: Municipality) -> tuple[float, float] | None:
        if city.latitude is None or city.longitude is None:
            return None
        right, down = on_the_map(city.latitude, city.longitude)
        x, y = (right - self.left) * self.scale + self.shift, (down - self.top) * self.scale + _MARGIN
        inside = 0 <= x <= _WIDTH and 0 <= y <= self.height
        return (x, y) if inside else None


def _radius(weight: int, largest: int, smallest: float) -> float:
    """The area grows with the weight."""
    return max(smallest, _LARGEST * math.sqrt(weight / largest)) if largest else smallest


def _paths(
    marks: Iterable[CityMark], places: Mapping[str, tuple[float, float, float]]
) -> Iterable[tuple[str, str]]:
    """One path for all marks of a kind: hundreds of elements would be slow to send and to draw."""
    pieces: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for mark in marks:
        if mark.place.ibge_code in places:
            pieces[mark.kind].append(_SHAPES[mark.kind](*places[mark.place.ibge_code]))
    return ((kind, "".join(drawn)) for kind, drawn in pieces.items() if drawn)


def _disc(x: float, y: float, r: float) -> str:
    return f"M{x - r:.1f} {y:.1f}a{r:.1f} {r:.1f} 0 1 0 {2 * r:.1f} 0a{r:.1f} {r:.1f} 0 1 0 {-2 * r:.1f} 0z"


def _triangle(x: float, y: float, r: float) -> str:
    """A little larger than the circle around it, so that it looks as heavy."""
    r *= 1.25
    return f"M{x:.1f} {y - r:.1f}l{r * 0.87:.1f} {r * 1.5:.1f}h{-r * 1.74:.1f}z"


def _crossed(x: float, y: float, r: float) -> str:
    r = max(r, 3.0)
    d = r * 0.71
    cross = f"M{x - d:.1f} {y - d:.1f}l{2 * d:.1f} {2 * d:.1f}m{-2 * d:.1f} 0l{2 * d:.1f} {-2 * d:.1f}"
    return _disc(x, y, r) + cross


_SHAPES = {ENOUGH: _disc, FEW: _triangle, NONE: _crossed}


def _ring(frame: _Frame, here: Municipality, places: Mapping[str, tuple[float, float, float]]) -> Ring | None:
    point = frame.place(here)
    if point is None:
        return None
    x, y = point
    r = places.get(here.ibge_code, (x, y, _SMALLEST))[2] + _RING
    others = [place for code, place in places.items() if code != here.ibge_code]
    width = len(here.name) * _LETTER
    label_x, label_y, anchor = min(_spots(x, y, r, width), key=_covered(width, frame.height, others))
    label_x, label_y = round(label_x, 1), round(label_y, 1)
    return Ring(round(x, 1), round(y, 1), round(r, 1), here.name, label_x, label_y, anchor)


def _spots(x: float, y: float, r: float, width: float) -> list[_Spot]:
    """Where a name may stand, the best first: to the right, the left, above, below, further off, aslant."""
    middle = min(max(x, width / 2), _WIDTH - width / 2)
    return [
        (x + r + 4, y + 4, "start"),
        (x - r - 4, y + 4, "end"),
        *((middle, y + down, "middle") for down in (-r - 5, r + 14, -r - 22, r + 31)),
        *((x + side * r, y + down, anchor) for side, anchor in _SIDES for down in (-r - 2, r + 11)),
    ]


def _covered(
    width: float, height: float, others: Sequence[tuple[float, float, float]]
) -> Callable[[_Spot], float]:
    """How much of other marks a name of that width covers at a spot."""
    left_of = {"start": 0.0, "middle": width / 2, "end": width}

    def covered(spot: _Spot) -> float:
        left, base = spot[0] - left_of[spot[2]], spot[1]
        if left < 0 or left + width > _WIDTH or base < _LETTER_HEIGHT or base > height:
            return math.inf
        box = (left, base - _LETTER_HEIGHT, left + width, base + _BELOW_BASE)
        return sum(_depth(box, mark) for mark in others)

    return covered


def _depth(box: tuple[float, float, float, float], mark: tuple[float, float, float]) -> float:
    """How far a mark reaches into a box."""
    x, y, r = mark
    left, top, right, bottom = box
    aside = math.hypot(max(left - x, 0.0, x - right), max(top - y, 0.0, y - bottom))
    return max(0.0, r * _LARGER - aside)


LEGEND = {kind: shape(8.0, 8.0, 5.0) for kind, shape in _SHAPES.items()}
"""A mark of each kind in a box of 16 by 16."""
