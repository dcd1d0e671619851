"""Check digits; the UF exists and the city lies in it."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vinculo.kernel.invented import invented_cnpj, invented_cpf

from .rule_probe import ALPHANUMERIC_CNPJ, CNPJ, CPF, fields_hit, findings


def _last_digit_changed(number: str) -> str:
    return number[:-1] + str((int(number[-1]) + 1) % 10)


@pytest.mark.parametrize(
    ("written", "hits"),
    [
        (None, 0),
        (CPF, 0),
        (_last_digit_changed(CPF), 1),
        ("11111111111", 1),
        ("00000000000", 1),
        (CPF[:10], 1),
        (CNPJ, 1),
    ],
)
def test_cpf_check_digits(written: str | None, hits: int) -> None:
    assert fields_hit("cpf-check-digits", cpf=written) == ["cpf"] * hits


@pytest.mark.parametrize(
    ("written", "hits"),
    [
        (None, 0),
        (CNPJ, 0),
        (ALPHANUMERIC_CNPJ, 0),
        (_last_digit_changed(CNPJ), 1),
        (_last_digit_changed(ALPHANUMERIC_CNPJ), 1),
        ("11111111111111", 1),
        (CPF, 1),
    ],
)
def test_cnpj_check_digits(written: str | None, hits: int) -> None:
    assert fields_hit("cnpj-check-digits", cnpj=written) == ["cnpj"] * hits


@settings(deadline=None)
@given(seed=st.integers(), alphanumeric=st.booleans())
def test_right_numbers_are_accepted_and_one_wrong_digit_is_not(seed: int, alphanumeric: bool) -> None:
    cpf, cnpj = invented_cpf(Random(seed)), invented_cnpj(Random(seed), alphanumeric)
    assert not findings("cpf-check-digits", cpf=cpf)
    assert not findings("cnpj-check-digits", cnpj=cnpj)
    assert findings("cpf-check-digits", cpf=_last_digit_changed(cpf))
    assert findings("cnpj-check-digits", cnpj=_last_digit_changed(cnpj))


@pytest.mark.parametrize("field", ["cro_state", "state"])
@pytest.mark.parametrize(
    ("written", "hits"), [(None, 0), ("", 0), ("AL", 0), ("al", 0), ("AX", 1), ("UF", 1)]
)
def test_the_uf_exists(field: str, written: str | None, hits: int) -> None:
    assert fields_hit("unknown-state", **{field: written}) == [field] * hits


@pytest.mark.parametrize(
    ("city", "uf", "hits"),
    [
        ("MACEIO", "AL", 0),
        ("MACEIO", "SP", 1),
        ("Maceioh", "AL", 1),
        ("MACEIO", None, 0),
        (None, "SP", 0),
        ("-", "SP", 0),
        ("MACEIO", "AX", 0),  # The UF is told, once.
    ],
)
def test_the_city_lies_in_the_state(city: str | None, uf: str | None, hits: int) -> None:
    assert fields_hit("city-not-in-state", city=city, state=uf) == ["city"] * hits


def test_sentences_name_the_place() -> None:
    [city] = findings("city-not-in-state", state="SP")
    assert city.message == "A cidade “MACEIO” não existe em São Paulo. Confira a cidade e a UF."
    [uf] = findings("unknown-state", state="AX")
    assert uf.message == "A UF da cidade “AX” não existe. Use a sigla de um estado, como SP."
