"""What kind of file it is, found from its content; its name only tells apart what content cannot."""

from __future__ import annotations

import io
import zipfile
from enum import StrEnum

from .archives import can_be_listed


class Kind(StrEnum):
    """A way to read a file."""

    EMPTY = "empty"
    TEXT = "text"
    WORD = "docx"
    """Office Open XML, macros or not."""
    OFFICE = "office"
    """What only LibreOffice turns into one that can be read: .doc, .odt, .rtf."""
    PDF = "pdf"
    PICTURE = "picture"
    ARCHIVE = "zip"
    """A ZIP of files."""
    JOINED = "joined"
    """Files of which a person put sheets together (`joined_sheets`)."""
    LOCKED = "locked"
    """An office document under a password."""
    OTHER = "other"


ENDINGS = frozenset(
    {
        *(".txt", ".md", ".html", ".htm", ".pdf", ".docx", ".docm", ".doc", ".odt", ".rtf", ".zip"),
        *(
            ".jpg",
            ".jpeg",
            ".jfif",
            ".png",
            ".tif",
            ".tiff",
            ".bmp",
            ".webp",
            ".heic",
            ".heif",
            ".gif",
            ".avif",
        ),
    }
)
"""That a file's name keeps where it is stored; what is in it, and whether it is read, content alone tells."""

SHEET_LIST = "vinculo-folhas.json"
"""In a file of sheets that were put together: which of them are the form."""

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*", b"BM")
_PICTURE_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
_RTF = b"{\\rtf"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_SEARCHED_FOR_HEAD = 1024


def kind_of(data: bytes) -> Kind:
    """The kind of a whole file; a wrong extension changes nothing."""
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        return Kind.EMPTY
    if data.startswith(_ZIPS):
        # First: the beginning of a PDF may stand near that of a ZIP in which it lies as it is.
        return _kind_of_zip(data)
    if b"%PDF-" in data[:_SEARCHED_FOR_HEAD]:
        return Kind.PDF
    if _is_picture(data):
        return Kind.PICTURE
    if data.startswith((_RTF, _OLE)):
        return Kind.LOCKED if _ENCRYPTED_STREAM in data else Kind.OFFICE
    return Kind.TEXT


def _is_picture(data: bytes) -> bool:
    is_apple = data[4:8] == b"ftyp" and data[8:12] in _PICTURE_BRANDS
    is_webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    return data.startswith(_PICTURES) or is_apple or is_webp


def _kind_of_zip(data: bytes) -> Kind:
    """By the names within; a ZIP that is cut off is told by what its beginning says."""
    if not can_be_listed(io.BytesIO(data)):
        return Kind.ARCHIVE
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        head = data[:4096]
        return Kind.WORD if b"word/" in head or b"[Content_Types].xml" in head else Kind.ARCHIVE
    if SHEET_LIST in names:
        return Kind.JOINED
    if "[Content_Types].xml" in names and any(name.startswith("word/") for name in names):
        return Kind.WORD
    if "mimetype" in names and "content.xml" in names:
        return Kind.OFFICE
    return Kind.OTHER if "[Content_Types].xml" in names else Kind.ARCHIVE
