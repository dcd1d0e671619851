"""Files that are no conversation, or want to do harm: each is refused with a sentence."""

from __future__ import annotations

import io
import zipfile

import pytest

from vinculo.intake.whatsapp import export_file
from vinculo.intake.whatsapp.export_file import medium_at, opened_export
from vinculo.intake.whatsapp.message import UnreadableConversationError

from .conversation_files import PNG, zipped

CHAT = "24/02/2026 14:05 - Ana: foto.png (arquivo anexado)\n"


def text_of(content: bytes, name: str = "_chat.txt") -> str:
    with opened_export(io.BytesIO(content), name) as export:
        return export.text


def packed(*entries: tuple[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return file.getvalue()


def locked(content: bytes) -> bytes:
    """The archive with the sign of a password on its entries."""
    changed = bytearray(content)
    changed[6] |= 1
    changed[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


@pytest.mark.parametrize(
    "content",
    [
        CHAT.encode(),
        b"\xef\xbb\xbf" + CHAT.encode(),
        CHAT.encode("utf-16"),
        CHAT.encode("cp1252"),
        CHAT.replace("\n", "\r\n").encode(),
    ],
    ids=["utf-8", "with a mark", "utf-16", "windows", "line ends"],
)
def test_texts_in_every_encoding(content):
    assert "foto.png (arquivo anexado)" in text_of(content)


def test_the_chat_is_found_among_the_files():
    for name in (
        "_chat.txt",
        "Conversa do WhatsApp com Ana.txt",
        "WhatsApp Chat with Ana.txt",
        "pasta/x.txt",
    ):
        content = packed(("aaa.txt", b"uma nota que me mandaram"), (name, CHAT.encode()), ("foto.png", PNG))
        assert text_of(content) == CHAT


def test_whom_the_chat_is_with_comes_from_the_names():
    with opened_export(io.BytesIO(zipped(CHAT, name="_chat.txt")), "WhatsApp Chat - Dra. Ana.zip") as export:
        assert export.title == "Dra. Ana"
    with opened_export(io.BytesIO(CHAT.encode()), "Conversa do WhatsApp com +55 11 91234-5678.txt") as export:
        assert export.title == "+55 11 91234-5678"


def test_media_are_matched_by_name_whatever_the_accents_are_made_of():
    content = packed(("_chat.txt", CHAT.encode()), ("pasta/Conteu\u0301do.PNG", PNG))
    with opened_export(io.BytesIO(content), "x.zip") as export:
        assert export.read_media("\u200eConte\u00fado.png", 1000) == PNG
        assert export.read_media("outra.png", 1000) is None
        assert export.read_media("../../etc/passwd", 1000) is None
        place = export.place_of("conteúdo.png")
    assert place is not None
    assert medium_at(io.BytesIO(content), place, 1000) == PNG
    assert medium_at(io.BytesIO(content), 7, 1000) is None
    assert medium_at(io.BytesIO(content), place, 10) is None


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "vazio"),
        (b"\xff\xfe", "vazio"),
        (packed(("_chat.txt", CHAT.encode()), ("bomba.bin", b"\x00" * 30_000_000)), "por segurança"),
        (packed(("_chat.txt", b"\x00" * 30_000_000)), "por segurança"),
        (packed(("foto.png", PNG)), "não traz a conversa"),
        (packed(("dentro.zip", zipped(CHAT))), "não traz a conversa"),
        (packed(("notas.txt", b"nada aqui")), "não traz a conversa"),
        (zipped(CHAT)[:-40], "danificado"),
        (zipped(CHAT)[:40] + b"xxxxxxxx" + zipped(CHAT)[48:], "danificado"),
        (locked(zipped(CHAT)), "senha"),
        (packed(), "vazio"),
        (b"Rar!\x1a\x07\x01\x00", "sem compactar de novo"),
        (b"MZ\x90\x00\x03\x00\x00\x00\x04", "não é uma conversa"),
    ],
    ids=[
        *("empty", "mark alone", "bomb", "bomb as chat", "no chat", "archive in archive", "another text"),
        *("cut off", "damaged", "password", "no entry", "rar", "program"),
    ],
)
def test_refused_with_a_sentence(content, sentence):
    with pytest.raises(UnreadableConversationError, match=sentence):
        text_of(content)


def test_a_text_too_long_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(export_file, "LARGEST_TEXT", 1000)
    for content in (b"x" * 1001, packed(("_chat.txt", CHAT.encode() * 100))):
        with pytest.raises(UnreadableConversationError, match="Divida o"):
            text_of(content)


def test_too_many_files_are_refused(monkeypatch):
    monkeypatch.setattr(export_file, "MOST_ENTRIES", 3)
    with pytest.raises(UnreadableConversationError, match="mais do que uma conversa"):
        text_of(packed(("_chat.txt", CHAT.encode()), *((f"{n}.png", PNG) for n in range(3))))


def test_a_list_of_contents_without_end_is_not_read(monkeypatch):
    monkeypatch.setattr(export_file, "MOST_LISTED", 100)
    entry = b"PK\x01\x02" + b"\x00" * 42
    with pytest.raises(UnreadableConversationError, match="tem 200000 arquivos"):
        text_of(b"PK\x03\x04" + entry * 200_000 + b"PK\x05\x06" + b"\x00" * 18)


def test_only_the_likeliest_texts_are_looked_into(monkeypatch):
    monkeypatch.setattr(export_file, "MOST_TEXTS", 3)
    notes = [(f"nota {n}.txt", b"nada") for n in range(5)]
    assert text_of(packed(*notes, ("_chat.txt", CHAT.encode()))) == CHAT
    with pytest.raises(UnreadableConversationError, match="não traz a conversa"):
        text_of(packed(*notes, ("z.txt", CHAT.encode())))
