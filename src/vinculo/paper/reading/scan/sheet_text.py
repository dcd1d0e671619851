"""One sheet: its picture to words, ticks and cells, and these to lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ..own_paper.marks import PrintedFrame, framed, without_marks
from ..page import TICKED, UNTICKED, Box, Line
from ..placed import Cell, Piece
from ..placed.compose import SheetSize
from ..placed.hanging import PrintedLabels
from ..placed.pieces import usual_height
from .box_looks import KnownLooks
from .engine import SCATTERED, Engine, OcrWord
from .furniture_apart import composed_apart
from .lighting import evened, without_holes, without_specks
from .missed_ink import unread_ink, with_missed_words
from .opening import Picture
from .printed_by_us import without_printed
from .rulings import Rulings, cells_of, find_rulings, without_rulings
from .sheet import Grey, Mark, PixelBox, ScannedWord, TickBox, UprightSheet
from .straight import straightened
from .tick_rows import with_rows_again, without_boxes, without_letters
from .ticks import find_ticks
from .word_ends import ending_where_they_end
from .word_pieces import pieces_of

# Below this mean the sheet may lie the wrong way round; what is read then must be so much surer.
_READ_WELL = 0.75
_CLEARLY_BETTER = 0.08
_STRIP_INCHES = 1.3
_TOO_MUCH_FOR_TEXT = 0.35


@dataclass(frozen=True, slots=True)
class SheetText:
    """What a sheet says. `level`: dark ink on white, rulings wiped off, for who looks a second time."""

    upright: UprightSheet
    shown: Grey
    level: Grey
    pieces: tuple[Piece, ...]
    cells: tuple[Cell, ...]
    lines: tuple[Line, ...]
    unread: tuple[Box, ...] = ()  # Ink that no word holds.


@dataclass(frozen=True, slots=True)
class SeenSheet:
    """A sheet upright and straight, with the words that the engine finds at first.

    `frame`: how the page lies on it, where it is paper that we printed.
    """

    upright: UprightSheet
    shown: Grey
    free: Grey
    rulings: Rulings
    words: list[OcrWord]
    frame: PrintedFrame | None = None


def seen_sheet(picture: Picture, engine: Engine) -> SeenSheet:
    """A sheet upright, whichever way it lies, and the words on it."""
    straight = straightened(picture.grey, picture.dpi)
    dpi = straight.dpi
    way = _way_up(straight.grey, dpi, engine)
    shown = _turned(straight.grey, way)
    level = without_specks(evened(without_holes(shown, dpi), dpi), dpi)
    frame = framed(level, dpi)
    if frame is not None:
        level = without_marks(level, frame)
    rulings = find_rulings(level, dpi)
    free = without_rulings(level, rulings)
    turned = (picture.turned + straight.turned + way) % 360
    upright = UprightSheet(picture.number, level, dpi, turned)
    words = ending_where_they_end(engine.words(free, SCATTERED, dpi=dpi))
    return SeenSheet(upright, shown, free, rulings, words, frame)


def text_of(
    seen: SeenSheet, engine: Engine, labels: PrintedLabels | None, known: KnownLooks | None
) -> SheetText:
    """What a sheet says, its boxes and their words told apart. `known`: how those of other sheets look."""
    upright, dpi, number = seen.upright, seen.upright.dpi, seen.upright.number
    words = [ScannedWord(word.text, word.box, word.sure) for word in seen.words]
    boxes = without_letters(find_ticks(upright, words, known), seen.words, seen.free)
    clear = without_boxes(seen.free, boxes)
    read = with_rows_again(seen.words, boxes, clear, dpi, engine)
    read = with_missed_words(read, clear, dpi, engine)
    pieces = (*pieces_of(read, boxes, clear, dpi), *map(_tick_piece, boxes))
    height, width = upright.grey.shape
    cells = tuple(cells_of(seen.rulings, (found.box for found in boxes), dpi))
    size = SheetSize(number, width, height, dpi)
    lines = composed_apart(without_printed(pieces, size, seen.frame), cells, size, labels)
    unread = _unread(pieces, clear, number)
    return SheetText(upright, seen.shown, clear, pieces, cells, tuple(lines), unread)


def _unread(pieces: Sequence[Piece], clear: Grey, sheet: int) -> tuple[Box, ...]:
    height, width = clear.shape
    held = [
        PixelBox(round(each.left), round(each.top), round(each.right), round(each.bottom)) for each in pieces
    ]
    return tuple(
        Box(sheet, box.left / width, box.top / height, box.right / width, box.bottom / height)
        for box in unread_ink(held, clear, usual_height(pieces))
    )


def _way_up(grey: Grey, dpi: float, engine: Engine) -> int:
    """By how many degrees it is to be turned: a strip full of ink is read one way and the other."""
    level = evened(grey, dpi)
    sure = {}
    for turned in (0, 180, 90, 270):
        strip = _fullest_strip(_turned(level, turned), dpi)
        sure[turned] = _sure_of(engine.words(strip, SCATTERED, dpi=dpi))
        if sure[turned] >= _READ_WELL:
            return turned
    best = max(sure, key=lambda each: sure[each])
    return best if sure[best] > sure[0] + _CLEARLY_BETTER else 0


def _fullest_strip(level: Grey, dpi: float) -> Grey:
    high = round(_STRIP_INCHES * dpi)
    ink = (level < 128).mean(axis=1)
    if len(ink) <= high:
        return level
    ink[ink > _TOO_MUCH_FOR_TEXT] = 0
    sums = np.convolve(ink, np.ones(high), "valid")
    top = int(sums.argmax())
    return np.ascontiguousarray(level[top : top + high])


def _sure_of(words: list[OcrWord]) -> float:
    letters = sum(len(word.text) for word in words)
    return sum(word.sure * len(word.text) for word in words) / letters if letters else 0.0


_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


def _turned(grey: Grey, degrees: int) -> Grey:
    return np.ascontiguousarray(cv2.rotate(grey, _TURNS[degrees])) if degrees else grey


# A box of which nobody can say whether it is ticked: its list is never taken for sure.
_NOT_KNOWN = 0.5
_TICKED_SURE = {Mark.TICKED: TICKED, Mark.EMPTY: UNTICKED, Mark.CROSSED_OUT: UNTICKED, Mark.UNSURE: UNTICKED}


def _tick_piece(found: TickBox) -> Piece:
    box = found.box
    sure = min(found.sure, _NOT_KNOWN) if found.mark is Mark.UNSURE else found.sure
    return Piece(_TICKED_SURE[found.mark], box.left, box.top, box.right, box.bottom, sure)
