"""Letters that ink makes look like others, put right where only one can be meant."""

from __future__ import annotations

import numpy as np
import pytest

from ..engine import OcrWord, Symbol
from ..sheet import Mark, PixelBox, TickBox
from ..word_pieces import pieces_of

_PAPER = np.full((120, 700), 255, np.uint8)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("PF:", "PF"),
        ("CNP", "CNPJ"),
        ("CNP|", "CNPJ"),
        ("CNP:", "CNPJ:"),
        ("NÃo", "NÃO"),
        ("SERVIÇo,", "SERVIÇO,"),
        ("CROs", "CROs"),
        ("OdontoVida", "OdontoVida"),
        ("CPF:", "CPF:"),
    ],
)
def test_a_letter_that_can_only_be_another_is_that(read: str, meant: str) -> None:
    (piece,) = pieces_of([OcrWord(read, PixelBox(100, 40, 160, 60), 0.9, ())], (), _PAPER, 200)
    assert piece.text == meant


def test_an_answer_that_a_mark_made_unsure_is_read_and_stands_behind_its_box() -> None:
    """A stroke of the mark, left of the box, was read with it as a quote."""
    box = TickBox(PixelBox(102, 40, 121, 60), Mark.TICKED, 0.995)
    letters = [("“", 96, 105), ("S", 128, 140), ("i", 142, 146), ("m", 148, 165)]
    symbols = tuple(Symbol(*letter) for letter in letters)
    for text, sure, own in (("“Sim", 0.32, symbols), ("Sim", 0.1, symbols[1:])):
        word = OcrWord(text, PixelBox(own[0].left, 40, 165, 60), sure, own)
        (piece,) = pieces_of([word], [box], _PAPER, 200)
        assert (piece.text, piece.left) == ("Sim", 128)
