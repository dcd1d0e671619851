"""A cell that says nothing empties what the feed told, and leaves what hands typed since."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.network.actions.add_contact_person import add_contact_person
from vinculo.network.actions.add_dentist import add_dentist
from vinculo.network.actions.create_provider import create_provider
from vinculo.network.actions.edit_contact_person import edit_contact_person
from vinculo.network.actions.edit_provider import edit_provider
from vinculo.network.actions.merge_records import merge_records, part_records
from vinculo.network.actions.sync_undo import undo_sync
from vinculo.network.models import Affiliation, ContactPerson, Dentist, Provider
from vinculo.network.sync import contact_persons, dentists, providers
from vinculo.network.tests.factories import make_clinic
from vinculo.network.tests.moments import NOW
from vinculo.network.typed_fields import MAY_BE_BLANK
from vinculo.network.values import ContactPersonData, DentistData, ProviderData

from .feeds import clinic, dentist, feed, tie
from .registry_rows import all_rows

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(days=1)
COLUMNS = {
    "providers": (
        *("core_key", "kind", "name", "trade_name", "cnpj", "cpf", "cnes", "status", "joined_on"),
        *("city", "uf", "street", "other_plans"),
    ),
    "dentists": ("cro", "cro_uf", "name", "category", "cpf"),
}
TYPED = ProviderData(
    kind="PJ",
    name="Clínica Aurora 1 Ltda.",
    cnpj=clinic(1)["cnpj"],
    trade_name="Aurora Centro",
    cnes="1234567",
    joined_on=dt.date(2021, 5, 1),
    city="Campinas",
    uf="SP",
    other_plans="Plano Azul",
)


def told(**values: Any) -> dict[str, Any]:
    return {"providers": [clinic(1, **values)]}


def type_into(provider: Provider, actor: Actor, **values: Any) -> None:
    data = replace(TYPED, **values)
    edit_provider(provider=provider, data=data, seen_version=provider.version, actor=actor, now=NOW)


def test_the_columns_of_feeds_and_of_hands_agree() -> None:
    for model, facts in (
        (Provider, providers.FACTS),
        (Dentist, dentists.FACTS),
        (ContactPerson, contact_persons.FACTS),
    ):
        assert MAY_BE_BLANK[model] == {fact.column for fact in facts if fact.blank}


def test_a_blank_cell_leaves_what_was_typed_and_never_told(operator: Operator, editor_person: Actor) -> None:
    feed(operator, told(city="", uf=""), columns=COLUMNS)
    type_into(Provider.objects.get(), editor_person)
    for now in (NOW, LATER):
        run = feed(operator, told(city="", uf="", status="suspended"), columns=COLUMNS, now=now)
    provider = Provider.objects.get()
    assert (provider.trade_name, provider.cnes, provider.other_plans) == (
        *("Aurora Centro", "1234567", "Plano Azul"),
    )
    assert (provider.joined_on, provider.municipality_id) == (dt.date(2021, 5, 1), "3509502")
    assert "aurora centro" in provider.search_text
    assert run.counts["providers"]["same"] == 1


def test_a_blank_cell_empties_what_the_feed_told_last(operator: Operator, editor_person: Actor) -> None:
    feed(operator, told(trade_name="Aurora"), columns=COLUMNS)
    type_into(Provider.objects.get(), editor_person)
    feed(operator, told(trade_name="Aurora", cnes="7654321"), columns=COLUMNS, now=LATER)
    assert Provider.objects.get().trade_name == "Aurora"
    feed(operator, told(), columns=COLUMNS, now=LATER)
    provider = Provider.objects.get()
    assert (provider.trade_name, provider.cnes, provider.other_plans) == ("", "", "Plano Azul")


def test_what_is_told_as_it_was_typed_is_the_feeds_from_then_on(
    operator: Operator, editor_person: Actor
) -> None:
    feed(operator, told(), columns=COLUMNS)
    type_into(Provider.objects.get(), editor_person)
    run = feed(operator, told(trade_name="Aurora Centro"), columns=COLUMNS, now=LATER)
    assert run.counts["providers"]["changed"] == 0
    feed(operator, told(), columns=COLUMNS, now=LATER)
    assert Provider.objects.get().trade_name == ""


def test_a_record_typed_by_hand_keeps_its_own_when_a_feed_takes_it_up(
    operator: Operator, editor_person: Actor, manager: Actor
) -> None:
    create_provider(operator=operator, data=TYPED, actor=editor_person, now=NOW)
    data = DentistData(name="Helena de Araújo 1", cro_number="1001", cro_uf="SP", category="TPD")
    add_dentist(operator=operator, data=data, actor=editor_person, now=NOW)
    before = all_rows()
    for _ in range(2):
        run = feed(operator, told() | {"dentists": [dentist(1)]}, columns=COLUMNS, now=LATER)
    provider = Provider.objects.get()
    assert (provider.core_key, provider.trade_name) == ("P1", "Aurora Centro")
    assert Dentist.objects.get().category == "TPD"
    assert run.counts["dentists"]["same"] == 1
    feed(operator, told(trade_name="Aurora") | {"dentists": [dentist(2)]}, columns=COLUMNS, now=LATER)
    assert Dentist.objects.get(cro_number="1002").category == "CD"
    run = feed(operator, told(), columns=COLUMNS, now=LATER)
    assert Provider.objects.get().trade_name == ""
    undo_sync(run=run, actor=manager, now=LATER)
    assert Provider.objects.get().trade_name == "Aurora"
    assert all_rows() != before


def test_phones_and_an_e_mail_typed_by_hand_stay(operator: Operator, editor_person: Actor) -> None:
    row = {"provider_key": "P1", "name": "Rita Sá"}
    feed(operator, told() | {"contact_persons": [row]})
    typed = ContactPersonData(name="Rita Sá", phones=("19987654321",), email="rita@clinica.test")
    edit_contact_person(person=ContactPerson.objects.get(), data=typed, actor=editor_person, now=NOW)
    by_hand = replace(typed, name="Ana Reis")
    add_contact_person(provider=Provider.objects.get(), data=by_hand, actor=editor_person, now=NOW)
    for _ in range(2):
        feed(operator, told() | {"contact_persons": [row, row | {"name": "Ana Reis"}]}, now=LATER)
    said = ContactPerson.objects.values_list("phones", "email", "is_fed")
    assert list(said) == [(["19987654321"], "rita@clinica.test", True)] * 2
    feed(operator, told() | {"contact_persons": [row | {"email": "r@sio.test"}]}, now=LATER)
    feed(operator, told() | {"contact_persons": [row]}, now=LATER)
    rita = ContactPerson.objects.get(name="Rita Sá")
    assert (rita.phones, rita.email) == (["19987654321"], "")


def test_a_number_that_was_typed_is_not_free_for_another_record(
    operator: Operator, editor_person: Actor
) -> None:
    person = {"kind": "PF", "name": "Helena de Araújo", "cnpj": "", "cpf": "52998224725"}
    feed(operator, {"providers": [clinic(1, **person)]}, columns=COLUMNS)
    type_into(Provider.objects.get(), editor_person, kind="PF", cpf="52998224725")
    feed_of_two = {"providers": [clinic(1, **person), clinic(2, cnpj=clinic(1)["cnpj"])]}
    run = feed(operator, feed_of_two, columns=COLUMNS, now=LATER)
    assert run.counts["providers"]["rejected"] == 1
    assert Provider.objects.get().cnpj == clinic(1)["cnpj"]


def test_what_was_chosen_in_a_merge_stays_until_they_are_parted(
    operator: Operator, editor_person: Actor
) -> None:
    feed(operator, told(), columns=COLUMNS)
    kept = Provider.objects.get()
    other = make_clinic(operator, trade_name="Boreal")
    merge = merge_records(kept=kept, merged=other, actor=editor_person, now=NOW)
    feed(operator, told(), columns=COLUMNS, now=LATER)
    kept.refresh_from_db()
    assert kept.trade_name == "Boreal"
    part_records(merge=merge, actor=editor_person, now=LATER)
    kept.refresh_from_db()
    assert (kept.trade_name, kept.typed_fields) == ("", [])


def test_a_request_keeps_its_protocol(operator: Operator) -> None:
    asked = tie(is_technical_manager=True, is_pending=True, starts_on="2026-06-01")
    network = told() | {"dentists": [dentist(1)]}
    feed(operator, network | {"affiliations": [asked]})
    Affiliation.objects.update(protocol_number="SAD120526143015", is_fed=False)
    feed(operator, network | {"affiliations": [asked]}, now=LATER)
    assert Affiliation.objects.get().protocol_number == "SAD120526143015"
