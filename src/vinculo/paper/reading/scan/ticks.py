"""What stands in each tick box of a sheet: nothing, a tick, a tick made void, or who knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from .box_looks import FoundBox, KnownLooks, crop_at
from .ink import Level, ink_of, without_rulings
from .sheet import Mark, ScannedWord, TickBox, UprightSheet
from .tick_boxes import BoxFinder

# Up to here of a box's inside is inked beyond what its look has: EMPTY, UNSURE, TICKED.
_CLEAN, _MARKED = 0.025, 0.05
# A tick with a line or a scribble over it, to both sides.
_FILLED, _STRUCK = 0.42, 0.45
_THICK, _TO_BOTH_SIDES, _ALL_ABOUT = 0.15, 0.25, 0.1
# A line about the box, as a share of the directions, and its ink.
_ROUND, _ROUND_INK = 0.65, 0.07
_TOUCHED = 0.12
# Ink that reaches no further than this within a box, in sides, is dirt on the paper.
_SPECK, _SEEN = 0.3, 0.3
_DOT, _SMALL_MARK = 0.4, 0.075
_OUTLINED, _SUREST, _PLACED_SURE = 0.5, 0.995, 0.9
_SECTORS, _TO_WORDS = 16, 0.12


@dataclass(frozen=True, slots=True)
class Measures:
    """Ink beyond that of an empty box, as shares of where it is looked for."""

    inside: float
    about: float  # To the left, above and below, near the box.
    ring: float  # The directions from the box, those to its words left out, in which there is ink about it.
    wide: float  # On both sides at half height: a line through it.
    reach: float = 1.0  # Of what is inside, from one end to the other.


def find_ticks(
    sheet: UprightSheet, words: Sequence[ScannedWord], known: KnownLooks | None = None
) -> tuple[TickBox, ...]:
    """Every tick box of the sheet with what stands in it, top to bottom.

    `known`: the looks of the sheets before, to which those well learnt on this one are added.
    """
    ink = ink_of(sheet)
    finder = BoxFinder(ink, words, known or ())
    boxes = finder.boxes()
    if known is not None:
        known.learn(finder.looks)
    if not boxes:
        return ()
    side = max(box.look.height for box in boxes)
    open_ink = without_rulings(ink.level, 3 * side)
    measured = [measure(ink.level, open_ink, box, boxes) for box in boxes]
    return tuple(
        TickBox(ink.to_sheet(box.left, box.top, box.right, box.bottom), *judged)
        for box, judged in zip(boxes, _judge(boxes, measured), strict=True)
    )


def measure(level: Level, open_level: Level, box: FoundBox, boxes: Sequence[FoundBox] = ()) -> Measures:
    """How a box differs from an empty one of its look. `boxes`: those of the sheet; in narrow rows the next
    ones are near."""
    look, margin = box.look, box.look.margin
    crop = _beyond(crop_at(level, box.left, box.top, look.size, margin), look.empty)
    free = _beyond(crop_at(open_level, box.left, box.top, look.size, margin), look.empty)
    inset = max(1, round(0.08 * look.height))
    inner = np.s_[margin + inset : margin + look.height - inset, margin + inset : margin + look.width - inset]
    near = round(0.32 * look.height)
    upper, lower = margin - near, margin + look.height + near
    alone = _without_others(free, box, boxes)
    about = np.concatenate(
        (
            alone[upper : margin - 1, margin - near : margin + look.width].ravel(),
            alone[margin + look.height + 1 : lower, margin - near : margin + look.width].ravel(),
            alone[margin:-margin, margin - near : margin - 1].ravel(),
        )
    )
    reach = _reach(crop[inner]) / look.height
    return Measures(float(crop[inner].mean()), float(about.mean()), _ring(free, box), _wide(free, box), reach)


def _without_others(free: Level, box: FoundBox, boxes: Sequence[FoundBox]) -> Level:
    """What is about a box, the outlines of others wiped off."""
    alone, margin = free.copy(), box.look.margin
    for other in boxes:
        top, left = other.top - box.top + margin, other.left - box.left + margin
        if other is not box and abs(top) < len(alone) and abs(left) < alone.shape[1]:
            rows = slice(max(0, top - 1), max(0, top + other.look.height + 1))
            alone[rows, max(0, left - 1) : max(0, left + other.look.width + 1)] = 0
    return alone


def _beyond(crop: Level, empty: Level) -> Level:
    """The crop's ink where an empty box has none, a pixel off allowed."""
    paper = float(np.percentile(crop, 25))
    crop = np.clip((crop - paper) / max(0.2, 1 - paper), 0, 1)
    spread: Level = 1.15 * cv2.dilate(empty, np.ones((3, 3), np.uint8))
    return np.asarray(np.clip(crop - spread, 0, 1))


