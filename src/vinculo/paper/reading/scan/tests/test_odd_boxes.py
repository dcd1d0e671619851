"""Boxes that stand oddly: of answers alone, at the end of a line, touching; and letters that are none."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from ..box_evidence import Evidence
from ..box_looks import FoundBox, KnownLooks, Text
from ..box_outlines import empty_outlines
from ..ink import Level, ink_of
from ..sheet import Mark, PixelBox, ScannedWord, TickBox, UprightSheet
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


def test_brackets_of_answers_are_nearer_to_their_words_than_those_of_the_lists() -> None:
    sheet = _Sheet()
    for at, text in enumerate(("Franquia", "Aposentou", "Glosas", "Estudos")):
        sheet.brackets(60, 200 + 50 * at)
        sheet.word(text, 400, 200 + 50 * at)
    sheet.brackets(60, 60)
    sheet.word("Sim", 60 + 18 + _GAP, 60)
    sheet.brackets(200, 60, 22, typed=True)
    sheet.word("Não", 200 + 24 + _GAP, 60)
    found = sheet.ticks()
    assert len(found) == 6
    assert _marked(found) == [60]


def test_brackets_of_answers_are_boxes_where_all_others_are_squares() -> None:
    sheet = _Sheet()
    for at, text in enumerate(("Franquia", "Aposentou", "Glosas", "Estudos")):
        sheet.option(text, 60, 200 + 50 * at)
    sheet.brackets(60, 60)
    sheet.word("Sim", 60 + 18 + _GAP, 60)
    sheet.brackets(200, 60, 22, typed=True)
    sheet.word("Não", 200 + 24 + _GAP, 60)
    found = sheet.ticks()
    assert len(found) == 6
    assert _marked(found) == [60]


def test_brackets_of_answers_may_stand_before_them_where_all_others_stand_behind() -> None:
    sheet = _Sheet()
    for at, text in enumerate(("Franquia", "Aposentou", "Glosas", "Estudos")):
        sheet.word(text, 60, 200 + 50 * at)
        sheet.brackets(60 + _LETTER * len(text) - 6 + _GAP, 200 + 50 * at)
    sheet.brackets(60, 60)
    sheet.word("Sim", 60 + 18 + _GAP, 60)
    sheet.brackets(200, 60, 22, typed=True)
    sheet.word("Não", 200 + 24 + _GAP, 60)
    found = sheet.ticks()
    assert len(found) == 6
    assert _marked(found) == [60]


def test_brackets_about_an_x_at_the_end_of_a_row_belong_to_words_on_the_next_line() -> None:
    sheet = _Sheet()
    for at, text in enumerate(("Franquia", "Aposentou")):
        sheet.brackets(60 + 260 * at, 60)
        sheet.word(text, 60 + 28 + 260 * at, 60)
    sheet.brackets(540, 60, 24, typed=True)
    sheet.word("Estudos", 60, 100)
    assert _marked(sheet.ticks()) == [60]


def test_a_box_behind_words_that_end_on_a_line_of_their_own_is_one() -> None:
    sheet = _Sheet()
    for at, text in enumerate(("Franquia", "Glosas", "Comercial")):
        sheet.behind(text, 60 + 240 * at, 60)
    sheet.word("Central", 60, 160)
    sheet.behind("atendimento", 300, 230, marked=True)
    assert _marked(sheet.ticks()) == [230]


def _s(sheet: _Sheet, left: int, top: int) -> None:
    """A letter nearly as square as a box."""
    cv2.rectangle(sheet.grey, (left, top), (left + _SIDE, top + _SIDE), 30, 2)
    sheet.grey[top + 4 : top + 8, left + _SIDE - 2 : left + _SIDE + 3] = 255
    cv2.line(sheet.grey, (left, top + 12), (left + _SIDE, top + 12), 30, 2)


def test_the_first_letter_of_a_word_is_no_box_where_boxes_stand_behind_their_words() -> None:
    sheet = _Sheet()
    for at, text in enumerate(("Franquia", "Glosas", "Comercial")):
        sheet.behind(text, 60, 60 + 60 * at)
    sheet.behind("Não", 300, 260)
    _s(sheet, 60, 260)
    sheet.word("im", 60 + _SIDE + 4, 260, read="SIM", since=60, sure=0.55)
    sheet.box(60 + _SIDE + 4 + 2 * _LETTER - 6 + _GAP, 260)
    assert not _marked(sheet.ticks())


@pytest.mark.parametrize(
    ("sure", "whole", "letter"), [(0.95, False, True), (0.95, True, False), (0.7, False, False)]
)
def test_what_is_round_within_a_word_read_beyond_doubt_is_a_letter(
    sure: float, *, whole: bool, letter: bool
) -> None:
    """Were it a box, it would tell how far from their words the boxes of its row stand."""
    sheet, known = _Sheet(), KnownLooks()
    for at, text in enumerate(("Franquia", "Aposentou", "Glosas", "Estudos", "Outros")):
        sheet.option(text, 60, 60 + 60 * at)
    sheet.ticks(known)
    sheet.box(440, 60)
    if not whole:
        for corner in ((440, 60), (464, 60), (440, 84), (464, 84)):
            cv2.circle(sheet.grey, corner, 5, 255, -1)
    ink = ink_of(UprightSheet(0, sheet.grey, 200.0))
    about = Evidence(ink.level, [Text(380, 60, 470, 84, sure=sure)], [])
    assert about.is_letter(FoundBox(known[0], 440, 60, 0.6)) is letter


def test_no_brackets_stand_where_words_were_read_beyond_doubt() -> None:
    """Although a row of boxes crosses a column of them there, and the letters look like brackets."""
    sheet, left = _Sheet(), 160
    for text, top in (("Glosas", 60), ("Franquia", 120), ("Estudos", 240)):
        sheet.read(text, 60, top, left - _GAP, 0.95)
        sheet.brackets(left, top)
    for text, first, end in (
        ("Central", 60, left + 3),
        ("de", left + 9, left + 30),
        ("atendimento", 200, 310),
    ):
        sheet.read(text, first, 180, end, 0.97)
    sheet.brackets(310 + _GAP, 180)
    sheet.brackets(left, 180, typed=True)
    assert not _marked(sheet.ticks())


def test_brackets_stand_behind_the_words_to_which_they_are_nearer() -> None:
    """In running lines, where more of them stand before other words, as those of some ended a line before."""
    sheet = _Sheet()
    for row in range(4):
        left = 60
        for text in ("Valores", "Franquia", "Glosas"):
            sheet.read(text, left, 60 + 50 * row, left + 90, 0.95)
            if text != "Glosas" or row % 2:
                sheet.brackets(left + 95, 60 + 50 * row, typed=(row, text) == (1, "Glosas"))
            left += 140
    sheet.read("Estudos", 500, 60, 590, 0.95)
    sheet.brackets(595, 60)
    assert _marked(sheet.ticks()) == [110]


def test_brackets_about_an_x_begin_where_a_row_of_others_meets_their_column() -> None:
    sheet = _Sheet()
    for row, pair in enumerate((("Franquia", "Glosas"), ("Estudos", "Valores"), ("Outros", "Comercial"))):
        for at, text in enumerate(pair):
            sheet.brackets(60 + 260 * at, 60 + 60 * row)
            sheet.word(text, 88 + 260 * at, 60 + 60 * row)
    sheet.brackets(60, 240, 26, typed=True)
    sheet.read("(TA", 60, 240, 130, 0.55)
    sheet.brackets(320, 240)
    sheet.word("Central", 348, 240)
    ticked = [tick.box for tick in sheet.ticks() if tick.mark is Mark.TICKED]
    assert [round(box.right - box.left, -1) for box in ticked] == [30]


def test_a_word_that_begins_where_a_column_of_boxes_does_is_none() -> None:
    """The label of a list between two, of which another word stands where the options' words do."""
    sheet = _Sheet()
    for text, top in (("Franquia", 60), ("Glosas", 110), ("Estudos", 210), ("Valores", 260)):
        sheet.box(60, top)
        sheet.word(text, 230, top)
    sheet.word("MOTIVO", 60, 160, sure=0.96)
    sheet.word("TENÇÃO", 230, 160)
    for step in range(4, 24, 4):
        cv2.line(sheet.grey, (60, 160 + step), (80, 160 + step), 30, 2)
    assert not _marked(sheet.ticks())
