"""The outlines of the states, for maps drawn as SVG, and where a place lies on them.

Packaged (`data/state_outlines.json`, made by `scripts/make_state_outlines.py`), loaded on first use. The
drawing is a Mercator's: its units are those of the source, about seven kilometres each.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class StateOutline:
    """`path` is the `d` of an SVG path; the box is the least that holds it."""

    uf: str
    path: str
    left: float
    top: float
    width: float
    height: float


def outline_of(uf: str) -> StateOutline | None:
    """The outline of the UF with that code."""
    told = _data()["states"].get(uf)
    return StateOutline(uf, told["path"], *told["box"]) if told else None


def on_the_map(latitude: float, longitude: float) -> tuple[float, float]:
    """Where that place lies in the units of the outlines: to the right, and down."""
    numbers: Mapping[str, tuple[float, float]] = _data()["projection"]
    (scale, shift), (stretch, drop) = numbers["longitude"], numbers["mercator"]
    return scale * longitude + shift, stretch * mercator(latitude) + drop


def mercator(latitude: float) -> float:
    """The latitude as Mercator draws it, in degrees of the equator."""
    return math.degrees(math.asinh(math.tan(math.radians(latitude))))


@lru_cache(maxsize=1)
def _data() -> Mapping[str, Any]:
    file = Path(__file__).parent / "data" / "state_outlines.json"
    told: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return told
