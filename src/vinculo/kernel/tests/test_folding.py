from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vinculo.kernel.folding import fold, fold_lines


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


def folded_letter_by_letter(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).casefold().split())


@given(st.text(alphabet=st.one_of(st.characters(max_codepoint=0x36F), st.characters())))
def test_the_quick_way_and_the_slow_one_are_one(text):
    assert fold(text) == folded_letter_by_letter(text)


@given(st.lists(st.text(), min_size=1))
def test_lines_are_folded_as_they_are_one_by_one(texts):
    told = [text.replace("\n", " ") for text in texts]
    assert fold_lines("\n".join(told)) == [fold(text) for text in told]
