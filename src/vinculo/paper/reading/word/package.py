"""The ZIP that a Word document is, and its parts, within bounds."""

from __future__ import annotations

import io
import lzma
import posixpath
import re
import struct
import zipfile
import zlib
from typing import Any

from lxml import etree

from ..limits import Limits
from .names import Element

DAMAGED = "damaged-document"
_MAIN = "word/document.xml"
_LOCKED = 0x1
# What the library raises on a ZIP that is cut off, mixed up or packed in a way that it does not know.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    lzma.LZMAError,
    ValueError,
    EOFError,
    OSError,
    RuntimeError,
    KeyError,
    IndexError,
)
# A form has some six thousand tags; so many as a tree take a hundred megabytes and seconds to walk.
_MOST_TAGS = 1_000_000
# Before the root, in whichever of XML's encodings; no writer of Word's documents has one.
_DOCTYPE = re.compile(rb"<\0?!\0?D\0?O\0?C\0?T\0?Y\0?P\0?E")
_PROLOG = 4_000


class UnreadableWordError(Exception):
    """The document cannot be read; the message says why, in a sentence for a person."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


class WordPackage:
    """The parts of one document. All that is unfolded counts towards one bound."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._left = limits.unfolded_bytes
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGE as problem:
            raise _damaged() from problem
        self.main = self._main_part()

    def part(self, name: str) -> bytes | None:
        """The bytes of a part; None where there is no such part.

        Raises:
            UnreadableWordError: it is damaged, locked, or unfolds to too much.
        """
        try:
            info = self._archive.getinfo(name)
        except KeyError:
            return None
        if info.flag_bits & _LOCKED:
            raise UnreadableWordError(
                "locked",
                "O documento do Word está protegido por senha. Salve uma cópia sem senha e envie de novo.",
            )
        if info.file_size > self._left:
            raise UnreadableWordError(
                "file-too-large",
                "O documento do Word, descompactado, passa do tamanho permitido e não foi lido.",
            )
        self._left -= info.file_size
        try:
            # Never more than its head says, which was just looked at.
            return self._archive.read(info)
        except _DAMAGE as problem:
            raise _damaged() from problem

    def tree(self, name: str) -> Element | None:
        """A part as a tree. Entities are not followed, nothing is fetched.

        Raises:
            UnreadableWordError: it is no XML, or more of it than any document has.
        """
        data = self.part(name)
        return None if data is None else _tree_of(data)

    def tree_aside(self, name: str, holding: bytes = b"") -> Element | None:
        """A part that a document can do without; None where it is damaged, or does not hold some bytes."""
        try:
            data = self.part(name)
            return None if data is None or holding not in data else _tree_of(data)
        except UnreadableWordError as problem:
            if problem.code != DAMAGED:
                raise
            return None

    def related(self, source: str) -> dict[str, str]:
        """The names of the parts that a part points to within the document, by the ids of its relations."""
        folder, name = posixpath.split(source)
        root = self.tree_aside(posixpath.join(folder, "_rels", f"{name}.rels"))
        if root is None:
            return {}
        return {
            str(each.get("Id")): _inside(folder, str(each.get("Target")))
            for each in root
            if each.get("TargetMode") != "External" and each.get("Target")
        }

    def _main_part(self) -> str:
        root = self.tree_aside("_rels/.rels")
        for each in () if root is None else root:
            if str(each.get("Type", "")).endswith("/officeDocument") and each.get("Target"):
                return _inside("", str(each.get("Target")))
        return _MAIN


def _tree_of(data: bytes) -> Element:
    if data.count(b"<") > _MOST_TAGS:
        raise UnreadableWordError(
            "file-too-large", "O documento do Word tem conteúdo demais para um formulário e não foi lido."
        )
    try:
        root: Element = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as problem:
        # Entities that would unfold to too much are an error to the parser, too.
        raise (_unsafe() if _DOCTYPE.search(data, 0, _PROLOG) else _damaged()) from problem
    if root.getroottree().docinfo.doctype:  # type: ignore[attr-defined] # its stubs lack it
        raise _unsafe()
    return root


def _parser() -> Any:
    return etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _inside(folder: str, target: str) -> str:
    joined = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
    return posixpath.normpath(joined)


def _unsafe() -> UnreadableWordError:
    return UnreadableWordError(
        "unsafe-document",
        "O documento do Word traz definições de XML que nenhum formulário tem e, por segurança, "
        "não foi lido. Abra o formulário de origem, salve-o como um documento novo do Word e envie esse.",
    )


def _damaged() -> UnreadableWordError:
    return UnreadableWordError(
        DAMAGED,
        "O arquivo do Word está danificado ou incompleto e não foi possível abrir. "
        "Abra-o no Word, salve de novo e envie outra vez.",
    )
