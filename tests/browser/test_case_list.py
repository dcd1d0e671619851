"""Somebody looks for a case: searching as they type, filtering, going back, on the desk and on the phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from vinculo.accounts.tests.cast import Cast
from vinculo.cases.tests.listed_cases import make_listed

from .conftest import PHONE
from .person import Person

pytestmark = pytest.mark.browser

NARROWEST = 320
"""The desk's width at 400 %, as WCAG asks for reflow."""
CPF = "89841230992"


@pytest.fixture
def consultant(person: Person, cast: Cast) -> Person:
    make_listed(cast.operator, cast.alice, dentist_name="Iara da Conceição", cpf=CPF, city_state="AL")
    make_listed(cast.operator, cast.beto, dentist_name="Davi Tanaka", city_state="TO")
    person.signs_in(cast.alice)
    person.goes_to("/processos/")
    return person


def sees_only(person: Person, *names: str) -> None:
    expect(person.page.locator(".case-table tbody tr")).to_have_count(len(names))
    for name in names:
        expect(person.page.locator(".case-table")).to_contain_text(name)


def test_the_list_answers_while_one_types(consultant: Person):
    page = consultant.page
    consultant.finds_no_barrier()
    page.keyboard.press("/")
    box = page.locator("#list-query")
    expect(box).to_be_focused()
    page.keyboard.type("conceicao", delay=20)
    sees_only(consultant, "Iara da Conceição")
    expect(box).to_be_focused()
    expect(page).to_have_url(consultant.address + "/processos/?q=conceicao")
    expect(page.locator("#list-status")).to_have_text("1 processo")
    page.locator(".row-link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Iara da Conceição")
    page.go_back()
    expect(box).to_have_value("conceicao")
    sees_only(consultant, "Iara da Conceição")


def test_a_cpf_is_found_and_never_in_the_address(consultant: Person):
    page = consultant.page
    page.locator("#list-query").fill("898.412.309-92")
    sees_only(consultant, "Iara da Conceição")
    expect(page).not_to_have_url(consultant.address + "/processos/")
    assert "898" not in page.url
    page.reload()
    expect(page.locator("#list-query")).to_have_value("898.412.309-92")
    sees_only(consultant, "Iara da Conceição")


def test_filters_narrow_at_once_and_chips_take_them_back(consultant: Person):
    page = consultant.page
    page.locator("summary", has_text="UF").first.click()
    page.get_by_label("TO", exact=True).first.check()
    sees_only(consultant, "Davi Tanaka")
    page.keyboard.press("Escape")
    expect(page.locator(".pick[open]")).to_have_count(0)
    expect(page).to_have_url(consultant.address + "/processos/?city_state=TO")
    page.go_back()
    sees_only(consultant, "Iara da Conceição", "Davi Tanaka")
    page.go_forward()
    sees_only(consultant, "Davi Tanaka")
    consultant.presses("Mais filtros")
    consultant.finds_no_barrier()
    consultant.types("Nome contém", "tanaka")
    expect(page.locator(".chip")).to_have_count(3)
    page.locator(".chip", has_text="UF").click()
    page.locator(".chip", has_text="Nome contém").click()
    sees_only(consultant, "Iara da Conceição", "Davi Tanaka")


def test_columns_sort_the_list(consultant: Person):
    page = consultant.page
    page.get_by_role("link", name="Prestador", exact=True).click()
    expect(page.locator("tbody tr").first).to_contain_text("Davi Tanaka")
    expect(page.locator("th[aria-sort]")).to_have_attribute("aria-sort", "ascending")
    page.locator("th[aria-sort] a").click()
    expect(page.locator("tbody tr").first).to_contain_text("Iara da Conceição")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_list_and_hoje_on_the_phone(consultant: Person, scheme):
    page = consultant.page
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme=scheme)
    for path in ("/processos/?city_state=AL", "/hoje/"):
        consultant.goes_to(path)
        for width in (PHONE["width"], NARROWEST):
            page.set_viewport_size({"width": width, "height": PHONE["height"]})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        consultant.finds_no_barrier()
    consultant.presses("Menu")
    page.get_by_role("link", name="Processos", exact=True).click()
    expect(page.locator("#list-query")).to_be_visible()
