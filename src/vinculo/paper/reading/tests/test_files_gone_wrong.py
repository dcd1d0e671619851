"""Whatever comes as a file: a form, or a sentence that says why there is none, in bounded time and memory."""

from __future__ import annotations

import io
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import cast

import numpy as np
import pillow_heif
import pytest
from bench.form_corpus.content import invented_paper
from bench.form_corpus.word_files import word_file
from PIL import Image
from pypdfium2 import PdfTextPage

from vinculo.paper.editions import PACKAGED_EDITIONS, packaged_edition
from vinculo.paper.printing import print_form
from vinculo.paper.reading.chosen_sheets import ChosenSheet, _frames, read_chosen_sheets
from vinculo.paper.reading.files import read_file
from vinculo.paper.reading.limits import LIMITS, Bounds, Limits
from vinculo.paper.reading.pdf.foreign import is_garbled
from vinculo.paper.reading.pdf.glyphs import _Collector
from vinculo.paper.reading.pdf.sheet import Sheet
from vinculo.paper.reading.process import FileReader
from vinculo.paper.reading.scan import engine as engines
from vinculo.paper.reading.scan.opening import PictureRefusedError, pictures_of

from .bad_files import (
    CREDENTIALS,
    DISMISSAL,
    INVOICE,
    OLE,
    QUESTIONNAIRE,
    cat,
    folded,
    locked_word,
    pdf_of,
    pdf_of_stream,
    png_bomb,
    png_head,
    saved,
    unmapped_pdf,
    with_rows,
    written_word,
    zip_of_zips,
    zipped,
)

EDITIONS = [packaged_edition(number) for number in PACKAGED_EDITIONS]
PAPER = invented_paper(3)
WORD = word_file(PAPER)
LINE = b"0 0 m 1 1 l S\n"
needs_engine = pytest.mark.skipif(not engines.is_ready(), reason="tesseract-ocr-por is not installed")

pillow_heif.register_heif_opener()


@pytest.fixture(scope="module")
def reader() -> Iterator[FileReader]:
    with FileReader(bounds=Bounds(memory=220_000_000, seconds=30)) as reading:
        yield reading


def _pdf() -> bytes:
    return print_form(PAPER.truth, edition=PAPER.edition)


def _sheet(side: int = 400) -> Image.Image:
    return Image.new("L", (side, side), 255)


