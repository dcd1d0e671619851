"""Small things that spare people trouble: taking back, waiting that is told, a focus that stays."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Route, expect

from vinculo.accounts.tests.cast import Cast
from vinculo.cases.tests.case_files import make_draft

from .person import Person

pytestmark = pytest.mark.browser


def test_a_box_unticked_by_mistake_is_taken_back_with_all_that_hung_on_it(person: Person, cast: Cast):
    case = make_draft(cast.operator, cast.alice, reasons=["claim_denials"], actions=["support"])
    person.signs_in(cast.alice)
    person.goes_to(f"/processos/{case.pk}/")
    person.page.get_by_label("Glosas", exact=True).uncheck()
    person.sees("“Glosas” desmarcado.")
    person.sees_everything_saved()
    expect(person.page.locator("#reason-claim_denials")).to_be_focused()
    person.presses("Desfazer")
    expect(person.page.get_by_label("principal: Glosas")).to_be_checked()
    expect(person.page.locator("#reason-claim_denials")).to_be_focused()
    person.sees_everything_saved()
    case.refresh_from_db()
    assert (case.termination_reasons, case.primary_reason) == (["claim_denials"], "claim_denials")


def slowly(route: Route) -> None:
    time.sleep(0.8)
    route.continue_()


def test_waiting_is_shown_and_the_focus_survives_it(person: Person, cast: Cast):
    for name in ("Beatriz Sampaio", "Caio Prado"):
        make_draft(cast.operator, cast.alice, values={"dentist_name": name})
    page = person.page
    person.signs_in(cast.alice)
    person.goes_to("/processos/")
    page.route("**/processos/?*", slowly)
    sort = page.locator("th a.sort").first
    words = sort.inner_text()
    sort.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#progress")).to_be_visible()
    expect(page.locator("#progress")).to_be_hidden()
    expect(page.locator("th[aria-sort] a.sort")).to_be_focused()
    expect(page.locator("th[aria-sort] a.sort")).to_have_text(words)
