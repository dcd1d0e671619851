"""The text that a file itself carries: of plain texts, PDFs with text, Word's documents.

All of it is bounded, in characters, in pages, in bytes unpacked and in time: a file is what strangers send.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Mapping
from html import unescape

from .file_kinds import DOCX, PDF, PLAIN, plain_text

LONGEST_TEXT = 100_000
LARGEST_DOCUMENT = 20 * 1024 * 1024
"""Bytes of the text inside a Word document, unpacked; one that claims more is not unpacked."""
SECONDS = 40.0
"""Of the process that reads a PDF, on a machine that has other things to do."""
PDF_READER = "vinculo.cases.pdf_text"

_PARAGRAPH_END = re.compile(r"</w:p>|<w:br[ />]|<w:tab[ />]")
# Without "<" inside: looking for the end of each of many beginnings takes time by the square of them.
_MARK = re.compile(r"<[^<>]*>")
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
    return plain_text(content) or ""


def _text_of_pdf(content: bytes) -> str:
    """Read in a process of its own (see `pdf_text`): what it has written when it is ended is kept."""
    command = [sys.executable, "-I", "-m", PDF_READER, str(LONGEST_TEXT)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as ended:
        return (ended.stdout or b"").decode("utf-8", "replace")
    return done.stdout.decode("utf-8", "replace")


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
