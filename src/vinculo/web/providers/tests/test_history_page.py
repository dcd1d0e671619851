"""The pages of a provider beside its data: what was true when, production, what was said in its cases."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from vinculo.accounts.tests.cast import Cast, actor_of, signed_in
from vinculo.cases.actions.attachments import add_attachment
from vinculo.cases.actions.who_leaves import link_provider
from vinculo.cases.models import Case
from vinculo.cases.tests.case_files import NOW, ONE_CONTACT, make_draft
from vinculo.cases.tests.test_attachments import picture
from vinculo.network.models import AddressPeriod, Contract, Dentist, MonthlyProduction, Provider, StatusPeriod
from vinculo.network.tests.factories import make_affiliation, make_dentist, make_technical_manager
from vinculo.web.site.http import today_in_sao_paulo

from .conftest import PHONE

SUSPENDED = dt.date(2024, 2, 1)
DIALLED = {"channel": "phone", "direction": "outgoing", "address": "(11) 99849-6368", "answered": "yes"}


@pytest.fixture
def known(cast: Cast, clinic: Provider) -> Provider:
    """The clinic, of which something is told of the past."""
    StatusPeriod.objects.create(provider=clinic, status="active", ends_on=SUSPENDED)
    StatusPeriod.objects.create(provider=clinic, status="suspended", starts_on=SUSPENDED)
    Contract.objects.create(provider=clinic, us_value=Decimal("0.9"), notice_days=60)
    make_technical_manager(clinic, make_dentist(cast.operator, name="Iara Sá"), is_pending=True)
    return clinic


@pytest.fixture
def case(cast: Cast, clinic: Provider) -> Case:
    contacts = [(1, {**ONE_CONTACT, **DIALLED, "note": "pediu reajuste"})]
    case = make_draft(cast.operator, cast.alice, contacts=contacts)
    link_provider(case=case, provider=clinic, actor=actor_of(cast.alice), now=NOW)
    add_attachment(
        case=case, name="carta.png", content=picture(), largest=9_999, actor=actor_of(cast.alice), now=NOW
    )
    return case


def page(browser: Client, name: str, provider: Provider, **asked: str) -> str:
    response = browser.get(reverse(name, args=[provider.pk]), asked)
    assert response.status_code == 200
    return response.content.decode()


def held_table(text: str) -> str:
    return text[text.index('<table class="list held held--day">') : text.index("</table>")]


@pytest.mark.parametrize(("day", "status"), [("31/01/2024", "Ativo"), ("01/02/2024", "Suspenso")])
def test_a_day_shows_what_held_then(known: Provider, alice_browser: Client, day: str, status: str) -> None:
    held = held_table(page(alice_browser, "provider-history", known, em=day))
    for words in (day, status, "Natália", "R$ 0,90", "60 dias", "Troca de RT pedida"):
        assert words in held


def test_a_day_before_anything_was_told_says_so(known: Provider, alice_browser: Client) -> None:
    text = page(alice_browser, "provider-history", known, em="01/01/2019")
    assert "anterior à data de inclusão, 11/03/2019" in text
    assert "não consta" in held_table(text)


def test_a_day_that_is_none_is_said_to_be_none(known: Provider, alice_browser: Client) -> None:
    text = page(alice_browser, "provider-history", known, em="<31/02/2024>")
    assert "Escreva o dia como 31/12/2025" in text
    assert "<31/02" not in text


def test_the_drawing_and_the_table_tell_the_same(known: Provider, alice_browser: Client) -> None:
    text = page(alice_browser, "provider-history", known)
    drawing = text[text.index('<svg class="lanes"') : text.index("<figcaption")]
    table = text[text.index('id="tabela"') :]
    for words in ("Ativo", "Suspenso", "Natália", "Iara Sá", "R$ 0,90"):
        assert words in drawing
        assert words in table
    assert "troca pendente" in table
    assert "style=" not in text


def test_what_the_core_system_told_stands_with_the_identity(known: Provider, alice_browser: Client) -> None:
    AddressPeriod.objects.create(provider=known, street="Rua das Palmeiras, 10", postal_code="13010000")
    Provider.objects.filter(pk=known.pk).update(core_key="P-77", fed_on=dt.date(2026, 5, 19))
    Dentist.objects.filter(cro_number="57798").update(specialities=["Ortodontia", "Endodontia"])
    text = page(alice_browser, "provider", known)
    for words in ("Rua das Palmeiras, 10, CEP 13010-000", "60 dias", "P-77", "19/05/2026"):
        assert words in text
    assert "Ortodontia, Endodontia" in text


def test_production_has_its_gaps(known: Provider, alice_browser: Client) -> None:
    this_month = today_in_sao_paulo().replace(day=1)
    last_month = (this_month - dt.timedelta(days=1)).replace(day=1)
    MonthlyProduction.objects.create(
        provider=known, month=last_month, us_quantity=Decimal(1500), amount=Decimal(0), last_day=last_month
    )
    text = page(alice_browser, "provider", known)
    assert "1.500\u00a0US" in text
    assert text.count('class="months__gap"') == 2 * 23
    assert text.count('class="months__sign"') == 1


def test_what_was_said_and_shown_in_its_cases(case: Case, clinic: Provider, alice_browser: Client) -> None:
    text = page(alice_browser, "provider-dealings", clinic)
    contact, file = case.contacts.get(), case.attachments.get()
    assert f"{reverse('case-page', args=[case.pk])}#contact-{contact.pk}" in text
    assert reverse("case-attachment", args=[case.pk, file.pk]) in text
    for words in ("pediu reajuste", "carta.png", "(11) 99849-6368", "atendeu"):
        assert words in text


def test_who_may_not_see_personal_data_reads_no_number_and_opens_no_file(
    cast: Cast, case: Case, clinic: Provider
) -> None:
    text = page(signed_in(cast.nina), "provider-dealings", clinic)
    assert "carta.png" in text
    assert reverse("case-attachment", args=[case.pk, case.attachments.get().pk]) not in text
    assert PHONE not in text
    assert "99849-6368" not in text


def test_a_telephone_tells_when_it_last_answered(case: Case, clinic: Provider, alice_browser: Client) -> None:
    text = page(alice_browser, "provider", clinic)
    contact = case.contacts.get()
    assert contact.on
    assert f"atendeu em {contact.on:%d/%m/%Y} por telefone" in text


@pytest.mark.parametrize("name", ["provider", "provider-history", "provider-dealings"])
def test_a_page_costs_the_same_however_much_there_is(
    cast: Cast, known: Provider, case: Case, alice_browser: Client, name: str
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(alice_browser, name, known)
        return len(captured)

    few = queries()
    for year in range(2001, 2013):
        make_affiliation(known, make_dentist(cast.operator), starts_on=dt.date(year, 1, 1))
        MonthlyProduction.objects.create(provider=known, month=dt.date(year, 1, 1), amount=Decimal(year))
        other = make_draft(cast.operator, cast.alice, contacts=[(1, ONE_CONTACT)])
        Case.objects.filter(pk=other.pk).update(provider=known)
    assert queries() == few <= 12


def test_a_cro_is_confirmed_and_taken_back(cast: Cast, clinic: Provider, alice_browser: Client) -> None:
    dentist = Dentist.objects.get(cro_number="57798")
    assert "não conferido no conselho" in page(alice_browser, "provider", clinic)
    address = reverse("provider-dentist-council", args=[clinic.pk, dentist.pk])
    refused = alice_browser.post(address, {"checked_on": "20/05/2026", "seen": "CRO-SP 1"})
    assert "agora é CRO-SP 57798" in refused.content.decode()
    alice_browser.post(address, {"checked_on": "20/05/2026", "seen": "CRO-SP 57798"})
    assert "conferido no conselho em 20/05/2026 por" in page(alice_browser, "provider", clinic)
    alice_browser.post(reverse("provider-dentist-council-undo", args=[clinic.pk, dentist.pk]))
    assert "não conferido no conselho" in page(alice_browser, "provider", clinic)
