"""Which encoding and separator a text file has, found out from the file itself."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from vinculo.kernel.places.spelling import letters

_CHUNK = 1 << 20
_NOT_IN_CP1252 = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
_OUR_LETTERS = "áàâãçéêíóôõúüÁÀÂÃÇÉÊÍÓÔÕÚÜªº°"
# The likeliest first: where two fit as well, it is taken.
_NARROW = ("cp1252", "cp850", "mac-roman")
_SEPARATORS = (";", ",", "\t", "|")


def encoding_of(path: Path) -> str:
    """UTF-8 where all of the file is, then the one of Windows, DOS or Macintosh that fits best."""
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if wide := _wide_encoding(head):
        return wide
    return _narrow_encoding(path)


def separator_of(head: str, wanted: Collection[str]) -> str:
    """The one under which the first line has most of the wanted columns, or parts it most often."""
    names = {letters(name) for name in wanted}

    def fitting(separator: str) -> tuple[int, int]:
        cells = next(csv.reader([head], delimiter=separator), [])
        return sum(letters(cell) in names for cell in cells), len(cells)

    try:
        return max(_SEPARATORS, key=fitting)
    except csv.Error:
        return ";"


def ends_with_newline(path: Path) -> bool:
    """Also where the newline is two bytes wide."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 2))
        tail = file.read(2)
    return tail.rstrip(b"\0")[-1:] in {b"\n", b"\r"}


def _wide_encoding(head: bytes) -> str:
    """UTF-16 without its mark: every second byte of Western text is nought."""
    if len(head) < 4:
        return ""
    if head[1::2].count(0) * 2 > len(head[1::2]) and head[::2].count(0) * 10 < len(head):
        return "utf-16-le"
    if head[::2].count(0) * 2 > len(head[::2]) and head[1::2].count(0) * 10 < len(head):
        return "utf-16-be"
    return ""


def _narrow_encoding(path: Path) -> str:
    """A file of UTF-8 that was cut within a letter is still one."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8 = True
    has_wide_letters = False
    counts = np.zeros(256, dtype=np.int64)
    for chunk in _chunks(path):
        if is_utf8:
            try:
                letters_read = len(decoder.decode(chunk))
                has_wide_letters |= letters_read < len(chunk) - len(decoder.getstate()[0])
            except UnicodeDecodeError:
                is_utf8 = False
        counts += np.bincount(np.frombuffer(chunk, dtype=np.uint8), minlength=256)
    is_cut = bool(decoder.getstate()[0])
    if is_utf8 and (has_wide_letters or not is_cut):
        return "utf-8"
    return _encoding_with_our_letters(counts)


def _encoding_with_our_letters(counts: np.ndarray[Any, np.dtype[np.int64]]) -> str:
    """The one under which most of what is no ASCII are letters of Portuguese."""

    def ours(encoding: str) -> int:
        return sum(int(counts[byte]) for byte in _OUR_LETTERS.encode(encoding, "ignore"))

    best = max(_NARROW, key=ours)
    if best == "cp1252" and any(counts[byte] for byte in _NOT_IN_CP1252):
        return "latin-1"
    return best


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk
