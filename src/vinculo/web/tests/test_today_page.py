"""Hoje for each role, and the frame around it."""

from __future__ import annotations

import datetime as dt
import re

from django.urls import reverse

from vinculo.accounts.models import User
from vinculo.accounts.tests.cast import Cast, signed_in
from vinculo.cases.states import State
from vinculo.cases.tests.listed_cases import make_listed
from vinculo.kernel.business_days import add_business_days
from vinculo.web.site.http import today_in_sao_paulo


def page_of(user: User) -> str:
    response = signed_in(user).get("/hoje/")
    assert response.status_code == 200
    return response.content.decode()


def test_the_root_leads_to_hoje(cast: Cast):
    assert signed_in(cast.alice).get("/")["Location"] == "/hoje/"


def test_a_consultant_sees_what_is_due_and_the_number_opens_the_list(cast: Cast):
    make_listed(cast.operator, cast.alice, dentist_name="Iara Sá", next_contact_on=dt.date(2020, 1, 2))
    html = page_of(cast.alice)
    assert "Iara Sá" in html
    assert "02/01/2020" in html
    counter = re.search(r'href="([^"]*)">Contatos atrasados <span class="group__count">1<', html)
    assert counter
    listed = signed_in(cast.alice).get(counter[1].replace("&amp;", "&")).content.decode()
    assert "Iara Sá" in listed
    assert "Equipe" not in html


def test_nothing_due_is_good_news(cast: Cast):
    far = today_in_sao_paulo() + dt.timedelta(days=60)
    make_listed(cast.operator, cast.alice, next_contact_on=far)
    assert "Tudo em dia" in page_of(cast.alice)


def test_a_newcomer_is_told_where_cases_come_from(cast: Cast):
    html = page_of(cast.alice)
    assert "Você ainda não tem processos" in html
    assert "Tudo em dia" not in html


def test_a_supervisor_sees_decisions_and_the_team(cast: Cast):
    make_listed(
        cast.operator, cast.beto, dentist_name="Davi Reis", state=State.DECIDED, decided_by=cast.alice
    )
    html = page_of(cast.bob)
    assert "Decisões para assinar" in html
    assert "decidido por Alice Nogueira" in html
    team = signed_in(cast.bob).get("/hoje/equipe/").content.decode()
    assert f'href="/processos/?state=decided&amp;consultant={cast.beto.pk}"' in team
    assert signed_in(cast.alice).get("/hoje/equipe/").status_code == 403


def test_a_sector_member_has_no_task_yet(cast: Cast):
    html = page_of(cast.sara)
    assert "Nenhuma tarefa por enquanto" in html
    assert "Procurar processos" not in html


def test_an_administrator_gets_links(cast: Cast):
    html = page_of(cast.adam)
    assert f'class="row-link" href="{reverse("administration")}"' in html
    assert reverse("case-list") not in html


def test_the_frame_names_the_person_and_the_operator(cast: Cast):
    html = page_of(cast.alice)
    assert "Alice Nogueira" in html
    assert "ODONTOLIFE" in html
    assert 'aria-current="page">Hoje' in html
    assert "Ir para o conteúdo" in html


def test_hoje_takes_few_queries(cast: Cast, django_assert_max_num_queries):
    for index in range(9):
        make_listed(cast.operator, cast.bob, next_contact_on=dt.date(2020, 1, 1 + index))
    client = signed_in(cast.bob)
    with django_assert_max_num_queries(12):
        client.get("/hoje/")


def test_the_next_contact_is_marked_from_hoje_and_taken_back(cast: Cast):
    case = make_listed(cast.operator, cast.alice, dentist_name="Iara Sá", next_contact_on=dt.date(2020, 1, 2))
    client = signed_in(cast.alice)
    htmx = {"HX-Request": "true"}
    answer = client.post("/hoje/proximo-contato/", {"case": case.pk, "pick": "5"}, headers=htmx)
    assert "Desfazer" in answer.content.decode()
    case.refresh_from_db()
    assert case.next_contact_on == add_business_days(today_in_sao_paulo(), 5)
    answer = client.post("/hoje/proximo-contato/desfazer/", {"case": case.pk}, headers=htmx)
    assert "Contatos atrasados" in answer.content.decode()
    case.refresh_from_db()
    assert case.next_contact_on == dt.date(2020, 1, 2)


def test_a_day_that_cannot_be_is_refused_where_it_was_typed(cast: Cast):
    case = make_listed(cast.operator, cast.alice, next_contact_on=dt.date(2020, 1, 2))
    for typed in ("31/02/2030", "01/01/2021", ""):
        answer = signed_in(cast.alice).post("/hoje/proximo-contato/", {"case": case.pk, "on": typed})
        assert (answer.status_code, answer["HX-Retarget"]) == (422, "#next-contact-refused")
    case.refresh_from_db()
    assert case.next_contact_on == dt.date(2020, 1, 2)
