"""A form of which one page is text and another came back scanned is one form."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from contextlib import closing, nullcontext
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image

from vinculo.paper.editions import packaged_edition
from vinculo.paper.form import ContactEntry, RetentionForm
from vinculo.paper.printing import print_form
from vinculo.paper.printing.paper_code import PaperCode, PrintName
from vinculo.paper.reading.chosen_sheets import first_of
from vinculo.paper.reading.files import read_file
from vinculo.paper.reading.page import Line
from vinculo.paper.reading.pdf import PDFIUM
from vinculo.paper.reading.pdf.foreign import pages_of
from vinculo.paper.reading.pdf.sheet_ends import lines_over_sheets
from vinculo.paper.reading.result import Reading
from vinculo.paper.reading.scan import reading as scans
from vinculo.paper.reading.scan.forms import forms_with_text, one_form_of
from vinculo.paper.reading.scan.kept_sheet import KeptSheet

EDITION = packaged_edition(2)
BLANK = np.full((8, 8), 255, np.uint8)
HEAD = ("Formulário - Processo de Retenção", "Colaborador\tData", "Status retenção", "1º contato\tData")
REST = ("Motivo desligamento", "Obs. Geral", "Setor responsável")
ANNEX = ("Contrato de prestação de serviços", "Página 2 de 3")
FILLED = RetentionForm(
    edition=2,
    dentist_name="Renata Queiroz Lima",
    cro="12345",
    cro_state="SP",
    filled_on=dt.date(2026, 3, 9),
    contacts=(ContactEntry(1, dt.date(2026, 3, 2), "Mantém a decisão por e-mail."),),
    termination_reasons=("fees",),
    sectors=("commercial",),
)


def lines(*rows: str) -> tuple[Line, ...]:
    return tuple(Line(row) for row in rows)


def grouped(texts: dict[int, Sequence[str]], scans_: dict[int, Sequence[str]]) -> list[list[int]]:
    as_text = [KeptSheet(number, lines(*rows)) for number, rows in texts.items()]
    scanned = [KeptSheet.of(number, BLANK, lines(*rows)) for number, rows in scans_.items()]
    return [[sheet.number for sheet in form] for form in forms_with_text(scanned, as_text, [EDITION])]


def test_scanned_pages_go_with_the_text_that_lacks_them() -> None:
    assert grouped({0: HEAD}, {1: REST}) == [[0, 1]]
    assert grouped({1: REST}, {0: HEAD}) == [[0, 1]]
    assert grouped({0: HEAD, 1: REST}, {2: HEAD, 3: REST}) == [[2, 3]]


def test_a_copy_or_an_annex_is_no_part_of_the_form_before_it() -> None:
    assert grouped({0: HEAD, 1: REST}, {2: REST}) == [[2]]
    assert grouped({0: HEAD, 1: REST}, {2: ANNEX}) == [[2]]


def test_sheets_that_a_person_put_together_are_one_form() -> None:
    sheets = [KeptSheet.of(number, BLANK, lines(*HEAD)) for number in range(2)]
    assert len(one_form_of(sheets, [EDITION])) == 2


def test_forms_that_are_left_out_of_sheets_put_together_are_told() -> None:
    form = Reading(FILLED)
    assert first_of([Reading(None), form]) == form
    (finding,) = first_of([form, form]).findings
    assert finding.code == "several-forms"


def printed_with_a_picture_behind(name: PrintName | None, pages: Sequence[int]) -> bytes:
    """Some pages of a print, and a page that is a picture."""
    picture, made = io.BytesIO(), io.BytesIO()
    Image.new("L", (400, 560), 230).save(picture, "PDF")
    with (
        closing(pdfium.PdfDocument(print_form(FILLED, edition=EDITION, name=name))) as whole,
        closing(pdfium.PdfDocument(picture.getvalue())) as sheet,
        closing(pdfium.PdfDocument.new()) as both,
    ):
        both.import_pages(whole, list(pages))
        both.import_pages(sheet)
        both.save(made)
    return made.getvalue()


def read_with(monkeypatch: pytest.MonkeyPatch, data: bytes, *seen: KeptSheet) -> Sequence[Reading]:
    """As if the scan reader had seen these sheets."""
    monkeypatch.setattr(scans, "engine", nullcontext)
    monkeypatch.setattr(scans, "_read", lambda *_, **__: (SimpleNamespace(kept=seen, shown=()), []))
    return read_file(data, [EDITION]).readings


def second_page(number: int = 1) -> KeptSheet:
    """What a scan of the print's second page says, as a sheet of the file."""
    with PDFIUM, closing(pdfium.PdfDocument(print_form(FILLED, edition=EDITION))) as whole:
        whole.init_forms()
        items = [[], pages_of(whole, [EDITION], 100_000)[1].items]
    return KeptSheet.of(number, BLANK, lines_over_sheets(items, [EDITION]))


def test_a_print_of_ours_whose_last_page_was_scanned_is_one_form(monkeypatch: pytest.MonkeyPatch) -> None:
    data = printed_with_a_picture_behind(None, [0])
    (reading,) = read_with(monkeypatch, data, second_page())
    assert reading.form == FILLED
    assert reading.sheets == (0, 1)
    assert [finding.code for finding in reading.findings if finding.code != "required-missing"] == []
    assert reading.confidence["dentist_name"] == 1.0


def test_the_second_page_of_another_print_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    mine, others = PrintName("A" * 10, "0" * 64), PaperCode("B" * 10, 2, 2, "0" * 8)
    data = printed_with_a_picture_behind(mine, [0])
    reading, *_ = read_with(monkeypatch, data, replace(second_page(), printed=others))
    assert reading.sheets == (0,)
    assert {"pages-missing", "other-pages"} <= {finding.code for finding in reading.findings}
    (whole,) = read_with(monkeypatch, data, replace(second_page(), printed=replace(others, code="A" * 10)))
    assert whole.form == FILLED


def test_one_page_that_is_no_form_is_told_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    data = printed_with_a_picture_behind(None, [0, 1])
    (reading,) = read_with(monkeypatch, data, KeptSheet.of(2, BLANK, lines(*ANNEX)))
    assert reading.form == FILLED
    (told,) = (finding.message for finding in reading.findings if finding.code == "other-pages")
    assert told == "O PDF tem 1 página que não é do formulário e não foi lida."
