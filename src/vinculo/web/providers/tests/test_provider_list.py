"""The list of providers, searched as one types."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from vinculo.accounts.tests.cast import Cast, signed_in
from vinculo.kernel.identifiers import cpf
from vinculo.network.models import Provider
from vinculo.network.tests.factories import make_affiliation, make_clinic, make_dentist, make_solo_dentist

from .conftest import CPF, PHONE

SEARCH = {"HTTP_HX_REQUEST": "true"}


def search(browser: Client, **asked: str) -> str:
    """The results as a script gets them."""
    response = browser.post(reverse("provider-search"), asked, **SEARCH)  # type: ignore[arg-type]
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_shows_who_it_is_and_no_whole_cpf(cast: Cast, alice_browser: Client) -> None:
    solo = make_solo_dentist(cast.operator)
    page = alice_browser.get(reverse("provider-list")).content.decode()
    assert escape(solo.name) in page
    assert cpf.masked(solo.cpf) in page
    assert solo.cpf not in page
    assert cpf.formatted(solo.cpf) not in page


@pytest.mark.parametrize(
    "query", ["sao jose", "cro 57798", "ana tavora", "898.412.309-92", "(11) 99849-6368"]
)
def test_what_is_typed_finds(clinic: Provider, alice_browser: Client, query: str) -> None:
    found = search(alice_browser, q=query)
    assert "Sorriso Claro" in found
    assert "<html" not in found


def test_no_personal_number_gets_into_the_address(clinic: Provider, alice_browser: Client) -> None:
    response = alice_browser.post(
        reverse("provider-search"), {"q": cpf.formatted(CPF), "situacao": "active"}, HTTP_HX_REQUEST="true"
    )
    assert response.headers["HX-Replace-Url"] == "/prestadores/?situacao=active&busca=1"
    assert CPF not in response.content.decode()


def test_who_comes_back_finds_the_same_search(clinic: Provider, alice_browser: Client) -> None:
    search(alice_browser, q=PHONE)
    back = alice_browser.get(reverse("provider-list"), {"busca": "1"}).content.decode()
    assert f'value="{PHONE}"' in back
    assert "Sorriso Claro" in back
    fresh = alice_browser.get(reverse("provider-list")).content.decode()
    assert PHONE not in fresh


def test_without_a_script_the_whole_page_answers(clinic: Provider, alice_browser: Client) -> None:
    page = alice_browser.post(reverse("provider-search"), {"q": "sorriso"}).content.decode()
    assert "<html" in page
    assert "Sorriso Claro" in page


def test_filters_narrow_and_nonsense_is_no_filter(
    cast: Cast, clinic: Provider, alice_browser: Client
) -> None:
    make_clinic(cast.operator, name="Manacá", status="suspended", municipality_id="2704302")
    assert "Sorriso Claro" not in search(alice_browser, situacao="suspended")
    assert "Manacá" in search(alice_browser, uf="AL")
    nonsense = search(alice_browser, situacao="x", uf="'", operadora="9" * 30)
    assert "Sorriso Claro" in nonsense
    assert "Manacá" in nonsense


def test_another_operators_filter_shows_nothing_of_it(
    cast: Cast, clinic: Provider, alice_browser: Client
) -> None:
    make_clinic(cast.other_operator, name="Alheia")
    found = search(alice_browser, operadora=str(cast.other_operator.pk))
    assert "Alheia" not in found


def test_nothing_found_says_what_to_do(clinic: Provider, alice_browser: Client) -> None:
    assert "Nenhum prestador encontrado" in search(alice_browser, q="zzzzzz")


def test_a_misspelling_is_told(clinic: Provider, alice_browser: Client) -> None:
    assert "Nomes parecidos" in search(alice_browser, q="sorizo claro")


@pytest.mark.parametrize("query", ["<script>alert(1)</script>", "\x00", "%" * 300, "' OR 1=1 --", "😀"])
def test_hostile_queries_are_only_text(clinic: Provider, alice_browser: Client, query: str) -> None:
    assert "<script>alert" not in search(alice_browser, q=query)
    page = alice_browser.get(reverse("provider-list"), {"busca": "1"}).content.decode()
    assert "<script>alert" not in page


def test_the_outsider_sees_their_own_only(cast: Cast, clinic: Provider) -> None:
    browser = signed_in(cast.charlie)
    assert "Sorriso Claro" not in browser.get(reverse("provider-list")).content.decode()
    assert "Sorriso Claro" not in search(browser, q="sorriso")
    assert "Sorriso Claro" not in search(browser, q=CPF)


@pytest.mark.parametrize("who", ["sara", "adam"])
def test_who_has_no_business_with_the_registry_is_refused(cast: Cast, who: str) -> None:
    browser = signed_in(getattr(cast, who))
    for name in ("provider-list", "provider-new", "coverage-list", "municipality-names"):
        assert browser.get(reverse(name)).status_code == 403


def test_the_list_costs_the_same_however_long(cast: Cast, alice_browser: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            alice_browser.get(reverse("provider-list"))
        return len(captured)

    make_clinic(cast.operator)
    few = queries()
    for _ in range(8):
        make_affiliation(make_clinic(cast.operator), make_dentist(cast.operator))
    assert queries() <= few + 1 <= 12
