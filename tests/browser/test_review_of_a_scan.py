"""A scan with three fields read wrong: put right beside its crops, by keys alone, and kept as evidence."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from vinculo.accounts.tests.cast import Cast
from vinculo.cases.models import Case
from vinculo.intake.models import FormReading
from vinculo.intake.tests.paper_readings import THREE_UNSURE, THREE_WRONG, paper_reading

from .person import Person

pytestmark = pytest.mark.browser

RIGHT = {
    "lives": "5.506",
    "contacts.1.note": "Falei com a recepção; mantém a decisão.",
    "dentist_name": "Renata Queiroz Lima",
}
"""What stands on the paper, in the order in which the doubtful fields come: the least sure first."""
# Between tests that really commit, the municipalities are gone.
PLACELESS = {"city": None, "state": None}


@pytest.fixture(autouse=True)
def files_apart(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "kept"


@pytest.fixture
def reading(cast: Cast) -> FormReading:
    return paper_reading(cast.alice, misread={**THREE_WRONG, **PLACELESS}, confidence=THREE_UNSURE)


def pictures_that_came(person: Person) -> list[int]:
    """How wide each crop among those to be checked came from the server; 0 where it did not."""
    # Not by a condition in words: the page's own policy lets nobody evaluate any.
    for picture in person.page.locator(".check .crop img").all():
        expect(picture).to_have_js_property("complete", True)
    widths: list[int] = person.page.eval_on_selector_all(
        ".check .crop img", "all => all.map((one) => one.naturalWidth)"
    )
    return widths


def is_in_view(person: Person) -> bool:
    """Whether the outlined place lies within the pane that shows the paper, and over its place there."""
    inside: bool = person.page.evaluate(
        """() => {
            const pane = document.getElementById("sheets").getBoundingClientRect();
            const outline = document.querySelector(".sheets__place");
            const place = outline.getBoundingClientRect();
            const paper = outline.parentElement.querySelector("img").getBoundingClientRect();
            const wanted = paper.top + parseFloat(outline.style.top) / 100 * paper.height;
            return place.top >= pane.top && place.bottom <= pane.bottom && place.width > 5
                && Math.abs(place.top - wanted) < 2;
        }"""
    )
    return inside


def put_right(person: Person, texts: dict[str, str]) -> None:
    """Each field in its turn, as it gets the focus; Alt+Enter confirms and goes on."""
    page = person.page
    for done, (field, text) in enumerate(texts.items(), start=1):
        key = field.replace(".", "-")
        expect(page.locator(f"#f-{key}")).to_be_focused()
        assert is_in_view(person)
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.insert_text(text)
        page.keyboard.press("Alt+Enter")
        expect(page.locator(f"#c-{key} [data-done]")).to_be_visible()
        if done < len(texts):
            expect(page.locator("#doubts")).to_contain_text(f"{done} de {len(texts)} conferidos")


def test_three_wrong_fields_are_put_right_by_keys_alone(person: Person, cast: Cast, reading: FormReading):
    page = person.page
    person.signs_in(cast.alice)
    person.goes_to(f"/importar/leituras/{reading.pk}/")
    person.sees("0 de 3 conferidos")
    assert all(width > 20 for width in pictures_that_came(person))
    page.keyboard.press("j")
    put_right(person, RIGHT)
    person.sees("Tudo conferido: 3 campos")
    expect(page.get_by_role("button", name="Aceitar e abrir rascunho")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/processos/*/")
    case = Case.objects.get()
    assert {name: case.raw(name) for name in ("dentist_name", "lives")} == {
        "dentist_name": RIGHT["dentist_name"],
        "lives": RIGHT["lives"],
    }
    assert case.contacts.get().note == RIGHT["contacts.1.note"]
    the_case_keeps_its_paper(person, case)


def the_case_keeps_its_paper(person: Person, case: Case) -> None:
    page = person.page
    page.locator("#paper-peeks").wait_for(state="attached")
    page.locator("#f-lives").focus()
    page.keyboard.press("Alt+p")
    person.sees(
        "Lido: “5.306”; leitura muito incerta; corrigido por Alice Nogueira; conferido por Alice Nogueira."
    )
    person.finds_no_barrier()
    person.follows("O que foi lido, campo a campo")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="nº de vidas"))
    expect(row).to_contain_text("5.306 5.506")
    expect(row).to_contain_text("55% de certeza")
    expect(row).to_contain_text("Conferido por Alice Nogueira")
    expect(row.get_by_role("img")).to_be_visible()
    page.goto(f"{person.address}/processos/{case.pk}/")


def test_what_was_not_sent_comes_back_and_a_confirmation_can_be_taken_back(
    person: Person, cast: Cast, reading: FormReading
):
    page = person.page
    person.signs_in(cast.alice)
    address = f"/importar/leituras/{reading.pk}/"
    person.goes_to(address)
    page.route("**/campo/", lambda route: route.abort())
    person.troubles.clear()
    page.locator("#f-lives").fill("5.506")
    page.locator("#f-lives").press("Tab")
    person.sees("está guardado neste navegador")
    page.unroute("**/campo/")
    page.on("dialog", lambda dialog: dialog.accept())
    person.goes_to(address)
    expect(page.locator("#f-lives")).to_have_value("5.506")
    expect(page.locator("#save-state")).to_have_text("Guardado.")
    person.goes_to(address)
    page.locator("#c-dentist_name").get_by_role("button", name="Confere").click()
    page.get_by_role("button", name="Voltar a conferir Nome dentista").click()
    expect(page.locator("#f-dentist_name")).to_be_focused()
    reading.refresh_from_db()
    assert not reading.confirmations.exists()
    person.troubles.clear()


def test_sheets_are_split_turned_and_sent_to_be_read_anew(person: Person, cast: Cast, reading: FormReading):
    page = person.page
    person.signs_in(cast.alice)
    person.goes_to(f"/importar/leituras/{reading.pk}/")
    person.follows("Separar ou juntar folhas")
    page.wait_for_url("**/folhas/")
    person.finds_no_barrier()
    page.get_by_role("button", name="Separar aqui (antes da folha 2)").click()
    expect(page.get_by_role("heading", name="2º formulário")).to_be_visible()
    page.get_by_label("Girar a folha 2").select_option("180")
    person.presses("Reagrupar e ler de novo")
    person.sees("2 formulários serão lidos de novo")
    reading.file.refresh_from_db()
    assert [group["sheets"] for group in reading.file.groups] == [[[0, 0]], [[1, 180]]]