def _reach(inside: Level) -> float:
    rows, columns = np.nonzero(inside > _SEEN)
    return float(max(np.ptp(rows), np.ptp(columns)) + 1) if len(rows) else 0.0


def _ring(free: Level, box: FoundBox) -> float:
    look, margin = box.look, box.look.margin
    if look.behind:
        free = free[:, ::-1]
    rows, columns = np.indices(free.shape)
    down, along = rows - (margin + look.height / 2), columns - (margin + look.width / 2)
    turn = np.arctan2(down, along)
    outside = (np.abs(down) > look.height / 2 + 1) | (np.abs(along) > look.width / 2 + 1)
    sector = ((turn + np.pi) / (2 * np.pi) * _SECTORS).astype(int) % _SECTORS
    # The words are to the right.
    asked = [number for number in range(_SECTORS) if abs((number + 0.5) / _SECTORS - 0.5) > _TO_WORDS]
    # It is one line, though it may be broken: boxes and words above and below are others.
    count, labels = cv2.connectedComponents(
        cv2.dilate(((free > _SEEN) & outside).astype(np.uint8), np.ones((3, 3), np.uint8)), connectivity=8
    )
    return max((_round(sector[outside & (labels == line)], asked) for line in range(1, count)), default=0.0)


def _round(sectors: NDArray[np.int_], asked: Sequence[int]) -> float:
    """How much of a round a line makes; to the left there is nothing but a line."""
    seen = set(sectors.tolist())
    return sum(number in seen for number in asked) / len(asked) if seen & {0, _SECTORS - 1} else 0.0


def _wide(free: Level, box: FoundBox) -> float:
    look, margin = box.look, box.look.margin
    band = free[margin + look.height // 5 : margin + look.height - look.height // 5]
    reach = max(3, margin - 2)
    sides = (band[:, 1:reach], band[:, -reach:-1])
    return min(float((side.max(axis=0) > 0.3).mean()) for side in sides)


def _judge(boxes: Sequence[FoundBox], measured: Sequence[Measures]) -> list[tuple[Mark, float]]:
    clean = [each.inside for each in measured if each.inside < _CLEAN]
    usual = median(clean) if clean else 0.0
    return [_judged(box, each, each.inside - usual) for box, each in zip(boxes, measured, strict=True)]


def _judged(box: FoundBox, each: Measures, inside: float) -> tuple[Mark, float]:
    # A mark that hides the whole outline is found by its place alone.
    most = _SUREST if box.seen >= _OUTLINED else _PLACED_SURE
    if inside >= _FILLED and each.wide >= _STRUCK:
        return Mark.CROSSED_OUT, min(most, 0.9)
    if inside >= _THICK and each.wide >= _TO_BOTH_SIDES and each.about >= _ALL_ABOUT:
        # A faint scribble over the box, or a wide tick.
        return Mark.UNSURE, 0.5
    # A dot may be dirt.
    speck = _DOT if inside < _SMALL_MARK else _SPECK
    if inside >= _MARKED and each.reach > speck:
        return Mark.TICKED, min(most, 0.93 + 0.065 * min(1.0, (inside - _MARKED) / _MARKED))
    if each.ring >= _ROUND and each.about >= _ROUND_INK:
        return Mark.TICKED, min(most, 0.96)
    if inside > _CLEAN or each.about > _TOUCHED:
        return Mark.UNSURE, 0.5
    return Mark.EMPTY, min(most, 0.995 - 0.05 * inside / _CLEAN)
