"""The file that the app exports: a text alone, or a ZIP of the text with its media. Opened with limits."""

from __future__ import annotations

import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import IO

from .message import UnreadableConversationError
from .reading import NOT_AN_EXPORT
from .stamps import MARKS, find_heads

LARGEST_TEXT = 30 * 1024 * 1024
MOST_ENTRIES = 10_000
MOST_LISTED = 50_000
"""Entries in all lists of contents, those of documents inside among them; beyond it the list is not read."""
MOST_TEXTS = 50
"""Texts of an archive that are looked into, the likeliest first."""
LARGEST_UNPACKED = 2 * 1024 * 1024 * 1024
HIGHEST_RATIO = 150
"""Media does not shrink, and text shrinks ten times or so."""
_RATIO_MATTERS_FROM = 4 * 1024 * 1024

_ZIP = b"PK\x03\x04"
_LISTED = b"PK\x01\x02"
_OTHER_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"PK\x05\x06")
_NO_MARKS = str.maketrans("", "", MARKS)
_TITLE = re.compile(
    r"(?:conversa do whatsapp com|conversa do whatsapp -|whatsapp chat with|whatsapp chat -"
    r"|chat de whatsapp con|chat whatsapp con|discussion whatsapp avec|whatsapp-chat mit) ?(?P<name>.+?)"
    r"(?: ?\(\d+\))?(?:\.txt|\.zip)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ExportFile:
    """An opened export. `title` is whom the chat is with, where the file's name says it."""

    text: str
    title: str = ""
    _archive: zipfile.ZipFile | None = None
    _media: Mapping[str, zipfile.ZipInfo] = field(default_factory=dict)

    @property
    def has_media(self) -> bool:
        return bool(self._media)

    def holds(self, name: str) -> bool:
        return _known_as(name) in self._media

    def place_of(self, name: str) -> int | None:
        """Where in the archive a medium stands, for `medium_at`."""
        entry = self._media.get(_known_as(name))
        if self._archive is None or entry is None:
            return None
        return self._places[entry.header_offset]

    @cached_property
    def _places(self) -> Mapping[int, int]:
        entries = self._archive.infolist() if self._archive else ()
        return {entry.header_offset: place for place, entry in enumerate(entries)}

    def read_media(self, name: str, largest: int) -> bytes | None:
        """A medium's bytes, one more than `largest` at most; None where it is not in the file or damaged."""
        entry = self._media.get(_known_as(name))
        if self._archive is None or entry is None:
            return None
        try:
            return _read(self._archive, entry, largest + 1)
        except UnreadableConversationError:
            return None


@contextmanager
def opened_export(file: IO[bytes], name: str) -> Iterator[ExportFile]:
    """Opens what was exported.

    Raises:
        UnreadableConversationError: it is no export, damaged, too big, or made to do harm.
    """
    file.seek(0)
    start = file.read(8)
    if start.startswith(_ZIP):
        with _archive(file) as archive:
            yield _from_archive(archive, name)
        return
    if start.startswith(_OTHER_ARCHIVES):
        raise UnreadableConversationError(
            "O arquivo compactado está vazio ou é de um tipo que não se abre aqui. Envie o .zip ou o .txt "
            "como o WhatsApp o criou, sem compactar de novo."
        )
    file.seek(0)
    content = file.read(LARGEST_TEXT + 1)
    yield ExportFile(_decoded(content), _title(name))


def medium_at(file: IO[bytes], place: int, largest: int) -> bytes | None:
    """The bytes of one entry of an archive; None where there is none, or it is larger, locked or damaged."""
    try:
        with _archive(file) as archive:
            entries = archive.infolist()
            if place >= len(entries) or entries[place].file_size > largest:
                return None
            return _read(archive, entries[place], largest)
    except UnreadableConversationError:
        return None


def _from_archive(archive: zipfile.ZipFile, name: str) -> ExportFile:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    _require_harmless(entries)
    chat = _chat_in(archive, entries)
    text = _decoded(_read(archive, chat, LARGEST_TEXT + 1))
    media = {_known_as(entry.filename): entry for entry in entries if entry is not chat}
    return ExportFile(text, _title(_base(chat.filename)) or _title(name), archive, media)


@contextmanager
def _archive(file: IO[bytes]) -> Iterator[zipfile.ZipFile]:
    _require_short_list(file)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OSError) as damaged:
        raise UnreadableConversationError(_DAMAGED) from damaged
    with archive:
        yield archive


