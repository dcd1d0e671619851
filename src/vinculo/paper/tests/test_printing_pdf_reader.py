"""PDFs that are no print of ours, or not quite: a reading or a refusal, never an exception."""

from __future__ import annotations

import io
from contextlib import closing
from dataclasses import replace

import pypdfium2 as pdfium
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from vinculo.paper.form import ContactEntry, RetentionForm
from vinculo.paper.printing import PrintName, print_form
from vinculo.paper.reading import pdf as pdf_reading
from vinculo.paper.reading.pdf import MAX_PAGES, PDFIUM, read_pdf, read_pdf_forms
from vinculo.paper.tests.printed_forms import EDITIONS

FORM = RetentionForm(
    edition=1,
    operator="OdontoLife",
    contacts=(ContactEntry(2, None, "Falei com a clínica. " * 40 + "fim"),),
    general_note="Encerrado.",
    sectors=("it",),
)
OTHER = RetentionForm(edition=2, operator="Sulina Odonto", signed_by="Helena")
ENCRYPTED = b"""%%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>> endobj
4 0 obj <</Filter/Standard/V 1/R 2/Length 40/P -4/O<%b>/U<%b>>> endobj
trailer <</Root 1 0 R/Size 5/Encrypt 4 0 R/ID[<00><00>]>>
%%%%EOF
""" % (b"11" * 32, b"22" * 32)


def printed(form: RetentionForm) -> bytes:
    return print_form(form, edition=EDITIONS[form.edition - 1])


def saved(document: pdfium.PdfDocument) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def put_together(*parts: tuple[bytes, list[int] | None]) -> bytes:
    """The pages of several PDFs (some of them, or all) in one."""
    with PDFIUM, closing(pdfium.PdfDocument.new()) as whole:
        for data, wanted in parts:
            with closing(pdfium.PdfDocument(data)) as part:
                whole.import_pages(part, wanted)
        return saved(whole)


def empty_pages(count: int) -> bytes:
    with PDFIUM, closing(pdfium.PdfDocument.new()) as document:
        for _ in range(count):
            document.new_page(200, 200).close()
        return saved(document)


def page_of_an_image() -> bytes:
    with PDFIUM, closing(pdfium.PdfDocument.new()) as document:
        page = document.new_page(200, 200)
        image = pdfium.PdfImage.new(document)
        image.set_bitmap(pdfium.PdfBitmap.new_native(20, 20, pdfium.raw.FPDFBitmap_BGR))
        image.set_matrix(pdfium.PdfMatrix().scale(100, 100))
        page.insert_obj(image)
        page.gen_content()
        page.close()
        return saved(document)


