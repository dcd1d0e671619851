"""The main job, end to end: a form on paper becomes a signed case, and goes back to paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from vinculo.accounts.tests.cast import Cast
from vinculo.cases.form import case_form
from vinculo.cases.models import Case
from vinculo.cases.queries.case_records import records_of
from vinculo.intake.tests.form_files import certain_form, file_of
from vinculo.kernel.dates import format_date
from vinculo.paper.editions import packaged_edition
from vinculo.paper.form import RetentionForm
from vinculo.paper.reading.pdf import read_pdf
from vinculo.web.site.http import today_in_sao_paulo

from .person import Person

pytestmark = pytest.mark.browser


def given_a_form_on_paper(folder: Path) -> tuple[Path, RetentionForm]:
    form = certain_form(signed_by=None, outcome=None, ended_on=None, duration_days=None)
    path = folder / "formulario.txt"
    path.write_bytes(file_of(form))
    return path, form


def when_the_consultant_drops_it(person: Person, path: Path) -> None:
    person.follows("Importar formulários")
    person.page.locator("#intake-files").set_input_files(path)
    person.page.wait_for_url("**/importar/leituras/**")


def read_back(person: Person, path: str) -> RetentionForm:
    answer = person.page.request.get(person.address + path)
    assert answer.headers["content-type"] == "application/pdf"
    reading = read_pdf(answer.body(), [packaged_edition(1), packaged_edition(2)])
    assert reading.form is not None
    return reading.form


@pytest.mark.usefixtures("files_are_read")
def test_from_paper_to_a_signed_case_and_back_to_paper(person: Person, cast: Cast, tmp_path: Path):
    path, form = given_a_form_on_paper(tmp_path)
    person.signs_in_at_the_door(cast.alice)
    when_the_consultant_drops_it(person, path)
    person.finds_no_barrier()
    person.presses("Aceitar e abrir rascunho")
    person.page.wait_for_url("**/processos/*/")
    case = Case.objects.get()

    person.page.locator(".case__beside .picks button").first.click()
    person.sees_everything_saved()
    person.presses("Abrir processo")
    person.sees(f"Processo {case.operator.code}-")
    person.page.locator("h1").click()
    person.page.keyboard.press("c")
    note = person.page.locator("#contact-list textarea[data-save=note]").last
    expect(note).to_be_focused()
    person.page.keyboard.type("Última conversa: a clínica mantém a decisão de sair.")
    person.sees_everything_saved()
    person.page.get_by_label("Desligamento", exact=True).check()
    person.types("Data final", format_date(today_in_sao_paulo()))
    person.sees_everything_saved()
    person.finds_no_barrier()
    person.presses("Decidir")
    person.sees("Falta a assinatura de um supervisor")

    person.signs_out()
    person.signs_in_at_the_door(cast.bob)
    person.goes_to(f"/processos/{case.pk}/")
    person.presses("Assinar")
    person.sees("assinado e encerrado")

    printed = read_back(person, f"/processos/{case.pk}/formulario/")
    case.refresh_from_db()
    assert printed == case_form(case, records_of(case))
    assert printed.signed_by == "Bob Saldanha"
    assert printed.outcome == "terminated"
    kept = {"dentist_name", "cro", "cnpj", "cpf", "joined_on", "city", "state", "us_value", "requested_by"}
    assert {name: getattr(printed, name) for name in kept} == {name: getattr(form, name) for name in kept}
    assert printed.contacts[: len(form.contacts)] == form.contacts
    assert len(printed.contacts) == len(form.contacts) + 1