def _require_short_list(file: IO[bytes]) -> None:
    """Counts what begins an entry of a list, for the list's own word on its length proves nothing.

    Raises:
        UnreadableConversationError: the list alone would fill the memory.
    """
    file.seek(0)
    count, before = 0, b""
    while piece := file.read(1024 * 1024):
        count += (before + piece).count(_LISTED)
        before = piece[-len(_LISTED) + 1 :]
    file.seek(0)
    if count > MOST_LISTED:
        raise UnreadableConversationError(_too_many(count))


_DAMAGED = "O .zip está incompleto ou danificado. Exporte a conversa de novo e envie o arquivo novo."


def _require_harmless(entries: list[zipfile.ZipInfo]) -> None:
    """
    Raises:
        UnreadableConversationError: unpacking it would take more than any conversation does.
    """
    if len(entries) > MOST_ENTRIES:
        raise UnreadableConversationError(_too_many(len(entries)))
    swollen = any(
        entry.file_size > _RATIO_MATTERS_FROM
        and entry.file_size > HIGHEST_RATIO * max(entry.compress_size, 1)
        for entry in entries
    )
    if swollen or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise UnreadableConversationError(
            "O .zip, ao ser aberto, ficaria grande demais para uma conversa e foi recusado por segurança. "
            "Exporte a conversa sem mídia e envie de novo."
        )


def _too_many(entries: int) -> str:
    return (
        f"O .zip tem {entries} arquivos, mais do que uma conversa exportada ({MOST_ENTRIES}). "
        "Exporte a conversa sem mídia e envie de novo. Nada foi lido."
    )


def _chat_in(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    """The text of the chat: by its name, else the one that begins as a chat does."""
    texts = [entry for entry in entries if entry.filename.lower().endswith(".txt")]
    for entry in sorted(texts, key=_likelihood)[:MOST_TEXTS]:
        beginning = _read(archive, entry, 64 * 1024)
        if find_heads(_decoded(beginning, may_be_empty=True).split("\n")):
            return entry
    raise UnreadableConversationError(
        "O .zip não traz a conversa (_chat.txt ou “Conversa do WhatsApp com ….txt”). "
        "Exporte a conversa de novo pelo aplicativo e envie o arquivo como ele o cria."
    )


def _likelihood(entry: zipfile.ZipInfo) -> tuple[bool, bool, int]:
    base = _base(entry.filename)
    return base.lower() != "_chat.txt", not _title(base), entry.filename.count("/")


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """
    Raises:
        UnreadableConversationError: the entry is locked by a password, or damaged.
    """
    if entry.flag_bits & 1:
        raise UnreadableConversationError(
            "O .zip tem senha. Envie o arquivo como o WhatsApp o criou, sem senha."
        )
    try:
        with archive.open(entry) as unpacked:
            return unpacked.read(most)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as damaged:
        raise UnreadableConversationError(_DAMAGED) from damaged


def _decoded(content: bytes, *, may_be_empty: bool = False) -> str:
    """
    Raises:
        UnreadableConversationError: empty, too long, or no text.
    """
    if len(content) > LARGEST_TEXT:
        limit = LARGEST_TEXT // (1024 * 1024)
        raise UnreadableConversationError(
            f"A conversa passa de {limit} MB de texto e não foi lida. Divida o .txt em partes e envie "
            "só a que interessa ao processo."
        )
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe") and not may_be_empty:
        raise UnreadableConversationError(
            "O arquivo está vazio. Exporte a conversa de novo e envie o novo arquivo."
        )
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _storable(content.decode("utf-16", errors="replace"))
    if b"\x00" in content[:4096]:
        raise UnreadableConversationError(NOT_AN_EXPORT)
    try:
        return _storable(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        # A beginning may end within a letter; a damaged letter or two are no reason to refuse.
        patched = content.decode("utf-8-sig", errors="replace")
        is_damaged_here_and_there = patched.count("\ufffd") <= 3 + len(patched) // 2_000
        return _storable(patched if is_damaged_here_and_there else content.decode("cp1252", "replace"))


def _storable(text: str) -> str:
    """PostgreSQL keeps neither null characters nor halves of characters."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _base(name: str) -> str:
    return re.split(r"[\\/]", name)[-1]


def _known_as(name: str) -> str:
    """A file's name as both the chat and the archive would write it."""
    return unicodedata.normalize("NFC", _base(name).translate(_NO_MARKS)).strip().casefold()


def _title(name: str) -> str:
    match = _TITLE.match(unicodedata.normalize("NFC", _base(name).translate(_NO_MARKS)))
    return match["name"].strip() if match else ""
