from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vinculo.kernel.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("MACEIÓ", "maceio"),
        ("  São \t José\n dos  Campos ", "sao jose dos campos"),
        ("Nº do protocolo", "no do protocolo"),
        ("Obs.: não\u00a0ligar", "obs.: nao ligar"),
        ("Sant’Ana", "sant’ana"),
        ("STRASSE ß", "strasse ss"),
        ("", ""),
    ],
)
def test_accents_case_and_white_space_do_not_matter(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="áàâãçéêíóôõúüÁÇÉ abcXYZ"))
def test_composed_and_decomposed_text_are_one(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)
