from __future__ import annotations

import time

import pytest

from vinculo.kernel.folding import fold
from vinculo.kernel.places import (
    UFS,
    clean_uf,
    find_municipality,
    municipalities,
    municipalities_named,
    municipality_by_code,
)
from vinculo.kernel.places.municipalities import other_names
from vinculo.kernel.places.spelling import letters
from vinculo.kernel.places.states import UF_IBGE_PREFIX


def test_there_are_as_many_as_ibge_counts():
    everything = municipalities()
    assert len(everything) == 5_571
    assert len({one.ibge_code for one in everything}) == 5_571
    assert len({(fold(one.name), one.uf) for one in everything}) == 5_571


def test_every_code_lies_in_its_uf():
    assert set(UF_IBGE_PREFIX) == set(UFS)
    for one in municipalities():
        assert one.uf in UFS
        assert one.ibge_code.isdigit()
        assert len(one.ibge_code) == 7
        assert one.ibge_code[:2] == UF_IBGE_PREFIX[one.uf]
    assert {one.uf for one in municipalities()} == set(UFS)


def test_ibge_codes_end_in_their_check_digit():
    # Nine codes were given with a wrong digit and kept it.
    exceptions = {
        "2201919", "2201988", "2202251", "2611533", "3117836", "3152131", "4305871", "5203939", "5203962",
    }  # fmt: skip
    wrong = {one.ibge_code for one in municipalities() if not _check_digit_fits(one.ibge_code)}
    assert wrong == exceptions


def _check_digit_fits(code: str) -> bool:
    products = (int(digit) * weight for digit, weight in zip(code[:6], (1, 2, 1, 2, 1, 2), strict=True))
    return -sum(product // 10 + product % 10 for product in products) % 10 == int(code[6])


def test_every_seat_lies_in_brazil():
    for one in municipalities():
        assert one.latitude is not None, one
        assert one.longitude is not None, one
        assert -34 < one.latitude < 5.5, one
        assert -74 < one.longitude < -32, one


CAPITALS = {
    "AC": "Rio Branco", "AL": "Maceió", "AM": "Manaus", "AP": "Macapá", "BA": "Salvador", "CE": "Fortaleza",
    "DF": "Brasília", "ES": "Vitória", "GO": "Goiânia", "MA": "São Luís", "MG": "Belo Horizonte",
    "MS": "Campo Grande", "MT": "Cuiabá", "PA": "Belém", "PB": "João Pessoa", "PE": "Recife",
    "PI": "Teresina", "PR": "Curitiba", "RJ": "Rio de Janeiro", "RN": "Natal",
    "RO": "Porto Velho", "RR": "Boa Vista",
    "RS": "Porto Alegre", "SC": "Florianópolis", "SE": "Aracaju", "SP": "São Paulo", "TO": "Palmas",
}  # fmt: skip


@pytest.mark.parametrize(("uf", "name"), CAPITALS.items())
def test_capitals_carry_their_accents(uf, name):
    found = find_municipality(fold(name).upper(), uf)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    ("name", "uf"),
    [
        ("Sant'Ana do Livramento", "RS"), ("Embu-Guaçu", "SP"), ("Mogi das Cruzes", "SP"),
        ("Ji-Paraná", "RO"),
        ("Santa Bárbara d'Oeste", "SP"), ("Alta Floresta D'Oeste", "RO"), ("Boa Esperança do Norte", "MT"),
        ("Fernando de Noronha", "PE"), ("Palmeira dos Índios", "AL"), ("Olho d'Água das Cunhãs", "MA"),
        ("São João del Rei", "MG"), ("Pindaré-Mirim", "MA"), ("Assú", "RN"), ("Maçambará", "RS"),
        ("Luís Eduardo Magalhães", "BA"), ("José Bonifácio", "SP"), ("Torixoréu", "MT"),
        ("Água Azul do Norte", "PA"),
    ],
)  # fmt: skip
def test_names_as_ibge_writes_them(name, uf):
    assert name in {one.name for one in municipalities() if one.uf == uf}


def test_every_municipality_is_found_by_its_name_however_typed():
    for one in municipalities():
        assert find_municipality(one.name, one.uf) is one
        assert find_municipality(fold(one.name).upper(), one.uf.lower()) is one
        assert find_municipality(one.name.replace("-", " ").replace("'", ""), one.uf) is one
        assert find_municipality(f"{one.name}/{one.uf}", one.uf) is one
        assert one in municipalities_named(one.name)
        assert municipality_by_code(one.ibge_code) is one


@pytest.mark.parametrize(
    ("written", "uf", "name"),
    [
        ("Moji Mirim", "SP", "Mogi Mirim"),
        ("Parati", "RJ", "Paraty"),
        ("Santa Bárbara do Oeste", "SP", "Santa Bárbara d'Oeste"),
        ("Sta. Bárbara D´Oeste", "SP", "Santa Bárbara d'Oeste"),
        ("SANTA BARBARA DOESTE", "SP", "Santa Bárbara d'Oeste"),
        ("Sto André", "SP", "Santo André"),
        ("S. José dos Campos", "SP", "São José dos Campos"),
        ("Gov. Valadares", "MG", "Governador Valadares"),
        ("São Luis do Paraitinga", "SP", "São Luiz do Paraitinga"),
        ("Foz do Iguassu", "PR", "Foz do Iguaçu"),
        ("São Thomé das Letras", "MG", "São Tomé das Letras"),
        ("Santana do Livramento", "RS", "Sant'Ana do Livramento"),
        ("São Paulo - SP", "SP", "São Paulo"),
        ("Erval d'Oeste", "SC", "Herval d'Oeste"),
        ("Embu", "SP", "Embu das Artes"),
        ("Açu", "RN", "Assú"),
        ("Augusto Severo", "RN", "Campo Grande"),
        ("Campos", "RJ", "Campos dos Goytacazes"),
        ("Taguatinga", "DF", "Brasília"),
        ("Taguatinga", "TO", "Taguatinga"),
        ("Maceió", "SP", None),
        ("Maceió", "XX", None),
        ("Atlântida", "SP", None),
        ("", "SP", None),
        ("...", "SP", None),
    ],
)
def test_other_spellings_and_former_names(written, uf, name):
    found = find_municipality(written, uf)
    assert (found and found.name) == name


def test_no_other_name_hides_a_municipality():
    for uf in UFS:
        names = {letters(one.name) for one in municipalities() if one.uf == uf}
        others = [letters(name) for name, one in other_names() if one.uf == uf]
        assert len(set(others)) == len(others)
        assert names.isdisjoint(others)


def test_one_name_in_several_states():
    assert {one.uf for one in municipalities_named("BOM JESUS")} == {"PI", "RN", "PB", "SC", "RS"}
    assert [one.name for one in municipalities_named("Parati")] == ["Paraty"]
    assert municipalities_named("Atlântida") == ()
    assert municipalities_named("?") == ()


@pytest.mark.parametrize(
    ("text", "uf"),
    [
        ("sp", "SP"),
        (" SP ", "SP"),
        ("São Paulo", "SP"),
        ("SAO PAULO", "SP"),
        ("(RJ)", "RJ"),
        ("mato grosso do sul", "MS"),
        ("Distrito Federal", "DF"),
        ("XX", None),
        ("S P", None),
        ("", None),
    ],
)
def test_states_as_written(text, uf):
    assert clean_uf(text) == uf


def test_the_table_is_loaded_quickly():
    """By the work of this thread, as the clock counts what others do at the same time."""
    municipalities.cache_clear()
    start = time.thread_time()
    municipalities()
    assert time.thread_time() - start < 0.5  # some 10 ms
