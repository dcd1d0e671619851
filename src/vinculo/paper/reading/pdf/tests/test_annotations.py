"""Notes that were put onto a PDF: typed text is read where it stands, other notes are told."""

from __future__ import annotations

import ctypes
import io
from contextlib import closing

import pypdfium2 as pdfium
import pytest
from pypdfium2 import raw
from reportlab.pdfgen.canvas import Canvas

from vinculo.paper.form import RetentionForm
from vinculo.paper.printing import print_form
from vinculo.paper.reading.pdf import read_pdf_file

from .test_foreign_pdfs import EDITIONS, at, drawn

HIDDEN = 2
WHERE = (110, 842 - 104, 300, 842 - 92)


def form(canvas: Canvas) -> None:
    at(canvas, 40, 40, "Formulário - Processo de Retenção")
    for number, text in enumerate(("Colaborador: Ana Prado", "CRO: 90698", "Cidade:", "CPF: 529.982.247-25")):
        at(canvas, 40, 60 + 20 * number, text)
    at(canvas, 40, 160, "Motivo desligamento: [ ] Valores [x] Óbito")
    at(canvas, 40, 180, "Necessário abertura de protocolo: [x] Sim [ ] Não")


def with_note(data: bytes, kind: int, text: str, flags: int = 0) -> bytes:
    out = io.BytesIO()
    with closing(pdfium.PdfDocument(data)) as document, closing(document[0]) as page:
        note = raw.FPDFPage_CreateAnnot(page.raw, kind)
        raw.FPDFAnnot_SetRect(note, ctypes.byref(raw.FS_RECTF(WHERE[0], WHERE[3], WHERE[2], WHERE[1])))
        raw.FPDFAnnot_SetFlags(note, flags)
        told = (text + "\0").encode("utf-16-le")
        room = (ctypes.c_ushort * (len(told) // 2)).from_buffer_copy(told)
        raw.FPDFAnnot_SetStringValue(note, b"Contents", room)
        raw.FPDFPage_CloseAnnot(note)
        document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "flags", "city", "codes"),
    [
        (raw.FPDF_ANNOT_FREETEXT, 0, "Natal", {"notes-read"}),
        (raw.FPDF_ANNOT_FREETEXT, HIDDEN, None, set()),
        (raw.FPDF_ANNOT_STAMP, 0, None, {"notes-not-read"}),
        (raw.FPDF_ANNOT_HIGHLIGHT, 0, None, set()),
    ],
)
def test_a_typed_note_is_read_where_it_stands(
    kind: int, flags: int, city: str | None, codes: set[str]
) -> None:
    (reading,) = read_pdf_file(with_note(drawn(form), kind, "Natal", flags), EDITIONS).readings

    assert reading.form is not None
    assert reading.form.city == city
    assert {found.code for found in reading.findings} & {"notes-read", "notes-not-read"} == codes


def test_a_note_on_a_print_of_ours_is_told() -> None:
    printed = print_form(RetentionForm(edition=2, city="Natal"), edition=EDITIONS[1])

    (reading,) = read_pdf_file(with_note(printed, raw.FPDF_ANNOT_FREETEXT, "Recife"), EDITIONS).readings

    assert reading.form == RetentionForm(edition=2, city="Natal")
    assert [found.code for found in reading.findings] == ["notes-not-read"]
