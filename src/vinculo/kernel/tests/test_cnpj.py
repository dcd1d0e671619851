from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.br import cnpj as stdnum_cnpj

from vinculo.kernel.identifiers import cnpj
from vinculo.kernel.invented import invented_cnpj

CNPJS = st.builds(
    lambda seed, alphanumeric: invented_cnpj(Random(seed), alphanumeric), st.integers(0, 2**32), st.booleans()
)


@pytest.mark.parametrize(
    "text",
    [
        "12.ABC.345/01DE-35",
        "12abc34501de35",
        "12 ABC 345 01DE 35",
        "12.ABC.345/01DE–35",
        "CNPJ: 12.ABC.345/01DE-35",
        "cnpj nº 12.ABC.345/01DE-35",
    ],
)
def test_the_official_example_in_many_looks(text):
    assert cnpj.clean(text) == "12ABC34501DE35"
    assert cnpj.is_valid("12ABC34501DE35")


@pytest.mark.parametrize(
    "text",
    ["", "12.ABC.345/01DE-3", "12.ABC.345/01DE-3A", "12.ÁBC.345/01DE-35", "CNPJ", "53068087001339 1", "1"],
)
def test_another_shape_is_none(text):
    assert cnpj.clean(text) is None


def test_a_number_of_digits_alone():
    assert cnpj.clean("53.068.087/0013-39") == "53068087001339"
    assert cnpj.is_valid("16727230000197")
    assert not cnpj.is_valid("16727230000198")
    assert not cnpj.is_valid("16.727.230/0001-97")


@pytest.mark.parametrize("char", "0123456789")
def test_repeated_characters_are_refused(char):
    assert not cnpj.is_valid(char * 14)


def test_small_letters_are_not_clean():
    assert not cnpj.is_valid("12abc34501de35")


@given(CNPJS)
def test_invented_ones_are_valid_and_come_back_from_their_print(number):
    assert cnpj.is_valid(number)
    assert cnpj.clean(cnpj.formatted(number)) == number
    assert cnpj.clean(cnpj.formatted(number).lower()) == number


@given(CNPJS, st.integers(12, 13), st.integers(1, 9))
def test_a_wrong_check_digit_is_noticed(number, place, step):
    wrong = str((int(number[place]) + step) % 10)
    assert not cnpj.is_valid(number[:place] + wrong + number[place + 1 :])


@given(CNPJS)
def test_letters_are_never_stripped(number):
    cleaned = cnpj.clean(number)
    assert cleaned is not None
    assert [char for char in cleaned if char.isalpha()] == [char for char in number if char.isalpha()]


def test_root_printing_and_masking():
    assert cnpj.root("12ABC34501DE35") == "12ABC345"
    assert cnpj.formatted("12ABC34501DE35") == "12.ABC.345/01DE-35"
    assert cnpj.formatted("12ABC") == "12ABC"
    assert cnpj.masked("12ABC34501DE35") == "12.***.***/****-35"
    assert cnpj.masked("12ABC") == "***"


@given(CNPJS, st.integers(0, 99))
def test_the_check_digits_are_those_that_others_reckon(number, last):
    changed = f"{number[:12]}{last:02}"
    assert cnpj.is_valid(number) == stdnum_cnpj.is_valid(number)
    assert cnpj.is_valid(changed) == stdnum_cnpj.is_valid(changed)
