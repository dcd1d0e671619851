"""Boxes that touch the rulings of their row, words cut by its band, signs and letters that are no boxes."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from ..box_groups import without_letters_beside
from ..box_looks import FoundBox, KnownLooks, Text, look_of
from ..box_outlines import Outline, empty_outlines
from ..engine import Engine, OcrWord, Symbol
from ..rulings import Rulings, cells_of
from ..sheet import Grey, Mark, PixelBox, ScannedWord, TickBox, UprightSheet
from ..tick_rows import with_rows_again, without_letters
from ..ticks import find_ticks

_OPTIONS = ("Franquia", "Glosas", "Estudos", "Outros", "Valores", "Aposentou")
_PAPER = np.full((120, 700), 255, np.uint8)
_BOX = TickBox(PixelBox(100, 40, 120, 60), Mark.TICKED, 0.995)


def _word(text: str, left: int, top: int, *, bottom: int = 0, sure: float = 0.95) -> OcrWord:
    letters = tuple(Symbol(sign, left + 12 * at, left + 12 * at + 10) for at, sign in enumerate(text))
    return OcrWord(text, PixelBox(left, top, left + 12 * len(text), bottom or top + 20), sure, letters)


def _strokes(grey: NDArray[np.uint8], text: str, left: int, top: int) -> ScannedWord:
    for at in range(len(text)):
        x = left + 15 * at
        cv2.line(grey, (x, top + 3), (x + 9, top + 22), 30, 2)
    return ScannedWord(text, PixelBox(left, top, left + 15 * len(text) - 6, top + 24), 0.95)


def test_boxes_as_high_as_the_row_of_their_table_are_found() -> None:
    grey: NDArray[np.uint8] = np.full((400, 700), 255, np.uint8)
    words = []
    for at, option in enumerate(_OPTIONS):
        top = 40 + 34 * at
        cv2.line(grey, (40, top), (660, top), 30, 2)
        cv2.rectangle(grey, (60, top), (94, top + 34), 30, 2)
        words.append(_strokes(grey, option, 104, top + 5))
    cv2.line(grey, (40, 40 + 34 * 6), (660, 40 + 34 * 6), 30, 2)
    cv2.line(grey, (62, 76 + 34), (92, 72 + 68), 30, 4)
    cv2.line(grey, (92, 76 + 34), (62, 72 + 68), 30, 4)
    ticks = find_ticks(UprightSheet(0, grey, 200.0), words)
    assert [tick.mark for tick in ticks] == [*[Mark.EMPTY] * 2, Mark.TICKED, *[Mark.EMPTY] * 3]


def test_the_sides_of_a_box_as_high_as_its_row_are_no_walls() -> None:
    across, down = np.zeros((120, 700), np.uint8), np.zeros((120, 700), np.uint8)
    across[[6, 40, 74], 80:600] = 255
    down[6:75, [80, 100, 133, 600]] = 255
    boxes = [PixelBox(100, 6, 134, 40), PixelBox(100, 40, 134, 74)]
    cells = cells_of(Rulings(across, down), boxes, 200)
    assert [(cell.left // 20, cell.right // 20) for cell in cells] == [(4, 30)] * 2


class _Read(Engine):
    """Reads every strip to the same words."""

    def __init__(self, *words: OcrWord) -> None:
        self._read = list(words)

    def words(self, grey: Grey, mode: int, *, dpi: float = 200, digits: str = "") -> list[OcrWord]:
        return self._read


_SHIFT = 30 - 33  # The white put about the strip, less where the strip begins.


def test_of_a_label_above_only_its_foot_is_in_the_row_and_that_is_no_word() -> None:
    label = _word("Setor", 100, 14, bottom=38)
    foot = _word("Copul", 101, 34 + _SHIFT, bottom=39 + _SHIFT)
    read = with_rows_again([label], [_BOX], _PAPER, 200, _Read(foot, _word("Sim", 130, 40 + _SHIFT)))
    assert [word.text for word in read] == ["Setor", "Sim"]


def test_a_word_beside_boxes_that_is_hardly_read_again_stays_as_it_was() -> None:
    first = [_word("outros", 10, 40), _word("Sim", 130, 40)]
    again = [_word("cutr,", 12, 40 + _SHIFT, sure=0.03), _word("Sm", 130, 40 + _SHIFT)]
    read = with_rows_again(first, [_BOX], _PAPER, 200, _Read(*again))
    assert [word.text for word in read] == ["outros", "Sim"]


def test_brackets_read_with_the_word_before_them_are_no_letters_of_it() -> None:
    brackets = TickBox(PixelBox(184, 40, 220, 60), Mark.TICKED, 0.995)
    touching = _PAPER.copy()
    touching[42:58, 100:182] = 0
    assert without_letters([brackets], [_word("suporte(x)", 100, 40)], touching) == (brackets,)


def test_the_accented_first_letter_of_an_option_is_no_box() -> None:
    letter = TickBox(PixelBox(100, 40, 112, 60), Mark.TICKED, 0.995)
    touching = _PAPER.copy()
    touching[42:58, 100:160] = 0
    assert without_letters([letter], [_word("Óbito", 100, 40)], touching) == ()


def test_strokes_on_three_sides_of_a_box_that_do_not_meet_make_no_ring() -> None:
    grey: NDArray[np.uint8] = np.full((500, 700), 255, np.uint8)
    words = []
    for at, option in enumerate(_OPTIONS):
        top = 40 + 70 * at
        cv2.rectangle(grey, (100, top), (124, top + 24), 30, 2)
        words.append(_strokes(grey, option, 136, top))
    for ends in (((94, 173), (126, 173)), ((94, 211), (126, 211)), ((93, 180), (93, 204))):
        cv2.line(grey, *ends, 30, 1)
    ticks = find_ticks(UprightSheet(0, grey, 200.0), words)
    assert not [tick for tick in ticks if tick.mark is Mark.TICKED]


def test_brackets_that_nearly_touch_are_a_box() -> None:
    grey: NDArray[np.float32] = np.zeros((60, 60), np.float32)
    for middle, start in ((24, 110), (24, -70)):
        cv2.ellipse(grey, (middle, 26), (10, 16), 0, start, start + 140, 1.0, 2)
    assert any(outline.paired for outline in empty_outlines(grey))


def test_what_is_hardly_seen_between_a_box_and_its_words_is_their_first_letter() -> None:
    level: NDArray[np.float32] = np.zeros((300, 300), np.float32)
    outline = Outline(40, 40, 64, 64, square=True)
    cv2.rectangle(level, (40, 40), (63, 63), 1.0, 2)
    look = look_of(level, [outline], [(outline, Text(74, 40, 150, 64))], behind=False)
    box, letter, far = (FoundBox(look, left, 40, seen) for left, seen in ((40, 0.95), (74, 0.6), (120, 0.6)))
    assert without_letters_beside([box, letter, far]) == [box, far]


@pytest.mark.parametrize("at_letter", [0, 2])
def test_letters_of_words_are_no_boxes_however_many_there_are(at_letter: int) -> None:
    """As square as a D is printed: only three boxes are on the sheet."""
    grey: NDArray[np.uint8] = np.full((500, 700), 255, np.uint8)
    words = []
    for at in range(12):
        left, top = 320 + 180 * (at % 2), 40 + 70 * (at // 2)
        words.append(_strokes(grey, "Dados", left, top - 2))
        left += 15 * at_letter
        cv2.rectangle(grey, (left, top), (left + 14, top + 22), 255, -1)
        cv2.rectangle(grey, (left, top), (left + 14, top + 18), 30, 2)
    for at, option in enumerate(_OPTIONS[:3]):
        top = 40 + 70 * at
        cv2.rectangle(grey, (100, top), (124, top + 24), 30, 2)
        words.append(_strokes(grey, option, 136, top))
    ticks = find_ticks(UprightSheet(0, grey, 200.0), words)
    assert [tick.box.left // 10 for tick in ticks] == [10, 10, 10]


def test_a_box_above_others_that_was_read_with_its_word_as_one_is_found() -> None:
    """As "(X) T.I" read "(OTA": brackets about an x, wider than the others."""
    grey: NDArray[np.uint8] = np.full((400, 700), 255, np.uint8)
    words = []
    for at, option in enumerate(("T.I.", *_OPTIONS[:4])):
        top, wide = 40 + 40 * at, 30 if at else 40
        for left, deep in ((100, 7), (100 + wide, -7)):
            corners = ((left + deep, top), (left, top), (left, top + 24), (left + deep, top + 24))
            cv2.polylines(grey, [np.array(corners, np.int32)], False, 30, 2)
        words.append(_strokes(grey, option, 116 + wide, top))
    cv2.line(grey, (112, 46), (126, 60), 30, 3)
    cv2.line(grey, (126, 46), (112, 60), 30, 3)
    words[0] = ScannedWord("(OTA", PixelBox(100, 40, 200, 64), 0.5)
    ticks = find_ticks(UprightSheet(0, grey, 200.0), words)
    assert [(tick.mark, round(tick.box.left / 10), round(tick.box.top / 10)) for tick in ticks[:2]] == [
        (Mark.TICKED, 10, 4),
        (Mark.EMPTY, 10, 8),
    ]


def test_boxes_stand_before_an_answer_though_those_of_a_list_stand_behind_it() -> None:
    grey: NDArray[np.uint8] = np.full((600, 700), 255, np.uint8)
    words = []
    for at, option in enumerate(_OPTIONS):
        words.append(_strokes(grey, option, 100, 140 + 70 * at))
        cv2.rectangle(
            grey, (words[-1].box.right + 12, 140 + 70 * at), (words[-1].box.right + 36, 164 + 70 * at), 30, 2
        )
    for left, answer in ((100, "Sim"), (300, "Não")):
        cv2.rectangle(grey, (left, 40), (left + 24, 64), 30, 2)
        words.append(_strokes(grey, answer, left + 36, 40))
    cv2.line(grey, (302, 42), (322, 62), 30, 4)
    cv2.line(grey, (322, 42), (302, 62), 30, 4)
    ticks = find_ticks(UprightSheet(0, grey, 200.0), words)
    assert [tick.mark for tick in ticks] == [Mark.EMPTY, Mark.TICKED, *[Mark.EMPTY] * len(_OPTIONS)]
    assert ticks[1].box.left // 10 in (29, 30)


def test_boxes_of_a_sheet_with_few_stand_behind_their_words_as_those_of_the_sheet_before() -> None:
    known = KnownLooks()
    for rows in (_OPTIONS, ("Franquia Aposentou", "Glosas Estudos Outros Valores")):
        grey: NDArray[np.uint8] = np.full((600, 900), 255, np.uint8)
        words = []
        for at, row in enumerate(rows):
            left = 100
            for option in row.split():
                words.append(_strokes(grey, option, left, 40 + 70 * at))
                box = words[-1].box.right + 12
                cv2.rectangle(grey, (box, 40 + 70 * at), (box + 24, 64 + 70 * at), 30, 2)
                if option in ("Outros", "Aposentou") and len(rows) == 2:
                    cv2.line(grey, (box, 40 + 70 * at), (box + 24, 64 + 70 * at), 30, 4)
                    cv2.line(grey, (box + 24, 40 + 70 * at), (box, 64 + 70 * at), 30, 4)
                left = box + 36
        ticks = find_ticks(UprightSheet(0, grey, 200.0), words, known)
    assert [tick.mark for tick in ticks] == [
        Mark.EMPTY,
        Mark.TICKED,
        *[Mark.EMPTY] * 2,
        Mark.TICKED,
        Mark.EMPTY,
    ]
    assert ticks[0].box.left > 180
