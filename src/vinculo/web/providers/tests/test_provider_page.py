"""The page of one provider, as each role sees it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import AuditEntry
from vinculo.accounts.tests.cast import Cast, signed_in
from vinculo.cases.actions.create_case import create_case
from vinculo.cases.actions.registry_head import blank_facts
from vinculo.cases.queries.editions import edition_for
from vinculo.kernel.identifiers import cpf, phone
from vinculo.network.models import Provider
from vinculo.network.tests.factories import (
    make_affiliation,
    make_clinic,
    make_contact_person,
    make_coverage,
    make_dentist,
    make_technical_manager,
)
from vinculo.network.tests.moments import NOW, TODAY

from .conftest import CPF, PHONE


def page_of(provider: Provider, browser: Client) -> str:
    response = browser.get(reverse("provider", args=[provider.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_everything_known_stands_there(cast: Cast, clinic: Provider, alice_browser: Client) -> None:
    former = make_dentist(cast.operator, name="Otávio Leão")
    make_affiliation(clinic, former, starts_on=dt.date(2018, 1, 1), ends_on=dt.date(2020, 1, 1))
    successor = make_dentist(cast.operator, name="Iara Sá")
    make_technical_manager(clinic, successor, is_pending=True, protocol_number="SAD168320523417")
    make_coverage(cast.operator)
    page = page_of(clinic, alice_browser)
    for text in (
        "Clínica São José Ltda.",
        "Natália D&#x27;Ávila",
        "desde 01/01/2020",
        "Otávio Leão",
        "de 01/01/2018 a 31/12/2019",
        "Troca pendente",
        "Iara Sá",
        "SAD168320523417",
        "Ana Távora",
        "5.506",
        "R$\xa00,90",
        "1.400 US",
    ):
        assert text in page, text


def test_its_cases_stand_there_and_a_new_one_is_near(
    cast: Cast, clinic: Provider, alice_browser: Client
) -> None:
    case = create_case(
        operator=cast.operator,
        edition=edition_for(cast.operator, TODAY),
        facts=blank_facts(TODAY),
        actor=Actor.for_user(cast.alice),
        now=NOW,
        provider=clinic,
    )
    page = page_of(clinic, alice_browser)
    assert reverse("case-page", args=[case.pk]) in page
    assert f"{reverse('case-new')}?provider={clinic.pk}" in page


def test_a_view_is_logged_without_personal_data(cast: Cast, clinic: Provider, alice_browser: Client) -> None:
    page_of(clinic, alice_browser)
    entry = AuditEntry.objects.get(action="provider.viewed")
    assert (entry.actor, entry.subject_id, entry.operator) == (cast.alice, str(clinic.pk), cast.operator)
    assert entry.detail == {"personal_data": True}


def test_who_needs_them_sees_cpf_and_phones(clinic: Provider, alice_browser: Client) -> None:
    page = page_of(clinic, alice_browser)
    assert cpf.formatted(CPF) in page
    assert phone.formatted(PHONE) in page


def test_who_does_not_sees_them_masked_on_every_page(cast: Cast, clinic: Provider) -> None:
    browser = signed_in(cast.nina)
    person = clinic.contact_persons.get()
    addresses = [
        reverse("provider", args=[clinic.pk]),
        reverse("provider-edit", args=[clinic.pk]),
        reverse("contact-person-edit", args=[clinic.pk, person.pk]),
        reverse("provider-list"),
    ]
    for address in addresses:
        text = browser.get(address).content.decode()
        assert CPF not in text
        assert cpf.formatted(CPF) not in text
        assert PHONE not in text
        assert phone.formatted(PHONE) not in text
        assert "ana@clinica.example" not in text
    views = AuditEntry.objects.filter(action="provider.viewed")
    assert {entry.detail["personal_data"] for entry in views} == {False}


def test_who_only_reads_gets_no_way_to_write(cast: Cast, clinic: Provider) -> None:
    browser = signed_in(cast.davi)
    page = page_of(clinic, browser)
    assert "Editar" not in page
    assert "Abrir processo" not in page
    assert browser.get(reverse("provider-edit", args=[clinic.pk])).status_code == 403
    assert (
        browser.post(reverse("provider-status", args=[clinic.pk]), {"status": "inactive"}).status_code == 403
    )
    clinic.refresh_from_db()
    assert clinic.status == Provider.Status.ACTIVE


def test_the_page_costs_the_same_however_many_people(
    cast: Cast, clinic: Provider, alice_browser: Client
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page_of(clinic, alice_browser)
        return len(captured)

    few = queries()
    for number in range(20):
        make_affiliation(clinic, make_dentist(cast.operator), starts_on=TODAY)
        make_contact_person(clinic, is_active=bool(number % 2))
    assert queries() == few <= 12


def addresses_of(provider: Provider) -> list[str]:
    tie = provider.affiliations.first()
    person = provider.contact_persons.get()
    assert tie is not None
    return [
        *(
            reverse(name, args=[provider.pk])
            for name in (
                "provider",
                "provider-edit",
                "provider-status",
                "provider-dentist-add",
                "technical-manager-change",
                "contact-person-add",
            )
        ),
        reverse("provider-dentist-edit", args=[provider.pk, tie.dentist_id]),
        *(
            reverse(name, args=[provider.pk, tie.pk])
            for name in (
                "affiliation-end",
                "affiliation-days",
                "technical-manager-confirm",
                "technical-manager-withdraw",
            )
        ),
        *(
            reverse(name, args=[provider.pk, person.pk])
            for name in ("contact-person-edit", "contact-person-retire", "contact-person-restore")
        ),
    ]


@pytest.mark.parametrize("who", ["charlie", "sara", "adam"])
def test_whose_registry_it_is_not_finds_nothing_at_all(cast: Cast, clinic: Provider, who: str) -> None:
    browser = signed_in(getattr(cast, who))
    for address in addresses_of(clinic):
        assert browser.get(address).status_code in {404, 405}, address
        assert browser.post(address, {"name": "x"}).status_code in {404, 405}, address
    assert not AuditEntry.objects.filter(action__in=["provider.viewed", "contact_person.retired"]).exists()


def test_people_of_another_provider_are_not_reached_through_this_one(
    cast: Cast, clinic: Provider, alice_browser: Client
) -> None:
    other = make_clinic(cast.operator)
    tie = make_affiliation(other, make_dentist(cast.operator))
    person = make_contact_person(other)
    for address in (
        reverse("affiliation-end", args=[clinic.pk, tie.pk]),
        reverse("provider-dentist-edit", args=[clinic.pk, tie.dentist_id]),
        reverse("contact-person-edit", args=[clinic.pk, person.pk]),
    ):
        assert alice_browser.get(address).status_code == 404


def test_names_are_text_and_never_markup(cast: Cast, clinic: Provider, alice_browser: Client) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    Provider.objects.filter(pk=clinic.pk).update(trade_name=hostile, other_plans=hostile)
    make_contact_person(clinic, name=hostile, function=hostile)
    make_affiliation(clinic, make_dentist(cast.operator, name=hostile))
    assert hostile not in page_of(clinic, alice_browser)


def test_an_anonymous_visitor_is_asked_to_sign_in(clinic: Provider) -> None:
    response = Client().get(reverse("provider", args=[clinic.pk]))
    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("sign-in"))
