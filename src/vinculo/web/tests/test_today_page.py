"""Hoje for each role, and the frame around it."""

from __future__ import annotations

import datetime as dt
import re

from django.urls import reverse

from vinculo.accounts.models import User
from vinculo.accounts.tests.cast import Cast, signed_in
from vinculo.cases.states import State
from vinculo.cases.tests.listed_cases import make_listed


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
    counter = re.search(r'href="([^"]*)"><span class="counter__number">1</span>', html)
    assert counter
    listed = signed_in(cast.alice).get(counter[1].replace("&amp;", "&")).content.decode()
    assert "Iara Sá" in listed
    assert "Equipe" not in html


def test_nothing_due_is_good_news(cast: Cast):
    assert "Tudo em dia" in page_of(cast.alice)


def test_a_supervisor_sees_decisions_and_the_team(cast: Cast):
    make_listed(
        cast.operator, cast.beto, dentist_name="Davi Reis", state=State.DECIDED, decided_by=cast.alice
    )
    html = page_of(cast.bob)
    assert "Decisões para assinar" in html
    assert "decidido por Alice Nogueira" in html
    assert f'href="/processos/?state=decided&amp;consultant={cast.beto.pk}"' in html


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
