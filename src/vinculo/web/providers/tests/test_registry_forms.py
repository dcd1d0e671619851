"""Writing the registry through its forms: what is wrong stands beside its field, what was typed stays."""

from __future__ import annotations

import datetime as dt
from random import Random

import pytest
from django.test import Client
from django.urls import reverse

from vinculo.accounts.models import Membership
from vinculo.accounts.permissions import Role
from vinculo.accounts.tests.cast import Cast
from vinculo.kernel.identifiers import cnpj
from vinculo.kernel.invented import invented_cnpj
from vinculo.network.models import AddressPeriod, Affiliation, ContactPerson, Dentist, Provider
from vinculo.network.tests.factories import make_clinic, make_dentist

NUMBER = invented_cnpj(Random(11), alphanumeric=True)


def typed(operator_id: int, **changes: str) -> dict[str, str]:
    return {
        "operator": str(operator_id),
        "kind": "PJ",
        "name": "Clínica Manacá Ltda.",
        "cnpj": cnpj.formatted(NUMBER).lower(),
        "city": "maceio",
        "uf": "AL",
        "joined_on": "11/3/2019",
        "us_value": "R$ 0,8670",
        "last_production_on": "30.04.2026",
        "last_production_value": "1.260,00",
        **changes,
    }


def test_a_new_provider_in_any_common_form_of_writing(cast: Cast, alice_browser: Client) -> None:
    response = alice_browser.post(reverse("provider-new"), typed(cast.operator.pk), follow=True)
    provider = Provider.objects.get()
    assert response.redirect_chain[0][0] == reverse("provider", args=[provider.pk])
    assert "Prestador cadastrado" in response.content.decode()
    assert (provider.cnpj, str(provider.municipality)) == (NUMBER, "Maceió/AL")
    assert provider.joined_on == dt.date(2019, 3, 11)
    assert str(provider.us_value) == "0.8670"


def test_sent_twice_it_is_one_provider(cast: Cast, alice_browser: Client) -> None:
    for _ in range(2):
        response = alice_browser.post(reverse("provider-new"), typed(cast.operator.pk))
        assert response.status_code == 302
    assert Provider.objects.count() == 1


def test_all_that_is_wrong_is_told_at_once_and_kept(cast: Cast, alice_browser: Client) -> None:
    wrong = typed(
        cast.operator.pk,
        name="",
        cnpj="12.345.678/0001-00",
        city="Campinas",
        joined_on="31/02/2019",
        us_value="muito",
        cnes="12",
    )
    response = alice_browser.post(reverse("provider-new"), wrong)
    page = response.content.decode()
    assert response.status_code == 422
    assert not Provider.objects.exists()
    for field in ("name", "cnpj", "city", "joined_on", "us_value", "cnes"):
        assert response.context["form"].errors[field], field
    for value in ("12.345.678/0001-00", "31/02/2019", "muito", "Campinas"):
        assert f'value="{value}"' in page
    assert "Há em: SP" in page


def test_a_taken_cnpj_leads_to_who_has_it(cast: Cast, alice_browser: Client) -> None:
    twin = make_clinic(cast.operator, name="Jacarandá", cnpj=NUMBER)
    page = alice_browser.post(reverse("provider-new"), typed(cast.operator.pk)).content.decode()
    assert "Jacarandá" in page
    assert reverse("provider", args=[twin.pk]) in page


def test_nobody_writes_into_another_operators_registry(cast: Cast, alice_browser: Client) -> None:
    response = alice_browser.post(reverse("provider-new"), typed(cast.other_operator.pk))
    assert response.status_code == 422
    assert not Provider.objects.exists()


def test_who_works_at_two_operators_chooses(cast: Cast, alice_browser: Client) -> None:
    Membership.objects.create(user=cast.alice, operator=cast.other_operator, role=Role.CONSULTANT)
    assert "SORRISO CLARO" in alice_browser.get(reverse("provider-new")).content.decode()
    alice_browser.post(reverse("provider-new"), typed(cast.other_operator.pk))
    assert Provider.objects.get().operator == cast.other_operator


def test_an_edit_in_place_reloads_the_page(clinic: Provider, alice_browser: Client) -> None:
    address = reverse("provider-edit", args=[clinic.pk])
    form = alice_browser.get(address, HTTP_HX_REQUEST="true")
    assert "<html" not in form.content.decode()
    values = {name: value for name, value in form.context["form"].initial.items() if value}
    values |= {"trade_name": "Raiz Forte", "joined_on": "11/03/2019", "last_production_on": ""}
    response = alice_browser.post(address, values, HTTP_HX_REQUEST="true")
    assert response.headers["HX-Refresh"] == "true"
    clinic.refresh_from_db()
    assert clinic.trade_name == "Raiz Forte"


