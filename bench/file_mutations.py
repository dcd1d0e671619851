"""Files gone wrong: pieces flipped, lost, doubled, strayed; in bytes and in what the format is made of."""

from __future__ import annotations

import copy
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from bench.mutated_from import code_sheet
from bench.picture_mutations import head_bytes, picture_parts, saved_otherwise
from lxml import etree

Mutation = Callable[[bytes, Random], bytes]

_NUMBERS = (b"0", b"-1", b"1", b"255", b"65536", b"2147483647", b"-2147483648", b"99999999999", b"1e400", b"")
_WORDS = (
    b"\0",
    b"\xff\xfe",
    "☒".encode(),
    b"&bomb;",
    b"<w:p>",
    b"]]>",
    b"%PDF-1.7",
    b"\n" * 50,
    b"( ) " * 200,
)
_PDF_NUMBER = re.compile(rb"(?<=[\s\[])-?[0-9]+(?:\.[0-9]+)?(?=[\s\]/>])")
_PDF_REFERENCE = re.compile(rb"[0-9]{1,6} 0 R")
_PDF_NAME = re.compile(rb"/[A-Za-z][A-Za-z0-9]{1,20}")
_PDF_OBJECT = re.compile(rb"[0-9]{1,6} 0 obj.*?endobj", re.DOTALL)
_PDF_STREAM = re.compile(
    rb"/Filter\s*/FlateDecode(?P<rest>[^\0]{0,200}?)stream\r?\n(?P<body>.*?)endstream", re.DOTALL
)
_BOMB = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%s">' % (name, b"&%c;" % (name - 1) * 10) for name in b"bcdefghi"
)


def flipped(data: bytes, rng: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 3, 20, 200))):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def cut_off(data: bytes, rng: Random) -> bytes:
    return data[: rng.randrange(len(data))]


def piece_lost(data: bytes, rng: Random) -> bytes:
    start, end = _piece(data, rng)
    return data[:start] + data[end:]


def piece_doubled(data: bytes, rng: Random) -> bytes:
    start, end = _piece(data, rng)
    return data[:end] + data[start:end] * rng.choice((1, 1, 30)) + data[end:]


def piece_strayed(data: bytes, rng: Random) -> bytes:
    start, end = _piece(data, rng)
    at = rng.randrange(len(data))
    return data[:at] + data[start:end] + data[at + end - start :]


def overwritten(data: bytes, rng: Random) -> bytes:
    at = rng.randrange(len(data))
    word = rng.choice((*_WORDS, rng.randbytes(rng.randrange(1, 64)), b"\0" * 64, b"\xff" * 64))
    return data[:at] + word + data[at + rng.choice((0, len(word))) :]


def _piece(data: bytes, rng: Random) -> tuple[int, int]:
    start = rng.randrange(len(data))
    return start, min(len(data), start + rng.choice((1, 16, 256, 4096, 65536)))


