"""Small sheets drawn here, read by the real engine."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

import vinculo.paper.printing
from vinculo.paper.editions import PACKAGED_EDITIONS, packaged_edition
from vinculo.paper.printing.paper_code import PaperCode
from vinculo.paper.reading.files import read_file
from vinculo.paper.reading.limits import LIMITS
from vinculo.paper.reading.page import Line
from vinculo.paper.reading.scan import engine as engines
from vinculo.paper.reading.scan.forms import forms_of
from vinculo.paper.reading.scan.kept_sheet import KeptSheet
from vinculo.paper.reading.scan.opening import PictureRefusedError, pictures_of
from vinculo.paper.reading.scan.sheet_text import seen_sheet
from vinculo.paper.reading.scan.sheet_text import text_of as text_of_sheet

EDITIONS = [packaged_edition(number) for number in PACKAGED_EDITIONS]
FONT = Path(vinculo.paper.printing.__file__).parent / "fonts" / "VinculoPrinted-Regular.ttf"
ROWS = (
    (("Colaborador", "Iara Camargo"), ("Data", "23/10/2024")),
    (("Operadora", "Odonto Vida"), ("CRO", "90698")),
    (("CNPJ", ""), ("CPF", "478.405.983-07")),
    (("Cidade", "NATAL"), ("nº de vidas", "7")),
)
LINES = (
    "Obs. Geral: Encerrado sem sucesso depois de muitas tentativas.",
    "Tudo foi anexado ao processo, e a recepção vai confirmar o retorno.",
)

needs_engine = pytest.mark.skipif(
    not engines.is_ready(), reason="tesseract-ocr-por is not installed on this machine"
)


def drawn_sheet() -> Image.Image:
    """A4 at 150 dpi: a title, a table of labels over values, a note."""
    sheet = Image.new("L", (1240, 1754), 236)
    pen = ImageDraw.Draw(sheet)
    font = ImageFont.truetype(str(FONT), 25)
    pen.text((380, 80), "Formulário - Processo de Retenção", 40, ImageFont.truetype(str(FONT), 32))
    for number, row in enumerate(ROWS):
        for column, (label, value) in enumerate(row):
            left, top = 100 + 520 * column, 180 + 130 * number
            pen.rectangle((left, top, left + 520, top + 45), outline=30, width=2, fill=215)
            pen.rectangle((left, top + 45, left + 520, top + 95), outline=30, width=2)
            pen.text((left + 12, top + 6), label, 40, font)
            pen.text((left + 12, top + 54), value, 40, font)
    for number, line in enumerate(LINES):
        pen.text((100, 760 + 40 * number), line, 40, font)
    return sheet


def packed(sheet: Image.Image, form: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    sheet.save(out, form, **options)
    return out.getvalue()


def text_of(data: bytes) -> tuple[list[str], int]:
    picture = next(pictures_of(data, LIMITS))
    with engines.engine() as ready:
        sheet = text_of_sheet(seen_sheet(picture, ready), ready, None, None)
    return [line.text for line in sheet.lines], sheet.upright.turned


@needs_engine
@pytest.mark.parametrize("turned", [1.3, 182.0])
def test_a_leaning_sheet_gives_the_rows_of_its_table(turned: float) -> None:
    leaning = drawn_sheet().rotate(turned, expand=False, fillcolor=236, resample=Image.Resampling.BICUBIC)

    lines, upright = text_of(packed(leaning, dpi=(150, 150)))

    assert upright == (180 if turned > 90 else 0)
    assert "CNPJ\tCPF" in lines
    assert "\t478.405.983-07" in lines
    assert "NATAL\t7" in lines
    assert any(line.startswith("Obs. Geral: Encerrado sem sucesso") for line in lines)


@needs_engine
def test_a_field_has_its_place_on_the_sheet() -> None:
    data = packed(drawn_sheet().convert("RGB"), "JPEG", quality=80, dpi=(150, 150))

    read = read_file(data, EDITIONS, with_pictures=True)

    (reading,), (picture,) = read.readings, read.sheets
    assert reading.form is not None
    assert (reading.form.cpf, reading.form.city, reading.form.lives) == ("47840598307", "NATAL", 7)
    (place,) = reading.places["cpf"]
    assert place.left > 0.45
    assert 0.25 < place.top < place.bottom < 0.35
    assert max(picture.width, picture.height) <= 1700
    assert picture.jpeg.startswith(b"\xff\xd8")


@needs_engine
def test_a_blank_sheet_is_no_form() -> None:
    read = read_file(packed(Image.new("L", (600, 800), 250)), EDITIONS)

    assert [finding.code for finding in read.readings[0].findings] == ["not-a-form"]


def test_without_the_engine_it_says_which_package_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "_loaded", [])
    monkeypatch.setattr(engines, "tessdata_folder", lambda: None)

    read = read_file(packed(Image.new("L", (600, 800), 250)), EDITIONS)

    (finding,) = read.readings[0].findings
    assert finding.code == "ocr-missing"
    assert "tesseract-ocr-por" in finding.message
    # Whoever reads a file of their own keeps it; here nothing is kept.
    assert "guardado" not in finding.message


def test_a_picture_of_too_many_pixels_is_not_unfolded() -> None:
    data = packed(Image.new("1", (4000, 4000)))

    with pytest.raises(PictureRefusedError, match="megapixels"):
        next(pictures_of(data, replace(LIMITS, pixels=1_000_000)))


def test_a_damaged_picture_is_refused_by_a_sentence() -> None:
    data = packed(drawn_sheet().convert("RGB"), "JPEG")

    with pytest.raises(PictureRefusedError, match="danificada"):
        next(pictures_of(data[: len(data) // 3], LIMITS))


def test_a_telephone_tells_how_it_was_held() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = packed(Image.new("RGB", (800, 600), "white"), "JPEG", exif=exif)

    picture = next(pictures_of(data, LIMITS))

    assert picture.turned == 90
    assert picture.grey.shape == (800, 600)


def test_every_sheet_of_a_tiff_is_a_picture() -> None:
    sheets = [Image.new("1", (400, 500), 1) for _ in range(3)]
    data = packed(sheets[0], "TIFF", save_all=True, append_images=sheets[1:])

    assert [picture.number for picture in pictures_of(data, LIMITS)] == [0, 1, 2]


@needs_engine
def test_forms_on_pages_of_text_and_on_pages_that_are_pictures_are_both_read() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    rows = ["Formulário - Processo de Retenção", "Colaborador: Ana Prado  Data: 10/10/2024"]
    rows += ["Operadora: Odonto Sul  CRO: 123  UF: PR", "CNPJ:  CPF: 529.982.247-25", "Status retenção"]
    for number, row in enumerate(rows):
        canvas.drawString(60, 780 - 24 * number, row)
    canvas.showPage()
    canvas.drawImage(ImageReader(drawn_sheet()), 0, 0, *A4)
    canvas.save()

    read = read_file(out.getvalue(), EDITIONS, with_pictures=True)

    assert [each.form and each.form.cpf for each in read.readings] == ["52998224725", "47840598307"]
    assert [sheet.number for sheet in read.sheets] == [0, 1]
    assert read.readings[1].sheets == (1,)


def sheet_of(number: int, *rows: str) -> KeptSheet:
    return KeptSheet.of(number, np.full((8, 8), 255, np.uint8), (Line(row) for row in rows))


FIRST = ("Formulário - Processo de Retenção", "Colaborador\tData", "Status retenção", "1º contato\tData")
SECOND = ("Motivo desligamento", "Obs. Geral", "Setor responsável")


def grouped(*sheets: tuple[str, ...]) -> list[list[int]]:
    made = [sheet_of(number, *rows) for number, rows in enumerate(sheets)]
    return [[sheet.number for sheet in form] for form in forms_of(made, EDITIONS)]


def test_sheets_out_of_order_are_put_in_the_order_of_the_paper() -> None:
    assert grouped(SECOND, FIRST) == [[1, 0]]


def test_two_forms_in_one_file_stay_two() -> None:
    assert grouped(FIRST, SECOND, FIRST, SECOND) == [[0, 1], [2, 3]]
    assert grouped(FIRST, FIRST) == [[0], [1]]


def by_code(*sheets: tuple[str, tuple[str, ...]]) -> list[list[int]]:
    """Sheets by the code on them ("A2": the second page of one print; "": none) and their rows."""
    made = [
        replace(sheet_of(number, *rows), printed=code_of(code)) for number, (code, rows) in enumerate(sheets)
    ]
    return [[sheet.number for sheet in form] for form in forms_of(made, EDITIONS)]


def code_of(code: str) -> PaperCode | None:
    return PaperCode(code[0] * 10, 2, int(code[1]), "0" * 8) if code else None


def test_sheets_of_our_paper_go_by_the_code_on_them() -> None:
    piled = ("A1", FIRST), ("B1", FIRST), ("A2", SECOND), ("B2", SECOND)
    assert by_code(*piled) == [[0, 2], [1, 3]]
    assert by_code(*reversed(piled)) == [[2, 0], [3, 1]]
    assert by_code(("A2", SECOND), ("B2", SECOND), ("A1", FIRST)) == [[2, 0], [1]]


def test_a_sheet_that_shows_its_code_badly_goes_where_there_is_room() -> None:
    first = (*FIRST, "Página 1 de 2")
    assert by_code(("A1", FIRST), ("B1", FIRST), ("", SECOND), ("B2", SECOND)) == [[0, 2], [1, 3]]
    assert by_code(("", first), ("A2", SECOND), ("B1", FIRST), ("B2", SECOND)) == [[0, 1], [2, 3]]
    assert by_code(("A2", SECOND), ("B2", SECOND), ("", first)) == [[0], [1], [2]]


def test_sheets_that_may_be_of_another_form_are_told() -> None:
    def told(*sheets: tuple[str, ...]) -> list[int]:
        made = [sheet_of(number, *rows) for number, rows in enumerate(sheets)]
        return [each.number for form in forms_of(made, EDITIONS) for each in form if each.may_be_of_another]

    assert told(FIRST, SECOND, FIRST, SECOND) == []
    assert told(FIRST, SECOND, SECOND[:1], FIRST, SECOND) == []
    assert told(SECOND, FIRST, SECOND, FIRST) == []
    assert sorted(told(FIRST, FIRST, SECOND, (*SECOND, "Status retenção"))) == [2, 3]


def test_a_print_that_is_there_twice_is_two_forms() -> None:
    once = ("A1", FIRST), ("A2", SECOND)
    assert by_code(*once, *once) == [[0, 1], [2, 3]]
