"""What a file is, from its content alone, and under which name it is kept. Its own name proves nothing."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Mapping
from pathlib import PurePosixPath

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
PLAIN = "text/plain"
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
"""Kinds that a browser shows by itself and of which thumbnails are made."""
KINDS_WITH_TEXT = (PLAIN, PDF, DOCX)

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", PDF),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"#!AMR", "audio/amr"),
)
# By the four letters after "ftyp": what is none of these is a film.
_FTYP = {b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heic", b"M4A ": "audio/mp4"}
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav"}

_NAME_ENDS: Mapping[str, tuple[str, ...]] = {
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg", ".jfif"),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    "image/heic": (".heic", ".heif"),
    PDF: (".pdf",),
    "audio/ogg": (".ogg", ".opus", ".oga"),
    "audio/mpeg": (".mp3",),
    "audio/amr": (".amr",),
    "audio/mp4": (".m4a",),
    "audio/wav": (".wav",),
    "video/mp4": (".mp4", ".mov", ".3gp", ".m4v"),
    DOCX: (".docx",),
    XLSX: (".xlsx",),
    PLAIN: (".txt", ".csv", ".md", ".log", ".eml", ".vcf"),
}

MOST_ENTRIES = 5_000
"""Entries of a ZIP beyond which nobody looks for a document in it."""
LONGEST_NAME = 200

# A text that a browser could take for a page, or a system for a program.
_ACTIVE = re.compile(
    r"<(?:svg|script|html|head|body|iframe|object|embed|style|math|!doctype|\?xml)\b", re.IGNORECASE
)
_LOOKED_THROUGH = 4_096
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
_NOT_IN_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")


def kind_of(content: bytes) -> str | None:
    """The media type that the content itself shows, None where it is none that is kept."""
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            return kind
    if content.startswith(b"RIFF"):
        return _RIFF.get(content[8:12])
    if content[4:8] == b"ftyp":
        return _FTYP.get(content[8:12], "video/mp4")
    if content.startswith(b"PK\x03\x04"):
        return _zipped_kind(content)
    return PLAIN if plain_text(content) is not None else None


def _zipped_kind(content: bytes) -> str | None:
    """A document of Word or Excel, by the names in its list of contents: nothing is unpacked."""
    # Its own word for how many there are proves nothing, and all of them are read at once.
    if content.count(b"PK\x01\x02") > MOST_ENTRIES:
        return None
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OverflowError):
        return None
    if "word/document.xml" in names:
        return DOCX
    return XLSX if "xl/workbook.xml" in names else None


def plain_text(content: bytes) -> str | None:
    """The content as text, where it is one that does nothing; Windows' own encoding is read too."""
    text = _decoded(content)
    if text is None or text.startswith("#!") or _ACTIVE.search(text[:_LOOKED_THROUGH]):
        return None
    return text


def _decoded(content: bytes) -> str | None:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            text = content.decode("utf-16")
        except UnicodeDecodeError:
            return None
        return None if _CONTROLS.search(text[:_LOOKED_THROUGH].encode()) else text
    if _CONTROLS.search(content):
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None if _NOT_IN_1252.search(content) else content.decode("cp1252")


def safe_name(name: str, kind: str = "") -> str:
    """The last part of a name, without signs that are not seen, at most 200 characters.

    A name that ends unlike its kind gets the kind's own ending, so that saving it makes no program of it.
    """
    last = re.split(r"[\\/]", name)[-1]
    # Cf holds the signs that turn the direction of writing: "exe.gnp" could be read as a picture's name.
    seen = "".join(sign for sign in last if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    seen = seen.strip().strip(".").strip()[-LONGEST_NAME:] or "arquivo"
    ends = _NAME_ENDS.get(kind, ())
    if ends and PurePosixPath(seen).suffix.lower() not in ends:
        seen = seen[: LONGEST_NAME - len(ends[0])] + ends[0]
    return seen
