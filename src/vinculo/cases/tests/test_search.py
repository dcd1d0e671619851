"""Search as one types: names, numbers in any common form, and words of the notes."""

from __future__ import annotations

import pytest

from vinculo.accounts.models import Membership
from vinculo.accounts.permissions import Role
from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.models import Contact
from vinculo.cases.queries.search import is_private_query, search_for
from vinculo.cases.search_index import refresh_search_index
from vinculo.network.search_text import refresh_search_text
from vinculo.network.tests.factories import make_clinic

from .listed_cases import MADE_AT, listed, make_listed, names


@pytest.fixture
def cases(cast: Cast) -> None:
    case = make_listed(
        cast.operator,
        cast.alice,
        number="ODL-2026-000123",
        dentist_name="Natália Diniz Uchôa",
        cro="57798",
        cro_state="SP",
        cpf="89841230992",
        cnpj="12ABC34501DE35",
        protocol_number="SAD168572304577",
        city="Jundiaí",
    )
    Contact.objects.create(
        case=case,
        position=1,
        created_at=MADE_AT,
        address="(15) 99818-1004",
        note="Sistema complicado, token demorado. Continuam os problemas com as liberações.",
    )
    refresh_search_index(case)
    make_listed(cast.operator, cast.alice, dentist_name="Bruno Tanaka", cro="11517", cro_state="TO")


TYPED = (
    "natalia",
    "NATÁLIA uchoa",
    "uchôa natália",
    "898.412.309-92",
    "89841230992",
    "8984123",
    "12.ABC.345/01DE-35",
    "12abc345",
    "ODL-2026-000123",
    "000123",
    "SAD 168572304577",
    "sad1685",
    "CRO-SP 57798",
    "57798/SP",
    "57798",
    "15998181004",
    "+55 (15) 99818-1004",
    "jundiai",
    "token demorado",
    "problema liberacoes",
    "LIBERAÇÕES",
    "liberação",
    "complic",
    "diniz jundiaí",
)


def test_found_by(cases: None, cast: Cast):
    actor = actor_of(cast.alice)
    found = {query: names(listed(actor, q=query)) for query in TYPED}
    assert found == {query: ["Natália Diniz Uchôa"] for query in TYPED}


@pytest.mark.parametrize(
    "query", ["zzz", "natalia tanaka", "token rápido", "%", "_______", "'; drop table x; --"]
)
def test_not_found_by(cases: None, cast: Cast, query: str):
    assert names(listed(actor_of(cast.alice), q=query)) == []


def test_an_empty_query_narrows_nothing(cases: None, cast: Cast):
    assert len(listed(actor_of(cast.alice), q="  \x00 ").rows) == 2
    assert search_for("", actor_of(cast.alice)) is None


@pytest.mark.parametrize(
    "query",
    ["898.412.309-92", "89841230992", "15 99818-1004", "+55 (15) 99818-1004", "uchoa 898.412.309-92"],
)
def test_who_may_not_see_personal_data_finds_by_a_whole_number(cases: None, cast: Cast, query: str):
    assert names(listed(actor_of(cast.nina), q=query)) == ["Natália Diniz Uchôa"]


@pytest.mark.parametrize(
    "query", ["8984123", "898.412", "8984123099", "99818", "(15) 99818", "992", "uchoa 898"]
)
def test_and_never_by_a_part_of_one(cases: None, cast: Cast, query: str):
    """Else the number could be spelled out, a digit after the other."""
    assert names(listed(actor_of(cast.nina), q=query)) == []


def test_personal_data_of_one_operator_is_not_that_of_another(cases: None, cast: Cast):
    Membership.objects.create(user=cast.charlie, operator=cast.operator, role=Role.NETWORK_MANAGER)
    make_listed(cast.other_operator, cast.charlie, dentist_name="Otávio Leão", cpf="89841230992")
    assert names(listed(actor_of(cast.charlie), q="8984123")) == ["Otávio Leão"]
    assert len(listed(actor_of(cast.charlie), q="898.412.309-92").rows) == 2


def test_a_renamed_provider_is_found_by_what_it_is_called_now(cast: Cast):
    clinic = make_clinic(cast.operator, name="Clínica Antiga")
    make_listed(cast.operator, cast.alice, dentist_name="Lívia Sá", city="Jundiaí", provider=clinic)
    make_listed(cast.operator, cast.alice, dentist_name="Bruno Tanaka")
    clinic.name = "Espaço Novíssimo"
    clinic.save()
    refresh_search_text(clinic)
    actor = actor_of(cast.alice)
    for query in ("novissimo", "jundiai espaço", "novíssimo lívia"):
        assert names(listed(actor, q=query)) == ["Lívia Sá"], query
    assert names(listed(actor, name="espaco novissimo")) == ["Lívia Sá"]
    assert names(listed(actor, q="antiga")) == []
    assert names(listed(actor, name="antiga")) == []


def test_a_huge_text_is_indexed_in_part(cast: Cast):
    text = "palavra " * 100_000
    case = make_listed(cast.operator, cast.alice, dentist_name=text, city=text, general_note=text)
    Contact.objects.create(case=case, position=1, created_at=MADE_AT, address=text, spoken_to=text)
    refresh_search_index(case)
    case.search.refresh_from_db()
    assert len(case.search.search_text) < 3000
    assert len(case.search.personal_search_text) < 1000


@pytest.mark.parametrize(
    ("query", "is_private"),
    [
        ("898.412.309-92", True),
        ("8984", True),
        ("15 99818", True),
        ("12.ABC.345/01DE-35", True),
        ("renata 89841230992", True),
        ("renata", False),
        ("clínica 24h", False),
        ("ODL-2026-000123", False),
        ("SAD168572304577", False),
        ("", False),
    ],
)
def test_personal_numbers_are_private(query: str, is_private: bool):
    assert is_private_query(query) is is_private
