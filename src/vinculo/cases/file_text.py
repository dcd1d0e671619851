"""The text that a file itself carries: of plain texts, PDFs with text, Word's documents.

All of it is bounded, in characters, in pages, in bytes unpacked and in time: a file is what strangers send.
"""

from __future__ import annotations

import io
import re
import time
import zipfile
import zlib
from collections.abc import Callable, Mapping
from html import unescape

import pypdfium2 as pdfium

from vinculo.paper.reading.pdf import PDFIUM

from .file_kinds import DOCX, PDF, PLAIN, plain_text

LONGEST_TEXT = 100_000
MOST_PAGES = 200
LARGEST_DOCUMENT = 20 * 1024 * 1024
"""Bytes of the text inside a Word document, unpacked; one that claims more is not unpacked."""
SECONDS = 20.0

_PARAGRAPH_END = re.compile(r"</w:p>|<w:br[ />]|<w:tab[ />]")
_MARK = re.compile(r"<[^>]*>")
# RuntimeError: the document has a password.
_DAMAGED = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, RuntimeError, EOFError, OSError)


def text_of(content: bytes, kind: str) -> str:
    """What the file says, with white space folded; empty where it says nothing that can be read."""
    read = _READERS.get(kind)
    if read is None:
        return ""
    lines = (" ".join(line.split()) for line in read(content).replace("\x00", "")[:LONGEST_TEXT].splitlines())
    return "\n".join(line for line in lines if line)


def _text_of_plain(content: bytes) -> str:
    return plain_text(content[: 4 * LONGEST_TEXT]) or ""


def _text_of_pdf(content: bytes) -> str:
    """Page after page, the library let go between them; damaged pages are passed over."""
    until = time.monotonic() + SECONDS
    with PDFIUM:
        try:
            document = pdfium.PdfDocument(content)
        except pdfium.PdfiumError:
            return ""
        pages = min(len(document), MOST_PAGES)
    found: list[str] = []
    try:
        for number in range(pages):
            if sum(map(len, found)) > LONGEST_TEXT or time.monotonic() > until:
                break
            found.append(_page_text(document, number))
    finally:
        with PDFIUM:
            document.close()
    return "\n".join(found)


def _page_text(document: pdfium.PdfDocument, number: int) -> str:
    with PDFIUM:
        try:
            page = document[number]
            words = page.get_textpage()
            text: str = words.get_text_bounded()
            words.close()
            page.close()
        except pdfium.PdfiumError:
            return ""
        return text


def _text_of_docx(content: bytes) -> str:
    """The words between the marks. No reader of XML comes near a stranger's file: none can be tricked."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        if archive.getinfo("word/document.xml").file_size > LARGEST_DOCUMENT:
            return ""
        with archive.open("word/document.xml") as document:
            marked = document.read(LARGEST_DOCUMENT).decode("utf-8", "replace")
    except _DAMAGED:
        return ""
    return unescape(_MARK.sub("", _PARAGRAPH_END.sub("\n", marked)))


_READERS: Mapping[str, Callable[[bytes], str]] = {
    PLAIN: _text_of_plain,
    PDF: _text_of_pdf,
    DOCX: _text_of_docx,
}
