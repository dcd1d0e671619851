"""City impact on provider and case: who sees it, what it says, and what the page costs without it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from vinculo.accounts.tests.cast import Cast, actor_of, signed_in
from vinculo.cases.actions.who_leaves import link_provider
from vinculo.cases.models import Case
from vinculo.cases.queries.city_impact import impact_of_case
from vinculo.cases.tests.case_files import NOW, make_draft
from vinculo.kernel.places import Municipality, find_municipality
from vinculo.network.models import CityCoverage, Provider
from vinculo.network.tests.factories import (
    CAMPINAS,
    MACEIO,
    make_affiliation,
    make_clinic,
    make_coverage,
    make_dentist,
)
from vinculo.web.site.state_map import ENOUGH, FEW, NONE, CityMark, state_map

TODAY = dt.date(2026, 6, 15)
SANTOS, SUMARE = "3548500", "3552403"


@pytest.fixture
def clinic(cast: Cast) -> Provider:
    """In Campinas, with two published CROs; four cities with numbers around it."""
    clinic = make_clinic(cast.operator, name="Clínica Zircônia")
    for number in ("11111", "22222"):
        make_affiliation(clinic, make_dentist(cast.operator, cro_number=number, specialities=["Endodontia"]))
    make_coverage(cast.operator, lives=6000, published_cros=3)
    make_coverage(cast.operator, municipality_id=SANTOS, lives=900, published_cros=30)
    make_coverage(cast.operator, municipality_id=SUMARE, lives=700, published_cros=0)
    make_coverage(cast.operator, municipality_id=MACEIO, lives=100, published_cros=50)
    return clinic


@pytest.fixture
def case(cast: Cast, clinic: Provider) -> Case:
    case = make_draft(cast.operator, cast.alice, values={"cro": "11111", "cro_state": "SP"})
    link_provider(case=case, provider=clinic, actor=actor_of(cast.alice), now=NOW)
    case.refresh_from_db()
    return case


def plain(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def shown(browser: Client, address: str, **asked: str) -> str:
    answer = browser.get(address, asked, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_provider_says_before_after_rank_and_neighbours(cast: Cast, clinic: Provider):
    page = shown(signed_in(cast.alice), reverse("provider-impact", args=[clinic.pk]))
    said = plain(page)
    assert "Campinas perde 2 CROs divulgados e passa de 2.000 para 6.000 vidas por CRO divulgado." in said
    assert "Posição no estado (SP) entre 3 cidades com vidas 2ª 2ª" in said
    assert "Posição na operadora entre 4 cidades com vidas" in said
    assert re.search(r"Santos/SP 1\d\d km · 30 CROs, 30 vidas por CRO", said)
    assert "O cadastro não conhece o único CRO que continua divulgado na cidade. Pelo que consta nele" in said
    assert "3 cidades com vidas em São Paulo: 1 sem CRO divulgado, 1 com mais vidas" in said
    assert " style=" not in page
    cities = plain(shown(signed_in(cast.alice), reverse("provider-impact", args=[clinic.pk]), cidades="1"))
    assert (
        cities.index("Sumaré")
        < cities.index("Campinas depois da saída 6.000 1 6.000")
        < cities.index("Santos")
    )


def test_a_city_left_without_anyone_is_marked_and_unknown_is_said(cast: Cast, clinic: Provider):
    address = reverse("provider-impact", args=[clinic.pk])
    CityCoverage.objects.filter(municipality=CAMPINAS).update(published_cros=2)
    page = shown(signed_in(cast.alice), address)
    assert "Campinas fica sem nenhum CRO divulgado para 6.000 vidas." in plain(page)
    assert "state-map__mark--none" in page
    CityCoverage.objects.filter(municipality=CAMPINAS).update(lives=2_000, published_cros=900)
    assert "perde 2 CROs divulgados e fica com 2 vidas por CRO divulgado." in plain(
        shown(signed_in(cast.alice), address)
    )
    CityCoverage.objects.filter(municipality=CAMPINAS).delete()
    said = plain(shown(signed_in(cast.alice), address))
    assert "Sem dados de vidas nesta cidade" in said
    assert "Posição" not in said
    Provider.objects.update(municipality=None)
    assert "Ainda não se sabe o município" in plain(shown(signed_in(cast.alice), address))


def test_of_a_case_the_scope_says_who_leaves(cast: Cast, case: Case):
    actor = actor_of(cast.alice)
    whole = impact_of_case(actor, case, TODAY)
    assert sum(cro.leaves_the_directory for cro in whole.leaving) == 2
    Case.objects.filter(pk=case.pk).update(scope=Case.Scope.DENTISTS)
    case.dentists.create(position=7, name="Ninguém", cro="00099", cro_state="SP")
    case.refresh_from_db()
    told = impact_of_case(actor, case, TODAY)
    named = {case.cro, *(row.cro for row in case.dentists.exclude(cro="00099"))}
    assert {cro.dentist.cro_number for cro in told.leaving} == named
    assert told.exit.not_registered == ("CRO-SP 99",)
    page = shown(signed_in(cast.alice), reverse("case-impact", args=[case.pk]))
    assert "CRO-SP 99 não está no cadastro e ficou fora da conta." in plain(page)


def test_a_case_that_has_ended_is_shown_as_of_the_day_before(cast: Cast, case: Case):
    case.ended_on = dt.date(2026, 1, 1)
    told = impact_of_case(actor_of(cast.alice), case, TODAY)
    assert told.day == dt.date(2025, 12, 31)
    assert told.outlook is not None
    assert told.outlook.before is None


@pytest.mark.parametrize(
    ("counted", "others", "sentence"),
    [
        (32, 0, "Dos 30 CROs que continuam divulgados na cidade, o cadastro não conhece nenhum."),
        (32, 2, "que continuam divulgados na cidade, o cadastro conhece só 2. Pelo que consta nele"),
        (4, 2, "Ficam sem ninguém divulgado na cidade: Endodontia"),
    ],
)
def test_specialities_are_hedged_where_the_coverage_counts_more_than_the_registry_knows(
    cast: Cast, clinic: Provider, counted: int, others: int, sentence: str
):
    CityCoverage.objects.filter(municipality_id=CAMPINAS).update(published_cros=counted)
    for _ in range(others):
        other = make_dentist(cast.operator, specialities=["Ortodontia"])
        make_affiliation(make_clinic(cast.operator), other)
    page = shown(signed_in(cast.alice), reverse("provider-impact", args=[clinic.pk]))
    assert sentence in plain(page)


def test_the_case_page_reads_nothing_for_it(cast: Cast, case: Case, django_assert_max_num_queries):
    browser = signed_in(cast.alice)
    browser.get(reverse("case-page", args=[case.pk]))
    with django_assert_max_num_queries(12):
        page = browser.get(reverse("case-page", args=[case.pk])).content.decode()
    address = reverse("case-impact", args=[case.pk])
    assert f'hx-get="{address}"' in page
    with django_assert_max_num_queries(12):
        shown(browser, address)


def place(name: str, uf: str) -> Municipality:
    found = find_municipality(name, uf)
    assert found is not None
    return found


def test_the_map_tells_by_shape_and_leaves_out_what_is_not_drawn():
    recife, noronha = place("Recife", "PE"), place("Fernando de Noronha", "PE")
    marks = [CityMark(recife, 100, ENOUGH), CityMark(place("Olinda", "PE"), 25, NONE)]
    drawn = state_map("PE", [*marks, CityMark(noronha, 1, ENOUGH)], recife)
    assert drawn is not None
    assert drawn.count == 2
    shapes = dict(drawn.marks)
    assert shapes[ENOUGH].count("M") == 1
    # A ring and the two strokes of a cross.
    assert (shapes[NONE].count("a"), shapes[NONE].count("l")) == (2, 2)
    assert drawn.ring is not None
    # Recife lies at the coast in the east: its name stands to the left.
    assert (drawn.ring.label, drawn.ring.anchor) == ("Recife", "end")
    assert 0.8 * drawn.width < drawn.ring.x < drawn.width
    elsewhere = state_map("PE", marks, noronha)
    assert elsewhere is not None
    assert elsewhere.ring is None


@pytest.mark.parametrize(
    ("here", "beside"), [(("Sorocaba", "SP"), ("São Paulo", "SP")), (("Blumenau", "SC"), ("Joinville", "SC"))]
)
def test_a_name_on_the_map_covers_no_other_mark(here: tuple[str, str], beside: tuple[str, str]):
    crowd = [CityMark(place(*beside), 900, FEW), CityMark(place(*here), 10, NONE)]
    drawn, other = state_map(here[1], crowd, place(*here)), state_map(here[1], crowd, place(*beside))
    assert drawn is not None
    assert other is not None
    assert drawn.ring is not None
    assert other.ring is not None
    width, ring = 9 * len(here[0]), drawn.ring
    left = ring.label_x - {"start": 0, "middle": width / 2, "end": width}[ring.anchor]
    aside = max(left - other.ring.x, other.ring.x - left - width, 0)
    above = max(ring.label_y - 13 - other.ring.y, other.ring.y - ring.label_y - 4, 0)
    assert aside**2 + above**2 >= 11**2
    assert 0 <= left <= left + width <= drawn.width
