"""The list's page: what it shows, what its addresses carry, and what they never carry."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from vinculo.accounts.tests.cast import Cast, signed_in
from vinculo.cases.models import Case
from vinculo.cases.states import State
from vinculo.cases.tests.listed_cases import make_listed
from vinculo.web.cases.list_rows import lateness
from vinculo.web.cases.private_values import MOST_KEPT, SESSION_KEY

CPF = "89841230992"
HTMX = {"HX-Request": "true", "HX-Trigger-Name": "q"}


@pytest.fixture
def page(cast: Cast) -> Client:
    make_listed(cast.operator, cast.alice, dentist_name="Iara da Conceição", cpf=CPF, city_state="AL")
    make_listed(cast.operator, cast.beto, dentist_name="Davi Tanaka", city_state="TO")
    return signed_in(cast.alice)


def text_of(response: Any) -> str:
    return str(response.content.decode())


def addresses(html: str) -> list[str]:
    return re.findall(r'(?:href|hx-get|hx-post|action)="([^"]*)"', html)


def test_the_list_shows_its_cases_and_opens_them(page: Client):
    html = text_of(page.get("/processos/"))
    assert "Iara da Conceição" in html
    assert "2 processos" in html
    assert re.search(r'class="row-link" href="/processos/\d+/"', html)


def test_a_filter_stands_in_the_address_and_can_be_removed(page: Client):
    html = text_of(page.get("/processos/?city_state=AL&state=in_progress&sort=name"))
    assert "Davi Tanaka" not in html
    assert '<a class="chip" href="/processos/?state=in_progress&amp;sort=name">' in html
    assert '<a class="chip" href="/processos/?city_state=AL&amp;sort=name">' in html


def test_a_search_without_a_script_ends_at_an_address(page: Client):
    response = page.post("/processos/busca/", {"q": "conceição", "city_state": "AL", "lives_min": ""})
    assert response.status_code == 302
    assert response["Location"] == "/processos/?q=concei%C3%A7%C3%A3o&city_state=AL"
    assert "Iara da Conceição" in text_of(page.get(response["Location"]))


def test_typing_replaces_the_results_and_the_address(page: Client):
    response = page.post("/processos/busca/", {"q": "tanaka"}, headers=HTMX)
    html = text_of(response)
    assert response["HX-Replace-Url"] == "/processos/?q=tanaka"
    assert "<html" not in html
    assert "Davi Tanaka" in html
    assert "Iara" not in html
    response = page.post("/processos/busca/", {"state": "draft"}, headers={"HX-Request": "true"})
    assert response["HX-Push-Url"] == "/processos/?state=draft"


@pytest.mark.parametrize("given", [{"q": CPF}, {"q": "898.412.309-92"}, {"cpf": "898.412.309-92"}])
def test_a_cpf_never_stands_in_an_address(page: Client, given: dict[str, str]):
    response = page.post("/processos/busca/", given, headers=HTMX)
    html = text_of(response)
    assert "Iara da Conceição" in html
    assert "Davi Tanaka" not in html
    shown = " ".join([response["HX-Replace-Url"], *addresses(html)])
    assert "898" not in shown
    # The address works for who searched: reloaded, sorted, opened again.
    again = text_of(page.get(response["HX-Replace-Url"]))
    assert "Iara da Conceição" in again
    assert "Davi Tanaka" not in again
    assert "898" not in " ".join(addresses(again))


def test_a_private_search_is_nobody_elses(page: Client, cast: Cast):
    address = page.post("/processos/busca/", {"q": CPF}, headers=HTMX)["HX-Replace-Url"]
    html = text_of(signed_in(cast.beto).get(address))
    assert "não fica guardada neste endereço" in html
    assert CPF not in html


def test_few_private_searches_are_kept(page: Client):
    for number in range(MOST_KEPT + 5):
        page.post("/processos/busca/", {"q": f"8984{number:03}"}, headers=HTMX)
    assert len(page.session[SESSION_KEY]) == MOST_KEPT


def test_nothing_found_says_what_to_do(page: Client):
    html = text_of(page.get("/processos/?q=zzz"))
    assert "Nenhum processo com estes filtros" in html
    assert "Limpar filtros" in html


def test_what_was_not_understood_is_said(page: Client):
    assert "Data início: data não entendida." in text_of(page.get("/processos/?started_on_from=31/02"))


def test_an_empty_operator_is_told_how_to_begin(cast: Cast):
    html = text_of(signed_in(cast.alice).get("/processos/"))
    assert "Ainda não há processos" in html


def test_lateness_is_said_in_words(cast: Cast):

    make_listed(cast.operator, cast.alice, next_contact_on=dt.date(2020, 1, 1))
    assert re.search(
        r'class="cell-second late">atrasado [\d.]+ dias<', text_of(signed_in(cast.alice).get("/processos/"))
    )


def test_roles_without_cases_are_told_so(cast: Cast):
    for user in (cast.sara, cast.adam):
        client = signed_in(user)
        assert client.get("/processos/").status_code == 403
        assert client.post("/processos/busca/", {"q": "x"}).status_code == 403


def test_another_operator_sees_nothing(page: Client, cast: Cast):
    assert "Iara" not in text_of(signed_in(cast.charlie).get("/processos/?q=iara"))


def test_hostile_names_are_shown_as_text(cast: Cast):
    make_listed(cast.operator, cast.alice, dentist_name="<script>alert(1)</script>", state=State.DRAFT)
    html = text_of(signed_in(cast.alice).get("/processos/?q=<script>"))
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_a_page_takes_few_queries(page: Client, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        page.get("/processos/?state=in_progress")
    # What the words mean, where the newest cases stand, and whether few or many are found.
    with django_assert_max_num_queries(14):
        page.get("/processos/?q=iara&state=in_progress")


def test_more_cards_take_no_more_queries(page: Client, cast: Cast, django_assert_num_queries):
    with CaptureQueriesContext(connection) as with_two:
        page.get("/processos/?layout=board")
    for name in ("Ana Lima", "Bia Melo", "Caio Nery"):
        make_listed(cast.operator, cast.alice, dentist_name=name)
    with django_assert_num_queries(len(with_two)):
        page.get("/processos/?layout=board")


@pytest.mark.parametrize(
    ("today", "agreed", "said"),
    [
        # 7 September 2026 is a Monday on which nobody works.
        ((2026, 9, 7), (2026, 9, 4), "atrasado 3 dias"),
        ((2026, 9, 8), (2026, 9, 5), "hoje"),
        ((2026, 9, 8), (2026, 9, 7), "hoje"),
        ((2026, 9, 8), (2026, 9, 4), "atrasado 4 dias"),
        ((2026, 9, 9), (2026, 9, 8), "atrasado 1 dia"),
        ((2026, 9, 8), (2026, 9, 9), ""),
    ],
)
def test_a_contact_is_late_after_the_business_day_on_which_it_was_owed(
    today: tuple[int, int, int], agreed: tuple[int, int, int], said: str
):
    case = Case(state=State.IN_PROGRESS, next_contact_on=dt.date(*agreed))
    assert lateness(case, dt.date(*today))[0] == said
