"""A sheet of paper as the steps of its reading see it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
"""Rows of pixels, 0 black to 255 white."""


@dataclass(frozen=True, slots=True)
class PixelBox:
    """In pixels of the upright sheet; `right` and `bottom` are just outside."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class ScannedWord:
    """A word as Tesseract has it; `sure` from 0 to 1."""

    text: str
    box: PixelBox
    sure: float


@dataclass(frozen=True, slots=True)
class UprightSheet:
    """One sheet, turned and straightened: lines of text run level, its ground is white.

    `dpi` is measured, as far as it can be, or told by the file. `turned` degrees clockwise.
    """

    number: int
    grey: Grey
    dpi: float
    turned: int = 0


class Mark(StrEnum):
    """What stands in a tick box."""

    EMPTY = "empty"
    TICKED = "ticked"
    CROSSED_OUT = "crossed-out"
    """Ticked, and then made void with the pen."""
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class TickBox:
    """A box to tick, or a pair of brackets, with what stands in it and how sure that is, 0 to 1."""

    box: PixelBox
    mark: Mark
    sure: float
