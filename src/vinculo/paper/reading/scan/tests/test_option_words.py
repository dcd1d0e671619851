"""Where an option begins among the words that the engine read, and where it ends."""

from __future__ import annotations

import pytest

from ..sheet import PixelBox, ScannedWord
from ..tick_labels import option_words


def test_an_option_that_begins_as_an_answer_does_ends_where_it_ends() -> None:
    """Behind its last word its box stands."""
    ends = (("Não", 52), ("se", 80), ("trata", 140), ("de", 170), ("retenção", 270))
    words, left = [], 10
    for text, right in ends:
        words.append(ScannedWord(text, PixelBox(left, 10, right, 30), 0.95))
        left = right + 8
    assert option_words(words)[0].box.right == 270


@pytest.mark.parametrize(("read", "joined"), [("v", False), ("y", False), ("e", True), ("o", True)])
def test_a_letter_that_is_no_word_does_not_lead_on_to_an_option(read: str, *, joined: bool) -> None:
    """A check sign is read as such a letter."""
    words = [ScannedWord(read, PixelBox(10, 10, 24, 30), 0.8)]
    words.append(ScannedWord("Estudos", PixelBox(32, 10, 120, 30), 0.95))
    assert [option.joined for option in option_words(words)] == [joined]


@pytest.mark.parametrize(
    ("read", "sure", "found"),
    [("VT.", 0.63, True), ("VT.", 0.9, False), ("DT.", 0.63, False), ("TA", 0.28, True), ("TA", 0.9, False)],
)
def test_a_check_sign_that_was_read_with_initials_leaves_them_an_option(
    read: str, sure: float, *, found: bool
) -> None:
    words = [ScannedWord(read, PixelBox(10, 10, 80, 30), sure)]
    words.append(ScannedWord("Central", PixelBox(220, 10, 300, 30), 0.97))
    assert any(option.box.right == 80 for option in option_words(words)) is found


@pytest.mark.parametrize(("left", "found"), [(60, True), (90, False)])
def test_an_option_of_which_one_word_fills_its_column_goes_on_just_below(left: int, *, found: bool) -> None:
    words = [ScannedWord("Apenas", PixelBox(60, 10, 120, 30), 0.95)]
    words.append(ScannedWord("Procedimentos", PixelBox(left, 40, left + 140, 60), 0.95))
    words.append(ScannedWord("Valores", PixelBox(400, 10, 470, 30), 0.95))
    assert any(option.box == words[0].box for option in option_words(words)) is found


@pytest.mark.parametrize(("sure", "joined"), [(0.1, False), (0.9, True)])
def test_an_answer_that_was_hardly_read_may_hold_a_box_behind_the_colon(sure: float, *, joined: bool) -> None:
    words = [ScannedWord("CONVÊNIOS:", PixelBox(10, 10, 130, 30), 0.95)]
    words.append(ScannedWord("Sim", PixelBox(131, 6, 190, 36), sure))
    assert [option.joined for option in option_words(words)] == [joined]
