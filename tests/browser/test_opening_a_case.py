"""A case is opened by one search; later the registry says something else, and the case can say so too."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from vinculo.accounts.tests.cast import Cast
from vinculo.cases.models import Case
from vinculo.network.models import Provider
from vinculo.network.tests.factories import (
    MACEIO,
    make_affiliation,
    make_clinic,
    make_coverage,
    make_dentist,
    make_technical_manager,
)

from .person import Person

pytestmark = pytest.mark.browser


def make_registry(cast: Cast) -> tuple[Provider, str]:
    """A clinic of four, fed by the core system, and the CRO of one of them."""
    fed = {"core_key": "P-77", "fed_on": dt.date(2026, 11, 20)}
    clinic = make_clinic(cast.operator, name="Clínica Zircônia", other_plans="Amil", **fed)
    make_technical_manager(clinic, make_dentist(cast.operator, name="Helena Berilo"))
    for name in ("Ana Rubi", "Ida Topázio", "Zoé Safira"):
        make_affiliation(clinic, make_dentist(cast.operator, name=name))
    make_coverage(cast.operator, on=dt.date(2025, 10, 1))
    return clinic, cast.operator.dentists.get(name="Ana Rubi").cro_number


def test_from_one_search_to_a_head_that_follows_the_registry(person: Person, cast: Cast):
    _, cro = make_registry(cast)
    page = person.page
    person.signs_in(cast.alice)
    person.goes_to("/processos/novo/")
    expect(page.get_by_label("Procurar no cadastro")).to_be_focused()
    page.keyboard.type(f"CRO {cro}")
    person.sees("Ana Rubi, CRO-SP")
    page.keyboard.press("Enter")
    head = page.locator("#head")
    expect(head).to_contain_text("SIO, 20/11/2026")
    # Who was looked for by their CRO.
    expect(page.get_by_label("Ana Rubi")).to_be_checked()
    page.get_by_label("Zoé Safira").check()
    expect(page.get_by_label("Somente estes dentistas")).to_be_checked()
    expect(head).to_contain_text("Na folha de continuação: Zoé Safira")
    expect(head).not_to_contain_text("Helena Berilo")
    person.finds_no_barrier()
    person.presses("Abrir com o cabeçalho preenchido")

    us_value = page.get_by_label("Valor da US (moeda)", exact=True)
    expect(us_value).to_have_value("R$ 0,90")
    expect(page.get_by_label("Qtd CRO(s)")).to_have_value("2")
    expect(page.locator("[data-mark=us_value]")).to_have_text("SIO, 20/11/2026")
    expect(page.locator("[data-mark=lives]")).to_have_text("Cobertura de 10/2025")
    expect(page.get_by_text("No cadastro hoje")).to_have_count(0)
    person.types("Valor da US (moeda)", "0,95")
    expect(page.locator("[data-mark=us_value]")).to_have_text("era R$ 0,90 no cadastro")

    Provider.objects.update(us_value=Decimal("1.1000"), other_plans="Amil e Porto")
    page.reload()
    today = page.locator("[data-difference=us_value]")
    expect(today).to_contain_text("No cadastro hoje: R$ 1,10")
    person.sees("O cadastro de hoje diz outra coisa em 2 campos")
    person.finds_no_barrier()
    # By the keyboard alone: to the first difference, leave it; to the next one, use it; take that back.
    page.locator("h1").click()
    page.keyboard.press("d")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-difference=other_plans]")).to_have_count(0)
    page.keyboard.press("d")
    page.keyboard.press("Enter")
    expect(us_value).to_have_value("R$ 1,10")
    expect(page.locator("[data-mark=us_value]")).to_have_text("SIO, 20/11/2026")
    expect(page.get_by_text("No cadastro hoje")).to_have_count(0)
    person.presses("Desfazer", within=page.locator(".notice", has_text="agora como no cadastro"))
    expect(us_value).to_have_value("R$ 0,95")
    expect(today).to_be_visible()

    chooses_another_dentist(person)
    fills_what_is_blank(person)
    case = Case.objects.get()
    assert (case.dentist_name, case.us_value) == ("Ana Rubi", Decimal("0.9500"))
    assert [row.name for row in case.dentists.filter(removed_at=None)] == ["Zoé Safira"]


def chooses_another_dentist(person: Person) -> None:
    """And takes it back."""
    page = person.page
    page.locator("h1").click()
    page.keyboard.press("q")
    page.get_by_label("Ida Topázio").check()
    person.presses("Usar no processo")
    expect(page.get_by_label("Qtd CRO(s)")).to_have_value("3")
    person.presses("Desfazer")
    expect(page.get_by_label("Qtd CRO(s)")).to_have_value("2")


def fills_what_is_blank(person: Person) -> None:
    """At once; what is typed is never written over."""
    page = person.page
    person.types("Cidade", "")
    person.types("Data inclusão", "")
    person.sees_everything_saved()
    Provider.objects.update(joined_on=dt.date(2019, 4, 1), municipality_id=MACEIO)
    page.reload()
    person.presses("Preencher os")
    expect(page.get_by_label("Data inclusão")).to_have_value("01/04/2019")
    expect(page.get_by_label("Cidade")).to_have_value("Maceió")
