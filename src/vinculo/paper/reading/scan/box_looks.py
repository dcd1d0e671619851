"""How the boxes of one sheet look when they are empty, learnt from the sheet itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isnan, nan
from statistics import median

import cv2
import numpy as np

from .box_outlines import Outline
from .ink import Level

# Boxes of one look differ by so much, of their side.
_ALIKE = 0.16
_CLEAR_ABOUT = 0.45
_WIDEST_TYPED = 0.8
_MOST_LEARNT = 60
_OUTLINE, _TICKED_BEYOND = 3, 0.04
_TOLD_BY_ITSELF = 3
# From so many boxes a look is learnt that other sheets of the same paper may go by, sheets before only from
# so many times as many as they have.
_WELL_LEARNT, _MANY_MORE = 5, 2


@dataclass(frozen=True, slots=True)
class Text:
    """A word in pixels of the ink; `glued`: the box before it may be read as a part of it."""

    left: float
    top: float
    right: float
    bottom: float
    glued: bool = False
    joined: bool = False  # Follows another word as in a sentence.
    sure: float = 1.0
    plain: bool = False  # Its first word is known to hold its own letters alone.

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """How the empty boxes of one kind look. `empty` has a margin of `margin` pixels about the box."""

    empty: Level
    kernel: Level
    width: int
    height: int
    margin: int
    gap: float  # Between a box and its words.
    behind: bool  # The box stands behind its words.
    rise: float  # From the middle of the words down to the middle of the box.
    paired: bool
    square: bool
    border: float  # What the kernel finds in an empty box.
    mass: float  # The mean ink of an empty box.
    learnt: int = _MOST_LEARNT  # From so many boxes.

    @property
    def size(self) -> tuple[int, int]:
        return self.width, self.height

    def stretched(self, wider: int) -> Look:
        """Brackets so much further apart: what is typed between them is wider than a blank."""
        middle = self.margin + self.width // 2
        blank = np.zeros((self.empty.shape[0], wider), np.float32)
        parts = (np.hstack((part[:, :middle], blank, part[:, middle:])) for part in (self.empty, self.kernel))
        empty, kernel = parts
        return replace(self, empty=empty, kernel=kernel, width=self.width + wider)

    def about_typed(self) -> list[Look]:
        """Brackets about something typed, which is as wide as it is."""
        most = round(_WIDEST_TYPED * self.height) if self.paired else 0
        return [self.stretched(wider) for wider in range(2, most + 1, 2)]

    def is_like(self, outline: Outline | Look) -> bool:
        slack = max(2.0, _ALIKE * self.height)
        return (
            outline.paired == self.paired
            and abs(outline.width - self.width) <= slack
            and abs(outline.height - self.height) <= slack
        )

    def darker(self, times: float) -> Look:
        """The same boxes where ink is so many times as dark."""
        empty = np.clip(self.empty * times, 0, 1)
        return replace(self, empty=empty, border=self.border * times, mass=self.mass * times)

    def seen_as(self, other: Look) -> Look:
        """The same boxes on another sheet, where they stand to their words as `other` tells."""
        return replace(self, gap=other.gap, rise=other.rise, behind=other.behind)


@dataclass(slots=True, eq=False)
class FoundBox:
    """A box, its left upper corner in pixels of the ink, and how much of its outline is there."""

    look: Look
    left: int
    top: int
    seen: float
    labelled: bool = False
    gap: float = nan  # To its words.

    def __post_init__(self) -> None:
        if isnan(self.gap):
            self.gap = self.look.gap

    @property
    def right(self) -> int:
        return self.left + self.look.width

    @property
    def bottom(self) -> int:
        return self.top + self.look.height

    @property
    def level(self) -> float:
        return self.top + self.look.height / 2


def alike(one: Outline, other: Outline) -> bool:
    slack = max(2.0, _ALIKE * other.height)
    return (
        one.paired == other.paired
        and abs(one.width - other.width) <= slack
        and abs(one.height - other.height) <= slack
    )


Beside = tuple[Outline, Text]


def gap_between(pair: Beside, *, behind: bool) -> float:
    outline, words = pair
    return outline.left - words.right if behind else words.left - outline.right


def look_of(level: Level, kin: Sequence[Outline], beside: Sequence[Beside], *, behind: bool) -> Look:
    """What empty boxes have in common, each put where it fits the others best."""
    group = kin[:_MOST_LEARNT]
    width = round(median(outline.width for outline in group))
    height = round(median(outline.height for outline in group))
    margin = max(5, round(0.5 * height))
    crops = _without_ticked(
        [crop_at(level, outline.left, outline.top, (width, height), margin) for outline in group], margin
    )
    sketch = np.median(np.stack(crops), axis=0).astype(np.float32)
    moved = []
    for crop in crops:
        fit = cv2.matchTemplate(crop, sketch[2:-2, 2:-2], cv2.TM_CCORR)
        _, _, _, (along, down) = cv2.minMaxLoc(fit)
        moved.append(np.roll(crop, (2 - down, 2 - along), (0, 1)))
    empty = np.median(np.stack(moved), axis=0).astype(np.float32)
    kernel = _kernel(empty, margin)
    gaps = [gap_between(pair, behind=behind) for pair in beside if not pair[1].glued]
    rises = [(outline.top + outline.bottom) / 2 - option.middle for outline, option in beside]
    return Look(
        empty=empty,
        kernel=kernel,
        width=width,
        height=height,
        margin=margin,
        gap=median(gaps) if gaps else 0.3 * width,
        behind=behind,
        rise=median(rises) if rises else 0.0,
        paired=group[0].paired,
        square=sum(outline.square for outline in group) * 2 > len(group),
        mass=float(empty[margin : margin + height, margin : margin + width].mean()),
        border=max(0.1, float((kernel * empty).sum())),
        learnt=len(group),
    )


class KnownLooks(list[Look]):
    """The looks that the sheets of a file tell well; `last` are those of its last sheet, well told or not."""

    last: Sequence[Look] = ()

    def learn(self, looks: Sequence[Look]) -> None:
        self.last = looks
        self += [
            look
            for look in looks
            if look.learnt >= _WELL_LEARNT and not any(other.is_like(look) for other in self)
        ]

    def tells_better(self, looks: Sequence[Look]) -> bool:
        """Whether a later sheet knows boxes that a sheet of those looks does not, from many more of them."""
        most = max((look.learnt for look in looks), default=0)
        return any(
            look.learnt >= _MANY_MORE * max(most, 1)
            and not any(look.is_like(other) and look.behind == other.behind for other in looks)
            for look in self
        )


def with_known(own: Sequence[Look], known: Sequence[Look]) -> list[Look]:
    """The looks of a sheet and of those before it; two boxes alone, maybe both ticked, tell none."""
    looks = [_beside_as_on_others(look, known) for look in own if look.learnt >= _TOLD_BY_ITSELF or not known]
    for other in known:
        if not any(look.is_like(other) for look in looks):
            looks.append(next((other.seen_as(look) for look in own if other.is_like(look)), other))
    return looks


def _beside_as_on_others(look: Look, known: Sequence[Look]) -> Look:
    """A look of a sheet that has few boxes, on the side of their words where many on others stand: those few
    may be an answer's."""
    others = (each for each in known if each.is_like(look) and each.learnt >= _MANY_MORE * look.learnt)
    other = next(others, None)
    return look.seen_as(other) if other is not None and other.behind and not look.behind else look


