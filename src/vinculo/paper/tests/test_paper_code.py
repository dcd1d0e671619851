"""The code on every page of a print, and a print kept as data."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import closing
from dataclasses import replace

import numpy as np
import pypdfium2 as pdfium
import pytest
import zxingcpp

from vinculo.paper.printing import (
    ContactDetail,
    FurtherDentist,
    OpenedProtocol,
    PrintExtras,
    PrintName,
    Signature,
    print_blank,
    print_form,
)
from vinculo.paper.printing.kept_print import digest_of, kept_form, print_again
from vinculo.paper.printing.paper_code import PaperCode, new_code, paper_code
from vinculo.paper.reading.pdf import PDFIUM
from vinculo.paper.tests.test_printing_form import FIRST, FORM, SECOND, foots

EXTRAS = PrintExtras(
    case_number="ODL-2026-000123",
    issued_on=dt.date(2026, 3, 1),
    further_dentists=(FurtherDentist("Ana Lima", "123", "AL"),),
    contact_details=(ContactDetail(1, "WhatsApp · 14:30"),),
    protocols=(OpenedProtocol("RT", "Ana", "SAD1", dt.datetime(2024, 3, 14, 15, tzinfo=dt.UTC)),),
    signature=Signature("Helena", "Supervisora", dt.datetime(2024, 3, 14, 15, 2, tzinfo=dt.UTC)),
)
NAME = PrintName("7K3MPQ9X2W", "9f3a2b1c" + "0" * 56)


def codes_on(pdf: bytes) -> list[list[str]]:
    """What a reader of codes finds on each page."""
    with PDFIUM, closing(pdfium.PdfDocument(pdf)) as document:
        pages = [page.render(scale=150 / 72, grayscale=True).to_numpy() for page in document]
    return [[found.text for found in zxingcpp.read_barcodes(np.ascontiguousarray(page))] for page in pages]


def test_every_page_of_a_named_print_tells_print_edition_page_and_hash():
    # More pages than codes are made for at first.
    form = replace(FORM, general_note="Falei com a clínica. " * 1200)

    pdf = print_form(form, edition=SECOND, extras=EXTRAS, name=NAME)

    found = codes_on(pdf)
    assert len(found) > 5
    assert found == [[f"V1:7K3MPQ9X2W:2:{page}:9F3A2B1C"] for page in range(1, len(found) + 1)]
    assert all(foot.endswith("7K3MP-Q9X2W") for foot in foots(pdf))


def test_a_blank_form_tells_edition_and_page_alone():
    assert codes_on(print_blank(FIRST)) == [["V1::1:1:"], ["V1::1:2:"]]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("V1:7K3MPQ9X2W:2:1:9F3A2B1C", PaperCode("7K3MPQ9X2W", 2, 1, "9F3A2B1C")),
        ("V1::12:3:", PaperCode("", 12, 3, "")),
        ("V2:7K3MPQ9X2W:2:1:9F3A2B1C", None),
        ("V1:7K3MPQ9X2W:2:1:9F3A2B1", None),
        ("https://example.com/", None),
    ],
)
def test_only_our_own_codes_are_understood(text: str, code: PaperCode | None):
    assert paper_code(text) == code
    assert code is None or code.text() == text


def test_no_two_prints_have_one_code():
    codes = {new_code() for _ in range(200)}

    assert len(codes) == 200
    assert all(paper_code(f"V1:{code}:1:1:00000000") for code in codes)


def test_a_kept_print_is_printed_again_to_the_last_dot():
    kept = json.loads(json.dumps(kept_form(FORM, EXTRAS)))

    again = print_again(kept, edition=SECOND, name=NAME)

    undated = replace(EXTRAS, issued_on=dt.date(2000, 1, 1))
    assert again == print_form(FORM, edition=SECOND, extras=undated, name=NAME)


def test_the_digest_is_that_of_the_paper_not_of_the_day():
    digest = digest_of(kept_form(FORM, EXTRAS), SECOND)

    another_day = replace(EXTRAS, issued_on=dt.date(2026, 3, 2))
    assert digest_of(kept_form(FORM, another_day), SECOND) == digest
    assert digest_of(json.loads(json.dumps(kept_form(FORM, EXTRAS))), SECOND) == digest
    assert digest_of(kept_form(FORM, replace(EXTRAS, draft=True)), SECOND) != digest
    assert digest_of(kept_form(replace(FORM, lives=1), EXTRAS), SECOND) != digest
    assert digest_of(kept_form(FORM, EXTRAS), replace(SECOND, title="Outro")) != digest
