"""Typst in this process: one compiler with our fonts, loaded once, used by one thread at a time."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import threading
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .glyphs import FONT_FOLDER
from .paper_code import (
    CODE_LEFT,
    CODE_SIDE,
    CODE_TOP,
    MARK_CENTRES,
    MARK_DOT,
    MARK_RADIUS,
    MARK_STROKE,
    PrintName,
    drawing,
    page_codes,
)
from .sheet import Sheet

if TYPE_CHECKING:
    import typst

_TEMPLATE = Path(__file__).parent / "form.typ"
_one_at_a_time = threading.Lock()
_PAGES_OF_PDF = re.compile(rb"/Type/Pages/Count (\d+)")
_USUAL_PAGES = 4
_PAPER = {
    "code_left": CODE_LEFT,
    "code_top": CODE_TOP,
    "code_side": CODE_SIDE,
    "marks": MARK_CENTRES,
    "mark_radius": MARK_RADIUS,
    "mark_stroke": MARK_STROKE,
    "mark_dot": MARK_DOT,
}


class ForkedAfterPrinting(RuntimeError):
    """Typst's threads do not outlive a fork: a child of a process that has printed would wait for ever."""


def typeset(sheet: Sheet, issued_on: dt.date, name: PrintName | None = None) -> bytes:
    """The PDF of a sheet (PDF/UA-1 and PDF/A-2a); the same sheet, day and name give the same bytes.

    Raises:
        ForkedAfterPrinting: this process was forked from one that had printed already.
    """
    if _process_of_the_compiler() != os.getpid():
        raise ForkedAfterPrinting
    pdf = _compiled(sheet, issued_on, name, _USUAL_PAGES)
    pages = page_count(pdf)
    return pdf if pages <= _USUAL_PAGES else _compiled(sheet, issued_on, name, pages)


def page_count(pdf: bytes) -> int:
    """The pages of a PDF that was set here, as its own list of pages counts them."""
    return max(int(found) for found in _PAGES_OF_PDF.findall(pdf))


def _compiled(sheet: Sheet, issued_on: dt.date, name: PrintName | None, pages: int) -> bytes:
    """With a code for each of so many pages; how many there are is known only when they are set."""
    codes = [{"drawing": drawing(code), "line": code.line} for code in page_codes(sheet.edition, name, pages)]
    said = {**asdict(sheet), "codes": codes, "paper": _PAPER}
    inputs = {"sheet": json.dumps(said), "issued": issued_on.isoformat()}
    with _one_at_a_time:
        pdf = _compiler().compile(
            format="pdf", sys_inputs=inputs, pdf_standards=["ua-1", "a-2a"], timestamp=0
        )
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _process_of_the_compiler() -> int:
    return os.getpid()


@cache
def _compiler() -> typst.Compiler:
    import typst  # noqa: PLC0415 - what only reads forms does not wait for it

    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_FOLDER)]
    )
    return typst.Compiler(
        input=str(_TEMPLATE), root=str(_TEMPLATE.parent), font_paths=fonts, ignore_system_fonts=True
    )
