"""The same clinic or person under another record: recognised by numbers, phones and names."""

from __future__ import annotations

import pytest

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.network.lookalikes import Identity, SameThing, alike, shared, weight
from vinculo.network.queries.lookalikes import lookalikes

from .factories import (
    MACEIO,
    make_affiliation,
    make_clinic,
    make_contact_person,
    make_dentist,
)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Clínica Odontológica Sorriso Perfeito Ltda", "SORRISO PERFEITO", True),
        ("Dra. Renata Queiroz Lima", "renata queiróz lima", True),
        ("Renata Queiroz Lima", "Lima, Renata Queiroz", True),
        ("Renata Queiros Lima", "Renata Queiroz Lima", True),
        ("Clínica Zircônia", "Consultório Zirconia ME", True),
        ("Clínica Zircônia", "Clínica Ônix", False),
        ("Ana", "Ana", True),
        ("Ana", "Dra. Ana", False),
        ("", "", False),
        ("Clínica Odonto", "Clínica Dental", False),
    ],
)
def test_names(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is same


def test_a_branch_shares_the_root_and_a_name_alone_needs_its_city() -> None:
    branch = Identity(cnpj="53068087000259")
    assert shared(Identity(cnpj="53068087001339"), branch) == (SameThing.CNPJ_ROOT,)
    assert weight((SameThing.NAME,), same_city=False) == 0
    assert weight((SameThing.NAME,), same_city=None) > 0
    assert weight((SameThing.NAME, SameThing.PHONE), same_city=False) > 0


def test_found_by_each_thing_told(cast: Cast) -> None:
    clinic = make_clinic(cast.operator, name="Clínica Zircônia", cnpj="53068087001339")
    dentist = make_dentist(cast.operator, name="Ônix Turmalina", cro_number="4321", cpf="89841230992")
    make_affiliation(clinic, dentist)
    make_contact_person(clinic, phones=["19998496368"])
    make_clinic(cast.operator, name="Outra Coisa")
    actor = actor_of(cast.alice)
    for told, thing in (
        (Identity(cnpj="53068087001339"), SameThing.CNPJ),
        (Identity(cnpj="53068087000259"), SameThing.CNPJ_ROOT),
        (Identity(cpfs=frozenset({"89841230992"})), SameThing.CPF),
        (Identity(cros=frozenset({("SP", "4321")})), SameThing.CRO),
        (Identity(phones=frozenset({"19998496368"})), SameThing.PHONE),
        (Identity(names=frozenset({"zirconia consultorio"})), SameThing.NAME),
    ):
        (found,) = lookalikes(actor, cast.operator.pk, told)
        assert (found.provider, found.shares) == (clinic, (thing,))


def test_neither_another_operators_nor_itself_nor_a_namesake_elsewhere(cast: Cast) -> None:
    clinic = make_clinic(cast.operator, name="Clínica Zircônia")
    make_clinic(cast.other_operator, name="Clínica Zircônia")
    actor, told = actor_of(cast.alice), Identity(names=frozenset({"Clínica Zircônia"}))
    assert [found.provider for found in lookalikes(actor, cast.operator.pk, told)] == [clinic]
    assert lookalikes(actor, cast.operator.pk, told, but=[clinic.pk]) == ()
    assert lookalikes(actor, cast.other_operator.pk, told) == ()
    elsewhere = Identity(names=told.names, municipality_id=MACEIO)
    assert lookalikes(actor, cast.operator.pk, elsewhere) == ()


def test_the_likeliest_comes_first(cast: Cast) -> None:
    namesake = make_clinic(cast.operator, name="Clínica Zircônia")
    branch = make_clinic(cast.operator, name="Filial", cnpj="53068087001339")
    told = Identity(names=frozenset({"Zircônia"}), cnpj="53068087001339")
    found = lookalikes(actor_of(cast.alice), cast.operator.pk, told)
    assert [item.provider for item in found] == [branch, namesake]
