from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.br import cpf as stdnum_cpf

from vinculo.kernel.identifiers import cpf
from vinculo.kernel.invented import invented_cpf

CPFS = st.integers(0, 2**32).map(lambda seed: invented_cpf(Random(seed)))


@pytest.mark.parametrize(
    "text",
    [
        "898.412.309-92",
        "89841230992",
        " 898 412 309 92 ",
        "898.412.309–92",
        "898412309/92",
        "CPF: 898.412.309-92",
    ],
)
def test_one_cpf_in_many_looks(text):
    assert cpf.clean(text) == "89841230992"


@pytest.mark.parametrize(
    "text",
    ["", "898.412.309-9", "898.412.309-921", "898.412.309-9X", "CPF", "898412309-92 e 1", "٨٩٨٤١٢٣٠٩٩٢"],
)
def test_another_shape_is_none(text):
    assert cpf.clean(text) is None


@pytest.mark.parametrize("digit", "0123456789")
def test_repeated_digits_are_refused(digit):
    assert not cpf.is_valid(digit * 11)


def test_validity_is_asked_of_clean_values():
    assert cpf.is_valid("52998224725")
    assert not cpf.is_valid("529.982.247-25")
    assert not cpf.is_valid("")


@given(CPFS)
def test_invented_ones_are_valid_and_come_back_from_their_print(number):
    assert cpf.is_valid(number)
    assert cpf.clean(cpf.formatted(number)) == number


@given(CPFS, st.integers(9, 10), st.integers(1, 9))
def test_a_wrong_check_digit_is_noticed(number, place, step):
    wrong = str((int(number[place]) + step) % 10)
    assert not cpf.is_valid(number[:place] + wrong + number[place + 1 :])


def test_printing_and_masking():
    assert cpf.formatted("52998224725") == "529.982.247-25"
    assert cpf.formatted("5299822472") == "5299822472"
    assert cpf.masked("52998224725") == "***.982.247-**"
    assert cpf.masked("5299822472") == "***"


@given(CPFS, st.integers(0, 99))
def test_the_check_digits_are_those_that_others_reckon(number, last):
    changed = f"{number[:9]}{last:02}"
    assert cpf.is_valid(number) == stdnum_cpf.is_valid(number)
    assert cpf.is_valid(changed) == stdnum_cpf.is_valid(changed)