def xml_within(data: bytes, rng: Random) -> bytes:
    """A part of a ZIP of XML with its elements or attributes changed, or the parts themselves."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    target = "word/document.xml" if rng.random() < 0.7 else rng.choice(list(parts))
    match rng.randrange(12):
        case 0:
            del parts[target]
        case 1:
            parts[target] = rng.choice(_WORDS)
        case 2:
            parts[target] = re.sub(rb"^<\?xml[^>]*\?>", _BOMB + b"]>", parts[target]).replace(
                b"<w:t>", b"<w:t>&i;", 3
            )
        case _:
            parts[target] = _xml_changed(parts[target], rng)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _xml_changed(part: bytes, rng: Random) -> bytes:
    """Mostly well formed still: it is what stands where that is wrong."""
    if rng.random() < 0.15:
        return rng.choice((flipped, piece_lost, piece_doubled, overwritten))(part, rng) if part else part
    try:
        root = etree.fromstring(part)
    except (etree.XMLSyntaxError, ValueError):
        return part
    elements = [element for element in root.iter() if isinstance(element.tag, str)][1:]
    for _ in range(rng.choice((1, 1, 5, 30)) if elements else 0):
        _element_changed(rng.choice(elements), rng.choice(elements), rng)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _element_changed(one: Any, other: Any, rng: Random) -> None:
    parent = one.getparent()
    if parent is None:
        return
    match rng.randrange(7):
        case 0:
            parent.remove(one)
        case 1:
            # What is large is not doubled often: the next change doubles its doubles.
            for _ in range(rng.choice((1, 50)) if len(one) < 3 else 1):
                parent.insert(0, copy.deepcopy(one))
        case 2:
            if one is not other and one not in other.iterancestors():
                other.append(one)
        case 3:
            one.tag = other.tag
        case 4:
            one.text = rng.choice((other.text, "\t" * 40, "☒ " * 300, "1º contato", None))
        case 5 if one.attrib:
            name = rng.choice(list(one.attrib))
            one.set(name, rng.choice((*map(bytes.decode, _NUMBERS), "F0FE", "☒", "../../x")))
        case _:
            for _ in range(rng.choice((3, 300))):
                one = etree.SubElement(one, rng.choice((parent.tag, other.tag)))


def pdf_objects(data: bytes, rng: Random) -> bytes:
    """Numbers, references, names or whole objects of a PDF changed; some streams unfolded and changed."""
    for _ in range(rng.choice((1, 1, 4, 20))):
        data = rng.choice((_pdf_token, _pdf_token, _pdf_object, _pdf_stream))(data, rng)
    return data


def _pdf_token(data: bytes, rng: Random) -> bytes:
    pattern = rng.choice((_PDF_NUMBER, _PDF_REFERENCE, _PDF_NAME))
    found, other = _any_of(pattern, data, rng), _any_of(pattern, data, rng)
    if found is None or other is None:
        return data
    changed = rng.choice(_NUMBERS) if pattern is _PDF_NUMBER and rng.random() < 0.6 else other[0]
    return data[: found.start()] + changed + data[found.end() :]


def _pdf_object(data: bytes, rng: Random) -> bytes:
    found, other = _any_of(_PDF_OBJECT, data, rng), _any_of(_PDF_OBJECT, data, rng)
    if found is None or other is None:
        return data
    head = found[0].split(b"obj", 1)[0] + b"obj"
    changed = rng.choice((b"", head + b" null endobj", head + other[0].split(b"obj", 1)[1]))
    return data[: found.start()] + changed + data[found.end() :]


def _pdf_stream(data: bytes, rng: Random) -> bytes:
    found = _any_of(_PDF_STREAM, data, rng)
    if found is None:
        return data
    try:
        body = zlib.decompress(found["body"])
    except zlib.error:
        return data
    for _ in range(rng.choice((1, 10))):
        if body:
            body = rng.choice((flipped, piece_lost, piece_doubled, piece_strayed))(body, rng)
    return data[: found.start()] + found["rest"] + b"stream\n" + body + b"\nendstream" + data[found.end() :]


def picture_within(data: bytes, rng: Random) -> bytes:
    """Of a picture, or of the PDF that holds one."""
    if data.startswith(b"%PDF"):
        return pdf_objects(data, rng)
    return rng.choice((picture_parts, picture_parts, picture_parts, saved_otherwise, head_bytes))(data, rng)


def code_said(data: bytes, rng: Random) -> bytes:
    """A sheet whose code says something else: too much, nothing of ours, what no print was named."""
    said = rng.choice(
        (
            "V1:" + "A" * rng.randrange(400),
            f"V1:7K3M9QX2TB:{rng.choice((0, 3, 9999, 10**9))}:{rng.choice((0, 1, 999, 10**6))}:0C9D2F4E",
            "V1:ABCDEFGHJK:1:1:" + "F" * rng.choice((0, 7, 8, 9)),
            "V1::1:1:" + "0" * 8,
            "V1:7K3M9QX2TB:\u0661:\u0662:0C9D2F4E",
            "V2:7K3M9QX2TB:1:1:0C9D2F4E",
            "https://exemplo.com.br/?q=" + "%00" * rng.randrange(60),
            "".join(map(chr, rng.choices(range(1, 0x3000), k=rng.randrange(1, 80)))),
            "'; --",
            "0" * rng.randrange(1, 600),
        )
    )
    return code_sheet(rng.randrange(1_000), said)


def lines_mixed(data: bytes, rng: Random) -> bytes:
    lines = data.split(b"\n")
    for _ in range(rng.choice((1, 5, 30))):
        at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
        match rng.randrange(5):
            case 0:
                lines[at : at + 1] = []
                lines = lines or [b""]
            case 1:
                lines.insert(at, lines[other])
            case 2:
                lines[at], lines[other] = lines[other], lines[at]
            case 3:
                lines[at] = (lines[at] * rng.choice((2, 300)))[:_LONGEST_LINE]
            case _:
                lines[at] = rng.choice(_WORDS) + lines[at]
    return b"\n".join(lines)


_LONGEST_LINE = 200_000
_OF_BYTES: Sequence[Mutation] = (flipped, cut_off, piece_lost, piece_doubled, piece_strayed, overwritten)
MUTATIONS: dict[str, Sequence[Mutation]] = {
    "docx": (*_OF_BYTES, *[xml_within] * 18),
    "pdf": (*_OF_BYTES, *[pdf_objects] * 14),
    "picture": (*_OF_BYTES, *[picture_within] * 12),
    "code": (*_OF_BYTES, *[code_said] * 12, saved_otherwise),
    "text": (*_OF_BYTES, *[lines_mixed] * 4),
}


def mutated(kind: str, data: bytes, rng: Random) -> bytes:
    """The file gone wrong in one way, or in two."""
    for _ in range(rng.choice((1, 1, 1, 2))):
        if len(data) < 8:
            break
        try:
            data = rng.choice(MUTATIONS[kind])(data, rng)
        except (
            zipfile.BadZipFile,
            zlib.error,
            struct.error,
            ValueError,
            LookupError,
            OSError,
            EOFError,
            RuntimeError,
        ):
            # It had gone wrong already.
            data = flipped(data, rng)
    return data


def _any_of(pattern: re.Pattern[bytes], data: bytes, rng: Random) -> re.Match[bytes] | None:
    """One of what the pattern finds behind a place, so that no search takes long."""
    return pattern.search(data, rng.randrange(max(1, len(data)))) or pattern.search(data)
