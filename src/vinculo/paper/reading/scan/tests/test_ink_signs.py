"""Ink tells where a sign was not read: it has more pieces than the text has signs."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from vinculo.paper.reading.scan.ink_signs import shows_more
from vinculo.paper.reading.scan.sheet import Grey, PixelBox

_GLYPH = {"wide": 14, "high": 22, "step": 20}
_TOP = 40


def _drawn(text: str) -> tuple[Grey, list[PixelBox]]:
    """Bars for letters, dots for commas, and a stroke above for an accent; and the box of each."""
    sheet = np.full((100, 400), 255, np.uint8)
    boxes = []
    left = 60
    for char in text:
        if char in ",.":
            box = PixelBox(left, _TOP + 19, left + 4, _TOP + 26)
        else:
            box = PixelBox(left, _TOP, left + _GLYPH["wide"], _TOP + _GLYPH["high"])
            if char in "ÃÉ":
                cv2.rectangle(sheet, (left + 3, _TOP - 6), (left + 10, _TOP - 4), 0, -1)
        cv2.rectangle(sheet, (box.left, box.top), (box.right - 1, box.bottom - 1), 0, -1)
        boxes.append(box)
        left = box.right + 6
    return sheet, boxes


def _around(boxes: list[PixelBox]) -> PixelBox:
    return PixelBox(boxes[0].left, _TOP, boxes[-1].right, _TOP + _GLYPH["high"])


@pytest.mark.parametrize(
    ("drawn", "read"),
    [("2,44", "244"), ("FALCÃO", "FALCAO"), ("12345", "123"), ("18/09", "8/9")],
)
def test_a_sign_that_was_not_read_is_missed(drawn: str, read: str) -> None:
    sheet, boxes = _drawn(drawn)
    assert shows_more(sheet, _around(boxes), read, ())
    assert not shows_more(sheet, _around(boxes), drawn, ())


def test_a_first_digit_left_out_of_the_box_is_missed_unless_it_is_another_words() -> None:
    sheet, boxes = _drawn("873,86")
    assert shows_more(sheet, _around(boxes[1:]), "73,86", ())
    assert not shows_more(sheet, _around(boxes[1:]), "73,86", boxes[:1])


def test_letters_that_touch_say_nothing() -> None:
    sheet, boxes = _drawn("MM")
    sheet[_TOP + 5 : _TOP + 15, boxes[0].left : boxes[1].right] = 0
    assert not shows_more(sheet, _around(boxes), "MM", ())