def _without_ticked(crops: list[Level], margin: int) -> list[Level]:
    """Those with hardly more ink within than the cleaner ones: a small tick leaves the outline whole."""
    inset = margin + _OUTLINE
    inside = [float(crop[inset:-inset, inset:-inset].mean()) for crop in crops]
    most = sorted(inside)[len(inside) // 4] + _TICKED_BEYOND
    return [crop for crop, ink in zip(crops, inside, strict=True) if ink <= most]


def crop_of(level: Level, left: int, top: int, width: int, height: int) -> Level:
    """A part of the ink, of that size also where it reaches over the sheet's edge."""
    tall, wide = level.shape
    part = np.zeros((height, width), np.float32)
    upper, lower = max(0, top), min(tall, top + height)
    first, last = max(0, left), min(wide, left + width)
    if upper < lower and first < last:
        part[upper - top : lower - top, first - left : last - left] = level[upper:lower, first:last]
    return part


def crop_at(level: Level, left: int, top: int, size: tuple[int, int], margin: int) -> Level:
    """A box of that width and height, with a margin about it."""
    width, height = size
    return crop_of(level, left - margin, top - margin, width + 2 * margin, height + 2 * margin)


def fitted(level: Level, outline: Outline, look: Look) -> FoundBox:
    """The box of an outline, where it lies best over the look."""
    left = round((outline.left + outline.right - look.width) / 2)
    top = round((outline.top + outline.bottom - look.height) / 2)
    area = crop_at(level, left, top, look.size, look.margin + 2)
    fit = cv2.matchTemplate(area, look.kernel, cv2.TM_CCORR)
    _, most, _, (along, down) = cv2.minMaxLoc(fit)
    return FoundBox(look, left + along - 2, top + down - 2, most / look.border)


def _kernel(empty: Level, margin: int) -> Level:
    """Ink on the outline counts for a box, ink just outside it against."""
    whole = np.zeros_like(empty)
    whole[margin - 1 : 1 - margin, margin - 1 : 1 - margin] = 1
    frame = ((empty > 0.4 * max(float(empty.max()), 0.25)) & (whole > 0)).astype(np.float32)
    about = cv2.dilate(whole, np.ones((5, 5), np.uint8)) - cv2.dilate(whole, np.ones((3, 3), np.uint8))
    kernel = frame / max(1.0, float(frame.sum())) - _CLEAR_ABOUT * about / max(1.0, float(about.sum()))
    return kernel.astype(np.float32)
