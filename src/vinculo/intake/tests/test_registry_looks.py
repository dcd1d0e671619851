"""Looks at a number differ: the registry tells which one is right, and a person is told that it did."""

from __future__ import annotations

from dataclasses import replace

from vinculo.accounts.tests.cast import Cast
from vinculo.intake.registry_looks import FROM_REGISTRY, the_one_vouched_for, with_registry
from vinculo.network.lookalikes import Identity
from vinculo.network.tests.factories import make_affiliation, make_clinic, make_dentist
from vinculo.paper.reading import Reading

from .form_files import certain_form

FORM = certain_form(cro="12846", cnpj=None, cpf=None)
RENATA = Identity(names=frozenset({"Renata Queiroz de Lima"}))
OTHER = Identity(names=frozenset({"Paulo Prado"}))


def vouched(**known: Identity) -> str | None:
    return the_one_vouched_for(FORM, "cro", {number[1:]: [found] for number, found in known.items()})


def test_a_number_is_vouched_for_by_what_else_the_form_and_its_provider_share():
    assert vouched(_12346=RENATA, _12846=OTHER) == "12346"
    assert vouched(_12346=OTHER, _12846=OTHER) is None
    assert vouched(_12346=RENATA, _12846=RENATA) is None
    assert vouched(_12346=RENATA) is None


def test_the_number_in_the_registry_is_taken_and_said_to_be(cast: Cast):
    clinic = make_clinic(cast.operator)
    dentist = make_dentist(cast.operator, name="Renata Queiroz Lima", cro_uf="SP", cro_number="12346")
    make_affiliation(clinic, dentist)
    looks = {"cro": ("12846", "12346", "i2346")}
    reading = Reading(FORM, {"cro": 0.97}, looks=looks)
    taken = with_registry(reading, cast.operator.pk)
    assert taken.form == replace(FORM, cro="12346")
    assert taken.confidence["cro"] == 0.9
    (finding,) = taken.findings
    assert (finding.code, finding.field) == (FROM_REGISTRY, "cro")
    assert "“12846” e “12346” e “i2346”" in finding.message
    assert with_registry(reading, cast.other_operator.pk) == reading
    assert with_registry(replace(reading, looks={}), cast.operator.pk).form == FORM
