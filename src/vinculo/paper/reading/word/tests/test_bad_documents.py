"""Documents that cannot be read: a sentence for each, in bounded time and memory, and nothing raised."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from bench.form_corpus.content import invented_paper
from bench.form_corpus.word_files import word_file

from vinculo.paper.editions import packaged_edition
from vinculo.paper.reading.files import read_file
from vinculo.paper.reading.kinds import Kind, kind_of
from vinculo.paper.reading.limits import LIMITS, Limits
from vinculo.paper.reading.word import read_word_forms

from .documents import document, par, row, run, table, zipped

EDITIONS = (packaged_edition(1), packaged_edition(2))
GOOD = word_file(invented_paper(3))

_BOMB = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>'
_DEEP_BOMB = "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 10))
_FETCHING = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def locked() -> bytes:
    """Every part is marked as encrypted."""
    data = bytearray(document(par(run("a"))))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(signature)
        while place >= 0:
            data[place + flags] |= 1
            place = data.find(signature, place + 4)
    return bytes(data)


BAD = {
    "cut off": (GOOD[: len(GOOD) // 2], "damaged-document"),
    "without its end": (GOOD[:-60], "damaged-document"),
    "no document in it": (zipped({"[Content_Types].xml": "<Types/>", "word/x.xml": "<x/>"}), "no-document"),
    "a document without body": (zipped({"word/document.xml": "<w:document xmlns:w='x'/>"}), "no-document"),
    "no XML": (zipped({"word/document.xml": "Formulário"}), "damaged-document"),
    "an empty part": (zipped({"word/document.xml": ""}), "damaged-document"),
    "an entity bomb": (document(par(run("&c;")), head=_BOMB), "unsafe-document"),
    "an entity bomb of ten thousand million": (
        document(par(run("&l9;")), head=f'<!DOCTYPE w [<!ENTITY l0 "lol">{_DEEP_BOMB}]>'),
        "unsafe-document",
    ),
    "an entity that fetches": (document(par(run("&x;")), head=_FETCHING), "unsafe-document"),
    "nothing in it": (document(par()), "no-text"),
    "only blank cells": (document(table(row("<w:tc/>", "<w:tc/>"))), "no-text"),
    "another text": (document(par(run("Prezados, segue a ata da reunião de ontem."))), "not-a-form"),
    "a password": (locked(), "locked"),
    "elements without end": (document("<w:sdt><w:sdtContent>" * 3_000), "damaged-document"),
    "too deep": (
        document("<w:sdt><w:sdtContent>" * 3_000 + par() + "</w:sdtContent></w:sdt>" * 3_000),
        "damaged-document",
    ),
    "too many elements": (document("<w:p/>" * 1_100_000), "file-too-large"),
}


@pytest.mark.parametrize(("data", "code"), BAD.values(), ids=BAD.keys())
def test_a_bad_document_is_refused_with_a_sentence(data: bytes, code: str) -> None:
    start = time.process_time()
    (reading,) = read_word_forms(data, EDITIONS)
    assert reading.form is None
    assert [finding.code for finding in reading.findings] == [code]
    assert reading.findings[0].message.endswith(".")
    assert time.process_time() - start < 3


def test_a_part_that_unfolds_to_too_much_is_not_unfolded() -> None:
    data = document(par(run("0" * 3_000_000)))
    assert len(data) < 10_000
    (reading,) = read_word_forms(data, EDITIONS, Limits(unfolded_bytes=1_000_000))
    assert reading.findings[0].code == "file-too-large"


def test_a_part_that_lies_about_its_size_is_damaged() -> None:
    data = bytearray(document(par(run("0" * 3_000_000))))
    size = (zipfile.ZipFile(io.BytesIO(data)).getinfo("word/document.xml").file_size).to_bytes(4, "little")
    lying = bytes(data).replace(size, (1_000).to_bytes(4, "little"))
    (reading,) = read_word_forms(lying, EDITIONS, Limits(unfolded_bytes=100_000))
    assert reading.findings[0].code == "damaged-document"


@pytest.mark.parametrize(
    "body",
    [
        "<w:p>" + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 40_000 + "</w:p>",
        "<w:tbl><w:tr>" + "<w:tc><w:p/></w:tc>" * 40_000 + "</w:tr></w:tbl>",
        "<w:p><w:r>" + "<w:tab/>" * 100_000 + "</w:r></w:p>",
        par(run("☐ " * 100_000)),
        par(run("Status retenção ☐ x")) * 10_000,
    ],
    ids=["fields", "cells", "tabs", "boxes", "labels"],
)
def test_much_of_one_thing_takes_little_time(body: str) -> None:
    start = time.process_time()
    assert read_word_forms(document(body), EDITIONS)[0].form is None
    assert time.process_time() - start < 4


def test_macros_are_not_touched_and_the_document_is_read() -> None:
    """A .docm, whose project is no project at all."""
    parts: dict[str, str | bytes] = {}
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        parts.update({name: archive.read(name) for name in archive.namelist()})
    parts["word/vbaProject.bin"] = b"\xff" * 500
    found = read_file(zipped(parts), EDITIONS)
    assert found.kind is Kind.WORD
    assert found.readings[0].form == invented_paper(3).truth


def test_parts_that_a_document_can_do_without_may_be_damaged() -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    parts |= {"word/styles.xml": b"vanish<", "word/numbering.xml": b"<", "_rels/.rels": b"<"}
    assert read_word_forms(zipped(parts), EDITIONS)[0].form == invented_paper(3).truth


def test_a_cut_off_document_is_still_told_as_one_of_word() -> None:
    assert kind_of(GOOD[:5_000]) is Kind.WORD
    assert read_file(GOOD[:5_000], EDITIONS, limits=LIMITS).readings[0].findings[0].code == "damaged-document"
