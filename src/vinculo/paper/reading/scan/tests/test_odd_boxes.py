"""Boxes that stand oddly: of answers alone, at the end of a line, touching; and letters that are none."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from ..box_outlines import empty_outlines
from ..ink import Level
from ..sheet import Mark, PixelBox, ScannedWord, TickBox
from .test_hidden_boxes import Drawn

_SIDE, _GAP, _LETTER = 24, 10, 15


class _Sheet(Drawn):
    """With brackets, too, and words without ink of their own."""

    def brackets(self, left: int, top: int, wide: int = 16, *, typed: bool = False) -> None:
        right = left + wide
        for at, inward in ((left, 5), (right, -5)):
            sides = ((at + inward, top), (at, top), (at, top + _SIDE), (at + inward, top + _SIDE))
            cv2.polylines(self.grey, [np.array(sides, np.int32)], False, 30, 2)
        if typed:
            for ends in (
                ((left + 7, top + 5), (right - 7, top + 19)),
                ((right - 7, top + 5), (left + 7, top + 19)),
            ):
                cv2.line(self.grey, *ends, 30, 2)

    def read(self, text: str, left: int, top: int, right: int, sure: float) -> None:
        self.words.append(ScannedWord(text, PixelBox(left, top, right, top + _SIDE), sure))

    def behind(self, text: str, left: int, top: int, *, marked: bool = False) -> None:
        self.word(text, left, top)
        self.box(left + _LETTER * len(text) - 6 + _GAP, top)
        if marked:
            self.cross(left + _LETTER * len(text) - 6 + _GAP, top)

    def cross(self, left: int, top: int) -> None:
        """Within its box."""
        cv2.line(self.grey, (left + 5, top + 5), (left + 19, top + 19), 30, 2)
        cv2.line(self.grey, (left + 19, top + 5), (left + 5, top + 19), 30, 2)


def _marked(ticks: Sequence[TickBox]) -> list[int]:
    """The rows of those that are not empty."""
    return [round(tick.box.top, -1) for tick in ticks if tick.mark is not Mark.EMPTY]


def test_boxes_of_narrow_rows_that_touch_each_other_are_empty() -> None:
    sheet = _Sheet()
    for at, text in enumerate(("Franquia", "Aposentou", "Migração", "Comercial", "Franquia")):
        left, top = 60 + 8 * len(text), 60 + (_SIDE + 2) * at
        sheet.box(left, top)
        sheet.read(text, 60, top, left - _GAP, 0.95)
    assert [tick.mark for tick in sheet.ticks()] == [Mark.EMPTY] * 5


def _arms(level: Level, left: int, arm: int, *, lean: int = 0) -> None:
    """A pair of brackets, 19 high."""
    for upright, way in ((left, 1), (left + 18, -1)):
        level[20:30, upright : upright + 2] = 1
        level[30:39, upright + lean : upright + lean + 2] = 1
        for row in (20, 38):
            first = upright + (lean if row == 38 else 0)
            level[row : row + 1, min(first, first + way * arm) : max(first, first + way * arm) + 2] = 1


def test_brackets_with_short_arms_and_leaning_ones_are_boxes() -> None:
    for arm, lean in ((1, 0), (4, 1)):
        level: Level = np.zeros((60, 60), np.float32)
        _arms(level, 12, arm, lean=lean)
        assert any(outline.paired for outline in empty_outlines(level)), (arm, lean)
