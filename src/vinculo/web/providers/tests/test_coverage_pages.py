"""Coverage of cities: the list, one city over time, recording numbers."""

from __future__ import annotations

import datetime as dt

from django.test import Client
from django.urls import reverse

from vinculo.accounts.tests.cast import Cast, signed_in
from vinculo.network.models import CityCoverage
from vinculo.network.tests.factories import CAMPINAS, MACEIO, make_coverage


def city(operator_id: int, code: str = CAMPINAS) -> str:
    return f"{reverse('coverage-city', args=[code])}?operadora={operator_id}"


def test_numbers_are_recorded_for_a_day_and_replaced(cast: Cast, alice_browser: Client) -> None:
    values = {"on": "01/05/2026", "lives": "5.506", "published_cros": "25"}
    for lives in ("5.506", "5.507"):
        response = alice_browser.post(city(cast.operator.pk), values | {"lives": lives}, follow=True)
        assert "gravada" in response.content.decode()
    told = CityCoverage.objects.get()
    assert (told.lives, told.on, told.operator) == (5507, dt.date(2026, 5, 1), cast.operator)


def test_all_that_is_wrong_is_told_at_once_and_kept(cast: Cast, alice_browser: Client) -> None:
    response = alice_browser.post(
        city(cast.operator.pk), {"on": "31/02/2026", "lives": "muitas", "published_cros": ""}
    )
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"on", "lives", "published_cros"}
    assert 'value="muitas"' in response.content.decode()


def test_a_city_without_anyone_is_marked(cast: Cast, alice_browser: Client) -> None:
    make_coverage(cast.operator, municipality_id=MACEIO, lives=812, published_cros=0)
    assert "nenhum CRO" in alice_browser.get(reverse("coverage-list")).content.decode()


def test_a_city_is_found_with_numbers_or_without(cast: Cast, alice_browser: Client) -> None:
    make_coverage(cast.operator)
    page = alice_browser.get(reverse("coverage-list"), {"q": "campinas"}, HTTP_HX_REQUEST="true")
    text = page.content.decode()
    assert "<html" not in text
    assert "5.506" in text
    assert "sem números informados" in text


def test_another_operators_numbers_are_not_shown(cast: Cast, alice_browser: Client) -> None:
    make_coverage(cast.other_operator, lives=4321)
    assert "4.321" not in alice_browser.get(reverse("coverage-list")).content.decode()
    assert alice_browser.get(city(cast.other_operator.pk)).status_code == 404
    assert alice_browser.post(city(cast.other_operator.pk), {}).status_code == 404
    assert "4.321" in signed_in(cast.charlie).get(city(cast.other_operator.pk)).content.decode()


def test_who_only_reads_records_nothing(cast: Cast) -> None:
    browser = signed_in(cast.davi)
    assert "Gravar" not in browser.get(city(cast.operator.pk)).content.decode()
    values = {"on": "01/05/2026", "lives": "1", "published_cros": "1"}
    assert browser.post(city(cast.operator.pk), values).status_code == 403
    assert not CityCoverage.objects.exists()


def test_a_city_that_does_not_exist_is_not_found(cast: Cast, alice_browser: Client) -> None:
    assert alice_browser.get(city(cast.operator.pk, "0000000")).status_code == 404
    assert alice_browser.get(city(cast.operator.pk, "x")).status_code == 404


def test_names_are_suggested_while_typing(cast: Cast, alice_browser: Client) -> None:
    page = alice_browser.get(reverse("municipality-names"), {"city": "campi", "uf": "SP"}).content.decode()
    assert 'value="Campinas"' in page
    assert "Campina Grande" not in page
