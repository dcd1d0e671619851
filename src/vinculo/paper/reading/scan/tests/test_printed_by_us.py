"""Our own paper scanned: what the paper itself says is no text of the form."""

from __future__ import annotations

import datetime as dt
import io
from contextlib import closing

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image

from vinculo.paper.editions import PACKAGED_EDITIONS, packaged_edition
from vinculo.paper.form import ContactEntry, RetentionForm
from vinculo.paper.printing import PrintExtras, PrintName, print_blank, print_form
from vinculo.paper.printing.extras import ContactDetail
from vinculo.paper.reading.files import read_file
from vinculo.paper.reading.foot import read_signature
from vinculo.paper.reading.limits import LIMITS
from vinculo.paper.reading.own_paper.marks import framed, without_marks
from vinculo.paper.reading.placed import Piece
from vinculo.paper.reading.placed.compose import SheetSize
from vinculo.paper.reading.scan import engine as engines
from vinculo.paper.reading.scan.opening import pictures_of
from vinculo.paper.reading.scan.printed_by_us import without_printed
from vinculo.paper.reading.scan.sheet_text import seen_sheet, text_of

EDITIONS = [packaged_edition(number) for number in PACKAGED_EDITIONS]
DPI = 150
SIZE = SheetSize(0, 1240, 1754, DPI)

needs_engine = pytest.mark.skipif(
    not engines.is_ready(), reason="tesseract-ocr-por is not installed on this machine"
)


def page_of(pdf: bytes, number: int) -> Image.Image:
    """A page as a scanner that leans a little gives it."""
    with closing(pdfium.PdfDocument(pdf)) as document:
        sheet: Image.Image = document[number].render(scale=DPI / 72, grayscale=True).to_pil()
    return sheet.rotate(0.3, fillcolor=255, resample=Image.Resampling.BICUBIC)


def scanned(sheet: Image.Image) -> bytes:
    out = io.BytesIO()
    sheet.save(out, "PNG", dpi=(DPI, DPI))
    return out.getvalue()


@needs_engine
def test_a_blank_sheet_of_ours_says_nothing() -> None:
    (reading,) = read_file(scanned(page_of(print_blank(EDITIONS[1]), 1)), EDITIONS).readings

    assert reading.form == RetentionForm(edition=2)
    assert [finding.code for finding in reading.findings] == ["half-form"]


@needs_engine
def test_the_small_line_of_a_contact_is_no_part_of_its_note() -> None:
    entry = ContactEntry(6, dt.date(2026, 3, 2), "Pediu a tabela por escrito.\nVolta a ligar na sexta.")
    details = (
        "13:30 · Telefone · (84) 98701-2233 · por Renata Mendonça Zanetti · com Lívia Tavares · com resposta"
    )
    extras = PrintExtras(case_number="ODL-2026-000116", contact_details=(ContactDetail(6, details),))
    name = PrintName("ABCDE12345", "AB" * 32)
    pdf = print_form(
        RetentionForm(edition=2, contacts=(entry,)), edition=EDITIONS[1], extras=extras, name=name
    )
    picture = next(pictures_of(scanned(page_of(pdf, 2)), LIMITS))

    with engines.engine() as ready:
        sheet = text_of(seen_sheet(picture, ready), ready, None, None)

    words = " ".join(line.text for line in sheet.lines).replace("\v", " ").replace("\t", " ").split()
    assert words[-6:] == ["Edição", "2", "Página", "3", "de", "3"]
    assert "6º contato Data 02/03/2026 Obs. Pediu a tabela por escrito." in " ".join(words)
    assert not {"13:30", "Processo", "continuação", "ABCDE-12345"} & set(words)


def test_marks_and_code_are_wiped_off_where_they_stand() -> None:
    grey = np.asarray(page_of(print_blank(EDITIONS[1]), 1))

    frame = framed(grey, DPI)

    assert frame is not None
    clean = without_marks(grey, frame)
    assert min(clean[:80, :80].min(), clean[-80:, -80:].min()) > 200
    assert clean[1655:1715, 590:650].min() == 255
    # Nothing else has gone: the title stays, as does the foot.
    assert (clean < 128).sum() > 0.8 * (grey < 128).sum()
    assert framed(clean, DPI) is None


def test_a_foot_without_marks_is_told_by_its_words() -> None:
    words = ("Edição", 90), ("2", 150), ("Es]", 600), ("Página", 1000), ("1", 1080), ("de", 1100), ("2", 1130)
    foot = [Piece(text, left, 1680, left + 12 * len(text), 1694) for text, left in words]
    below = [Piece("Processo", 90, 1697, 180, 1710), Piece("ODL-2026-000116", 190, 1697, 320, 1710)]
    note = [Piece("Edição", 90, 900, 150, 918), Piece("Es]", 600, 900, 640, 918)]

    kept = without_printed([*note, *foot, *below], SIZE, None)

    assert [piece.text for piece in kept] == ["Edição", "Es]", "Edição", "2", "Página", "1", "de", "2"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Nome de quem assina", None),
        ("Nomede quem assma", None),
        ("N Nome 1e de qui de quem assina", None),
        ("Ana Lima Prado\nNome de quem assina", "Ana Lima Prado"),
        ("Nome de quem assina: Ana Lima Prado", "Ana Lima Prado"),
        ("Nome de quem assina\nData", None),
    ],
)
def test_the_caption_of_the_signature_is_no_name(text: str, name: str | None) -> None:
    assert read_signature(text)[0] == name
