"""Two people on one case: each knows of the other, fields follow, and no text overwrites another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from vinculo.accounts.tests.cast import Cast
from vinculo.cases.models import Case
from vinculo.cases.tests.case_files import make_draft

from .conftest import DESK
from .person import Person

pytestmark = pytest.mark.browser


@pytest.fixture
def colleague(browser: Browser, live_server) -> Iterator[Person]:
    """Somebody at another desk."""
    context = browser.new_context(viewport=DESK, locale="pt-BR", timezone_id="America/Sao_Paulo")
    somebody = Person(context.new_page(), live_server.url)
    yield somebody
    assert somebody.troubles == []
    context.close()


def versions(case: Case, field: str) -> set[tuple[str, str]]:
    return set(case.versions.filter(field=field).values_list("raw", "fate"))


def test_the_second_sees_what_differs_and_joins_both(person: Person, colleague: Person, cast: Cast):
    note = "Falei com a recepção."
    case = make_draft(cast.operator, cast.alice, values={"city": "Itu", "general_note": note})
    path = f"/processos/{case.pk}/"
    for somebody, user in ((colleague, cast.beto), (person, cast.alice)):
        somebody.signs_in(user)
        somebody.goes_to(path)
    person.sees("Beto Lacerda está neste processo")
    colleague.types("Obs. Geral", f"{note} A doutora volta dia 9.")
    colleague.sees_everything_saved()

    mine = f"02/03: {note}"
    person.page.get_by_label("Obs. Geral").fill(mine)
    person.sees("Beto Lacerda alterou este campo enquanto você escrevia")
    conflict = person.page.locator(".conflict")
    expect(conflict.locator(".conflict__text ins")).to_contain_text("02/03: ")
    expect(conflict.locator(".conflict__text del")).to_contain_text(" A doutora volta dia 9.")
    person.finds_no_barrier()
    # Typing on overwrites nothing: the choice still stands.
    person.page.get_by_label("Obs. Geral").press_sequentially(" ")
    person.types("Cidade", "Salto")
    expect(person.page.locator("#save-state")).to_have_text("Falta escolher entre dois textos.")
    case.refresh_from_db()
    assert (case.general_note, case.city) == (f"{note} A doutora volta dia 9.", "Salto")

    person.presses("Juntar os dois")
    both = f"02/03: {note} A doutora volta dia 9."
    merged = conflict.get_by_role("textbox")
    expect(merged).to_be_focused()
    assert merged.input_value().strip() == both
    merged.fill(both)
    person.presses("Salvar assim")
    person.sees_everything_saved()
    case.refresh_from_db()
    assert case.general_note == both
    assert (mine, "conflicting") in versions(case, "general_note")

    # What the first is not writing in follows by itself; what they write in is left alone.
    colleague.page.get_by_label("Obs. Geral").focus()
    colleague.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(colleague.page.get_by_label("Cidade", exact=True)).to_have_value("Salto")
    expect(colleague.page.get_by_label("Obs. Geral")).to_have_value(f"{note} A doutora volta dia 9.")


def test_a_date_is_theirs_or_mine_and_a_box_shows_both_words(person: Person, colleague: Person, cast: Cast):
    case = make_draft(cast.operator, cast.alice, values={"started_on": "24/02/2026"})
    path = f"/processos/{case.pk}/"
    for somebody, user in ((colleague, cast.beto), (person, cast.alice)):
        somebody.signs_in(user)
        somebody.goes_to(path)
    colleague.types("Data início", "25/02/2026")
    colleague.page.get_by_label("Desligamento", exact=True).check()
    colleague.sees_everything_saved()
    person.types("Data início", "26/02/2026")
    conflict = person.page.locator("#conflict-started_on")
    expect(conflict).to_contain_text("25/02/2026")
    expect(conflict.get_by_role("button", name="Juntar os dois")).to_have_count(0)
    conflict.get_by_role("button", name="Ficar com o de Beto Lacerda").click()
    expect(person.page.get_by_label("Data início")).to_have_value("25/02/2026")
    person.page.get_by_label("Retenção efetiva").check()
    outcome = person.page.locator("#conflict-outcome")
    expect(outcome).to_contain_text("Desligamento")
    expect(outcome).to_contain_text("Retenção efetiva")
    outcome.get_by_role("button", name="Ficar com o meu").click()
    person.sees_everything_saved()
    case.refresh_from_db()
    assert (str(case.started_on), case.outcome) == ("2026-02-25", "retained")
