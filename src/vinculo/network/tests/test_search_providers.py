"""Providers as one types."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vinculo.accounts.actor import Actor
from vinculo.accounts.tests.cast import Cast
from vinculo.kernel.identifiers import cnpj, cpf, phone

from ..models import Provider
from ..queries import Found, search_providers
from ..queries.search import find_providers
from ..search_terms import understand
from .factories import (
    make_affiliation,
    make_clinic,
    make_contact_person,
    make_dentist,
    make_solo_dentist,
)

TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def network(cast: Cast) -> dict[str, Provider]:
    ours = cast.operator
    sorriso = make_clinic(
        ours, name="Clínica Odontológica São José Ltda.", trade_name="Sorriso Claro", cnpj="12ABC34501DE35"
    )
    make_affiliation(sorriso, make_dentist(ours, name="Natália D'Ávila", cro_number="57798"))
    make_contact_person(sorriso, name="Ana Távora", phones=["11998496368"])
    other = make_clinic(ours, name="Instituto Odontológico Manacá", status="suspended")
    make_affiliation(other, make_dentist(ours, name="José Sá", cro_number="157798"))
    solo = make_solo_dentist(ours, name="Claudio Nóbrega", cpf="89841230992")
    strange = make_clinic(cast.other_operator, name="Sorriso Claro do Outro Lado")
    return {"sorriso": sorriso, "other": other, "solo": solo, "strange": strange}


def names(found: Found, network: dict[str, Provider]) -> list[str]:
    known = {provider.pk: name for name, provider in network.items()}
    return [known[provider.pk] for provider in found.providers]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("sorriso", ["sorriso"]),
        ("SAO JOSE", ["sorriso"]),
        ("são josé clinica", ["sorriso"]),
        ("josé", ["sorriso", "other"]),
        ("d'avila", ["sorriso"]),
        ("Dra. Natália", ["sorriso"]),
        ("ana tavora", ["sorriso"]),
        ("CRO-SP 57.798", ["sorriso"]),
        ("57798/SP", ["sorriso"]),
        ("57798", ["sorriso", "other"]),
        ("sp 57798", ["sorriso", "other"]),
        ("12.ABC.345/01DE-35", ["sorriso"]),
        ("12abc345", ["sorriso"]),
        ("898.412.309-92", ["solo"]),
        ("898.412", ["solo"]),
        ("(11) 99849-6368", ["sorriso"]),
        ("11 9849-6368", ["sorriso"]),
        ("+55 11 99849", ["sorriso"]),
        ("99849-6368", ["sorriso"]),
        ("maceio", ["solo"]),
        ("campinas sp", ["other", "sorriso"]),
        ("manaca campinas", ["other"]),
        ("nobrega maceio al", ["solo"]),
        ("%", []),
        ("_____", []),
        ("\\", []),
        ("' or 1=1 --", []),
    ],
)
def test_what_is_typed_finds(
    network: dict[str, Provider], editor: Actor, query: str, expected: list[str]
) -> None:
    found = search_providers(editor, query)
    assert names(found, network) == expected
    assert not found.is_a_guess


def test_a_misspelt_name_finds_what_is_close(network: dict[str, Provider], editor: Actor) -> None:
    for query in ("sorizo claro", "instituto manacar", "nobrega claudiu"):
        found = search_providers(editor, query)
        assert found.is_a_guess
        assert len(found.providers) == 1, query
    assert search_providers(editor, "zzzz wwww") == Found([])


def test_nothing_typed_lists_by_name(network: dict[str, Provider], editor: Actor) -> None:
    assert names(search_providers(editor), network) == ["solo", "other", "sorriso"]
    cut = search_providers(editor, limit=2)
    assert (len(cut.providers), cut.has_more) == (2, True)


def test_filters_narrow(network: dict[str, Provider], editor: Actor) -> None:
    assert names(search_providers(editor, status="suspended"), network) == ["other"]
    assert names(search_providers(editor, uf="AL"), network) == ["solo"]
    assert names(search_providers(editor, "josé", status="active"), network) == ["sorriso"]


def test_an_outsider_finds_only_their_own(network: dict[str, Provider], outsider: Actor) -> None:
    assert names(search_providers(outsider, "sorriso"), network) == ["strange"]
    for query in ("57798", "898.412.309-92", "11 99849-6368", "são josé"):
        assert search_providers(outsider, query).providers == []
    assert search_providers(Actor(user=None, name="", is_anonymous=True)).providers == []


def test_a_part_of_a_cpf_or_phone_tells_nothing_to_who_may_not_see_it(
    network: dict[str, Provider], manager: Actor
) -> None:
    for query in ("898.412", "89841230", "99849-6368", "1199849"):
        assert search_providers(manager, query).providers == []
    assert names(search_providers(manager, "898.412.309-92"), network) == ["solo"]
    assert names(search_providers(manager, "11 99849-6368"), network) == ["sorriso"]


def test_a_search_costs_the_same_however_much_it_finds(cast: Cast, editor: Actor) -> None:
    for _ in range(12):
        provider = make_clinic(cast.operator, name="Manacá")
        for _ in range(3):
            make_affiliation(provider, make_dentist(cast.operator))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = search_providers(editor, "manaca")
        assert [tie.dentist.name for row in found.providers for tie in row.affiliations.all()]
        assert [str(row.municipality) + row.operator.name for row in found.providers]
    assert len(found.providers) == 12
    assert len(queries) == 2


@pytest.mark.parametrize(
    "text", ["\x00", "a" * 10_000, " ".join("abcdefghij" * 9), "\ud800", "()", "((((", "+"]
)
def test_strange_queries_are_only_queries(cast: Cast, editor: Actor, text: str) -> None:
    assert search_providers(editor, text).providers == []


def test_whole_numbers_are_understood() -> None:
    assert understand(cnpj.formatted("12ABC34501DE35")).lines == ("12abc34501de35",)
    assert understand(cpf.formatted("89841230992")).personal_lines == ("89841230992",)
    assert "11998496368" in understand(phone.formatted("1198496368")).personal_lines
    assert understand("CRO 0057798").line_ends == ("57798",)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("57798", ["sorriso"]),
        ("CRO 157798", ["other"]),
        ("898.412.309-92", ["solo"]),
        ("(11) 99849-6368", ["sorriso"]),
        ("577", ["sorriso", "other"]),
        ("clinica odon", ["sorriso"]),
        ("são jose natália", ["sorriso"]),
        ("claudio nobrga", ["solo"]),
        ("zzz", []),
        (" ", []),
    ],
)
def test_whom_somebody_is_after_comes_at_once(
    network: dict[str, Provider], editor: Actor, cast: Cast, query: str, expected: list[str]
) -> None:
    found = find_providers(editor, query, operator_id=cast.operator.pk, today=TODAY)
    assert names(found, network) == expected


def test_names_that_begin_so_come_before_those_that_have_the_word(cast: Cast, editor: Actor) -> None:
    for name in ("Zeta Alfa", "Alfa Zeta", "Beta Alfa", "Alfa Beta"):
        make_clinic(cast.operator, name=name)
    found = find_providers(editor, "alfa", operator_id=cast.operator.pk, today=TODAY, limit=3)
    assert [one.name for one in found.providers] == ["Alfa Beta", "Alfa Zeta", "Beta Alfa"]
    assert found.has_more


def test_a_name_of_its_own_comes_before_those_of_others(cast: Cast, editor: Actor) -> None:
    """By whichever of its words it was asked for; then who is there today, then who left."""
    left = make_clinic(cast.operator, name="Alfa Dental")
    make_affiliation(left, make_dentist(cast.operator, name="Bia Nakamura"), ends_on=dt.date(2024, 3, 1))
    today = make_clinic(cast.operator, name="Beta Dental")
    make_affiliation(today, make_dentist(cast.operator, name="Ana Nakamura"))
    make_clinic(cast.operator, name="Clínica Nakamura")
    make_clinic(cast.operator, name="Nakamura e Filhos Ltda.", trade_name="Zeta Sorrisos")
    make_clinic(cast.operator, name="Nakamura Odontologia")
    found = find_providers(editor, "nakamura", operator_id=cast.operator.pk, today=TODAY)
    assert [one.display_name for one in found.providers] == [
        "Nakamura Odontologia",
        "Zeta Sorrisos",
        "Clínica Nakamura",
        "Beta Dental",
        "Alfa Dental",
    ]


def test_a_misspelt_name_finds_first_whose_own_it_is(cast: Cast, editor: Actor) -> None:
    other = make_clinic(cast.operator, name="Alto da Serra")
    make_affiliation(other, make_dentist(cast.operator, name="Ana Pacheco Mendonça"))
    make_clinic(cast.operator, name="Pacheco & Mendonça")
    found = find_providers(editor, "Pacheko Mendonsa", operator_id=cast.operator.pk, today=TODAY)
    assert [one.name for one in found.providers] == ["Pacheco & Mendonça", "Alto da Serra"]
    assert found.is_a_guess


@pytest.mark.parametrize(
    "query", ["Odonto 4.0 ME", "odonto 4.0", "me 4.0 odonto", "4.0 odonto", "Espaço 2.5", "2.5 espaco"]
)
def test_a_number_with_marks_in_a_name_is_found_as_it_is_written(
    cast: Cast, editor: Actor, query: str
) -> None:
    wanted = "Espaço 2.5" if "2.5" in query else "Odonto 4.0 ME"
    for name in ("Odonto 4.0 ME", "Espaço 2.5", "Odonto Vida ME"):
        make_clinic(cast.operator, name=name)
    for found in (
        search_providers(editor, query),
        find_providers(editor, query, operator_id=cast.operator.pk, today=TODAY),
    ):
        assert [one.name for one in found.providers][:1] == [wanted]


def test_a_name_that_begins_with_a_title_is_not_behind_all_that_begin_with_the_rest(
    cast: Cast, editor: Actor
) -> None:
    for number in range(4):
        make_clinic(cast.operator, name=f"Dente Feliz {number}")
    make_clinic(cast.operator, name="Dr. Dente")
    for found in (
        search_providers(editor, "Dr. Dente", limit=3),
        find_providers(editor, "Dr. Dente", operator_id=cast.operator.pk, today=TODAY, limit=3),
    ):
        assert found.providers[0].name == "Dr. Dente"
        assert len(found.providers) == 3
        assert found.has_more