def written_elsewhere(markup: str) -> bytes:
    pdf = typst.compile(markup.encode(), format="pdf")
    assert isinstance(pdf, bytes)
    return pdf


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b" \n", "empty-file"),
        (b"nada disto", "pdf-damaged"),
        (b"%PDF-1.7\n" + bytes(200), "pdf-damaged"),
        (ENCRYPTED, "pdf-encrypted"),
        (empty_pages(1), "pdf-without-text"),
        (empty_pages(MAX_PAGES + 1), "pdf-too-long"),
        (page_of_an_image(), "scan-not-read"),
        (written_elsewhere("Uma carta qualquer, sem formulário."), "not-a-form"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(data: bytes, code: str):
    reading = read_pdf(data, EDITIONS)

    assert reading.form is None
    assert [finding.code for finding in reading.findings] == [code]
    assert reading.findings[0].message.endswith((".", "?"))


def test_a_file_too_large_is_not_even_opened(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pdf_reading.reader, "MAX_PDF_BYTES", 1000)

    assert read_pdf(printed(FORM), EDITIONS).findings[0].code == "file-too-large"


def test_several_prints_in_one_file_are_read_one_by_one():
    both = put_together((printed(FORM), None), (printed(OTHER), None))

    assert [reading.form for reading in read_pdf_forms(both, EDITIONS)] == [FORM, OTHER]
    first = read_pdf(both, EDITIONS)
    assert first.form == FORM
    assert [finding.code for finding in first.findings] == ["several-forms"]


def test_each_print_knows_where_its_fields_stand_in_the_file():
    both = put_together((printed(FORM), None), (page_of_an_image(), None), (printed(OTHER), None))

    first, second = read_pdf_forms(both, EDITIONS)

    assert first.sheets[0] == 0
    assert second.sheets[0] == first.sheets[-1] + 2
    (name,), (later,) = first.places["dentist_name"], second.places["dentist_name"]
    assert (name.sheet, later.sheet) == (0, second.sheets[0])
    assert abs(name.top - later.top) < 0.05
    assert {box.sheet for boxes in second.places.values() for box in boxes} == set(second.sheets)


def test_pages_of_something_else_are_left_out_and_said():
    mixed = put_together((printed(FORM), None), (page_of_an_image(), None))

    reading = read_pdf(mixed, EDITIONS)

    assert reading.form == FORM
    assert [finding.code for finding in reading.findings] == ["other-pages"]


def test_missing_pages_are_said_and_their_fields_are_not_sure():
    reading = read_pdf(put_together((printed(FORM), [0])), EDITIONS)

    assert reading.form is not None
    assert (reading.form.operator, reading.form.contacts) == (FORM.operator, FORM.contacts)
    assert reading.form.sectors == ()
    assert [finding.code for finding in reading.findings] == ["pages-missing"]
    assert reading.confidence["operator"] > 0.9 > reading.confidence["sectors"]


def test_the_code_behind_the_page_number_is_no_part_of_it():
    named = print_form(FORM, edition=EDITIONS[FORM.edition - 1], name=PrintName("7K3M9QX2TB", "0" * 64))

    reading = read_pdf(named, EDITIONS)

    assert (reading.form, reading.findings) == (FORM, ())


def test_a_print_of_an_unknown_edition_is_read_as_text_and_not_trusted():
    third = EDITIONS[1].derive(3)
    third = replace(third, labels={**third.labels, "general_note": "Observações finais"})
    pdf = print_form(replace(OTHER, edition=3), edition=third)

    reading = read_pdf(pdf, EDITIONS)

    assert reading.form is None or max(reading.confidence.values()) <= 0.5
    assert reading.findings


def test_a_digital_pdf_of_other_origin_is_read():
    reading = read_pdf(
        written_elsewhere(
            """
            Formulário - Processo de Retenção \\
            #grid(columns: 2, column-gutter: 60pt, row-gutter: 8pt,
              [Colaborador], [Data], [Patrícia Sá], [14/03/2024], [CNPJ], [CPF], [], [019.408.221-06])
            Status retenção \\
            ☐ Retenção efetiva \\
            ☒ Desligamento \\
            Obs. Geral \\
            Encerrado sem sucesso.
            """
        ),
        EDITIONS,
    )

    assert reading.form is not None
    assert reading.form.staff_name == "Patrícia Sá"
    assert (reading.form.cnpj, reading.form.cpf) == (None, "01940822106")
    assert reading.form.outcome == "terminated"
    assert reading.form.general_note == "Encerrado sem sucesso."
    assert "pdf-of-other-origin" not in {finding.code for finding in reading.findings}
    assert reading.confidence["cpf"] > 0.8 > reading.confidence["city"]


PRINT = printed(FORM)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, len(PRINT) - 1), st.binary(min_size=1, max_size=40), st.booleans())
def test_a_damaged_print_raises_nothing(place: int, bytes_there: bytes, cut: bool):
    damaged = PRINT[:place] + bytes_there + (b"" if cut else PRINT[place + len(bytes_there) :])

    reading = read_pdf(damaged, EDITIONS)

    assert reading.form is not None or reading.findings
