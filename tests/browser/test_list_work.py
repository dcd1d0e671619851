"""A supervisor's morning at the list: cases passed on in bulk, a view kept, a card moved on the board."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from vinculo.accounts.tests.cast import Cast
from vinculo.cases.models import Case
from vinculo.cases.states import State
from vinculo.cases.tests.listed_cases import make_listed
from vinculo.outbox.running import run_due

from .conftest import PHONE
from .person import Person

pytestmark = pytest.mark.browser


@pytest.fixture
def supervisor(person: Person, cast: Cast) -> Person:
    for number in range(5):
        make_listed(cast.operator, cast.alice, dentist_name=f"Dra. Iara {number}", city_state="AL")
    agreed = dt.date(2999, 1, 4)
    make_listed(cast.operator, cast.beto, dentist_name="Davi Tanaka", city_state="TO", next_contact_on=agreed)
    person.signs_in(cast.bob)
    person.goes_to("/processos/?city_state=AL&sort=number")
    return person


def test_a_supervisors_work_on_the_list(supervisor: Person, cast: Cast):
    page = supervisor.page
    expect(page.locator("#list-tabs .tabs__count").first).to_have_text("6")
    passes_three_cases_on(supervisor)
    gives_them_back(supervisor, cast)
    keeps_a_view_and_takes_it_back(supervisor)
    moves_a_card(supervisor)
    supervisor.goes_to("/processos/")
    page.set_viewport_size(PHONE)
    page.locator("[data-pick]").first.check()
    supervisor.finds_no_barrier()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def passes_three_cases_on(supervisor: Person) -> None:
    """From the first to the third row with Shift, then the menu by the keyboard."""
    page = supervisor.page
    picks = page.locator("[data-pick]")
    picks.nth(0).click()
    picks.nth(2).click(modifiers=["Shift"])
    expect(page.locator("[data-picked-count]")).to_have_text("3 processos selecionados")
    supervisor.finds_no_barrier()
    page.locator("#bulk-bar summary", has_text="Passar para").press("Enter")
    page.get_by_label("Novo consultor").select_option(label="Beto Lacerda")
    supervisor.presses("Passar os processos")
    expect(page.get_by_role("heading", level=1)).to_have_text("Passar a Beto Lacerda")
    expect(page.get_by_role("status").first).to_contain_text("Na fila")
    run_due(timezone.now())
    expect(page.locator("#job")).to_contain_text("3 feitos.")
    expect(page.locator("#job .rows > li")).to_have_count(3)
    supervisor.finds_no_barrier()


def gives_them_back(supervisor: Person, cast: Cast) -> None:
    assert Case.objects.filter(consultant=cast.beto).count() == 4
    supervisor.presses("Desfazer: devolver aos consultores de antes")
    run_due(timezone.now())
    expect(supervisor.page.locator("#job")).to_contain_text("3 feitos.")
    assert Case.objects.filter(consultant=cast.beto).count() == 1


def keeps_a_view_and_takes_it_back(supervisor: Person) -> None:
    page = supervisor.page
    supervisor.goes_to("/processos/?city_state=AL")
    page.locator("summary", has_text="Salvar visão").click()
    page.get_by_label("Nome da visão").fill("Alagoas")
    supervisor.presses("Salvar")
    tab = page.locator("#list-tabs a", has_text="Alagoas")
    expect(tab).to_have_attribute("aria-current", "page")
    expect(tab.locator(".tabs__count")).to_have_text("5")
    page.locator(".chip", has_text="UF").click()
    supervisor.goes_to("/processos/visoes/")
    supervisor.presses("Excluir Alagoas")
    supervisor.sees("Nenhuma visão salva")
    supervisor.presses("Desfazer")
    supervisor.sees("Visão “Alagoas” de volta.")
    supervisor.finds_no_barrier()


def moves_a_card(supervisor: Person) -> None:
    """Refused with what is missing; then to where it may go, the filters staying as they are."""
    page = supervisor.page
    supervisor.goes_to("/processos/?city_state=TO")
    supervisor.follows("Quadro")
    supervisor.finds_no_barrier()
    card = page.locator(".card", has_text="Davi Tanaka")
    card.locator("summary").click()
    card.get_by_role("button", name="Decidir").click()
    supervisor.sees("Ainda não dá para decidir")
    card.get_by_role("button", name="Aguardar retorno").click()
    expect(page.locator("[aria-labelledby=board-waiting] .card")).to_contain_text("Davi Tanaka")
    expect(page).to_have_url(supervisor.address + "/processos/?city_state=TO&layout=board")
    assert Case.objects.get(dentist_name="Davi Tanaka").state == State.WAITING
