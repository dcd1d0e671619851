"""A provider's people over time, the head of a case, who has which number."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

from vinculo.accounts.actor import Actor
from vinculo.accounts.tests.cast import Cast

from ..models import Provider
from ..queries import (
    find_provider_by_identity,
    head_facts,
    people_of,
    provider_with_people,
    providers_by_identity,
    search_municipalities,
)
from .factories import (
    make_affiliation,
    make_clinic,
    make_contact_person,
    make_coverage,
    make_dentist,
    make_solo_dentist,
    make_technical_manager,
)
from .moments import TODAY


def test_people_stand_where_their_days_put_them(cast: Cast, clinic: Provider) -> None:
    tomorrow = TODAY + dt.timedelta(days=1)
    made = {name: make_dentist(cast.operator, name=name) for name in ("rt", "old", "works", "left", "comes")}
    make_technical_manager(clinic, made["old"], ends_on=dt.date(2024, 1, 1))
    make_technical_manager(clinic, made["rt"], starts_on=dt.date(2024, 1, 1))
    make_technical_manager(clinic, made["comes"], is_pending=True)
    make_affiliation(clinic, made["works"], starts_on=TODAY)
    make_affiliation(clinic, made["left"], ends_on=TODAY)
    make_affiliation(clinic, made["comes"], starts_on=tomorrow)

    people = people_of(clinic, TODAY)

    assert people.technical_manager is not None
    assert people.pending_technical_manager is not None
    assert people.technical_manager.dentist.name == "rt"
    assert people.pending_technical_manager.dentist.name == "comes"
    assert [tie.dentist.name for tie in people.working] == ["works"]
    assert [tie.dentist.name for tie in people.coming] == ["comes"]
    assert [tie.dentist.name for tie in people.former] == ["left", "old"]
    assert [dentist.name for dentist in people.dentists()] == ["rt", "works"]


def test_a_provider_with_all_its_people_costs_three_queries(
    cast: Cast, clinic: Provider, editor: Actor
) -> None:
    for _ in range(15):
        make_affiliation(clinic, make_dentist(cast.operator))
        make_contact_person(clinic)
    with CaptureQueriesContext(connection) as queries:
        provider = provider_with_people(editor, clinic.pk)
        assert provider is not None
        assert len(people_of(provider, TODAY).dentists()) == 15
        assert len(provider.contact_persons.all()) == 15
        assert (provider.operator.name, str(provider.municipality)) == ("ODONTOLIFE", "Campinas/SP")
    assert len(queries) == 3


def test_an_outsider_finds_no_provider(clinic: Provider, outsider: Actor) -> None:
    assert provider_with_people(outsider, clinic.pk) is None


def test_the_head_of_a_case_is_what_stands_today(cast: Cast) -> None:
    clinic = make_clinic(cast.operator, other_plans="Dental Capital")
    works, rt = make_dentist(cast.operator), make_dentist(cast.operator)
    make_affiliation(clinic, works)
    make_technical_manager(clinic, rt)
    make_coverage(cast.operator, on=dt.date(2026, 1, 1), lives=5506, published_cros=25)
    make_coverage(cast.operator, on=TODAY + dt.timedelta(days=1), lives=1, published_cros=1)

    facts = head_facts(clinic, [], TODAY)

    assert facts.first_dentist is not None
    assert (facts.first_dentist.cro_number, facts.first_dentist.cro_uf) == (rt.cro_number, "SP")
    assert [one.dentist_id for one in facts.further_dentists] == [works.pk]
    assert (facts.dentist_name, facts.cro_count) == (rt.name, 2)
    assert (facts.provider_type, facts.cnpj, facts.cpf) == ("PJ", clinic.cnpj, None)
    assert (facts.city, facts.city_uf, facts.lives, facts.published_cros) == ("Campinas", "SP", 5506, 25)
    assert facts.us_value == Decimal("0.9000")
    assert facts.last_production_on == dt.date(2026, 4, 30)
    assert facts.last_production_value == Decimal("1260.00")
    assert (facts.serves_other_plans, facts.other_plans) == (True, "Dental Capital")


def test_the_head_is_about_the_dentists_named(cast: Cast, clinic: Provider) -> None:
    rt, leaves = make_dentist(cast.operator), make_dentist(cast.operator)
    make_technical_manager(clinic, rt)
    make_affiliation(clinic, leaves)
    facts = head_facts(clinic, [leaves], TODAY)
    assert (facts.dentist_name, facts.cro_count) == (leaves.name, 1)


def test_what_the_registry_does_not_say_is_left_open(cast: Cast) -> None:
    bare = make_clinic(
        cast.operator,
        municipality_id=None,
        joined_on=None,
        us_value=None,
        last_production_on=None,
        last_production_value=None,
    )
    facts = head_facts(bare, [], TODAY)
    assert (facts.dentist_name, facts.cro_count, facts.first_dentist) == (bare.name, None, None)
    assert (facts.city, facts.lives, facts.us_value, facts.serves_other_plans) == (None, None, None, None)


def test_a_number_names_its_provider(cast: Cast, clinic: Provider, editor: Actor) -> None:
    solo = make_solo_dentist(cast.operator)
    dentist = make_dentist(cast.operator, cro_number="57798", cpf="89841230992")
    make_affiliation(clinic, dentist)
    operator_id = cast.operator.pk

    assert find_provider_by_identity(editor, operator_id, cnpj=clinic.cnpj) == clinic
    assert find_provider_by_identity(editor, operator_id, cpf=solo.cpf) == solo
    assert find_provider_by_identity(editor, operator_id, cpf="898.412.309-92") == clinic
    assert find_provider_by_identity(editor, operator_id, cro="057.798", cro_uf="sp") == clinic
    assert find_provider_by_identity(editor, operator_id, cro="57798", cro_uf="RJ") is None
    assert find_provider_by_identity(editor, operator_id) is None
    # The strongest number decides; a weaker one is asked where it finds nobody.
    assert find_provider_by_identity(editor, operator_id, cnpj=clinic.cnpj, cpf=solo.cpf) == clinic
    assert find_provider_by_identity(editor, operator_id, cnpj="?", cpf=solo.cpf) == solo


def test_a_cro_at_two_providers_names_both_and_neither(cast: Cast, clinic: Provider, editor: Actor) -> None:
    second = make_clinic(cast.operator, status="inactive")
    dentist = make_dentist(cast.operator, cro_number="57798")
    make_affiliation(second, dentist)
    make_affiliation(clinic, dentist)
    found = providers_by_identity(editor, cast.operator.pk, cro="57798", cro_uf="SP")
    assert found == [clinic, second]
    assert find_provider_by_identity(editor, cast.operator.pk, cro="57798", cro_uf="SP") is None


def test_an_outsider_learns_nothing_from_a_number(cast: Cast, clinic: Provider, outsider: Actor) -> None:
    assert find_provider_by_identity(outsider, cast.operator.pk, cnpj=clinic.cnpj) is None
    assert find_provider_by_identity(outsider, cast.other_operator.pk, cnpj=clinic.cnpj) is None


def test_cities_are_found_without_accents(db: None) -> None:
    assert [str(city) for city in search_municipalities("sao jose dos campos")] == ["São José dos Campos/SP"]
    assert str(search_municipalities("bom jesus")[0]).startswith("Bom Jesus/")
    assert [str(city) for city in search_municipalities("maceió")] == ["Maceió/AL"]
    assert {city.uf for city in search_municipalities("bom jesus", uf="pi")} == {"PI"}
    assert [city.uf for city in search_municipalities("bom jesus rn")] == ["RN"]
    assert search_municipalities("%") == []