def test_an_edit_says_what_the_core_system_will_say_again(clinic: Provider, alice_browser: Client) -> None:
    address = reverse("provider-edit", args=[clinic.pk])
    told = "O que o SIO informa volta a valer na próxima sincronização."
    assert told not in alice_browser.get(address).content.decode()
    Provider.objects.update(core_key="100093")
    assert told in alice_browser.get(address).content.decode()


def test_an_edit_of_an_older_version_is_refused_with_what_was_typed(
    clinic: Provider, alice_browser: Client
) -> None:
    address = reverse("provider-edit", args=[clinic.pk])
    first = dict(alice_browser.get(address).context["form"].initial)
    values = {name: str(value) for name, value in first.items() if value}
    values |= {"joined_on": "11/03/2019", "last_production_on": "30/04/2026"}
    values |= {"us_value": "0,90", "last_production_value": "1.260,00"}
    alice_browser.post(address, values | {"trade_name": "Raiz Forte"})
    late = alice_browser.post(address, values | {"trade_name": "Manacá"})
    assert late.status_code == 422
    assert "Outra pessoa alterou" in late.content.decode()
    assert 'value="Manacá"' in late.content.decode()
    clinic.refresh_from_db()
    assert clinic.trade_name == "Raiz Forte"


def test_another_city_says_what_becomes_of_the_street(clinic: Provider, alice_browser: Client) -> None:
    AddressPeriod.objects.filter(provider=clinic).delete()
    AddressPeriod.objects.create(
        provider=clinic,
        municipality_id=clinic.municipality_id,
        street="Rua das Flores, 12",
        postal_code="13010001",
    )
    address = reverse("provider-edit", args=[clinic.pk])
    form = alice_browser.get(address)
    assert "o endereço Rua das Flores, 12, CEP 13010-001 fica só no histórico" in form.content.decode()
    values = {name: str(value) for name, value in form.context["form"].initial.items() if value}
    values |= {"joined_on": "11/03/2019", "last_production_on": "30/04/2026", "city": "Maceió", "uf": "AL"}
    answer = alice_browser.post(address, values, follow=True).content.decode()
    assert "O endereço Rua das Flores, 12, CEP 13010-001 era do município de antes" in answer
    assert AddressPeriod.objects.filter(provider=clinic, street="Rua das Flores, 12").exists()


def test_the_status_changes(clinic: Provider, alice_browser: Client) -> None:
    address = reverse("provider-status", args=[clinic.pk])
    alice_browser.post(address, {"status": "suspended", "since": "01/05/2026"})
    clinic.refresh_from_db()
    assert (clinic.status, clinic.status_since) == ("suspended", dt.date(2026, 5, 1))


def test_a_dentist_is_entered_once(clinic: Provider, alice_browser: Client) -> None:
    values = {"cro_number": "CRO-SP 1.234", "name": "Davi Sá", "starts_on": "01/02/2026", "category": "CD"}
    for _ in range(2):
        response = alice_browser.post(reverse("provider-dentist-add", args=[clinic.pk]), values)
        assert response.status_code == 302
    tie = Affiliation.objects.get(dentist__cro_number="1234")
    assert (tie.dentist.cro_uf, tie.starts_on, tie.dentist.is_published) == (
        "SP",
        dt.date(2026, 2, 1),
        False,
    )


def test_a_known_cro_under_another_name_is_told_beside_the_name(
    cast: Cast, clinic: Provider, alice_browser: Client
) -> None:
    make_dentist(cast.operator, name="Davi Sá", cro_number="1234")
    response = alice_browser.post(
        reverse("provider-dentist-add", args=[clinic.pk]),
        {"cro_number": "1234", "cro_uf": "SP", "name": "Outra"},
    )
    assert "Davi Sá" in response.context["form"].errors["name"][0]


def test_a_dentist_is_edited(clinic: Provider, alice_browser: Client) -> None:
    dentist = Dentist.objects.get(cro_number="57798")
    address = reverse("provider-dentist-edit", args=[clinic.pk, dentist.pk])
    values = dict(alice_browser.get(address).context["form"].initial)
    alice_browser.post(address, values | {"name": "Natália Sá"})
    dentist.refresh_from_db()
    assert dentist.name == "Natália Sá"


def test_a_tie_ends_and_its_days_are_corrected(clinic: Provider, alice_browser: Client) -> None:
    tie = clinic.affiliations.get(is_technical_manager=False)
    end = reverse("affiliation-end", args=[clinic.pk, tie.pk])
    assert alice_browser.post(end, {"ends_on": "01/01/2019"}).status_code == 422
    assert alice_browser.post(end, {"ends_on": "01/05/2026"}).status_code == 302
    days = reverse("affiliation-days", args=[clinic.pk, tie.pk])
    assert alice_browser.post(days, {"starts_on": "02/01/2020", "ends_on": ""}).status_code == 302
    tie.refresh_from_db()
    assert (tie.starts_on, tie.ends_on) == (dt.date(2020, 1, 2), None)


