"""Sheets that a person put together are read as one form, and its places count the whole file's sheets."""

from __future__ import annotations

import datetime as dt
import io
from contextlib import closing

import pypdfium2 as pdfium

from vinculo.paper.editions import packaged_edition
from vinculo.paper.form import ContactEntry, RetentionForm
from vinculo.paper.printing import print_form
from vinculo.paper.reading.chosen_sheets import ChosenSheet, read_chosen_sheets
from vinculo.paper.reading.process import FileReader

EDITION = packaged_edition(2)
FILLED = RetentionForm(
    edition=2,
    dentist_name="Renata Queiroz Lima",
    cro="12345",
    cro_state="SP",
    filled_on=dt.date(2026, 3, 9),
    contacts=(ContactEntry(1, dt.date(2026, 3, 2), "Mantém a decisão."),),
    termination_reasons=("fees",),
    sectors=("commercial",),
)


def twice_in_disorder() -> bytes:
    """One print twice in one file, the second with its sheets the wrong way round."""
    made = io.BytesIO()
    with (
        closing(pdfium.PdfDocument(print_form(FILLED, edition=EDITION))) as print_once,
        closing(pdfium.PdfDocument.new()) as both,
    ):
        pages = list(range(len(print_once)))
        both.import_pages(print_once, pages)
        both.import_pages(print_once, pages[::-1])
        both.save(made)
    return made.getvalue()


def test_each_group_is_read_by_itself_and_a_file_without_sheets_says_so():
    data = twice_in_disorder()
    with closing(pdfium.PdfDocument(data)) as document:
        count = len(document)
    second = [ChosenSheet(number) for number in range(count - 1, count // 2 - 1, -1)]
    read = read_chosen_sheets(data, [EDITION], [second])
    (reading,) = read.readings
    assert reading.form == FILLED
    assert reading.sheets == tuple(sheet.number for sheet in second)
    with FileReader() as reader:
        (told,) = reader.read(b"Nome: x", [EDITION], groups=[second]).readings
    assert [finding.code for finding in told.findings] == ["no-sheets"]
