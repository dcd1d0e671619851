"""A real scan is dropped, read by the queue, put right by keys alone beside its crops, and becomes a case."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from vinculo.accounts.tests.cast import Cast
from vinculo.cases.models import Case
from vinculo.intake.models import FormReading, Sheet
from vinculo.intake.tests.form_files import certain_form
from vinculo.intake.tests.scanned_files import scan_of
from vinculo.paper.reading.scan import engine

from .dropping import drop
from .person import Person
from .test_review_of_a_scan import is_in_view

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not engine.is_ready(), reason="tesseract-ocr-por is not installed on this machine"),
]

# Between tests that really commit, the municipalities are gone.
ON_PAPER = certain_form(city=None, state=None)
STRUCK = {"Operadora": "Queiroz", "UF": "5.506", "Obs.: Falei": "com a recepção;"}
RIGHT = {
    "dentist_name": "Renata Queiroz Lima",
    "lives": "5.506",
    "contacts-1-note": "Falei com a recepção; mantém a decisão.",
}
MOST_FIELDS = 60
PATIENCE = 30_000
"""In milliseconds: a sheet is read beside whatever else the machine does."""


@pytest.fixture(autouse=True)
def files_apart(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "kept"


def read_wrong(reading: FormReading) -> set[str]:
    read, paper = reading.form, ON_PAPER.to_json()
    return {name for name, value in paper.items() if read[name] != value}


def puts_right_by_keys_alone(person: Person) -> None:
    """From doubt to doubt; what is wrong is typed as its crop shows it, and confirmed."""
    page, left = person.page, dict(RIGHT)
    page.keyboard.press("j")
    for _ in range(MOST_FIELDS):
        key = page.evaluate("document.activeElement.id").removeprefix("f-")
        if key in left:
            crop = page.locator(f"#c-{key} .crop img")
            expect(crop).not_to_have_js_property("naturalWidth", 0, timeout=PATIENCE)
            assert is_in_view(person)
            page.keyboard.press("ControlOrMeta+a")
            page.keyboard.insert_text(left.pop(key))
            page.keyboard.press("Alt+Enter")
            expect(page.locator(f"#c-{key} [data-done]")).to_be_visible(timeout=PATIENCE)
        if not left:
            return
        page.keyboard.press("F8")
    raise AssertionError(f"nobody was asked to look at {sorted(left)}")


@pytest.mark.usefixtures("files_are_read")
def test_a_scan_with_three_fields_read_wrong_is_put_right_and_becomes_a_case(person: Person, cast: Cast):
    page = person.page
    person.signs_in(cast.alice)
    person.goes_to("/importar/")
    drop(page.locator("#intake-drop"), "digitalizado.jpg", scan_of(ON_PAPER, STRUCK))
    page.wait_for_url("**/importar/leituras/**", timeout=2 * PATIENCE)
    reading = FormReading.objects.get()
    assert read_wrong(reading) == {"dentist_name", "lives", "contacts"}
    puts_right_by_keys_alone(person)
    page.keyboard.press("Control+Enter")
    # The others were read right, but nobody has looked at them.
    person.sees("ainda não foram conferidas")
    page.get_by_role("button", name="Aceitar e abrir rascunho").press("Enter")
    page.wait_for_url("**/processos/*/", timeout=PATIENCE)
    case = Case.objects.get()
    assert (case.dentist_name, case.lives, case.cnpj) == ("Renata Queiroz Lima", 5506, ON_PAPER.cnpj)
    assert case.contacts.get().note == RIGHT["contacts-1-note"]
    the_case_holds_its_evidence(person, case, reading)


def the_case_holds_its_evidence(person: Person, case: Case, reading: FormReading) -> None:
    page = person.page
    person.goes_to(f"/processos/{case.pk}/papel/")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="nº de vidas"))
    expect(row.locator("ins")).to_have_text("5.506")
    expect(row).to_contain_text("Conferido por Alice Nogueira")
    expect(row.get_by_role("img")).to_be_visible()
    expect(page.get_by_role("img", name="Folha 1", exact=True)).to_have_js_property("complete", True)
    sheet = Sheet.objects.get(file=reading.file)
    assert (sheet.picture.size > 10_000, reading.file.content.size > 10_000) == (True, True)
