"""What is in a ZIP, unfolded within bounds: so many files, so many bytes, no more than so much folded away.

The names within are names for people; nothing is ever written to where they point.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

_END = b"PK\x05\x06"
_END_OF_LARGE = b"PK\x06\x07"
_END_SIZE = 22
_SEARCHED_FOR_END = 66_000
_LARGEST_LISTING = 4_000_000
"""Bytes: a ZIP whose list of names is longer would fill the memory before anything of it is read."""

_UTF8_NAME = 0x800
_UNDER_PASSWORD = 0x1
_FOLDED_AS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Ways of folding that everybody uses; others ask for as much memory as the file says."""
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError),
    *(EOFError, OSError, ValueError, IndexError, KeyError),
)
"""What the library raises on a ZIP that is cut off, mixed up or packed in a way that it does not know."""


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """`files` in it; `file_bytes` of one; `bytes` of all, unfolded; `folded`: how many times its own size."""

    files: int = 10_000
    file_bytes: int = 50_000_000
    bytes: int = 4_000_000_000
    folded: int = 100


ARCHIVE_LIMITS = ArchiveLimits()
_FOLDED_ANYHOW = 100_000_000
"""Bytes that any ZIP may unfold to, however small it is."""


class UnableToUnfold(Exception):
    """A Portuguese sentence; what came before it was whole."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the ZIP: its bytes, or why they could not be had."""

    name: str
    data: bytes = b""
    problem: str = ""


def can_be_listed(file: BinaryIO) -> bool:
    """Whether the list of names is of a size that may be read; so is that of a ZIP that is cut off."""
    size = file.seek(0, 2)
    file.seek(max(size - _SEARCHED_FOR_END, 0))
    tail = file.read()
    file.seek(0)
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + _END_SIZE:
        return True
    (listing,) = struct.unpack_from("<I", tail, at + 12)
    is_large = tail[max(at - 20, 0) : at].startswith(_END_OF_LARGE)
    return listing <= _LARGEST_LISTING and not is_large


def unfold(file: BinaryIO, limits: ArchiveLimits = ARCHIVE_LIMITS) -> Iterator[Member]:
    """The files of a ZIP, one by one, in its order.

    Raises:
        UnableToUnfold: it is damaged, or goes beyond the limits.
    """
    if not can_be_listed(file):
        raise UnableToUnfold(_too_many(limits))
    size = file.seek(0, 2)
    file.seek(0)
    try:
        archive = zipfile.ZipFile(file)
    except DAMAGED as problem:
        raise UnableToUnfold("O ZIP está danificado ou incompleto.") from problem
    with archive:
        wanted = [info for info in archive.infolist() if _is_wanted(info)]
        if not wanted:
            raise UnableToUnfold("O ZIP está vazio.")
        if len(wanted) > limits.files:
            raise UnableToUnfold(_too_many(limits))
        most = min(limits.bytes, max(size * limits.folded, _FOLDED_ANYHOW))
        for info in wanted:
            member = _member(archive, info, limits.file_bytes)
            most -= len(member.data)
            if most < 0:
                raise UnableToUnfold("O ZIP se desdobra em dados demais; o resto dele não foi lido.")
            yield member


_LEFT_BEHIND = frozenset(("thumbs.db", "desktop.ini"))


def is_left_behind(parts: Sequence[str]) -> bool:
    """Whether a file of these folders and this name is what a system, or an open Word, left for itself."""
    name = parts[-1].lower()
    return "__MACOSX" in parts or name in _LEFT_BEHIND or name.startswith((".", "~$"))


def _is_wanted(info: zipfile.ZipInfo) -> bool:
    """No folder, and nothing that a system left there for itself."""
    is_file = bool(info.filename) and not info.is_dir()
    return is_file and not is_left_behind(info.filename.split("/"))


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> Member:
    name = _name(info)
    if info.flag_bits & _UNDER_PASSWORD:
        return Member(name, problem="O arquivo está protegido por senha dentro do ZIP.")
    if info.compress_type not in _FOLDED_AS:
        return Member(name, problem="O arquivo está compactado de um modo que não é lido. Refaça o ZIP.")
    try:
        with archive.open(info) as opened:
            data = opened.read(most + 1)
    except DAMAGED:
        return Member(name, problem="O arquivo está danificado dentro do ZIP.")
    if len(data) > most:
        megabytes = most // 1_000_000
        return Member(name, problem=f"O arquivo passa de {megabytes} MB dentro do ZIP e não foi lido.")
    return Member(name, data)


def _name(info: zipfile.ZipInfo) -> str:
    """As written; where the ZIP does not say in which letters, an old Windows made it, or a Mac."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp850")


def _too_many(limits: ArchiveLimits) -> str:
    return f"O ZIP tem arquivos demais; cabem até {limits.files}. Divida-o em partes."
