"""A provider enters the registry."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.kernel.identifiers import cnpj
from vinculo.kernel.invented import invented_cnpj, invented_cpf
from vinculo.kernel.refusal import NotPermitted

from ..actions.create_provider import UnableToCreateProvider, create_provider
from ..models import Provider
from ..values import ProviderData
from .audit_trail import audit_trail
from .moments import NOW

RNG = Random(7)
CLINIC = ProviderData(
    kind="PJ",
    name="  Clínica   Odontológica Jacarandá Ltda. ",
    trade_name="Sorriso Claro",
    cnpj=cnpj.formatted(invented_cnpj(RNG, alphanumeric=True)),
    cnes="1234567",
    joined_on=dt.date(2019, 3, 11),
    city="MACEIO",
    uf="al",
    us_value=Decimal("0.8670"),
    last_production_on=dt.date(2026, 4, 30),
    last_production_value=Decimal("58.80"),
    other_plans="Dental Capital",
)


def codes(refusal: UnableToCreateProvider) -> set[tuple[str, str]]:
    return {(finding.code, finding.field) for finding in refusal.findings}


def test_what_was_typed_is_kept_tidied(cast: Cast) -> None:
    provider = create_provider(operator=cast.operator, data=CLINIC, actor=actor_of(cast.alice), now=NOW)

    provider.refresh_from_db()
    assert provider.name == "Clínica Odontológica Jacarandá Ltda."
    assert provider.cnpj == cnpj.clean(CLINIC.cnpj)
    assert any(char.isalpha() for char in provider.cnpj)
    assert str(provider.municipality) == "Maceió/AL"
    assert provider.us_value == Decimal("0.8670")
    assert provider.status == Provider.Status.ACTIVE
    assert provider.updated_at == NOW


def test_the_search_text_is_written(cast: Cast) -> None:
    data = replace(CLINIC, cpf=invented_cpf(RNG))
    provider = create_provider(operator=cast.operator, data=data, actor=actor_of(cast.alice), now=NOW)

    shown = provider.search_text.strip().split("\n")
    assert shown[:3] == [
        "clinica odontologica jacaranda ltda.",
        "sorriso claro",
        provider.cnpj.lower(),
    ]
    assert "maceio al" in shown
    assert provider.personal_search_text == f"\n{provider.cpf}\n"
    assert provider.cpf not in provider.search_text


def test_the_audit_log_holds_no_personal_data(cast: Cast) -> None:
    data = replace(CLINIC, kind="PF", cnpj="", cpf=invented_cpf(RNG))
    provider = create_provider(operator=cast.operator, data=data, actor=actor_of(cast.alice), now=NOW)

    entry = audit_trail().get(subject_kind="provider", subject_id=str(provider.pk))
    assert (entry.action, entry.actor, entry.operator) == ("provider.created", cast.alice, cast.operator)
    assert entry.detail == {}


def test_all_findings_come_at_once(cast: Cast) -> None:
    wrong = ProviderData(
        kind="PJ",
        name="  ",
        cnpj="12.345.678/0001-00",
        cpf="111.111.111-11",
        cnes="12",
        joined_on=dt.date(2030, 1, 1),
        city="Campinas",
        uf="AL",
        us_value=Decimal("-1"),
        last_production_on=dt.date(2030, 1, 1),
        last_production_value=Decimal("1.234"),
        other_plans="x" * 301,
    )
    with pytest.raises(UnableToCreateProvider) as refused:
        create_provider(operator=cast.operator, data=wrong, actor=actor_of(cast.alice), now=NOW)

    assert codes(refused.value) == {
        ("provider-name-missing", "name"),
        ("cnpj-check-digits", "cnpj"),
        ("cpf-check-digits", "cpf"),
        ("cnes-shape", "cnes"),
        ("day-in-future", "joined_on"),
        ("city-unknown", "city"),
        ("amount-impossible", "us_value"),
        ("day-in-future", "last_production_on"),
        ("amount-too-fine", "last_production_value"),
        ("text-too-long", "other_plans"),
    }
    assert not Provider.objects.exists()
    assert not any("111" in finding.message for finding in refused.value.findings)


@pytest.mark.parametrize(("kind", "field"), [("PJ", "cnpj"), ("PF", "cpf")])
def test_a_provider_has_the_number_of_its_kind(cast: Cast, kind: str, field: str) -> None:
    data = ProviderData(kind=kind, name="Helena Uchôa")
    with pytest.raises(UnableToCreateProvider) as refused:
        create_provider(operator=cast.operator, data=data, actor=actor_of(cast.alice), now=NOW)
    assert codes(refused.value) == {(f"{field}-missing", field)}


def test_sent_twice_it_is_created_once(cast: Cast) -> None:
    alice = actor_of(cast.alice)
    first = create_provider(operator=cast.operator, data=CLINIC, actor=alice, now=NOW)
    again = create_provider(operator=cast.operator, data=CLINIC, actor=alice, now=NOW)

    assert first.pk == again.pk
    assert Provider.objects.count() == 1
    assert audit_trail().filter(action="provider.created").count() == 1


def test_another_one_with_the_same_cnpj_is_refused_and_named(cast: Cast) -> None:
    alice = actor_of(cast.alice)
    first = create_provider(operator=cast.operator, data=CLINIC, actor=alice, now=NOW)
    with pytest.raises(UnableToCreateProvider) as refused:
        create_provider(operator=cast.operator, data=replace(CLINIC, name="Outra"), actor=alice, now=NOW)

    assert refused.value.twin == first
    assert "Sorriso Claro" in refused.value.findings[0].message


def test_two_operators_may_both_have_it(cast: Cast) -> None:
    create_provider(operator=cast.operator, data=CLINIC, actor=actor_of(cast.alice), now=NOW)
    create_provider(operator=cast.other_operator, data=CLINIC, actor=actor_of(cast.charlie), now=NOW)
    assert Provider.objects.count() == 2


@pytest.mark.parametrize("who", ["charlie", "davi", "sara", "adam"])
def test_who_may_not_edit_the_registry_creates_nothing(cast: Cast, who: str) -> None:
    with pytest.raises(NotPermitted):
        create_provider(operator=cast.operator, data=CLINIC, actor=actor_of(getattr(cast, who)), now=NOW)
    assert not Provider.objects.exists()


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        "Robert'); DROP TABLE",
        "Clí\x00nica",
        "\ud800 Sorriso",
        "😀 Odonto",
        "%_\\",
    ],
)
def test_hostile_names_are_kept_as_text(cast: Cast, name: str) -> None:
    data = replace(CLINIC, trade_name=name)
    provider = create_provider(operator=cast.operator, data=data, actor=actor_of(cast.alice), now=NOW)
    provider.refresh_from_db()
    assert "\x00" not in provider.trade_name
    assert provider.trade_name.strip()
