"""A supervisor's and a consultant's day: a returned decision, the next contact by keyboard, an absence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, expect

from vinculo.accounts.models import User
from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.change_state import change_state
from vinculo.cases.models import Case
from vinculo.cases.states import CaseAction
from vinculo.cases.tests.case_files import NOW, make_decidable
from vinculo.cases.tests.listed_cases import make_listed
from vinculo.kernel.dates import format_date
from vinculo.web.site.http import today_in_sao_paulo

from .conftest import DESK
from .person import Person

pytestmark = pytest.mark.browser


@contextmanager
def at_another_desk(browser: Browser, address: str, user: User) -> Iterator[Person]:
    context = browser.new_context(viewport=DESK, locale="pt-BR", timezone_id="America/Sao_Paulo")
    somebody = Person(context.new_page(), address)
    somebody.signs_in(user)
    yield somebody
    assert somebody.troubles == []
    context.close()


def test_a_returned_decision_is_told_and_comes_first(
    person: Person, browser: Browser, live_server, cast: Cast
):
    case = make_decidable(cast.operator, cast.alice)
    for action in (CaseAction.OPEN, CaseAction.DECIDE):
        case = change_state(case=case, action=action, actor=actor_of(cast.alice), now=NOW)
    make_listed(
        cast.operator, cast.alice, dentist_name="Atrasado Há Anos", next_contact_on=dt.date(2020, 1, 2)
    )
    with at_another_desk(browser, live_server.url, cast.bob) as supervisor:
        supervisor.page.get_by_role("link", name="Renata Queiroz Lima").click()
        supervisor.page.locator("summary", has_text="Devolver").first.click()
        reason = supervisor.page.get_by_label("Motivo", exact=True).last
        reason.fill("Falta ouvir a clínica.")
        supervisor.page.locator("form", has=reason).get_by_role("button").last.click()
        supervisor.sees("devolvido ao consultor")
    person.signs_in(cast.alice)
    expect(person.page.locator("#bell")).to_contain_text("1 novo")
    first = person.page.locator("#day .case-line").first
    expect(first).to_contain_text("Renata Queiroz Lima")
    expect(person.page.locator("#day .group").first).to_contain_text("Devolvidos para você")
    person.page.locator("#bell").click()
    expect(person.page.locator(".notice-line--new")).to_contain_text("Bob Saldanha devolveu a decisão")
    person.sees("Falta ouvir a clínica.")
    expect(person.page.locator("#bell .bell__count")).to_have_count(0)
    person.goes_to("/avisos/")
    expect(person.page.locator(".notice-line--new")).to_have_count(0)


def test_the_next_contact_is_marked_with_the_keyboard_and_taken_back(person: Person, cast: Cast):
    for number in (1, 2):
        late = dt.date(2020, 1, number)
        make_listed(cast.operator, cast.alice, dentist_name=f"Doutora {number}", next_contact_on=late)
    person.signs_in(cast.alice)
    page = person.page
    first = page.get_by_role("button", name="Remarcar o próximo contato de Doutora 1")
    first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Próximo contato")).to_be_visible()
    person.finds_no_barrier()
    page.get_by_label("Ou no dia").fill("31/02/2030")
    page.keyboard.press("Enter")
    expect(page.locator("#next-contact-refused")).to_contain_text("31/12/2026")
    page.get_by_label("Ou no dia").fill(format_date(today_in_sao_paulo() + dt.timedelta(days=1)))
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#day")).not_to_contain_text("Doutora 1")
    expect(page.get_by_role("button", name="Remarcar o próximo contato de Doutora 2")).to_be_focused()
    page.get_by_role("button", name="Desfazer").press("Enter")
    expect(page.locator("#day .case-line").first).to_contain_text("Doutora 1")


def test_an_absence_is_covered_and_the_cases_come_back(person: Person, cast: Cast):
    case = make_listed(cast.operator, cast.alice, dentist_name="Iara Sá")
    person.signs_in(cast.bob)
    page, today = person.page, today_in_sao_paulo()
    person.follows("Ausências")
    page.get_by_label("Consultor").select_option("Alice Nogueira")
    person.types("Primeiro dia", format_date(today))
    person.types("Último dia", format_date(today + dt.timedelta(days=14)))
    person.presses("Anotar")
    page.get_by_label("Beto Lacerda").check()
    person.presses("Ver como fica")
    person.sees("Nada mudou ainda")
    person.finds_no_barrier()
    person.presses("Passar 1 processo")
    person.sees("1 processo passou para outra pessoa")
    assert Case.objects.get(pk=case.pk).consultant == cast.beto
    person.presses("Devolver os processos e encerrar")
    person.sees("1 processo de volta com Alice Nogueira")
    assert Case.objects.get(pk=case.pk).consultant == cast.alice
