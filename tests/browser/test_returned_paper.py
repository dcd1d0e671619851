"""A case is printed, marked and signed by pen, scanned and dropped: found on the case and taken over."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.print_case import print_case
from vinculo.cases.models import Attachment, Case, CasePrint
from vinculo.cases.queries.case_records import find_case, records_of
from vinculo.cases.tests.case_files import NOW, make_decidable
from vinculo.intake.models import ReturnedSheet
from vinculo.intake.tests.returned_scans import scanned
from vinculo.paper.printing import PrintName
from vinculo.paper.reading.own_paper import reference_page
from vinculo.paper.reading.own_paper.reference import PrintedBox

from .dropping import drop
from .person import Person

pytestmark = pytest.mark.browser
A_WHILE = 60_000
"""A sheet is read by the real reader."""


@pytest.fixture(autouse=True)
def files_apart(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "kept"


def prints(person: Person, case: Case) -> bytes:
    person.goes_to(f"/processos/{case.pk}/")
    address = person.page.get_by_role("link", name="Imprimir").get_attribute("href")
    return person.page.request.get(f"{person.address}{address}").body()


def box_on_second_page(case: Case, option: str) -> PrintedBox:
    row = CasePrint.objects.get(case=case)
    name = PrintName(row.code, row.digest)
    page = reference_page(row.form, edition=row.edition.edition, name=name, number=2)
    assert page is not None
    return next(box for box in page.boxes if box.option == option)


def drops(person: Person, name: str, content: bytes) -> Locator:
    person.goes_to("/importar/")
    drop(person.page.locator("#intake-drop"), name, content)
    return person.page.locator("#batch")


@pytest.mark.usefixtures("files_are_read")
def test_a_print_comes_back_signed_and_its_change_is_taken_over(person: Person, cast: Cast):
    page, case = person.page, make_decidable(cast.operator, cast.alice)
    person.signs_in(cast.alice)
    pdf = prints(person, case)
    scan = scanned(pdf, 2, signed=True, ticked=box_on_second_page(case, "it"))

    batch = drops(person, "IMG_2041.jpg", scan)
    found = batch.get_by_role("link", name=f"Papel do rascunho {case.pk}, página 2")
    expect(found).to_be_visible(timeout=A_WHILE)
    expect(batch).to_contain_text("2 marcas à caneta")
    person.finds_no_barrier()
    found.click()
    person.sees("Marcado à caneta: Setor responsável · T.I.")
    person.sees("Assinatura à caneta no rodapé")
    person.finds_no_barrier()
    person.presses("Levar ao processo")
    person.sees("Levado ao processo; a folha está conferida.")
    person.sees("Já está assim no processo.")
    person.sees("Conferida por Alice Nogueira")
    case.refresh_from_db()
    assert "it" in case.sectors

    person.goes_to(f"/processos/{case.pk}/")
    expect(page.locator("#from-paper")).to_contain_text("Página 2")
    expect(page.locator("#from-paper")).to_contain_text("conferida")
    person.sees("rascunho página 2 em papel.jpg")
    the_paper_of_others_is_refused(person, cast)


def the_paper_of_others_is_refused(person: Person, cast: Cast) -> None:
    """A sheet that another operator printed lies in the same pile."""
    theirs = make_decidable(cast.other_operator, cast.charlie)
    known = find_case(actor_of(cast.charlie), theirs.pk)
    assert known is not None
    pdf = print_case(case=known, records=records_of(known), actor=actor_of(cast.charlie), now=NOW)
    batch = drops(person, "IMG_2042.jpg", scanned(pdf, 2, signed=True))
    refused = batch.get_by_text("que não é de nenhum impresso desta operadora")
    expect(refused).to_be_visible(timeout=A_WHILE)
    assert ReturnedSheet.objects.count() == 1
    assert not Attachment.objects.filter(case=theirs).exists()
