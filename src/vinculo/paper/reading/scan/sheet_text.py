"""One sheet: its picture to words, ticks and cells, and these to lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from ..page import TICKED, UNTICKED, Line
from ..placed import Cell, Piece, compose_sheet
from ..placed.compose import SheetSize
from .engine import SCATTERED, Engine, OcrWord
from .lighting import evened, without_specks
from .opening import Picture
from .rulings import find_rulings, without_rulings
from .sheet import Grey, Mark, PixelBox, ScannedWord, TickBox, UprightSheet
from .straight import straightened
from .ticks import find_ticks
from .word_pieces import pieces_of

# Below this mean the sheet may lie the wrong way round; what is read then must be so much surer.
_READ_WELL = 0.7
_CLEARLY_BETTER = 0.08
_FEW_WORDS = 6


@dataclass(frozen=True, slots=True)
class SheetText:
    """What a sheet says. `level`: dark ink on white, rulings wiped off, for who looks a second time."""

    upright: UprightSheet
    shown: Grey
    level: Grey
    pieces: tuple[Piece, ...]
    cells: tuple[Cell, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Look:
    level: Grey
    free: Grey
    cells: tuple[Cell, ...]
    words: list[OcrWord]
    turned: int

    @property
    def sure(self) -> float:
        letters = sum(len(word.text) for word in self.words)
        return sum(word.sure * len(word.text) for word in self.words) / letters if letters else 0.0


def read_sheet(picture: Picture, engine: Engine) -> SheetText:
    """The text of one sheet, whichever way it lies."""
    straight = straightened(picture.grey, picture.dpi)
    dpi = straight.dpi
    look = _look(straight.grey, dpi, 0, engine)
    if look.sure < _READ_WELL and len(look.words) >= _FEW_WORDS:
        for turned in (180, 90, 270):
            other = _look(_turned(straight.grey, turned), dpi, turned, engine)
            if other.sure > look.sure + _CLEARLY_BETTER:
                look = other
            if look.sure >= _READ_WELL:
                break
    shown = _turned(straight.grey, look.turned)
    turned = (picture.turned + straight.turned + look.turned) % 360
    upright = UprightSheet(picture.number, look.level, dpi, turned)
    words = [ScannedWord(word.text, word.box, word.sure) for word in look.words]
    boxes = find_ticks(upright, words)
    pieces = (*pieces_of(look.words, boxes, dpi), *map(_tick_piece, boxes))
    height, width = look.level.shape
    cells = _cells_apart(look.cells, boxes)
    lines = compose_sheet(pieces, cells, SheetSize(picture.number, width, height))
    return SheetText(upright, shown, look.free, pieces, cells, tuple(lines))


def _look(grey: Grey, dpi: float, turned: int, engine: Engine) -> _Look:
    level = without_specks(evened(grey, dpi), dpi)
    rulings = find_rulings(level, dpi)
    free = without_rulings(level, rulings)
    return _Look(level, free, rulings.cells, engine.words(free, SCATTERED, dpi=dpi), turned)


_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


def _turned(grey: Grey, degrees: int) -> Grey:
    return np.ascontiguousarray(cv2.rotate(grey, _TURNS[degrees])) if degrees else grey  # type: ignore[return-value]


_TICKED_SURE = {Mark.TICKED: TICKED, Mark.EMPTY: UNTICKED, Mark.CROSSED_OUT: UNTICKED, Mark.UNSURE: UNTICKED}


def _tick_piece(found: TickBox) -> Piece:
    box = found.box
    return Piece(_TICKED_SURE[found.mark], box.left, box.top, box.right, box.bottom, found.sure)


def _cells_apart(cells: Sequence[Cell], boxes: Sequence[TickBox]) -> tuple[Cell, ...]:
    """The cells that are no tick boxes themselves."""
    return tuple(cell for cell in cells if not any(_is_box(cell, found.box) for found in boxes))


def _is_box(cell: Cell, box: PixelBox) -> bool:
    return cell.area < 2.5 * (box.right - box.left) * (box.bottom - box.top) and cell.holds(
        Piece("", box.left, box.top, box.right, box.bottom)
    )


def renumbered(text: SheetText, lines: Sequence[Line]) -> SheetText:
    """The same sheet with other lines."""
    return replace(text, lines=tuple(lines))
