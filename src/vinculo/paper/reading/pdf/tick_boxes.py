"""Tick boxes that are drawn, and whether something was drawn or written into them."""

from __future__ import annotations

from collections.abc import Sequence

from ..page import TICKED, UNTICKED
from .drawing import Shape
from .glyphs import Word

_LEAST, _MOST = 4.0, 18.0
# Width over height.
_NARROWEST, _WIDEST = 0.72, 1.4
# Of the box's side: what is smaller is no mark, and how far its middle may lie outside.
_LEAST_MARK = 0.3
_OUTSIDE = 0.25
_SAME = 0.8
_MARKS = frozenset("xX✓✔✗✘✕✖×√•●■▪*V☒☑")


def drawn_boxes(shapes: Sequence[Shape], words: list[Word]) -> list[Word]:
    """The tick boxes among the shapes, as words; what is written in them is taken out of `words`."""
    outlines = _outlines(shapes)
    boxes: list[Word] = []
    for outline in outlines:
        marks = [shape for shape in shapes if shape is not outline and _marks(shape, outline)]
        written = [word for word in words if _stands_in(word, outline)]
        if written and not all(set(word.text) <= _MARKS for word in written):
            continue
        for word in written:
            words.remove(word)
        ticked = bool(marks or written) or outline.dark or _has_own_mark(outline)
        boxes.append(_as_word(outline, ticked))
    return boxes


def _outlines(shapes: Sequence[Shape]) -> list[Shape]:
    found = [shape for shape in [*shapes, *_of_four_lines(shapes)] if _is_outline(shape)]
    found.sort(key=lambda shape: -shape.width * shape.height)
    kept: list[Shape] = []
    for shape in found:
        x, y = shape.middle
        if not any(known.left <= x <= known.right and known.top <= y <= known.bottom for known in kept):
            kept.append(shape)
    return kept


def _is_outline(shape: Shape) -> bool:
    if not (_LEAST <= shape.width <= _MOST and _LEAST <= shape.height <= _MOST):
        return False
    if not _NARROWEST <= shape.width / shape.height <= _WIDEST:
        return False
    closed = shape.corners >= 4
    return closed and (shape.curved or not shape.slanted or _has_own_mark(shape))


def _has_own_mark(shape: Shape) -> bool:
    """Whether square and mark are one path: a square's corners and slanted strokes beside them."""
    return shape.slanted and shape.paths >= 2 and shape.corners >= 7


def _of_four_lines(shapes: Sequence[Shape]) -> list[Shape]:
    """Squares of four lines, each drawn by itself."""
    level = [shape for shape in shapes if shape.height < 1.5 and shape.width >= _LEAST]
    upright = [shape for shape in shapes if shape.width < 1.5 and shape.height >= _LEAST]
    if len(level) < 2 or len(upright) < 2 or len(level) > 800:
        return []
    squares: list[Shape] = []
    for above in level:
        for below in level:
            deep = below.top - above.top
            if not _LEAST <= deep <= _MOST or abs(below.left - above.left) > 1:
                continue
            if abs(above.right - below.right) > 1 or abs(above.width - deep) > 0.3 * deep:
                continue
            sides = [
                side for side in upright if abs(side.top - above.top) < 1 and abs(side.bottom - below.top) < 1
            ]
            edges = [
                min((abs(side.left - x) for side in sides), default=9.0) for x in (above.left, above.right)
            ]
            if max(edges) < 1:
                square = (above.left, above.top, above.right, below.bottom)
                squares.append(Shape(*square, slanted=False, curved=False, dark=False, corners=5, paths=1))
    return squares


def _marks(shape: Shape, box: Shape) -> bool:
    side = max(box.width, box.height)
    x, y = shape.middle
    reach = _OUTSIDE * side
    if not (box.left - reach < x < box.right + reach and box.top - reach < y < box.bottom + reach):
        return False
    largest = max(shape.width, shape.height)
    if not _LEAST_MARK * side <= largest <= 2 * side:
        return False
    if shape.slanted or shape.dark:
        return shape.dark is False or not _is_edge(shape, box)
    is_frame = shape.width > _SAME * box.width and shape.height > _SAME * box.height
    return shape.corners > 2 and shape.curved and not is_frame


def _is_edge(shape: Shape, box: Shape) -> bool:
    """A side of the box that is drawn as a thin filled rectangle."""
    if min(shape.width, shape.height) > 0.2 * box.width or shape.slanted:
        return False
    x, y = shape.middle
    from_edge = min(abs(x - box.left), abs(x - box.right), abs(y - box.top), abs(y - box.bottom))
    return from_edge < 0.15 * box.width


def _stands_in(word: Word, box: Shape) -> bool:
    x, y = word.middle
    return (
        box.left < x < box.right
        and box.top - 2 < y < box.bottom + 2
        and word.right - word.left < 1.6 * box.width
    )


def _as_word(box: Shape, ticked: bool) -> Word:
    # A letter beside it stands on its lower edge, or a little higher.
    size = max(box.height, 6.0)
    return Word(
        TICKED if ticked else UNTICKED, box.left, box.right, box.bottom - 0.1 * box.height, size,
        top=box.top, bottom=box.bottom, drawn=True,
    )  # fmt: skip