def _half(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _noisy() -> Image.Image:
    return Image.fromarray(np.random.default_rng(1).integers(0, 255, (300, 300), np.uint8))


def _word_unfolding_to(size: int) -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w>" + b" " * size})


def _tiff(count: int) -> bytes:
    sheet = Image.new("1", (130, 130), 1)
    return saved(sheet, "TIFF", save_all=True, append_images=[sheet] * (count - 1), compression="group4")


REFUSED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "nothing": (lambda: b"", "empty-file", "está vazio"),
    "blanks": (lambda: b" \n\n\t", "empty-file", "está vazio"),
    "a locked PDF": (lambda: pdf_of(with_rows("a"), password="abc"), "pdf-encrypted", "protegido por senha"),
    "a locked Word file": (locked_word, "locked", "protegido por senha"),
    "half a PDF": (lambda: _half(_pdf()), "pdf-damaged", "danificado"),
    "half a Word file": (lambda: _half(WORD), "damaged-document", "danificado ou incompleto"),
    "half a PNG": (lambda: _half(saved(_noisy(), "PNG")), "picture-damaged", "danificada"),
    "half a JPEG": (lambda: _half(saved(_noisy(), "JPEG")), "picture-damaged", "danificada"),
    "half a BMP": (lambda: _half(saved(_noisy(), "BMP")), "picture-damaged", "danificada"),
    "half a GIF": (lambda: _half(saved(_noisy(), "GIF")), "picture-damaged", "danificada"),
    "half a WEBP": (lambda: _half(saved(_noisy(), "WEBP")), "picture-damaged", "danificada"),
    "half a HEIC": (lambda: _half(saved(_noisy(), "HEIF")), "picture-damaged", "danificada"),
    "half a TIFF": (lambda: _half(saved(_noisy(), "TIFF")), "picture-damaged", "danificada"),
    "500 pages": (lambda: pdf_of(*[with_rows("")] * 500), "pdf-too-long", "500 páginas; são lidas"),
    "51 sheets": (lambda: _tiff(51), "picture-too-long", "mais de 50 folhas"),
    "a picture of a dot": (lambda: saved(_sheet(9), "PNG"), "picture-too-small", "pequena demais"),
    "a strip": (
        lambda: saved(Image.new("1", (40_000, 140), 1), "TIFF", compression="group4", dpi=(72, 72)),
        "picture-too-small", "pequena demais",
    ),
    "a thread": (
        lambda: saved(Image.new("L", (40_000, 1), 255), "JPEG"), "picture-too-small", "pequena demais",
    ),
    "3,600 megapixels said": (lambda: png_head(60_000, 60_000), "picture-too-large", "60 megapixels"),
    "100 megapixels": (lambda: png_bomb(10_000), "picture-too-large", "60 megapixels"),
    "a huge stream": (
        lambda: pdf_of_stream(folded(LINE * 70_000, 200)), "reader-stopped", "na página 1: ele pede memória",
    ),
    "a stream within a stream": (
        lambda: pdf_of_stream(zlib.compress(folded(bytes(1_000_000), 300)), "[/FlateDecode/FlateDecode]"),
        "reader-stopped", "na página 1: ele pede memória",
    ),
    "a Word bomb": (lambda: _word_unfolding_to(70_000_000), "file-too-large", "passa do tamanho"),
    "a ZIP of ZIPs": (lambda: zip_of_zips(3), "archive", "É um ZIP"),
    "an old spreadsheet": (lambda: OLE + bytes(600), "kind-not-read", "planilhas"),
    "a spreadsheet": (
        lambda: zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "kind-not-read", "Não é um",
    ),
    "a program": (lambda: b"MZ" + bytes(range(256)) * 9, "binary-file", "conteúdo"),
    "another form as text": (QUESTIONNAIRE.encode, "not-a-form", "não parece um formulário de retenção"),
    "another form of Word": (
        lambda: written_word(QUESTIONNAIRE), "not-a-form", "não parece um formulário de retenção",
    ),
    "another form as PDF": (
        lambda: pdf_of(with_rows(QUESTIONNAIRE)), "not-a-form", "não parece um formulário de retenção",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("make", "code", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_sound_form_is_refused_with_its_own_sentence(
    reader: FileReader, make: Callable[[], bytes], code: str, words: str
) -> None:
    data = make()
    begun = time.monotonic()

    (reading,) = reader.read(data, EDITIONS, with_pictures=True).readings

    assert reading.form is None
    assert [finding.code for finding in reading.findings] == [code]
    assert words in reading.findings[0].message
    assert reading.findings[0].message.endswith(".")
    assert time.monotonic() - begun < 25


@pytest.mark.parametrize(
    "text", [DISMISSAL, INVOICE, CREDENTIALS], ids=["dismissal", "invoice", "credentials"]
)
def test_a_paper_with_some_of_our_labels_is_no_form_of_ours(text: str) -> None:
    (reading,) = read_file(text.encode(), EDITIONS).readings
    assert (reading.form, [finding.code for finding in reading.findings]) == (None, ["not-a-form"])


@pytest.mark.parametrize("data", [_pdf(), WORD], ids=["a PDF", "a Word file"])
def test_after_a_file_gone_wrong_the_next_is_read(reader: FileReader, data: bytes) -> None:
    """And by what it is: of its name nothing is known here."""
    assert reader.read(b"%PDF-1.7 nothing", EDITIONS).readings[0].form is None
    assert reader.read(data, EDITIONS).readings[0].form == PAPER.truth


@needs_engine
def test_a_photograph_of_a_cat_is_no_form(reader: FileReader) -> None:
    (reading,) = reader.read(saved(cat(), "JPEG"), EDITIONS).readings

    assert reading.form is None
    assert [finding.code for finding in reading.findings] == ["not-a-form"]


@needs_engine
def test_a_page_whose_letters_the_file_does_not_tell_is_read_as_a_picture_and_named() -> None:
    rows = ("Formulário - Processo de Retenção", "Colaborador: Ana Prado  Data: 10/10/2024")
    more = ("Operadora: Odonto Sul  CRO: 123  UF: PR", "CPF: 529.982.247-25", "Status retenção")

    read = read_file(unmapped_pdf(*rows, *more), EDITIONS, with_pictures=True)

    (reading,) = read.readings
    told = next(finding for finding in reading.findings if finding.code == "text-unmapped")
    assert "da página 1 (fonte sem mapa de texto)" in told.message
    assert reading.form is not None
    # What the page says is read; that it leaves the rest of the form out is no blank to be sure of.
    assert (reading.form.cpf, reading.form.cnpj) == ("52998224725", None)
    assert reading.confidence["cnpj"] < 0.5
    assert [sheet.number for sheet in read.sheets] == [0]


def test_half_a_character_is_none_and_never_reaches_a_database() -> None:
    sheet = Sheet(0, 1.0, 1.0, (1, 0, 0, 1, 0, 0))
    collector = _Collector(cast(PdfTextPage, None), sheet)
    assert [collector._char(code, "") for code in (0xD83D, 0xDC00, ord("ã"))] == ["\ufffd", "\ufffd", "ã"]
    assert collector.unmapped == 2


def test_letters_told_as_other_ones_are_no_words() -> None:
    shifted = "".join(chr(ord(letter) + 1) for letter in QUESTIONNAIRE if not letter.isspace())
    assert is_garbled(shifted)
    assert not is_garbled("".join(QUESTIONNAIRE.split()))
    assert not is_garbled("☒☐" * 20)


def _corner() -> Image.Image:
    """White, but for its upper left quarter."""
    sheet = Image.new("L", (300, 200), 255)
    sheet.paste(0, (0, 0, 150, 100))
    return sheet


def _deep() -> bytes:
    return saved(Image.fromarray(np.asarray(_corner(), np.uint16) * 257), "PNG")


def _clear() -> bytes:
    """What is not drawn on lets light through, and is black where it does not."""
    layer = Image.new("RGBA", _corner().size, (0, 0, 0, 0))
    layer.paste((0, 0, 0, 255), (0, 0, 150, 100))
    return saved(layer, "PNG")


def _held(orientation: int, turn: Image.Transpose, form: str) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return saved(_corner().convert("RGB").transpose(turn), form, exif=exif)


def _moving(form: str) -> bytes:
    """Its first picture is the sheet."""
    blank = Image.new("L", _corner().size, 255).convert("RGB")
    return saved(_corner().convert("RGB"), form, save_all=True, append_images=[blank, *[_corner()] * 60])


PICTURES: dict[str, Callable[[], bytes]] = {
    "of two tones": lambda: saved(_corner().convert("1"), "TIFF", compression="group4"),
    "of a palette": lambda: saved(_corner().quantize(4), "PNG"),
    "BMP": lambda: saved(_corner(), "BMP"),
    "GIF": lambda: saved(_corner(), "GIF"),
    "WEBP": lambda: saved(_corner().convert("RGB"), "WEBP"),
    "HEIC": lambda: saved(_corner().convert("RGB"), "HEIF"),
    "of four inks": lambda: saved(_corner().convert("CMYK"), "JPEG"),
    "of 16 bits": _deep,
    "letting light through": _clear,
    "of lightness": lambda: saved(Image.merge("LAB", (_corner(), _corner(), _corner())), "TIFF"),
    "a GIF that moves": lambda: _moving("GIF"),
    "a WEBP that moves": lambda: _moving("WEBP"),
    "a PNG that moves": lambda: _moving("PNG"),
    "with a second one inside, as telephones do": lambda: _moving("MPO"),
    "held sideways": lambda: _held(6, Image.Transpose.ROTATE_90, "JPEG"),
    "held the other way": lambda: _held(8, Image.Transpose.ROTATE_270, "PNG"),
    "held on its head": lambda: _held(3, Image.Transpose.ROTATE_180, "TIFF"),
    "seen in a mirror": lambda: _held(2, Image.Transpose.FLIP_LEFT_RIGHT, "WEBP"),
    "laid over": lambda: _held(5, Image.Transpose.TRANSPOSE, "JPEG"),
    "laid over the other way": lambda: _held(7, Image.Transpose.TRANSVERSE, "JPEG"),
}  # fmt: skip


@pytest.mark.parametrize("make", PICTURES.values(), ids=PICTURES.keys())
def test_a_picture_of_any_make_is_the_same_sheet(make: Callable[[], bytes]) -> None:
    (picture,) = pictures_of(make(), LIMITS)

    dark, light = picture.grey[10:90, 10:140], picture.grey[110:, 160:]
    assert picture.grey.shape == (200, 300)
    assert dark.mean() < 40
    assert light.mean() > 215


def test_the_sheets_behind_a_damaged_one_are_read() -> None:
    sheets = [_noisy() for _ in range(3)]
    data = bytearray(
        saved(sheets[0], "TIFF", save_all=True, append_images=sheets[1:], compression="tiff_lzw")
    )
    with Image.open(io.BytesIO(data)) as image:
        image.seek(1)
        at = image.tag_v2[273][0]  # type: ignore[attr-defined] # a TIFF has them
    data[at : at + 400] = bytes(400)

    pictures = pictures_of(bytes(data), LIMITS)

    assert next(pictures).number == 0
    with pytest.raises(PictureRefusedError, match="A folha 2 está danificada"):
        next(pictures)
    assert next(pictures).number == 2
    assert next(pictures, None) is None


def test_a_sheet_of_which_the_measures_are_lost_takes_no_other_with_it() -> None:
    """The library fails in a way of its own where the sheets are but counted."""
    data = bytearray(_tiff(2))
    data[data.rindex(b"\x00\x01\x03\x00\x01\x00\x00\x00")] = 0x99

    pictures = pictures_of(bytes(data), LIMITS)

    assert next(pictures).number == 0
    with pytest.raises(PictureRefusedError, match="A folha 2 está danificada"):
        next(pictures)


def test_sheets_of_a_telephone_and_of_16_bits_can_be_put_together_anew() -> None:
    heic = saved(_corner().convert("RGB"), "HEIF")
    for data in (heic, _deep(), _clear()):
        part = _frames(data, [ChosenSheet(0, 90)], LIMITS)
        (picture,) = pictures_of(part, LIMITS)
        assert picture.grey.shape == (300, 200)
        assert picture.grey[10:140, 110:190].mean() < 40
        assert picture.grey[160:, :90].mean() > 215


def test_a_chosen_sheet_that_cannot_be_opened_is_said() -> None:
    for data, code in ((_tiff(2), "picture-damaged"), (_pdf(), "pdf-damaged")):
        (reading,) = read_chosen_sheets(data, EDITIONS, [[ChosenSheet(7)]]).readings
        assert [finding.code for finding in reading.findings] == [code]


def test_macros_of_any_make_are_left_where_they_are() -> None:
    with zipfile.ZipFile(io.BytesIO(WORD)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    found = read_file(zipped({**parts, "word/vbaProject.bin": OLE + b"Auto_Open" * 900}), EDITIONS)
    assert found.readings[0].form == PAPER.truth


def test_a_deployment_may_allow_less() -> None:
    large = Limits(bytes=1_000)
    assert read_file(WORD, EDITIONS, limits=large).readings[0].findings[0].code == "file-too-large"
