"""Boxes known by where they stand, and how boxes look when they are empty, from drawn sheets; no OCR."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ..box_looks import KnownLooks
from ..box_outlines import empty_outlines
from ..sheet import Mark, PixelBox, ScannedWord, UprightSheet
from ..tick_labels import option_words
from ..ticks import find_ticks

_OPTIONS = (("Valores", "Franquia"), ("Glosas", "Estudos"), ("Aposentou", "Outros"), ("Óbito", "Migração"))
_SIDE = 24


def _sheet(*, marked: tuple[int, int] = (-1, -1)) -> tuple[NDArray[np.uint8], list[ScannedWord]]:
    """Two columns of boxes with a word behind each; a cross over one reaches far over it."""
    grey: NDArray[np.uint8] = np.full((400, 600), 255, np.uint8)
    words = []
    for row, pair in enumerate(_OPTIONS):
        for column, option in enumerate(pair):
            left, top = 60 + 260 * column, 60 + 70 * row
            right, lower = left + _SIDE, top + _SIDE
            cv2.rectangle(grey, (left, top), (right, lower), 30, 1)
            end = right + 10 + 15 * len(option)
            for x in range(right + 10, end, 15):
                cv2.line(grey, (x, top + 3), (x + 9, lower), 30, 2)
            if (row, column) == marked:
                for start, reach in (
                    ((left - 7, top - 7), (right + 7, lower + 7)),
                    ((right + 7, top - 7), (left - 7, lower + 7)),
                ):
                    cv2.line(grey, start, reach, 30, 4, cv2.LINE_AA)
            else:
                words.append(ScannedWord(option, PixelBox(right + 10, top, end, lower), 0.95))
    return grey, words


def test_a_box_is_known_by_its_row_and_column_where_its_words_were_not_read() -> None:
    for marked in ((0, 0), (2, 1), (3, 0)):
        grey, words = _sheet(marked=marked)
        left, top = 60 + 260 * marked[1], 60 + 70 * marked[0]
        # What the mark was read as.
        words.append(ScannedWord("OTX", PixelBox(left - 5, top - 5, left + 60, top + 30), 0.4))
        ticks = find_ticks(UprightSheet(0, grey, 200.0), words)
        ticked = [tick.box for tick in ticks if tick.mark is Mark.TICKED]
        assert len(ticks) == 8
        assert len(ticked) == 1
        assert abs(ticked[0].top - (60 + 70 * marked[0])) < 5


def test_no_box_is_made_up_where_a_row_has_none() -> None:
    grey, words = _sheet()
    grey[55:90, 55:300] = 255
    assert len(find_ticks(UprightSheet(0, grey, 200.0), words[1:])) == 7


def test_boxes_ticked_in_print_are_not_taken_for_empty_ones_where_there_are_few() -> None:
    grey, words = _sheet()
    for row in (0, 1):
        middle = np.array((72, 74 + 70 * row))
        check = np.array([(-5, -1), (-1, 4), (5, -6)]) + middle
        cv2.polylines(grey, [check.astype(np.int32)], False, 30, 2, cv2.LINE_AA)
    grey[:, 300:] = 255
    marks = [tick.mark for tick in find_ticks(UprightSheet(0, grey, 200.0), words[::2])]
    assert marks == [Mark.TICKED, Mark.TICKED, Mark.EMPTY, Mark.EMPTY]


def test_two_boxes_alone_are_known_by_those_of_the_sheet_before() -> None:
    known = KnownLooks()
    grey, words = _sheet()
    assert len(find_ticks(UprightSheet(0, grey, 200.0), words, known)) == 8
    assert len(known) == 1
    for middle in (np.array((72, 74)), np.array((332, 74))):
        check = np.array([(-5, -1), (-1, 4), (5, -6)]) + middle
        cv2.polylines(grey, [check.astype(np.int32)], False, 30, 2, cv2.LINE_AA)
    grey[110:] = 255
    marks = [tick.mark for tick in find_ticks(UprightSheet(1, grey, 200.0), words[:2], known)]
    assert marks == [Mark.TICKED, Mark.TICKED]


def test_boxes_of_another_table_stand_nearer_to_their_words() -> None:
    far, near = (("Valores", "Franquia"), ("Glosas", "Estudos"), ("Aposentou", "Outros")), ("Sim", "Não")
    grey: NDArray[np.uint8] = np.full((400, 700), 255, np.uint8)
    words = []
    for row, pair in enumerate((*far, near)):
        for column, option in enumerate(pair):
            left, top = (60 + 320 * column, 60 + 70 * row) if pair in far else (95 + 160 * column, 300)
            cv2.rectangle(grey, (left, top), (left + _SIDE, top + _SIDE), 30, 2)
            start = left + _SIDE + (120 if pair in far else 10)
            words.append(ScannedWord(option, PixelBox(start, top, start + 80, top + _SIDE), 0.95))
    cv2.line(grey, (250, 294), (286, 330), 30, 4)
    cv2.line(grey, (286, 294), (250, 330), 30, 4)
    ticks = find_ticks(UprightSheet(0, grey, 200.0), words)
    assert len(ticks) == 8
    assert [tick.box.left // 20 for tick in ticks if tick.mark is Mark.TICKED] == [255 // 20]


def test_brackets_of_small_type_are_boxes() -> None:
    grey: NDArray[np.float32] = np.zeros((60, 60), np.float32)
    for left, upright in ((10, 10), (23, 26)):
        grey[15:39, upright : upright + 3] = 1
        grey[16:18, left : left + 6] = 1
        grey[36:38, left : left + 6] = 1
    assert any(outline.paired for outline in empty_outlines(grey))


def test_a_mark_that_was_read_as_letters_before_a_short_answer_leaves_it_an_option() -> None:
    def found(sure: float) -> int:
        return len(option_words([ScannedWord("JXÍNÃO", PixelBox(10, 10, 90, 30), sure)]))

    assert found(0.1) == 1
    assert found(0.9) == 0
