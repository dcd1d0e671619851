"""What pen changed on a sheet of ours: the sheet, set straight, held against what was printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ...printing.paper_code import CODE_LEFT, CODE_SIDE, CODE_TOP, MARK_CENTRES, MARK_RADIUS
from ..page import Box
from ..returned_paper import Change, ChangeKind
from .code_on_paper import find_code
from .ink import Ink, Mask, Stroke, ink_of, printed_mask, strokes, threshold_of, without_folds
from .reference import PIXELS_PER_MM, PrintedBox, ReferencePage
from .straighten import Straight, straighten

Picture = NDArray[np.uint8]
Rectangle = tuple[slice, slice]

_EDGE = int(4.5 * PIXELS_PER_MM)
_RIM = int(4.0 * PIXELS_PER_MM)
_AROUND_MARK = (MARK_RADIUS + 2) * PIXELS_PER_MM
_NEAR_PRINT = 41
_ONE_STROKE = 9
_LONGEST_TICK = 14 * PIXELS_PER_MM
_TICK_REACH = 0.75
"""How far beyond its box a tick may stand, in sides of the box."""
_WRITTEN_AT_LEAST = 0.78
"""Faint ink and little of it is more often a stain or a fold than a hand."""
_MUCH_INK, _MUCH_MORE = 6 * PIXELS_PER_MM**2, 2.0
"""A word or a name has several times as much: on a faded sheet that makes up for how faint it is."""
_LEAST_TICK = 0.4
"""Of the box's side: a mark in it that reaches less far in all is a speck."""
_AT_EDGE, _REACHES_IN = 3, 5.0 * PIXELS_PER_MM
_OUT_OF_PLACE, _ON_PRINT = int(3 * PIXELS_PER_MM), 0.8
_LEFT_OF_TICK = int(1.5 * PIXELS_PER_MM)
_INK_OF_TICK = 0.12
_SURE_INK_OF_TICK = 0.4
_INK_OF_RING = 0.3
_SURE_INK_OF_RING = 0.8
_DARKER_FILLED, _SURE_DARKER_FILLED = 0.13, 0.3
_DARKER_STRUCK, _SURE_DARKER_STRUCK = 0.22, 0.4
_BESIDE_OUTLINE, _BESIDE_TICK = 5, 3
_ENOUGH_PAPER = 40
_INK_STRUCK = 0.18
_SURE_INK_STRUCK = 0.6


def changes_on(picture: Picture, page: ReferencePage, *, sheet: int) -> tuple[Change, ...] | None:
    """The changes on a sheet, grey or in colour, top to bottom; None where it cannot be set straight.

    Places are in fractions of `picture`, told as those of `sheet`.
    """
    grey = picture if picture.ndim == 2 else np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
    straight = straighten(grey, page.picture, find_code(grey))
    if straight is None:
        return None
    compared = _Compared(straight, picture, page, sheet)
    return tuple(sorted(compared.changes(), key=lambda change: (change.box.top, change.box.left)))


