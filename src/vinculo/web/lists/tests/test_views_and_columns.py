"""Views, columns and the board on the list's page: what is shown, kept, counted and refused."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from vinculo.accounts.permissions import Role
from vinculo.accounts.tests.cast import Cast, signed_in
from vinculo.cases.states import State
from vinculo.cases.tests.case_files import make_draft
from vinculo.cases.tests.listed_cases import make_listed
from vinculo.desk.models import ListPreference, SavedView

CPF = "89841230992"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def page(cast: Cast) -> Client:
    make_listed(
        cast.operator, cast.alice, dentist_name="Iara da Conceição", cpf=CPF, city_state="AL", lives=5506
    )
    make_listed(cast.operator, cast.beto, dentist_name="Davi Tanaka", city_state="TO")
    return signed_in(cast.alice)


def text_of(response: Any) -> str:
    return str(response.content.decode())


def save(client: Client, name: str, address: str = "/processos/?city_state=AL&sort=name", **more: str) -> Any:
    return client.post("/processos/visoes/salvar/", {"name": name, "address": address, **more}, headers=HTMX)


def test_a_view_keeps_what_the_list_shows_and_opens_by_its_tab(page: Client, cast: Cast):
    answer = save(page, "De Alagoas")
    view = SavedView.objects.get()
    assert (view.owner, view.parameters) == (cast.alice, {"city_state": ["AL"], "sort": ["name"]})
    assert answer["HX-Redirect"] == f"/processos/?view={view.pk}"
    html = text_of(page.get(f"/processos/?view={view.pk}"))
    assert "Iara da Conceição" in html
    assert "Davi Tanaka" not in html
    assert re.search(rf'data-tab="{view.pk}" aria-current="page">De Alagoas', html)
    assert "filtros alterados" not in html
    changed = text_of(page.get(f"/processos/?view={view.pk}&city_state=TO"))
    assert "filtros alterados" in changed
    page.post(
        f"/processos/visoes/{view.pk}/atualizar/", {"address": f"/processos/?view={view.pk}&city_state=TO"}
    )
    view.refresh_from_db()
    assert view.parameters == {"city_state": ["TO"]}


def test_a_view_with_a_personal_number_is_refused_in_a_sentence(page: Client):
    address = page.post("/processos/busca/", {"cpf": CPF}, headers=HTMX)["HX-Push-Url"]
    assert "cpf_key" in address
    answer = save(page, "Com CPF", address)
    assert answer.status_code == 409
    assert "números pessoais não ficam guardados" in text_of(answer)
    assert not SavedView.objects.exists()


def test_the_tabs_are_counted_after_the_page(page: Client, django_assert_max_num_queries):
    save(page, "De Alagoas")
    assert "tabs__count" not in text_of(page.get("/processos/"))
    with django_assert_max_num_queries(9):
        html = text_of(page.get("/processos/visoes/contagens/", {"address": "/processos/?city_state=AL"}))
    counts = dict(re.findall(r'data-tab="(\w[\w-]*)".*?tabs__count">([^<]*)<', html))
    assert counts["all"] == "2"
    assert counts["mine"] == "1"
    assert counts[str(SavedView.objects.get().pk)] == "1"


def test_a_deleted_view_comes_back_by_its_message(page: Client):
    save(page, "Minha")
    view = SavedView.objects.get()
    html = text_of(page.post(f"/processos/visoes/{view.pk}/excluir/", follow=True))
    assert 'action="/processos/visoes/desfazer/"' in html
    assert not SavedView.objects.exists()
    assert "Minha" in text_of(page.post("/processos/visoes/desfazer/", follow=True))
    assert SavedView.objects.get().name == "Minha"
    assert page.post("/processos/visoes/desfazer/").status_code == 404


def test_team_views_are_kept_by_the_supervisor(page: Client, cast: Cast):
    supervisor = signed_in(cast.bob)
    save(supervisor, "Da equipe", team=str(cast.operator.pk))
    view = SavedView.objects.get()
    assert "Da equipe" in text_of(page.get("/processos/"))
    assert "Da equipe" not in text_of(signed_in(cast.charlie).get("/processos/"))
    assert page.post(f"/processos/visoes/{view.pk}/excluir/").status_code == 403
    assert save(page, "Outra", team=str(cast.operator.pk)).status_code == 403
    columns = {"column": ["name"], "address": f"/processos/?view={view.pk}"}
    assert page.post("/processos/colunas/", columns).status_code == 403


def test_columns_are_chosen_in_order_and_sorted_by(page: Client, cast: Cast):
    page.post("/processos/colunas/", {"column": ["lives", "name", "nonsense"], "address": "/processos/"})
    assert ListPreference.objects.get(user=cast.alice).columns == ["lives", "name"]
    html = text_of(page.get("/processos/?sort=lives"))
    headings = re.findall(r'<th scope="col".*?>(?:<a[^>]*>)?([^<]+)', html)
    assert headings[-3:] == ["Número", "Nº de vidas", "Prestador"]
    assert 'aria-sort="ascending"' in html
    assert "5.506" in html
    page.post("/processos/colunas/", {"usual": "1", "address": "https://elsewhere.example/processos/"})
    assert ListPreference.objects.get(user=cast.alice).columns == []


def test_a_view_has_columns_of_its_own(page: Client):
    save(page, "Com cidade")
    view = SavedView.objects.get()
    page.post("/processos/colunas/", {"column": ["cpf"], "address": f"/processos/?view={view.pk}"})
    assert "898.412.309-92" in text_of(page.get(f"/processos/?view={view.pk}"))
    assert "898.412" not in text_of(page.get("/processos/"))


def test_a_cpf_in_the_list_is_covered_where_the_role_may_not_see_it(page: Client, cast: Cast):
    nina = signed_in(cast.nina)
    nina.post("/processos/colunas/", {"column": ["cpf", "name"], "address": "/processos/"})
    assert "412.309" not in text_of(nina.get("/processos/"))
    cast.nina.memberships.create(operator=cast.other_operator, role=Role.CONSULTANT)
    html = text_of(nina.get("/processos/"))
    assert ">CPF<" in html
    assert "898.412.309-92" not in html


def test_the_board_shows_the_list_by_state(page: Client, cast: Cast):
    make_listed(cast.operator, cast.alice, dentist_name="Rascunhada", state=State.DRAFT)
    html = text_of(page.get("/processos/?layout=board"))
    assert re.search(r'id="board-draft".*?board__count">1<', html, re.DOTALL)
    assert re.search(r'id="board-in_progress".*?board__count">2<', html, re.DOTALL)
    only = text_of(page.get("/processos/?layout=board&state=draft"))
    assert 'id="board-draft"' in only
    assert 'id="board-closed"' not in only
    assert 'href="/processos/?city_state=AL"' in text_of(page.get("/processos/?layout=board&city_state=AL"))


def test_a_card_moves_as_the_case_would_and_a_refusal_says_why(page: Client, cast: Cast):
    case = make_listed(cast.operator, cast.alice, next_contact_on=dt.date(2999, 1, 1))
    path = f"/processos/quadro/{case.pk}/mover/"
    refused = page.post(path, {"move": "decide"}, headers=HTMX)
    assert refused.status_code == 409
    assert "Ainda não dá para decidir" in text_of(refused)
    assert refused["HX-Retarget"] == "#messages"
    assert page.post(path, {"move": "cancel", "why": " "}, headers=HTMX).status_code == 409
    waits = page.post(path, {"move": "wait", "layout": "board"}, headers=HTMX)
    assert "aguardando o prestador" in text_of(waits)
    assert "Aguardar outro retorno" in text_of(waits)
    other = page.post(path, {"move": "wait", "whom": "it", "layout": "board"}, headers=HTMX)
    assert "aguardando T.I." in text_of(other)
    moved = page.post(path, {"move": "cancel", "why": "Duplicado", "layout": "board"}, headers=HTMX)
    assert moved.status_code == 200
    assert "cancelado." in text_of(moved)
    case.refresh_from_db()
    assert case.state == State.CANCELLED
    assert page.post(path, {"move": "sign"}, headers=HTMX).status_code == 403
    assert page.post(path, {"move": "record_history"}).status_code == 404
    foreign = make_draft(cast.other_operator, cast.charlie)
    assert page.post(f"/processos/quadro/{foreign.pk}/mover/", {"move": "open"}).status_code == 404
