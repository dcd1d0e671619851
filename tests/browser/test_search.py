"""Search as one types, from any page, by the keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from vinculo.accounts.tests.cast import Cast
from vinculo.cases.models import Contact
from vinculo.cases.search_index import refresh_search_index
from vinculo.cases.tests.listed_cases import MADE_AT, make_listed
from vinculo.network.tests.factories import make_clinic

from .conftest import PHONE
from .person import Person

pytestmark = pytest.mark.browser


def test_what_is_typed_is_found_chosen_and_opened_by_keyboard(person: Person, cast: Cast):
    make_clinic(cast.operator, name="Clínica Uchôa e Prado")
    first = make_listed(
        cast.operator,
        cast.alice,
        dentist_name="Natália Diniz Uchôa",
        cro="57798",
        cro_state="SP",
        city="Bauru",
    )
    told = make_listed(cast.operator, cast.alice, dentist_name="Bruno Tanaka", city="Jundiaí")
    note = "A doutora Uchôa reclamou de glosas em coroas de zircônia."
    Contact.objects.create(case=told, position=1, created_at=MADE_AT, note=note)
    refresh_search_index(told)
    person.signs_in(cast.alice)
    person.goes_to("/importar/")
    page = person.page
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Procurar processos e prestadores")
    expect(box).to_be_focused()
    page.keyboard.type("uchoa")
    options = page.get_by_role("option")
    expect(options).to_have_count(4)
    expect(page.locator("#announcements")).to_have_text("2 processos, 1 prestador.")
    expect(options.nth(0).locator("mark")).to_have_text("Uchôa")
    expect(options.nth(1)).to_contain_text("reclamou de glosas")
    person.finds_no_barrier()

    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "found-case-1")
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{person.address}/processos/{first.pk}/")

    page.set_viewport_size(PHONE)
    person.goes_to("/prestadores/")
    box.fill("zricônia")
    expect(page.get_by_text("Mostrando resultados para “zircônia”")).to_be_visible()
    person.finds_no_barrier()
    page.get_by_role("button", name="Procurar exatamente “zricônia”").click()
    expect(page.get_by_text("Nada encontrado").first).to_be_visible()
    box.fill("glosa")
    options.filter(has_text="Bruno Tanaka").click()
    expect(page).to_have_url(f"{person.address}/processos/{told.pk}/")
