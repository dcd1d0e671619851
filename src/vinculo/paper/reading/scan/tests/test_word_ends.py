"""Where words end whose last letter took in a marked box."""

from __future__ import annotations

import pytest

from ..engine import OcrWord, Symbol
from ..sheet import PixelBox
from ..word_ends import ending_where_they_end


@pytest.mark.parametrize(
    ("reach", "box", "end"),
    [
        pytest.param(183, (70, 12, 90, 36), 69, id="a box and the next word"),
        pytest.param(183, (70, 60, 90, 84), 183, id="a word of another line"),
        pytest.param(49, (44, 12, 60, 36), 49, id="a letter as wide as letters are"),
    ],
)
def test_a_word_ends_where_others_begin_within_its_last_letter(
    reach: int, box: tuple[int, int, int, int], end: int
) -> None:
    letters = (Symbol("a", 10, 25), Symbol("s", 30, reach))
    words = [OcrWord("as", PixelBox(10, 14, reach, 34), 0.93, letters), OcrWord("X", PixelBox(*box), 0.3, ())]
    assert ending_where_they_end(words)[0].box.right == end
    assert ending_where_they_end(words)[0].symbols[-1].right == end
