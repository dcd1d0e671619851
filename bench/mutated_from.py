"""Sound files of each kind, small and of many makes, for others to go wrong from."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pillow_heif
import zxingcpp
from bench.form_corpus.content import invented_paper
from bench.form_corpus.drawn_pdfs import drawn_pdfs
from bench.form_corpus.word_files import word_file
from PIL import Image, ImageDraw, ImageFont

import vinculo.paper.printing
from vinculo.paper.printing import PrintName, print_form
from vinculo.paper.reading.tests.form_texts import write_form
from vinculo.paper.reading.tests.layouts import random_layout

FILES = 12
_PICTURE_DPI = 110
_WIDE, _HIGH = 370, 140
_FONT = Path(vinculo.paper.printing.__file__).parent / "fonts" / "VinculoPrinted-Regular.ttf"
_NAME = PrintName("7K3M9QX2TB", "0c9d2f4e" * 8)


@lru_cache(maxsize=8)
def sound_files(kind: str) -> tuple[bytes, ...]:
    if kind == "pdf":
        return _pdfs()
    if kind == "picture":
        return _pictures()
    make = {"docx": _word, "text": _text, "code": code_sheet}[kind]
    return tuple(make(seed) for seed in range(FILES))


def _word(seed: int) -> bytes:
    return word_file(invented_paper(seed))


def _text(seed: int) -> bytes:
    paper, rng = invented_paper(seed), Random(seed)
    return write_form(paper.truth, paper.edition, random_layout(rng), rng).encode()


def _pdfs() -> tuple[bytes, ...]:
    """Prints of our own, one of them named, and others' with glyphs, drawn boxes and form fields."""
    own = (_print(0), _print(1), _print(2, name=_NAME))
    return (*own, *(drawn.data for drawn in drawn_pdfs(range(FILES - len(own)))))


def _print(seed: int, name: PrintName | None = None) -> bytes:
    paper = invented_paper(seed)
    return print_form(paper.truth, edition=paper.edition, name=name)


def _sheet(seed: int) -> Image.Image:
    """A scrap of a form, as a picture: so little of one that reading it costs a fraction of a second."""
    rows = (
        "Formulário - Processo de Retenção",
        f"Colaborador: {('Ana Prado', 'Rui Maia', 'Iara Sá')[seed % 3]}   Data: 12/03/2024",
        "Operadora: Odonto Sul   CRO: 1234",
        "CPF: 529.982.247-25   Cidade: Natal",
        "Status retenção",
    )
    sheet = Image.new("RGB", (_WIDE, _HIGH), "white")
    pen, font = ImageDraw.Draw(sheet), ImageFont.truetype(str(_FONT), 15)
    for number, row in enumerate(rows):
        pen.text((12, 8 + 25 * number), row, (20, 20, 30), font)
    return sheet


def _pictures() -> tuple[bytes, ...]:
    """Each way in which programs, telephones and scanners save a sheet."""
    pillow_heif.register_heif_opener()
    heads = [_sheet(seed) for seed in range(3)]
    return tuple(
        make(heads[place % len(heads)]) for place, make in enumerate((*_plain(), *_phones(), *_lists()))
    )


def _plain() -> tuple[Callable[[Image.Image], bytes], ...]:
    def deep(head: Image.Image) -> bytes:
        return saved(Image.fromarray(np.asarray(head.convert("L"), np.uint16) * 257), "PNG")

    def clear(head: Image.Image) -> bytes:
        layer = head.convert("RGBA")
        layer.putalpha(head.convert("L").point([255 - level for level in range(256)]))
        return saved(layer, "PNG")

    return (
        lambda head: saved(head, "PNG"),
        lambda head: saved(head.convert("1"), "PNG"),
        lambda head: saved(head.quantize(16), "PNG"),
        deep,
        clear,
        lambda head: saved(head, "BMP"),
        lambda head: saved(head.quantize(200), "BMP"),
        lambda head: saved(head.convert("1"), "BMP"),
        lambda head: saved(head, "GIF"),
        lambda head: saved(head, "WEBP", quality=70),
        lambda head: saved(head, "WEBP", lossless=True),
        lambda head: saved(head.convert("L"), "TIFF"),
        lambda head: saved(head, "TIFF", compression="tiff_lzw"),
        lambda head: saved(head.convert("1"), "TIFF", compression="group4", dpi=(110, 110)),
        lambda head: saved(head, "TIFF", compression="jpeg"),
        lambda head: saved(head.quantize(8), "TIFF", compression="packbits"),
    )


def _phones() -> tuple[Callable[[Image.Image], bytes], ...]:
    def turned(head: Image.Image, way: int, orientation: int, form: str) -> bytes:
        exif = Image.Exif()
        exif[0x0112] = orientation
        return saved(head.rotate(way, expand=True), form, exif=exif, quality=80)

    return (
        lambda head: saved(head, "JPEG", quality=80, dpi=(110, 110)),
        lambda head: saved(head.convert("L"), "JPEG", progressive=True),
        lambda head: saved(head.convert("CMYK"), "JPEG"),
        lambda head: turned(head, 90, 6, "JPEG"),
        lambda head: turned(head, 180, 3, "JPEG"),
        lambda head: saved(head, "HEIF", quality=60),
        lambda head: turned(head, 270, 8, "HEIF"),
    )


def _lists() -> tuple[Callable[[Image.Image], bytes], ...]:
    """Of several frames or sheets."""

    def frames(head: Image.Image, form: str, **options: Any) -> bytes:
        blank = Image.new(head.mode, head.size, "white" if head.mode != "1" else 1)
        return saved(head, form, save_all=True, append_images=[blank, blank], **options)

    return (
        lambda head: frames(head, "GIF"),
        lambda head: frames(head, "WEBP"),
        lambda head: frames(head.convert("1"), "TIFF", compression="group4"),
        lambda head: saved(head, "PDF", resolution=_PICTURE_DPI),
        lambda head: saved(head.convert("1"), "PDF", resolution=_PICTURE_DPI),
        lambda head: frames(head, "PDF", resolution=_PICTURE_DPI),
    )


def code_sheet(seed: int, text: str = "") -> bytes:
    """A scrap of paper with a code: of a named print, or, of every other one, of a blank form."""
    name = "7K3M9QX2TB" if seed % 2 else ""
    said = text or f"V1:{name}:{1 + seed % 3}:{1 + seed % 4}:{'0C9D2F4E' if name else ''}"
    # A longer text makes a larger code; what no code holds is cut.
    code = zxingcpp.create_barcode(said[:600], zxingcpp.BarcodeFormat.QRCode, ec_level="L" if text else "Q")
    drawn = Image.fromarray(np.asarray(code.to_image(scale=3), np.uint8))
    sheet = Image.new("L", (max(_WIDE, drawn.width), max(_HIGH, drawn.height)), 255)
    sheet.paste(drawn, ((sheet.width - drawn.width) // 2, sheet.height - drawn.height))
    return saved(sheet.rotate(seed % 4 * 90, expand=True), "PNG")


def saved(picture: Image.Image, as_format: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, as_format, **options)
    return buffer.getvalue()