def test_the_rt_changes_at_once_or_after_confirmation(
    cast: Cast, clinic: Provider, alice_browser: Client
) -> None:
    alice_browser.post(
        reverse("provider-dentist-add", args=[clinic.pk]),
        {"cro_number": "1234", "cro_uf": "SP", "name": "Davi Sá"},
    )
    successor = Dentist.objects.get(cro_number="1234")
    change = reverse("technical-manager-change", args=[clinic.pk])
    values = {"dentist": str(successor.pk), "is_settled": "no", "protocol_number": "SAD168320523417"}
    assert alice_browser.post(change, values | {"protocol_number": "12"}).status_code == 422
    assert alice_browser.post(change, values).status_code == 302
    pending = clinic.affiliations.get(is_pending=True)
    confirm = reverse("technical-manager-confirm", args=[clinic.pk, pending.pk])
    assert alice_browser.post(confirm, {"starts_on": "01/01/2020"}).status_code == 422
    assert alice_browser.post(confirm, {"starts_on": "01/05/2026"}).status_code == 302
    former = clinic.affiliations.get(is_technical_manager=True, dentist__cro_number="57798")
    assert former.ends_on == dt.date(2026, 5, 1)
    again = alice_browser.post(change, {"dentist": str(former.dentist_id), "is_settled": "yes"})
    assert "Informe desde quando" in again.content.decode()


def test_a_stranger_is_no_candidate_for_rt(cast: Cast, clinic: Provider, alice_browser: Client) -> None:
    stranger = make_dentist(cast.other_operator)
    change = reverse("technical-manager-change", args=[clinic.pk])
    response = alice_browser.post(change, {"dentist": str(stranger.pk), "is_settled": "yes"})
    assert response.status_code == 422


def test_a_pending_change_is_withdrawn(cast: Cast, clinic: Provider, alice_browser: Client) -> None:
    tie = Affiliation.objects.create(
        provider=clinic, dentist=make_dentist(cast.operator), is_technical_manager=True, is_pending=True
    )
    withdraw = reverse("technical-manager-withdraw", args=[clinic.pk, tie.pk])
    assert alice_browser.get(withdraw).status_code == 405
    alice_browser.post(withdraw)
    tie.refresh_from_db()
    assert tie.withdrawn_at is not None


def test_contact_persons_come_change_go_and_return(clinic: Provider, alice_browser: Client) -> None:
    add = reverse("contact-person-add", args=[clinic.pk])
    values = {"name": "Rui Leão", "phones": "11 3322-1100\n+55 11 9777-6655, ", "function": "Gerente"}
    for _ in range(2):
        assert alice_browser.post(add, values).status_code == 302
    person = ContactPerson.objects.get(name="Rui Leão")
    assert person.phones == ["1133221100", "11997776655"]
    edit = reverse("contact-person-edit", args=[clinic.pk, person.pk])
    wrong = alice_browser.post(edit, {"name": "Rui", "phones": "3322-1100"})
    assert wrong.status_code == 422
    assert "3322-1100</textarea>" in wrong.content.decode()
    alice_browser.post(edit, {"name": "Rui Sá", "phones": "(11) 3322-1100"})
    alice_browser.post(reverse("contact-person-retire", args=[clinic.pk, person.pk]))
    person.refresh_from_db()
    assert (person.name, person.is_active) == ("Rui Sá", False)
    alice_browser.post(reverse("contact-person-restore", args=[clinic.pk, person.pk]))
    person.refresh_from_db()
    assert person.is_active


@pytest.mark.parametrize("value", ["<script>alert(1)</script>", "a" * 5000, "\x00", "{{ 7|add:7 }}", "%s"])
def test_hostile_input_is_refused_or_kept_as_text(
    clinic: Provider, alice_browser: Client, value: str
) -> None:
    for name, fields in (
        ("provider-new", ("name", "cnpj", "cpf", "city", "joined_on", "us_value", "cnes")),
        ("provider-dentist-add", ("cro_number", "cro_uf", "name", "starts_on", "category")),
        ("contact-person-add", ("name", "phones", "email", "function")),
        ("technical-manager-change", ("dentist", "is_settled", "starts_on", "protocol_number")),
        ("provider-status", ("status", "since")),
    ):
        address = reverse(name, args=[] if name == "provider-new" else [clinic.pk])
        response = alice_browser.post(address, dict.fromkeys(fields, value))
        assert response.status_code in {302, 422}, name
        assert "<script>alert" not in response.content.decode()
