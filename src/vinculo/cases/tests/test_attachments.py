"""Files of a case: told by their content, kept once, drawn small, read, voided and brought back."""

from __future__ import annotations

import datetime as dt
import io
import struct
import time
import zipfile
import zlib
from typing import Any

import pytest
from PIL import Image

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.attachments import add_attachment, restore_attachment, void_attachment
from vinculo.cases.file_kinds import DOCX, kind_of, safe_name
from vinculo.cases.file_text import LONGEST_TEXT, text_of
from vinculo.cases.models import Attachment, Case
from vinculo.cases.pictures import SIDE, thumbnail_of
from vinculo.cases.refusals import UnableToAddAttachment, UnableToWriteCase
from vinculo.outbox.running import run_due

from .case_files import NOW, make_draft

LATER = NOW + dt.timedelta(minutes=5)


def picture(width: int = 640, height: int = 480, kind: str = "PNG") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (width, height), "#1f4e9e").save(made, kind)
    return made.getvalue()


def huge_png(side: int) -> bytes:
    """A few bytes that claim to be a picture of `side` times `side` pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 4096)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def word_document(*paragraphs: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        marked = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
        archive.writestr("word/document.xml", f"<w:document><w:body>{marked}</w:body></w:document>")
    return made.getvalue()


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_draft(cast.operator, cast.alice, contacts=[(1, {"note": "Ligou."}), (2, {"note": "Voltou."})])


def attach(case: Case, cast: Cast, content: bytes, name: str = "prova.png", **given: Any) -> Attachment:
    usual: dict[str, Any] = {"largest": 1_000_000, "actor": actor_of(cast.alice), "now": NOW}
    return add_attachment(case=case, name=name, content=content, **(usual | given))


REFUSED = {
    "a renamed executable": b"MZ\x90\x00\x03" + b"\x00" * 64,
    "a renamed program of Linux": b"\x7fELF\x02\x01\x01" + b"\x00" * 64,
    "a picture with script": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "the same behind a mark and a comment": "\ufeff<!-- x --><SVG onload=alert(1)>".encode(),
    "a page": b"oi\n<html><body>oi</body></html>",
    "the same in another encoding": "<script>1</script>".encode("utf-16"),
    "a script of the shell": b"#!/bin/sh\nrm -rf ~\n",
    "any other archive": b"PK\x03\x04" + b"\x00" * 200,
    "noise": bytes(range(256)),
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED.keys())
def test_what_could_do_something_is_refused_whatever_its_name(content: bytes):
    assert kind_of(content) is None


def test_a_refused_file_leaves_the_case_whole_and_says_what_to_do(case: Case, cast: Cast):
    for content, words in (
        (b"", "está vazio"),
        (b"MZ\x90\x00", "não é de um tipo"),
        (huge_png(60_000), "mais pontos do que qualquer câmera"),
        (b"a" * 101, "passa de"),
    ):
        with pytest.raises(UnableToAddAttachment) as refused:
            attach(case, cast, content, largest=100 if content[:1] == b"a" else 1_000_000)
        assert words in refused.value.message
    assert not case.attachments.exists()


@pytest.mark.parametrize(
    ("given", "kind", "kept"),
    [
        ("../../etc/senha.png", "image/png", "senha.png"),
        ("C:\\Users\\x\\foto.JPG", "image/jpeg", "foto.JPG"),
        ("nota\r\nSet-Cookie: a=b.txt", "text/plain", "notaSet-Cookie: a=b.txt"),
        ("foto\u202egnp.exe", "image/png", "fotognp.exe.png"),
        ("...", "text/plain", "arquivo.txt"),
        ("é" * 300 + ".pdf", "application/pdf", "é" * 196 + ".pdf"),
    ],
)
def test_a_name_loses_its_path_and_its_tricks(given: str, kind: str, kept: str):
    assert safe_name(given, kind) == kept


def test_windows_text_and_documents_are_told_by_their_content():
    assert kind_of("Não há interesse".encode("cp1252")) == "text/plain"
    assert kind_of(word_document("oi")) == DOCX


def test_a_small_picture_has_its_thumbnail_at_once(case: Case, cast: Cast):
    kept = attach(case, cast, picture(1200, 600))
    with Image.open(kept.thumbnail.open("rb")) as drawn:
        assert (drawn.format, drawn.size) == ("JPEG", (SIDE, SIDE // 2))


def test_a_large_picture_gets_it_from_the_worker(case: Case, cast: Cast):
    kept = attach(case, cast, picture(4000, 3000, "JPEG"))
    assert not kept.thumbnail
    run_due(NOW)
    kept.refresh_from_db()
    assert kept.thumbnail


def test_a_damaged_or_immense_picture_is_kept_without_one():
    assert thumbnail_of(picture()[:60]) is None
    assert thumbnail_of(huge_png(9_000)) is None


def test_the_same_file_is_one_in_one_place_and_shares_its_storage_in_another(case: Case, cast: Cast):
    first, second = case.contacts.order_by("position")
    kept = attach(case, cast, picture(), contact_id=first.pk)
    again = attach(case, cast, picture(), name="outra.png", contact_id=first.pk, now=LATER)
    assert (again.pk, again.added_at) == (kept.pk, NOW)
    elsewhere = attach(case, cast, picture(), contact_id=second.pk, now=LATER)
    assert elsewhere.pk != kept.pk
    assert (elsewhere.file.name, elsewhere.thumbnail.name) == (kept.file.name, kept.thumbnail.name)
    assert case.attachments.count() == 2


def test_voiding_is_taken_back(case: Case, cast: Cast):
    kept = attach(case, cast, b"prova", name="prova.txt")
    write: dict[str, Any] = {
        "case": case,
        "actor": actor_of(cast.alice),
        "now": LATER,
        "attachment_id": kept.pk,
    }
    void_attachment(**write)
    with pytest.raises(UnableToWriteCase):
        void_attachment(**write)
    restore_attachment(**write)
    kept.refresh_from_db()
    assert kept.voided_at is None
    kinds = list(case.events.order_by("pk").values_list("kind", flat=True))
    assert kinds[-3:] == ["attachment_added", "attachment_voided", "attachment_restored"]


def test_what_was_attached_anew_keeps_the_voided_one_out(case: Case, cast: Cast):
    kept = attach(case, cast, b"prova", name="prova.txt")
    write: dict[str, Any] = {"case": case, "actor": actor_of(cast.alice), "now": LATER}
    void_attachment(attachment_id=kept.pk, **write)
    attach(case, cast, b"prova", name="prova.txt")
    with pytest.raises(UnableToWriteCase, match="já foi anexado de novo"):
        restore_attachment(attachment_id=kept.pk, **write)


def test_the_text_of_a_document_is_read_by_the_worker(case: Case, cast: Cast):
    kept = attach(case, cast, word_document("Carta de desligamento", "Valores &amp; prazos"), name="c.docx")
    assert kept.text == ""
    run_due(NOW)
    kept.refresh_from_db()
    assert kept.text == "Carta de desligamento\nValores & prazos"


def test_texts_are_bounded_and_damaged_files_say_nothing():
    assert len(text_of(b"a" * 900_000, "text/plain")) == LONGEST_TEXT
    assert text_of(b"%PDF-1.7 nothing", "application/pdf") == ""
    assert text_of(b"PK\x03\x04", DOCX) == ""
    assert text_of(picture(), "image/png") == ""


def test_marks_that_never_end_take_no_time():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<" * 2_000_000 + "w:p>Fim</w:p>")
    began = time.monotonic()
    assert len(text_of(made.getvalue(), DOCX)) == LONGEST_TEXT
    assert time.monotonic() - began < 5


def test_a_pdf_that_unfolds_into_gigabytes_says_nothing_and_takes_no_memory():
    words = b"BT /F 12 Tf 10 10 Td (Pedido) Tj ET"
    assert text_of(pdf_of(words), "application/pdf") == "Pedido"
    began = time.monotonic()
    assert text_of(pdf_of(b"BT /F 12 Tf " + b"(AAAA) Tj " * 9_000_000), "application/pdf") == ""
    assert time.monotonic() - began < 30


def pdf_of(drawn: bytes) -> bytes:
    """A page on which this is drawn, packed."""
    packed = zlib.compress(drawn, 9)
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    numbered = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, part) for number, part in enumerate(parts, 1))
    return b"%PDF-1.4\n" + numbered + b"trailer<</Size 6/Root 1 0 R>>\n%%EOF"


def test_a_list_of_contents_that_says_it_is_short_is_counted():
    entry = (
        b"PK\x01\x02" + struct.pack("<HHHHHHIIIHHHHHII", 20, 20, *[0] * 3, 33, 0, 0, 0, 1, *[0] * 6) + b"a"
    )
    entries = entry * 40_000
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(entries), 31, 0)
    began = time.monotonic()
    assert kind_of(b"PK\x03\x04" + b"\x00" * 27 + entries + end) is None
    assert time.monotonic() - began < 0.2
