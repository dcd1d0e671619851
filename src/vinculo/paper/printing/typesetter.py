"""Typst in this process: a compiler for each template, our fonts loaded once, one thread at a time."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import threading
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .glyphs import FONT_FOLDER
from .letter import Letter
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
    qr_drawing,
)
from .sheet import Sheet

if TYPE_CHECKING:
    import typst

_FOLDER = Path(__file__).parent
FORM, LETTER = "form.typ", "letter.typ"
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
    _refuse_after_fork()
    pdf = _compiled(sheet, issued_on, name, _USUAL_PAGES)
    pages = page_count(pdf)
    return pdf if pages <= _USUAL_PAGES else _compiled(sheet, issued_on, name, pages)


def typeset_letter(letter: Letter, issued_on: dt.date) -> bytes:
    """The PDF of a letter (PDF/UA-1 and PDF/A-2a); the same letter and day give the same bytes.

    Raises:
        ForkedAfterPrinting: this process was forked from one that had printed already.
    """
    _refuse_after_fork()
    symbol = qr_drawing(letter.verified_at) if letter.verified_at else ""
    return _set(LETTER, {**asdict(letter), "symbol": symbol}, issued_on)


def layout_name(template: str) -> str:
    """Which template set a document, to the letter: its name and the beginning of its hash."""
    digest = hashlib.sha256((_FOLDER / template).read_bytes()).hexdigest()
    return f"{template}@{digest[:12]}"


def page_count(pdf: bytes) -> int:
    """The pages of a PDF that was set here, as its own list of pages counts them."""
    return max(int(found) for found in _PAGES_OF_PDF.findall(pdf))


def _compiled(sheet: Sheet, issued_on: dt.date, name: PrintName | None, pages: int) -> bytes:
    """With a code for each of so many pages; how many there are is known only when they are set."""
    codes = [{"drawing": drawing(code), "line": code.line} for code in page_codes(sheet.edition, name, pages)]
    return _set(FORM, {**asdict(sheet), "codes": codes, "paper": _PAPER}, issued_on)


def _set(template: str, said: Mapping[str, Any], issued_on: dt.date) -> bytes:
    inputs = {"sheet": json.dumps(said), "issued": issued_on.isoformat()}
    with _one_at_a_time:
        pdf = _compiler(template).compile(
            format="pdf", sys_inputs=inputs, pdf_standards=["ua-1", "a-2a"], timestamp=0
        )
    assert isinstance(pdf, bytes)
    return pdf


def _refuse_after_fork() -> None:
    if _process_of_the_compiler() != os.getpid():
        raise ForkedAfterPrinting


@cache
def _process_of_the_compiler() -> int:
    return os.getpid()


@cache
def _compiler(template: str) -> typst.Compiler:
    import typst  # noqa: PLC0415 - what only reads forms does not wait for it

    return typst.Compiler(
        input=str(_FOLDER / template), root=str(_FOLDER), font_paths=_fonts(), ignore_system_fonts=True
    )


@cache
def _fonts() -> typst.Fonts:
    import typst  # noqa: PLC0415 - what only reads forms does not wait for it

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_FOLDER)]
    )
