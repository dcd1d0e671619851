"""The list of cases: every filter, every order, pages, and nobody else's cases."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vinculo.accounts.permissions import Role
from vinculo.accounts.tests.cast import Cast, actor_of, make_user
from vinculo.cases.models import (
    Attachment,
    Case,
    CaseDentist,
    CaseEvent,
    Contact,
    Offer,
    OpenedProtocol,
)
from vinculo.cases.queries.choices import listing_choices
from vinculo.cases.queries.filters import FilterContext
from vinculo.cases.queries.listing import (
    FILTER_OF_PARAMETER,
    FILTERS,
    read_listing,
)
from vinculo.cases.search_index import refresh_search_index
from vinculo.cases.states import State
from vinculo.network.actions.edit_provider import edit_provider
from vinculo.network.tests.factories import make_clinic
from vinculo.network.values import ProviderData

from .listed_cases import MADE_AT, listed, make_listed, names

# Each line finds the case described by WANTED and not the one described by OTHER.
ASKED: list[tuple[str, dict[str, Any]]] = [
    ("state", {"state": ["decided", "closed"]}),
    ("consultant", {"consultant": "me"}),
    ("outcome", {"outcome": "terminated"}),
    ("city_state", {"city_state": "AL"}),
    ("name", {"name": "conceicao"}),
    ("cro", {"cro": "CRO-AL 4321"}),
    ("cro_state", {"cro_state": "AL"}),
    ("cpf", {"cpf": "898.412.309-92"}),
    ("cnpj", {"cnpj": "53.068.087/0013-39"}),
    ("provider_type", {"provider_type": "PJ"}),
    ("scope", {"scope": "dentists"}),
    ("serves_other_plans", {"serves_other_plans": "yes"}),
    ("other_plans", {"other_plans": "saude"}),
    ("cro_count", {"cro_count_min": "2"}),
    ("requested_by", {"requested_by": "secretary"}),
    ("protocol", {"protocol": "sad1771"}),
    ("protocol_opened_on", {"protocol_opened_on_from": "24/02/2026", "protocol_opened_on_to": "24/02/2026"}),
    ("city", {"city": "maceió"}),
    ("lives", {"lives_min": "5.000", "lives_max": "6.000"}),
    ("published_cros", {"published_cros_max": "30"}),
    ("next_contact_on", {"next_contact_on_to": "2026-03-09"}),
    ("silent_since", {"silent_since": "20/02/2026"}),
    ("started_on", {"started_on_from": "01/02/2026"}),
    ("ended_on", {"ended_on_to": "2026-03-10"}),
    ("filled_on", {"filled_on_from": "2026-03-10"}),
    ("joined_on", {"joined_on_to": "31/12/2018"}),
    ("duration", {"duration_min": "14", "duration_max": "14"}),
    ("primary_reason", {"primary_reason": "fees"}),
    ("reason", {"reason": ["fees", "death"]}),
    ("action", {"action": "support"}),
    ("sector", {"sector": "it"}),
    ("protocol_required", {"protocol_required": "yes"}),
    ("returned", {"returned": "yes"}),
    ("us_value", {"us_value_min": "1,40", "us_value_max": "1,40"}),
    ("last_production_value", {"last_production_value_min": "R$ 1.000,00"}),
    ("last_production_on", {"last_production_on_from": "03/02/2026"}),
    ("edition", {"edition": "2"}),
    ("staff_name", {"staff_name": "cassia"}),
    ("history", {"history": "yes"}),
    ("no_next_contact", {"no_next_contact": "no", "next_contact_on_to": "2026-03-09"}),
    ("waiting_on", {"waiting_on": "provider"}),
    ("silent", {"silent": "yes"}),
    ("last_contact_on", {"last_contact_on_to": "20/02/2026"}),
    ("decide_by", {"decide_by_to": "2026-03-01"}),
    ("contact_on", {"contact_on_from": "18/02/2026", "contact_on_to": "20/02/2026"}),
    ("contact_channel", {"contact_channel": "visit"}),
    ("contact_direction", {"contact_direction": "incoming"}),
    ("made_by", {"made_by": "cassia"}),
    ("spoken_to", {"spoken_to": "dra. iara"}),
    ("contact_address", {"contact_address": "99912-3456"}),
    ("answered", {"answered": "no"}),
    ("contact_note", {"contact_note": "liberação glosa"}),
    ("actions_note", {"actions_note": "suporte"}),
    ("general_note", {"general_note": "clinica desligada"}),
    ("contact_next_on", {"contact_next_on_from": "2026-03-09"}),
    ("contact_count", {"contact_count_min": "2"}),
    ("opened_protocols", {"opened_protocols": "yes"}),
    ("decided_by", {"decided_by": "me"}),
    ("decided_at", {"decided_at_from": "2026-03-10", "decided_at_to": "2026-03-10"}),
    ("signed_by", {"signed_by": "me"}),
    ("signed_at", {"signed_at_from": "2026-03-10"}),
    ("offered_us_value", {"offered_us_value_min": "1,50", "offered_us_value_max": "1,50"}),
    ("attachments", {"attachments": "yes"}),
    ("created_by", {"created_by": "me"}),
    ("created_at", {"created_at_to": "2026-02-28"}),
    ("changed_at", {"changed_at_from": "2026-03-02"}),
]
WANTED = {
    "state": State.DECIDED,
    "outcome": "terminated",
    "city": "Maceió",
    "city_state": "AL",
    "dentist_name": "Iara da Conceição",
    "cro": "4321",
    "cro_state": "AL",
    "cpf": "89841230992",
    "cnpj": "53068087001339",
    "provider_type": "PJ",
    "scope": "dentists",
    "serves_other_plans": True,
    "other_plans": "Saúde Plena",
    "cro_count": 3,
    "requested_by_code": "secretary",
    "protocol_number": "SAD177195600000",
    "protocol_opened_on": dt.date(2026, 2, 24),
    "lives": 5506,
    "published_cros": 25,
    "next_contact_on": dt.date(2026, 3, 9),
    "last_contact_on": dt.date(2026, 2, 20),
    "started_on": dt.date(2026, 2, 24),
    "ended_on": dt.date(2026, 3, 10),
    "filled_on": dt.date(2026, 3, 10),
    "joined_on": dt.date(2018, 8, 11),
    "primary_reason": "fees",
    "termination_reasons": ["fees", "claim_denials"],
    "sectors": ["it"],
    "protocol_required": True,
    "us_value": Decimal("1.40"),
    "last_production_value": Decimal("1234.56"),
    "last_production_on": dt.date(2026, 2, 3),
    "staff_name": "Cássia Peixoto",
    "actions_note": "Suporte ofertado.",
    "general_note": "A clínica pede para ser desligada.",
    "is_history": True,
    "waiting_on": Case.PROVIDER,
    "silent_from": dt.date(2026, 3, 6),
    "decide_by": dt.date(2026, 3, 1),
    "decided_at": dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC),
    "signed_at": dt.datetime(2026, 3, 11, 2, tzinfo=dt.UTC),
    "created_at": dt.datetime(2026, 3, 1, 2, tzinfo=dt.UTC),
    "changed_at": dt.datetime(2026, 3, 5, tzinfo=dt.UTC),
}
WANTED_CONTACT = {
    "on": dt.date(2026, 2, 20),
    "channel": "visit",
    "direction": "incoming",
    "made_by": "Cássia Peixoto",
    "spoken_to": "Drª. Iara (dra. Iara)",
    "address": "(82) 99912-3456",
    "answered": False,
    "next_contact_on": dt.date(2026, 3, 9),
    "note": "Reclama de glosas e da liberação demorada.",
}
OTHER_CONTACT = {"channel": "letter", "spoken_to": "Ninguém", "note": "Sem glosas; clínica não quer suporte."}
OTHER = {
    "dentist_name": "Davi Tanaka",
    "general_note": "Reclama da liberação; suporte ofertado à clínica.",
    "city": "Palmas",
    "city_state": "TO",
    "cro": "11517",
    "cro_state": "TO",
    "started_on": dt.date(2026, 1, 5),
    "last_contact_on": dt.date(2026, 3, 9),
    "next_contact_on": dt.date(2026, 3, 20),
    "published_cros": 31,
    "us_value": Decimal("1.41"),
    "is_history": False,
    "silent_from": dt.date(2026, 3, 11),
    "decide_by": dt.date(2026, 3, 20),
}


@pytest.fixture
def two(cast: Cast) -> None:
    """The wanted case of alice, once returned, and another of nobody."""
    own = {"decided_by": cast.alice, "signed_by": cast.alice, "created_by": cast.alice}
    wanted = make_listed(cast.operator, cast.alice, **WANTED, **own)
    Offer.objects.create(case=wanted, code="support", offered_us_value=Decimal("1.50"))
    _tell(wanted, "decide", "return")
    _contacts_of(wanted)
    refresh_search_index(wanted)
    OpenedProtocol.objects.create(case=wanted, kind="x", in_name_of="x", number="8", opened_at=MADE_AT)
    Attachment.objects.create(case=wanted, name="x", kind="x", size=1, sha256="x", added_at=MADE_AT)
    other = make_listed(cast.operator, None, **OTHER)
    other.edition = other.operator.editions.get(number=1)
    other.save()
    Offer.objects.create(case=other, code="support", is_ticked=False)
    _tell(other, "return", "decide")


def _contacts_of(case: Case) -> None:
    """Two valid ones, and a voided one in which nothing counts."""
    rows: tuple[dict[str, Any], ...] = ({}, WANTED_CONTACT, OTHER_CONTACT)
    for position, values in enumerate(rows, start=1):
        voided = {"voided_at": MADE_AT, "void_reason": "x"} if values is OTHER_CONTACT else {}
        Contact.objects.create(case=case, position=position, created_at=MADE_AT, **values, **voided)


def _tell(case: Case, *actions: str) -> None:
    for action in actions:
        kind = CaseEvent.Kind.STATE_CHANGED
        CaseEvent.objects.create(case=case, at=MADE_AT, actor_name="x", kind=kind, data={"action": action})


@pytest.mark.parametrize(("name", "parameters"), ASKED, ids=[name for name, _ in ASKED])
def test_a_filter_finds_what_it_says(two: None, cast: Cast, name: str, parameters: dict[str, Any]):
    assert names(listed(actor_of(cast.alice), **parameters)) == ["Iara da Conceição"]


def test_every_filter_is_tried_above():
    assert {item.name for item in FILTERS} - {name for name, _ in ASKED} == {
        "operator",
        "signature",
        "need",
        "late_to_decide",
        "draft_age",
        "merged",
    }
    assert len(FILTER_OF_PARAMETER) == sum(len(item.parameter_names) for item in FILTERS)


@pytest.mark.parametrize(
    "parameters",
    [
        {"consultant": "none"},
        {"outcome": "none"},
        {"provider_type": "none"},
        {"requested_by": "none"},
        {"reason": "none"},
        {"action": "none"},
        {"sector": "none"},
        {"protocol_required": "none"},
        {"serves_other_plans": "none"},
        {"returned": "no"},
    ],
)
def test_what_is_not_given_can_be_asked_for(two: None, cast: Cast, parameters: dict[str, str]):
    assert names(listed(actor_of(cast.alice), **parameters)) == ["Davi Tanaka"]


def test_rows_that_hang_on_a_case_are_found_once(cast: Cast):
    case = make_listed(cast.operator, cast.alice, dentist_name="Otávio Leão")
    for position, number in enumerate(("8001", "8002"), start=1):
        CaseDentist.objects.create(case=case, position=position, cro=number, cro_state="SP")
        OpenedProtocol.objects.create(
            case=case,
            kind="Desligamento",
            in_name_of="Otávio",
            number=f"SAD17719560000{number}",
            opened_at=MADE_AT,
        )
    refresh_search_index(case)
    actor = actor_of(cast.alice)
    assert names(listed(actor, cro="8002")) == ["Otávio Leão"]
    assert names(listed(actor, protocol="sad17719560000")) == ["Otávio Leão"]


def test_the_name_of_the_provider_counts_too(cast: Cast):
    provider = make_clinic(cast.operator, name="Odonto Três Marias")
    make_listed(cast.operator, cast.alice, dentist_name="Lívia Sá", provider=provider)
    assert names(listed(actor_of(cast.alice), name="tres marias")) == ["Lívia Sá"]


def test_a_renamed_provider_is_found_by_what_it_is_called_now(cast: Cast):
    provider = make_clinic(cast.operator, name="Odonto Três Marias")
    make_listed(cast.operator, cast.alice, dentist_name="Lívia Sá", provider=provider)
    data = ProviderData(
        kind=provider.kind, name="Sorriso Sul", trade_name="Ponto do Dente", cnpj=provider.cnpj
    )
    editor = actor_of(cast.nina)
    edit_provider(provider=provider, data=data, seen_version=provider.version, actor=editor, now=MADE_AT)
    actor = actor_of(cast.alice)
    assert names(listed(actor, name="sorriso sul")) == ["Lívia Sá"]
    assert names(listed(actor, name="ponto do")) == ["Lívia Sá"]
    assert names(listed(actor, name="sul ponto")) == names(listed(actor, name="marias")) == []


def test_a_signer_asks_for_what_may_be_signed(cast: Cast):
    own = {"state": State.DECIDED, "decided_by": cast.bob}
    make_listed(cast.operator, cast.alice, dentist_name="Própria", **own)
    make_listed(cast.operator, cast.alice, dentist_name="Alheia", state=State.DECIDED, decided_by=cast.alice)
    make_listed(cast.operator, cast.alice, dentist_name="Em andamento")
    assert names(listed(actor_of(cast.bob), signature="me")) == ["Alheia"]
    assert names(listed(actor_of(cast.bob), signature="own")) == ["Própria"]
    # Who signs nothing has no such filter.
    assert len(listed(actor_of(cast.alice), signature="me").rows) == 3


def test_names_are_sorted_as_people_look_for_them(cast: Cast):
    people = ("Zeca", "Álvaro", "Bruno", "ana")
    for name in people:
        city = {"Zeca": "Água Boa", "Álvaro": "acreúna", "Bruno": "Zortéa", "ana": "Brasília"}[name]
        consultant = make_user(
            f"{name}@x.example".lower().replace("á", "a"), name, cast.operator, Role.CONSULTANT
        )
        make_listed(cast.operator, consultant, dentist_name=name, city=city, city_state="GO")
    actor = actor_of(cast.alice)
    assert names(listed(actor, sort="name")) == ["Álvaro", "ana", "Bruno", "Zeca"]
    assert names(listed(actor, sort="-name")) == ["Zeca", "Bruno", "ana", "Álvaro"]
    assert names(listed(actor, sort="city")) == ["Álvaro", "Zeca", "ana", "Bruno"]
    assert names(listed(actor, sort="consultant")) == ["Álvaro", "ana", "Bruno", "Zeca"]
    offered = [choice.label for choice in listing_choices(actor)["consultant"]]
    assert offered == ["Eu", "Álvaro", "ana", "Bruno", "Zeca"]


def test_what_cannot_be_understood_is_said_and_narrows_nothing(two: None, cast: Cast):
    actor = actor_of(cast.alice)
    context = FilterContext(dt.date(2026, 3, 10), cast.alice.pk, listing_choices(actor))
    listing = read_listing(
        {"started_on_from": ["31/02/2026"], "lives_min": ["muitas"], "cpf": ["123"], "state": ["lost"]},
        context,
    )
    assert listing.problems == (
        "CPF: número não entendido.",
        "Nº de vidas: número não entendido.",
        "Data início: data não entendida.",
    )
    assert len(listed(actor, started_on_from="31/02/2026", state="lost").rows) == 2


@pytest.mark.parametrize(
    "text",
    ["", " ", "x", "31/02", "\x00", "'", "%", "_", "\\", "9" * 60, "-1", "1e9", "٣", "<b>", "∞", "ÿ" * 300],
)
def test_no_parameter_breaks_the_list(two: None, cast: Cast, text: str):
    actor = actor_of(cast.alice)
    for parameter in (*FILTER_OF_PARAMETER, "q", "sort", "after", "before"):
        listed(actor, **{parameter: text})


def test_nobody_sees_the_cases_of_another_operator(two: None, cast: Cast):
    make_listed(cast.other_operator, cast.charlie, dentist_name="Sônia Zanetti")
    outsider, insider = actor_of(cast.charlie), actor_of(cast.alice)
    assert names(listed(outsider)) == ["Sônia Zanetti"]
    assert len(listed(insider).rows) == 2
    assert len(listed(insider, operator=str(cast.other_operator.pk)).rows) == 2
    for parameters in ({"q": "zanetti"}, {"consultant": str(cast.charlie.pk)}, {"returned": "no"}):
        assert "Sônia Zanetti" not in names(listed(insider, **parameters))
    choices = listing_choices(insider)
    assert "Charlie Zanetti" not in [choice.label for choice in choices["consultant"]]
    assert [choice.label for choice in choices["operator"]] == ["ODONTOLIFE"]


def test_roles_without_cases_see_none(two: None, cast: Cast):
    for user in (cast.sara, cast.adam):
        assert listed(actor_of(user)).total == 0


def test_the_list_takes_eight_queries_whatever_its_length(two: None, cast: Cast):
    actor = actor_of(cast.alice)
    with CaptureQueriesContext(connection) as queries:
        listed(actor, q="iara", state=["decided"], name="iara")
    assert len(queries) == 8


def test_who_sees_no_personal_data_finds_no_telephone_out_digit_by_digit(cast: Cast):
    case = make_listed(cast.operator, cast.alice)
    Contact.objects.create(case=case, position=1, created_at=MADE_AT, address="(11) 98765-4321")
    for part in ("9876", "4321", "(11)"):
        assert listed(actor_of(cast.alice), contact_address=part).rows
        assert not listed(actor_of(cast.nina), contact_address=part).rows