class _Compared:
    """A sheet in the frame of its print, and what of its ink is not of the print."""

    def __init__(self, straight: Straight, picture: Picture, page: ReferencePage, sheet: int) -> None:
        self.straight, self.page, self.sheet = straight, page, sheet
        self.shape = picture.shape
        flat = straight.of(picture)
        self.ink: Ink = ink_of(flat)
        self.grey = flat if flat.ndim == 2 else np.asarray(cv2.cvtColor(flat, cv2.COLOR_BGR2GRAY), np.uint8)
        judged = _well_within(straight.within(picture.shape)) & _judged(page.picture.shape)
        self.from_edge = _from_edge(judged)
        clear = ~printed_mask(page.picture, _NEAR_PRINT) & judged
        self.threshold = threshold_of(self.ink, clear)
        added = (self.ink > self.threshold) & ~printed_mask(page.picture) & judged
        self.added: Mask = without_folds(added, self.ink)
        self.pieces = Pieces.of(self.added, _ONE_STROKE)
        self.taken: list[Rectangle] = []

    def changes(self) -> Iterator[Change]:
        # Empty boxes first: a tick's tail in the box of the next line strikes nothing there.
        for box in sorted(self.page.boxes, key=lambda box: box.ticked):
            change = self._struck(box) if box.ticked else self._ticked(box)
            if change is not None:
                yield change
        for stroke in strokes(self.added, self.ink):
            if self._reaches_in(stroke) or any(self._is_rest(stroke, taken) for taken in self.taken):
                continue
            change = self._written(stroke)
            if change.sure >= _WRITTEN_AT_LEAST and (change.field or not self._is_print(stroke)):
                yield change

    def _ticked(self, box: PrintedBox) -> Change | None:
        """A tick in an empty box, or a ring around it: ink of strokes no longer than a tick."""
        inside, around = self._rectangle(box, 0.0), self._rectangle(box, _TICK_REACH)
        free = ~printed_mask(self.page.picture[inside])
        pieces = self.pieces.in_part(inside, longest=_LONGEST_TICK)
        pieces = [] if self._is_speck(pieces, inside) else pieces
        filled = float(np.isin(self.pieces.labels[inside], pieces)[free].mean()) if free.any() else 0.0
        sure = _share(filled, _INK_OF_TICK, _SURE_INK_OF_TICK)
        if sure == 0:
            sure = _share(
                self._darker_within(inside, around, beside=_BESIDE_OUTLINE),
                _DARKER_FILLED,
                _SURE_DARKER_FILLED,
            )
        if sure == 0:
            pieces = self.pieces.in_part(around, longest=_LONGEST_TICK)
            ringed = float(np.isin(self.pieces.labels[around], pieces).sum()) / _size(inside)
            sure = _share(ringed, _INK_OF_RING, _SURE_INK_OF_RING)
            if sure == 0 or not _surrounds([self.pieces.rectangles[piece] for piece in pieces], inside):
                return None
        return self._change(ChangeKind.TICKED, box.field, box.option, self._take(pieces, box), sure)

    def _darker_within(self, inside: Rectangle, around: Rectangle, *, beside: int) -> float:
        """How much darker a box is than the paper beside it: filled all over, it has no strokes."""
        bare = ~printed_mask(self.page.picture[around], beside)
        within = np.zeros(bare.shape, bool)
        rows, columns = (
            slice(part.start - whole.start, part.stop - whole.start)
            for part, whole in zip(inside, around, strict=True)
        )
        within[rows, columns] = True
        seen = self.grey[around]
        if min((within & bare).sum(), (~within & bare).sum()) < _ENOUGH_PAPER:
            return 0.0
        # The lightest quarter of the box: a stain's rim or a speck leaves some of it white. Of what is beside
        # it the lighter part: what makes a tick void is scribbled beyond the box.
        box, paper = np.percentile(seen[within & bare], 75), np.percentile(seen[~within & bare], 65)
        return 1.0 - float(box) / max(float(paper), 1.0)

    def _struck(self, box: PrintedBox) -> Change | None:
        """Ink over a box that was printed with its tick, or on both sides of it.

        What stands above or below it is the tail of a tick in the next line.
        """
        around, inside = self._rectangle(box, _TICK_REACH), self._rectangle(box, 0.0)
        pieces = self.pieces.in_part(around, longest=_LONGEST_TICK)
        level = (inside[0], around[1])
        filled = float(np.isin(self.pieces.labels[level], pieces).sum()) / _size(inside)
        sure = _share(filled, _INK_STRUCK, _SURE_INK_STRUCK)
        if sure == 0:
            darker = self._darker_within(inside, around, beside=_BESIDE_TICK)
            sure = _share(darker, _DARKER_STRUCK, _SURE_DARKER_STRUCK)
        if sure == 0:
            return None
        return self._change(ChangeKind.UNTICKED, box.field, box.option, self._take(pieces, box), sure)

    def _take(self, pieces: list[int], box: PrintedBox) -> Rectangle:
        """The ink of these pieces is accounted for; its rectangle, with that of the box."""
        bounds = self._rectangle(box, 0.15)
        taken = np.isin(self.pieces.labels, pieces)
        self.added &= ~taken
        self.pieces.labels[taken] = 0
        rectangles = [bounds, *(self.pieces.rectangles[piece] for piece in pieces)]
        rows, columns = zip(*rectangles, strict=True)
        self.taken.append((_around(rows), _around(columns)))
        return self.taken[-1]

    def _is_speck(self, pieces: list[int], inside: Rectangle) -> bool:
        """Whether all the ink in a box is a grain of dust, too small for a pen's point that was set down."""
        if not pieces:
            return True
        sides = [side for piece in pieces for side in self.pieces.rectangles[piece]]
        # The rectangles of pieces are those of their ink, let out.
        reach = max(side.stop - side.start for side in sides) - _ONE_STROKE + 1
        return bool(reach < _LEAST_TICK * (inside[0].stop - inside[0].start))

    def _reaches_in(self, stroke: Stroke) -> bool:
        """Whether ink comes in from beyond what is judged, and hardly any further: a rim, or its smear."""
        far = self.from_edge[stroke.top : stroke.bottom, stroke.left : stroke.right][stroke.mask]
        return bool(far.min() < _AT_EDGE and far.max() < _REACHES_IN)

    def _is_print(self, stroke: Stroke) -> bool:
        """Whether ink in the margin is the print's own, a bit out of its place: hardly anything tells how a
        bare sheet is bent."""
        beyond = _OUT_OF_PLACE
        around = np.pad(self.page.picture, beyond, constant_values=255)[
            stroke.top : stroke.bottom + 2 * beyond, stroke.left : stroke.right + 2 * beyond
        ]
        printed = printed_mask(np.asarray(around, np.uint8), _BESIDE_TICK).astype(np.float32)
        on_print = cv2.matchTemplate(printed, stroke.mask.astype(np.float32), cv2.TM_CCORR)
        return float(on_print.max()) >= _ON_PRINT * stroke.ink

    def _is_rest(self, stroke: Stroke, taken: Rectangle) -> bool:
        """Whether small ink beside a tick is a part of it that print or a weak pen has cut off."""
        rows, columns = taken
        near = _LEFT_OF_TICK
        return bool(
            max(stroke.right - stroke.left, stroke.bottom - stroke.top) < 2 * (rows.stop - rows.start)
            and rows.start - near < stroke.bottom
            and stroke.top < rows.stop + near
            and columns.start - near < stroke.right
            and stroke.left < columns.stop + near
        )

    def _written(self, stroke: Stroke) -> Change:
        place = np.s_[stroke.top : stroke.bottom, stroke.left : stroke.right]
        areas = self.page.areas[place][stroke.mask]
        most = int(np.bincount(areas + 1).argmax()) - 1
        field = self.page.fields[most] if most >= 0 else ""
        stands_out = min(stroke.dark / (2.5 * self.threshold), 1.0)
        sure = 0.6 + 0.4 * min(stands_out * min(stroke.ink / _MUCH_INK, _MUCH_MORE), 1.0)
        return self._change(ChangeKind.WRITTEN, field, "", place, sure)

    def _rectangle(self, box: PrintedBox, beyond: float) -> Rectangle:
        """A box on the sheet, let out by so many of its sides."""
        height, width = self.page.picture.shape
        left, right = box.bounds.left * width, box.bounds.right * width
        top, bottom = box.bounds.top * height, box.bounds.bottom * height
        across, down = beyond * (right - left), beyond * (bottom - top)
        return (
            slice(max(int(top - down), 0), min(int(bottom + down) + 1, height)),
            slice(max(int(left - across), 0), min(int(right + across) + 1, width)),
        )

    def _change(self, kind: ChangeKind, field: str, option: str, place: Rectangle, sure: float) -> Change:
        return Change(kind, field, option, self._box(place), sure)

    def _box(self, place: Rectangle) -> Box:
        """The rectangle, of the print, where it stands in the picture."""
        height, width = self.shape[:2]
        rows, columns = place
        corners = np.ix_((rows.start, rows.stop - 1), (columns.start, columns.stop - 1))
        across, down = self.straight.across[corners] / width, self.straight.down[corners] / height
        sides = (across.min(), down.min(), across.max(), down.max())
        return Box(self.sheet, *(float(np.clip(side, 0, 1)) for side in sides))


