"""Files that are no sound form, each made here: locked, cut off, endless, hostile, or of something else."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

import vinculo.paper.printing

FONT = Path(vinculo.paper.printing.__file__).parent / "fonts" / "VinculoPrinted-Regular.ttf"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

QUESTIONNAIRE = """Ficha de anamnese odontológica

Nome: Marina Prado Antunes            CPF: 529.982.247-25
Cidade: Natal                         UF: RN
Data: 12/03/2024                      Convênio: Sulina

Tem alergia a algum medicamento?      ( ) Sim  (X) Não
Está em tratamento médico?            (X) Sim  ( ) Não
Já teve sangramento excessivo?        ( ) Sim  (X) Não
Fuma?                                 ( ) Sim  (X) Não

Motivo da consulta: dor ao mastigar
Observações: voltar em quinze dias
"""


def saved(picture: Image.Image, form: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def zipped(parts: dict[str, bytes], way: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", way) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def pdf_of(*pages: Callable[[Canvas], None], password: str = "") -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption(password, canPrint=0) if password else None)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def with_rows(text: str) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        for number, row in enumerate(text.split("\n")):
            canvas.drawString(50, 800 - 18 * number, row)

    return draw


def written_word(text: str) -> bytes:
    rows = "".join(f"<w:p><w:r><w:t>{row}</w:t></w:r></w:p>" for row in text.split("\n"))
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = f'<w:document xmlns:w="{main}"><w:body>{rows}</w:body></w:document>'
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": document.encode()})


def locked_word() -> bytes:
    """As Word saves a document with a password: an OLE file with one encrypted stream."""
    return OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(1000)


def png_head(width: int, height: int) -> bytes:
    """A PNG of so many pixels, with next to nothing in it."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1_000_000), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def png_bomb(side: int) -> bytes:
    """A picture that is all there: small in the file, large unfolded."""
    packer = zlib.compressobj(9)
    row = bytes(1 + (side + 7) // 8)
    body = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in ((b"IHDR", head), (b"IDAT", body), (b"IEND", b""))
    )


def pdf_of_stream(stream: bytes, filters: str = "/FlateDecode", more: str = "") -> bytes:
    """A PDF of one page that draws what the stream unfolds to."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>"
        + more.encode()
        + b">>>>",
        f"<</Filter{filters}/Length {len(stream)}>>stream\n".encode() + stream + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj" % number + body + b"endobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


def folded(unfolded: bytes, times: int) -> bytes:
    """`times` of it as one stream, never whole in memory."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(unfolded) for _ in range(times)) + packer.flush()


def zip_of_zips(deep: int) -> bytes:
    data = zipped({"formulario.txt": b"0" * 1_000_000})
    for _ in range(deep):
        data = zipped({f"{number}.zip": data for number in range(3)})
    return data


def cat() -> Image.Image:
    """A furry animal on a sofa, as far as texture goes."""
    rng = np.random.default_rng(5)
    rows, columns = np.mgrid[0:360, 0:480]
    fur = 120 + 50 * np.sin(columns / 9 + np.sin(rows / 21) * 3) + rng.normal(0, 28, rows.shape)
    sofa = 90 + 0.2 * rows + rng.normal(0, 14, rows.shape)
    body = ((rows - 210) / 130) ** 2 + ((columns - 240) / 170) ** 2 < 1
    picture = Image.fromarray(np.where(body, fur, sofa).clip(0, 255).astype(np.uint8)).convert("RGB")
    pen = ImageDraw.Draw(picture)
    for left in (190, 270):
        pen.ellipse((left, 150, left + 30, 175), fill=(190, 200, 60))
        pen.ellipse((left + 12, 152, left + 19, 174), fill="black")
        pen.polygon(((left - 10, 105), (left + 10, 60), (left + 35, 100)), fill=(120, 90, 70))
    return picture


def unmapped_pdf(*rows: str, maps: bool = False) -> bytes:
    """A page whose font does not say which letters it has."""
    pdfmetrics.registerFont(TTFont("Unmapped", str(FONT)))
    out = io.BytesIO()
    canvas = Canvas(out, pageCompression=0)
    canvas.setFont("Unmapped", 12)
    for number, row in enumerate(rows):
        canvas.drawString(60, 780 - 24 * number, row)
    canvas.save()
    if maps:
        return out.getvalue()
    return re.sub(rb"/ToUnicode \d+ 0 R", lambda found: b" " * len(found[0]), out.getvalue())


def lossy_pdf(*rows: str) -> bytes:
    """A page whose font says which letters the plain ones are, and no others."""
    told = unmapped_pdf(*rows, maps=True)
    return re.sub(rb"<00(?:[89A-F][0-9A-F])>", b"<0000>", told)


DISMISSAL = """Formulário de Desligamento de Colaborador

Colaborador: Marina Prado Antunes
Data: 12/03/2024
CPF: 529.982.247-25
Cidade: Natal   UF: RN
Data início: 01/02/2019   Data final: 10/03/2024
Motivo desligamento:
( ) Pedido de demissão
(X) Sem justa causa
Obs.: entregar crachá
"""
INVOICE = """NOTA FISCAL DE SERVIÇOS
Prestador: Clínica Sorriso Ltda
CNPJ: 53.068.087/0013-39
Cidade: Jundiaí UF: SP
Tomador: Maria Queiroz
CPF: 898.412.309-92
Data: 10/10/2024   Valor: R$ 1.200,00
"""
CREDENTIALS = """Ficha de credenciamento de dentista
Nome dentista: Renata Queiroz
CRO: 12345  UF: SP
CPF: 898.412.309-92
CNPJ:
Cidade: Jundiaí
Operadora: Odonto Vida
Data inclusão: 11/08/2018
Atende outros convênios? (X) Sim ( ) Não
Quais? Amil
"""
