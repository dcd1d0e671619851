"""The panel of the search: what is found, what matched, and nothing of others."""

from __future__ import annotations

from django.test import Client

from vinculo.accounts.tests.cast import Cast
from vinculo.cases.models import Contact, SearchWord
from vinculo.cases.queries.search_query import understand
from vinculo.cases.search_index import refresh_search_index
from vinculo.cases.tests.listed_cases import MADE_AT, make_listed
from vinculo.network.tests.factories import make_clinic
from vinculo.web.search.highlighting import Part, highlighted


def panel(client: Client, cast: Cast, text: str, user: str = "alice", **more: str) -> str:
    client.force_login(getattr(cast, user))
    response = client.post("/busca/", {"q": text, **more})
    assert response.status_code == 200
    return response.content.decode()


def test_cases_and_providers_come_in_groups_with_what_matched(client: Client, cast: Cast):
    make_clinic(cast.operator, name="Clínica Aurora")
    case = make_listed(cast.operator, cast.alice, dentist_name="Aurora <b>Lima</b>")
    Contact.objects.create(
        case=case, position=1, created_at=MADE_AT, note="Reclamou de <i>glosas</i> antigas."
    )
    refresh_search_index(case)
    shown = panel(client, cast, "aurora")
    assert "<mark>Aurora</mark> &lt;b&gt;Lima&lt;/b&gt;" in shown
    assert "Clínica <mark>Aurora</mark>" in shown
    assert 'data-announcement="1 processo, 1 prestador."' in shown
    assert "&lt;i&gt;<mark>glosas</mark>&lt;/i&gt;" in panel(client, cast, "glosa")


def test_a_correction_is_told_and_can_be_refused(client: Client, cast: Cast):
    make_listed(cast.operator, cast.alice, dentist_name="Natália Uchôa")
    shown = panel(client, cast, "natlaia")
    assert "Mostrando resultados para “natália”" in shown
    assert "Procurar exatamente “natlaia”" in shown
    exact = panel(client, cast, "natlaia", exactly="1")
    assert "Nada encontrado" in exact
    assert "Natália" not in exact


def test_a_commoner_word_is_offered(client: Client, cast: Cast):
    for name in ("Marja Lima", "Maria Prado"):
        make_listed(cast.operator, cast.alice, dentist_name=name)
    SearchWord.objects.filter(word="maria").update(cases=50)
    assert 'data-search-instead="maria"' in panel(client, cast, "marja")
    client.force_login(cast.alice)
    assert '<a href="/processos/?q=maria">maria</a>' in client.get("/processos/?q=marja").content.decode()


def test_why_a_personal_number_found_a_case_is_said_without_the_number(client: Client, cast: Cast):
    make_listed(cast.operator, cast.alice, dentist_name="Ana Prado", cpf="89841230992")
    shown = panel(client, cast, "898.412.309-92", user="nina")
    assert "Tem este CPF" in shown
    assert "89841230992" not in shown


def test_other_operators_and_other_roles_find_nothing(client: Client, cast: Cast):
    make_listed(cast.other_operator, cast.charlie, dentist_name="Quimera Deles")
    assert "Quimera" not in panel(client, cast, "quimera")
    client.force_login(cast.sara)
    assert client.post("/busca/", {"q": "quimera"}).status_code == 403
    assert client.get("/busca/").status_code in (403, 405)


def test_words_are_marked_whole_accents_ignored():
    parts = highlighted("Clínica São José", understand("sao jos"))
    assert parts == [Part("Clínica "), Part("São", True), Part(" "), Part("José", True)]
