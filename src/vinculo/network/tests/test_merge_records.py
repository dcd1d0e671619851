"""Two records of one clinic become one, and are parted again."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.kernel.refusal import NotPermitted
from vinculo.network.actions.create_provider import create_provider
from vinculo.network.actions.merge_records import UnableToMergeProviders, merge_records, part_records
from vinculo.network.models import Provider, ProviderMerge
from vinculo.network.queries.providers import providers, record_kept_instead
from vinculo.network.queries.search import search_providers
from vinculo.network.values import ProviderData

from .factories import make_clinic, make_contact_person, make_dentist, make_technical_manager

NOW = dt.datetime(2026, 5, 4, 13, 0, tzinfo=dt.UTC)


@pytest.fixture
def pair(cast: Cast) -> tuple[Provider, Provider]:
    kept = make_clinic(cast.operator, name="Clínica Zircônia", cnpj="", cnes="")
    merged = make_clinic(cast.operator, name="Zirconia Odonto", cnpj="53068087001339", cnes="1234567")
    return kept, merged


def unite(cast: Cast, pair: tuple[Provider, Provider], **more: Any) -> ProviderMerge:
    kept, merged = pair
    return merge_records(kept=kept, merged=merged, actor=actor_of(cast.alice), now=NOW, **more)


def test_what_is_blank_is_filled_and_what_is_chosen_taken(
    cast: Cast, pair: tuple[Provider, Provider]
) -> None:
    unite(cast, pair, take={"name"})
    kept, merged = (Provider.objects.get(pk=item.pk) for item in pair)
    assert (kept.name, kept.cnpj, kept.cnes) == ("Zirconia Odonto", "53068087001339", "1234567")
    assert (merged.cnpj, merged.merged_into) == ("", kept)


def test_the_merged_record_is_found_as_the_kept_one(cast: Cast, pair: tuple[Provider, Provider]) -> None:
    unite(cast, pair)
    kept, merged = pair
    actor = actor_of(cast.alice)
    assert search_providers(actor, "Zirconia Odonto").providers == [kept]
    assert merged not in providers(actor)
    assert record_kept_instead(actor, merged.pk) == kept.pk
    assert record_kept_instead(actor_of(cast.charlie), merged.pk) is None


def test_people_move_but_never_two_technical_managers_at_once(
    cast: Cast, pair: tuple[Provider, Provider]
) -> None:
    kept, merged = pair
    stays = make_technical_manager(merged, make_dentist(cast.operator))
    make_technical_manager(kept, make_dentist(cast.operator))
    person = make_contact_person(merged)
    unite(cast, pair)
    person.refresh_from_db()
    stays.refresh_from_db()
    assert (person.provider, stays.provider) == (kept, merged)


def test_undone_everything_is_as_before_but_what_was_typed_since(
    cast: Cast, pair: tuple[Provider, Provider]
) -> None:
    kept, merged = pair
    person = make_contact_person(merged)
    merge = unite(cast, pair, take={"name"})
    Provider.objects.filter(pk=kept.pk).update(cnes="7654321")
    part_records(merge=merge, actor=actor_of(cast.alice), now=NOW)
    kept, merged = (Provider.objects.get(pk=item.pk) for item in pair)
    person.refresh_from_db()
    assert (kept.name, kept.cnpj, kept.cnes) == ("Clínica Zircônia", "", "7654321")
    assert (merged.cnpj, merged.merged_into, person.provider) == ("53068087001339", None, merged)
    with pytest.raises(UnableToMergeProviders):
        part_records(merge=merge, actor=actor_of(cast.alice), now=NOW)


def test_not_undone_once_its_number_is_anothers(cast: Cast, pair: tuple[Provider, Provider]) -> None:
    merge = unite(cast, pair)
    Provider.objects.filter(pk=pair[0].pk).update(cnpj="")
    data = ProviderData(kind="PJ", name="Terceira", cnpj="53068087001339", city="Campinas", uf="SP")
    create_provider(operator=cast.operator, data=data, actor=actor_of(cast.alice), now=NOW)
    with pytest.raises(UnableToMergeProviders):
        part_records(merge=merge, actor=actor_of(cast.alice), now=NOW)
    assert Provider.objects.get(pk=pair[1].pk).merged_into_id == pair[0].pk


def test_refused_for_one_record_twice_another_operator_or_an_outsider(
    cast: Cast, pair: tuple[Provider, Provider]
) -> None:
    kept, merged = pair
    foreign = make_clinic(cast.other_operator)
    with pytest.raises(UnableToMergeProviders):
        unite(cast, (kept, kept))
    with pytest.raises(NotPermitted):
        unite(cast, (kept, foreign))
    with pytest.raises(NotPermitted):
        merge_records(kept=kept, merged=merged, actor=actor_of(cast.charlie), now=NOW)
    unite(cast, pair)
    with pytest.raises(UnableToMergeProviders):
        unite(cast, pair)
