"""Files as somebody sent them: what is in a ZIP is laid beside the others, within bounds."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from zipfile import ZipFile, ZipInfo

from vinculo.paper.reading.archives import DAMAGED, can_be_listed

from .refusals import UnableToReadFeed

MOST_FILES = 50
MOST_BYTES = 4_000_000_000
_HIDDEN = (".", "~$", "__MACOSX")


@dataclass(frozen=True, slots=True)
class GivenFile:
    """`name` is what people call it, wherever it is kept."""

    name: str
    path: Path


def unpacked(files: Iterable[GivenFile], folder: Path) -> list[GivenFile]:
    """The files, those in a ZIP one by one; `folder` takes what is unpacked.

    Raises:
        UnableToReadFeed: a ZIP is damaged, too large, under a password, or holds another one.
    """
    found = [one for file in files for one in _within(file, folder)]
    if len(found) > MOST_FILES:
        raise UnableToReadFeed(f"São arquivos demais de uma vez: no máximo {MOST_FILES}. Nada foi lido.")
    return found


def _within(file: GivenFile, folder: Path) -> Iterator[GivenFile]:
    with file.path.open("rb") as opened:
        is_zip = opened.read(4) == b"PK\x03\x04"
        opened.seek(0)
        if is_zip and not can_be_listed(opened):
            raise UnableToReadFeed(f"{file.name} traz arquivos demais. Nada foi lido.")
    if not is_zip:
        yield file
        return
    try:
        with ZipFile(file.path) as archive:
            if "xl/workbook.xml" in archive.namelist():
                yield file
                return
            yield from _unpacked(archive, file, folder)
    except DAMAGED as problem:
        told = "está cortado, danificado ou protegido por senha. Nada foi lido; compacte de novo."
        raise UnableToReadFeed(f"{file.name} {told}") from problem


def _unpacked(archive: ZipFile, file: GivenFile, folder: Path) -> Iterator[GivenFile]:
    members = [one for one in archive.infolist() if not one.is_dir() and not _is_hidden(one)]
    if len(members) > MOST_FILES or sum(one.file_size for one in members) > MOST_BYTES:
        raise UnableToReadFeed(f"{file.name} traz mais do que se lê de uma vez. Nada foi lido.")
    for place, member in enumerate(members):
        path = folder / f"{file.path.name}-{place}"
        name = PurePosixPath(member.filename).name
        with archive.open(member) as packed, path.open("wb") as target:
            shutil.copyfileobj(packed, target)
        if name.lower().endswith(".zip"):
            raise UnableToReadFeed(f"{name} é um ZIP dentro de outro. Tire-o de lá; nada foi lido.")
        yield GivenFile(name, path)


def _is_hidden(member: ZipInfo) -> bool:
    return any(part.startswith(_HIDDEN) for part in PurePosixPath(member.filename).parts)
