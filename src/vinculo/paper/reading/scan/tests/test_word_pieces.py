"""Letters that ink makes look like others, put right where only one can be meant."""

from __future__ import annotations

import numpy as np
import pytest

from ..engine import OcrWord
from ..sheet import PixelBox
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
