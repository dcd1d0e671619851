"""A provider's data are corrected or have changed."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from vinculo.accounts.actor import Actor
from vinculo.accounts.tests.cast import Cast
from vinculo.kernel.invented import invented_cpf
from vinculo.kernel.refusal import NotPermitted

from ..actions.edit_provider import UnableToEditProvider, edit_provider
from ..models import Provider
from ..values import ProviderData
from .audit_trail import audit_trail
from .factories import make_clinic
from .moments import NOW


def as_typed(provider: Provider) -> ProviderData:
    """What the form of that provider holds when it is opened."""
    place = provider.municipality
    return ProviderData(
        kind=provider.kind,
        name=provider.name,
        trade_name=provider.trade_name,
        cnpj=provider.cnpj,
        cpf=provider.cpf,
        cnes=provider.cnes,
        joined_on=provider.joined_on,
        city=place.name if place else "",
        uf=place.uf if place else "",
        us_value=provider.us_value,
        last_production_on=provider.last_production_on,
        last_production_value=provider.last_production_value,
        other_plans=provider.other_plans,
    )


def edit(provider: Provider, actor: Actor, seen_version: int = 1, **changes: object) -> Provider:
    data = replace(as_typed(provider), **changes)  # type: ignore[arg-type]
    return edit_provider(provider=provider, data=data, seen_version=seen_version, actor=actor, now=NOW)


def test_what_changed_is_written_and_named_in_the_audit_log(clinic: Provider, editor: Actor) -> None:
    edited = edit(clinic, editor, trade_name="Raiz Forte", city="Jundiaí")

    clinic.refresh_from_db()
    assert (clinic.trade_name, str(clinic.municipality)) == ("Raiz Forte", "Jundiaí/SP")
    assert (clinic.version, clinic.updated_at, edited.pk) == (2, NOW, clinic.pk)
    assert "\nraiz forte\n" in clinic.search_text
    assert "\njundiai sp\n" in clinic.search_text
    assert "campinas" not in clinic.search_text
    entry = audit_trail().get(action="provider.edited")
    assert entry.detail == {"fields": ["trade_name", "municipality"]}


def test_nothing_changed_is_nothing_written(clinic: Provider, editor: Actor) -> None:
    edit(clinic, editor)
    clinic.refresh_from_db()
    assert clinic.version == 1
    assert not audit_trail().filter(action="provider.edited").exists()


def test_sent_twice_it_is_edited_once(clinic: Provider, editor: Actor) -> None:
    edit(clinic, editor, trade_name="Raiz Forte")
    edit(clinic, editor, trade_name="Raiz Forte")
    assert audit_trail().filter(action="provider.edited").count() == 1


def test_who_saw_an_older_version_overwrites_nothing(clinic: Provider, editor: Actor) -> None:
    edit(clinic, editor, trade_name="Raiz Forte")
    with pytest.raises(UnableToEditProvider) as refused:
        edit(clinic, editor, seen_version=1, trade_name="Manacá")
    assert "Outra pessoa" in refused.value.message
    clinic.refresh_from_db()
    assert clinic.trade_name == "Raiz Forte"


def test_a_wrong_city_is_no_lost_city(clinic: Provider, editor: Actor) -> None:
    with pytest.raises(UnableToEditProvider) as refused:
        edit(clinic, editor, city="Campina Nova")
    assert [finding.field for finding in refused.value.findings] == ["city"]
    clinic.refresh_from_db()
    assert clinic.municipality is not None


def test_the_cnpj_of_another_provider_is_refused(cast: Cast, clinic: Provider, editor: Actor) -> None:
    other = make_clinic(cast.operator)
    with pytest.raises(UnableToEditProvider) as refused:
        edit(clinic, editor, cnpj=other.cnpj)
    assert (refused.value.twin, refused.value.findings[0].field) == (other, "cnpj")


def test_who_does_not_see_the_cpf_does_not_change_it(clinic: Provider, manager: Actor) -> None:
    number = invented_cpf(Random(3))
    Provider.objects.filter(pk=clinic.pk).update(cpf=number)
    edit(clinic, manager, trade_name="Manacá", cpf="")
    clinic.refresh_from_db()
    assert (clinic.trade_name, clinic.cpf) == ("Manacá", number)


def test_an_outsider_edits_nothing(clinic: Provider, outsider: Actor) -> None:
    with pytest.raises(NotPermitted):
        edit(clinic, outsider, trade_name="Manacá")
    clinic.refresh_from_db()
    assert clinic.trade_name == ""