@dataclass(frozen=True, slots=True)
class Pieces:
    """Ink in pieces that hang together. `labels` tells each pixel's, 0 for none."""

    labels: NDArray[np.int32]
    rectangles: Mapping[int, Rectangle]

    @classmethod
    def of(cls, added: Mask, near: int) -> Pieces:
        """Ink of one piece is at most `near` pixels apart: a stroke that crosses print is broken by it."""
        around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (near, near))
        joined = cv2.dilate(added.astype(np.uint8), around)
        _, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
        labels[~added] = 0
        rectangles = {
            number: (slice(int(top), int(top + height)), slice(int(left), int(left + width)))
            for number, (left, top, width, height, _) in enumerate(stats)
        }
        return cls(np.asarray(labels, np.int32), rectangles)

    def in_part(self, part: Rectangle, *, longest: float) -> list[int]:
        """The pieces that have ink in a part of the sheet, but for those longer than `longest`."""
        return [
            int(number)
            for number in np.unique(self.labels[part])
            if number and max(side.stop - side.start for side in self.rectangles[int(number)]) <= longest
        ]


def _share(measured: float, least: float, sure: float) -> float:
    """How sure a measure makes: nothing below `least`, then from a half up to 1 at `sure`."""
    return 0.0 if measured < least else 0.5 + 0.5 * min((measured - least) / (sure - least), 1.0)


