"""Which boxes stay and what of the words beside them, where the engine took a marked box for letters."""

from __future__ import annotations

import numpy as np
import pytest

from ..engine import Engine, OcrWord, Symbol
from ..rulings import Rulings, cells_of
from ..sheet import Grey, Mark, PixelBox, TickBox
from ..tick_rows import with_rows_again, without_letters
from ..word_pieces import pieces_of

_PAPER = np.full((120, 700), 255, np.uint8)
_BOX = TickBox(PixelBox(100, 40, 120, 60), Mark.TICKED, 0.995)


def word(text: str, left: int, *, sure: float = 0.9, wide: int = 12) -> OcrWord:
    letters = tuple(
        Symbol(letter, left + wide * at, left + wide * (at + 1) - 2) for at, letter in enumerate(text)
    )
    return OcrWord(text, PixelBox(left, 40, left + wide * len(text), 60), sure, letters)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param([word("Bd", 99), word("Desligamento", 128)], id="letters for the box"),
        pytest.param([word("BdDesligamento", 98)], id="letters before the option's"),
        pytest.param([word("[ECENTRAL", 98), word("de", 220)], id="a bracket and a letter"),
        pytest.param([word("(SEM", 105, sure=0.73), word("LOCAL", 160)], id="a bracket alone"),
        pytest.param(
            [word("convênios:", 0, wide=12), word("Bá", 99), word("Sim", 128)],
            id="a word that reaches over it",
        ),
    ],
)
def test_a_box_that_was_read_as_letters_before_an_option_stays(words: list[OcrWord]) -> None:
    assert without_letters([_BOX], words, _PAPER) == (_BOX,)


def test_a_round_letter_of_an_option_is_no_box() -> None:
    letter = TickBox(PixelBox(100, 40, 112, 60), Mark.EMPTY, 0.995)
    words = [word("Outros", 100), word("Ofertado", 200)]
    touching = _PAPER.copy()
    touching[42:58, 100:172] = 0
    assert without_letters([letter], words, touching) == ()


def test_an_option_that_a_mark_made_unsure_keeps_its_words() -> None:
    words = [word("ofertado", 130, sure=0.0), word("xqzw", 300, sure=0.0)]
    assert [piece.text for piece in pieces_of(words, [_BOX], _PAPER, 200)] == ["ofertado"]


def test_what_a_pen_wrote_into_the_words_of_its_box_is_taken_off() -> None:
    empty = TickBox(PixelBox(400, 40, 420, 60), Mark.EMPTY, 0.995)
    words = [word("“SIM", 121), word("“NÃO", 421), word("“assim”", 520)]
    assert [piece.text for piece in pieces_of(words, [_BOX, empty], _PAPER, 200)] == [
        "SIM",
        "“NÃO",
        "“assim”",
    ]


def test_a_bracket_left_beside_a_box_is_wiped_off() -> None:
    words = [word("(", 90, wide=6), word("NÃO", 130), word("(", 400, wide=6)]
    assert [piece.text for piece in pieces_of(words, [_BOX], _PAPER, 200)] == ["NÃO", "("]


def test_a_colon_drawn_out_over_a_box_takes_it_not_for_its_word() -> None:
    letters = tuple(Symbol(letter, 10 + 9 * at, 18 + 9 * at) for at, letter in enumerate("convênios"))
    name = OcrWord("convênios:", PixelBox(10, 40, 190, 60), 0.7, (*letters, Symbol(":", 92, 190)))
    assert without_letters([_BOX], [name, word("SIM", 130)], _PAPER) == (_BOX,)


def test_a_side_of_a_box_that_a_mark_drew_out_is_no_wall() -> None:
    across, down = np.zeros((120, 700), np.uint8), np.zeros((120, 700), np.uint8)
    across[[30, 70], 80:600] = 255
    down[30:71, [80, 600]] = 255
    down[32:67, 119:122] = 255
    (cell,) = cells_of(Rulings(across, down), [_BOX.box], 200)
    assert cell.left < 90
    assert cell.right > 590


class _Worse(Engine):
    """Reads every strip to the same words."""

    def __init__(self, words: list[OcrWord]) -> None:
        self._read = words

    def words(self, grey: Grey, mode: int, *, dpi: float = 200, digits: str = "") -> list[OcrWord]:
        return self._read


def test_a_word_of_an_option_that_is_read_worse_without_its_box_stays_as_it_was() -> None:
    shift = 30 - 33  # The white put about the strip, less where the strip begins.
    worse = OcrWord("tros", PixelBox(150, 40 + shift, 200, 60 + shift), 0.9, ())
    read = with_rows_again([word("Outros", 130)], [_BOX], _PAPER, 200, _Worse([worse]))
    assert [each.text for each in read] == ["Outros"]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(
            [
                OcrWord(
                    "Desliga",
                    PixelBox(92, 36, 210, 62),
                    0.64,
                    (
                        Symbol("D", 92, 142),
                        *(Symbol(sign, 140 + 12 * at, 150 + 12 * at) for at, sign in enumerate("esliga")),
                    ),
                )
            ],
            id="with the first letter",
        ),
        pytest.param(
            [word("JR", 97, sure=0.93), word("Caneira", 128, sure=0.3)], id="letters before a misread word"
        ),
        pytest.param([word("BIFranquia", 91, sure=0.61)], id="an arm of the cross, and letters"),
        pytest.param([word("Páranquia", 96, sure=0.7)], id="with the first letter lost"),
        pytest.param([word("BIT", 98, sure=0.64), word("ANÁLISE", 300)], id="with initials"),
    ],
)
def test_a_marked_box_that_was_read_with_its_word_stays(words: list[OcrWord]) -> None:
    touching = _PAPER.copy()
    touching[42:58, 100:172] = 0
    assert without_letters([_BOX], words, touching) == (_BOX,)


def test_a_box_of_a_column_that_was_read_as_two_letters_stays_however_far_its_words_are() -> None:
    column = [TickBox(PixelBox(100, top, 120, top + 20), Mark.EMPTY, 0.995) for top in (10, 70)]
    letters = [word("ba", 99, sure=0.95), word("Ofertado", 300)]
    assert without_letters([*column, _BOX], letters, _PAPER) == (*column, _BOX)
    assert without_letters([_BOX], letters, _PAPER) == ()


def test_a_tick_behind_its_words_that_was_hardly_read_as_two_letters_stays() -> None:
    words = [word("Treinamento", 0, wide=8), word("Bd", 99, sure=0.83), word("Ofertado", 300)]
    assert without_letters([_BOX], words, _PAPER) == (_BOX,)
    words[1] = word("de", 99, sure=0.96)
    assert without_letters([_BOX], words, _PAPER) == ()
