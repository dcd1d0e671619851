"""Boxes and outlines held against each other, and against the words of options."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from .box_looks import Beside, FoundBox, Look, Text, alike, gap_between
from .box_outlines import Outline

_WELL_SEEN = 0.82
# In sides of the box.
_BESIDE, _NEAR = 0.9, 1.5
_SAME_BEGIN, _NEXT_ROWS, _A_SPACE = 0.3, 6.0, 2.5
_FEWEST_NEARER, _SHARE_NEARER, _NEARER = 3, 0.6, 0.5


def expected(option: Text, look: Look, gap: float) -> float:
    """Where the box of an option begins that is so far from its words."""
    return option.right + gap if look.behind else option.left - gap - look.width


def belongs(box: FoundBox, option: Text) -> bool:
    side = box.look.height
    if not option.top - 0.4 * side < box.level < option.bottom + 0.4 * side:
        return False
    away = expected(option, box.look, box.gap) - box.left
    return -(1.8 if option.glued else 0.9) * side < away < 0.9 * side


def usual_gap(option: Text, row: Sequence[FoundBox], boxes: Sequence[FoundBox], look: Look) -> float:
    """How far the box of an option is from its words: as those of its row, else as the nearest one above or
    below whose words begin where these do; tables differ from each other."""
    gaps = [box.gap for box in row if box.labelled and box.look is look]
    if gaps:
        return median(gaps)
    side = look.height
    column = [
        box
        for box in boxes
        if box.labelled
        and box.look is look
        and not look.behind
        and abs(box.right + box.gap - option.left) < _SAME_BEGIN * side
        and abs(box.level - option.middle) < _NEXT_ROWS * side
    ]
    nearest = min(column, key=lambda box: abs(box.level - option.middle), default=None)
    return nearest.gap if nearest else look.gap


def in_line(box: FoundBox, other: FoundBox) -> bool:
    slack = max(2.0, 0.15 * box.look.height)
    return abs(box.left - other.left) <= slack or abs(box.top - other.top) <= slack


def largest_group(pairs: Sequence[Beside], *, behind: bool) -> list[Beside]:
    """Outlines that look alike, as far from their words."""
    groups = (
        [other for other in pairs if alike(other[0], one[0]) and as_far(other, one, behind=behind)]
        for one in pairs
    )
    return max(groups, key=len, default=[])


def most_equal_squares(outlines: Sequence[Outline]) -> list[Outline]:
    squares = [outline for outline in outlines if outline.square]
    groups = ([other for other in squares if alike(other, one)] for one in squares)
    return max(groups, key=len, default=[])


def as_far(pair: Beside, other: Beside, *, behind: bool) -> bool:
    slack = (1.2 if pair[1].glued or other[1].glued else 0.5) * pair[0].height
    return abs(gap_between(pair, behind=behind) - gap_between(other, behind=behind)) < slack


def is_nearer(pairs: Sequence[Beside], others: Sequence[Beside], *, behind: bool) -> bool:
    """Whether boxes stand so much nearer to their words than to those on their other side, which are the
    next ones', though of these more were found."""
    same = {id(outline) for outline, _ in pairs} & {id(outline) for outline, _ in others}
    if len(same) < _FEWEST_NEARER or len(pairs) < _SHARE_NEARER * len(others):
        return False
    gap = median(gap_between(pair, behind=behind) for pair in pairs)
    other = median(gap_between(pair, behind=not behind) for pair in others)
    return gap < _NEARER * other and other < _A_SPACE * pairs[0][0].height


def turned(
    look: Look, outlines: Sequence[Outline], boxes: Sequence[FoundBox], options: Sequence[Text]
) -> Look | None:
    """The same boxes before their words, where they stand behind them but for those of an answer or two."""
    if not look.behind:
        return None
    labelled = [box for box in boxes if box.labelled]
    bare = [option for option in options if not any(belongs(box, option) for box in labelled)]
    gaps = [
        gap
        for outline in outlines
        for option in bare
        if look.is_like(outline)
        and option.top < (outline.top + outline.bottom) / 2 < option.bottom
        and 0 < (gap := option.left - outline.right) < _NEAR * look.height
        and not any(
            abs(box.left - outline.left) + abs(box.top - outline.top) < look.height for box in labelled
        )
    ]
    return replace(look, behind=False, gap=median(gaps)) if gaps else None


def without_letters_beside(boxes: Sequence[FoundBox]) -> list[FoundBox]:
    """What was hardly seen beside a box that was, no words between, is a letter of that box's words."""
    seen = [box for box in boxes if box.seen >= _WELL_SEEN]
    return [
        box
        for box in boxes
        if box.seen >= _WELL_SEEN or not any(_stands_beside(box, other) for other in seen)
    ]


def _stands_beside(box: FoundBox, other: FoundBox) -> bool:
    near = _BESIDE * box.look.height
    apart = max(box.left, other.left) - min(box.right, other.right)
    return abs(box.level - other.level) < near and -near < apart < near