def _size(place: Rectangle) -> int:
    return int((place[0].stop - place[0].start) * (place[1].stop - place[1].start))


def _surrounds(strokes: Sequence[Rectangle], inside: Rectangle) -> bool:
    """Whether strokes reach beyond the box on all its sides."""
    rows, columns = (_around(sides) for sides in zip(*strokes, strict=True))
    return bool(
        rows.start <= inside[0].start
        and rows.stop >= inside[0].stop
        and columns.start <= inside[1].start
        and columns.stop >= inside[1].stop
    )


def _around(sides: Iterable[slice]) -> slice:
    sides = list(sides)
    return slice(min(side.start for side in sides), max(side.stop for side in sides))


def _well_within(shown: Mask) -> Mask:
    """Less what is so near the picture's edge that it may be a scanner's rim."""
    rim = 2 * _RIM + 1
    return np.asarray(cv2.erode(shown.astype(np.uint8), np.ones((rim, rim), np.uint8), borderValue=1) > 0)


def _from_edge(judged: Mask) -> NDArray[np.float32]:
    """How far each pixel is from what is not judged."""
    return np.asarray(cv2.distanceTransform(judged.astype(np.uint8), cv2.DIST_L2, 3), np.float32)


def _judged(shape: tuple[int, ...]) -> Mask:
    """All of the page but its edges, its code and its marks."""
    judged = np.zeros(shape, bool)
    judged[_EDGE:-_EDGE, _EDGE:-_EDGE] = True
    beside = 2.0
    left, top = ((start - beside) * PIXELS_PER_MM for start in (CODE_LEFT, CODE_TOP))
    reach = (CODE_SIDE + 2 * beside) * PIXELS_PER_MM
    judged[int(top) : int(top + reach), int(left) : int(left + reach)] = False
    for across, down in MARK_CENTRES:
        x, y = across * PIXELS_PER_MM, down * PIXELS_PER_MM
        judged[
            int(y - _AROUND_MARK) : int(y + _AROUND_MARK), int(x - _AROUND_MARK) : int(x + _AROUND_MARK)
        ] = False
    return judged
