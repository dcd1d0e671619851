"""Typst in this process: one compiler with our fonts, loaded once, used by one thread at a time."""

from __future__ import annotations

import datetime as dt
import json
import os
import threading
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .glyphs import FONT_FOLDER
from .sheet import Sheet

if TYPE_CHECKING:
    import typst

_TEMPLATE = Path(__file__).parent / "form.typ"
_one_at_a_time = threading.Lock()


class ForkedAfterPrinting(RuntimeError):
    """Typst's threads do not outlive a fork: a child of a process that has printed would wait for ever."""


def typeset(sheet: Sheet, issued_on: dt.date) -> bytes:
    """The PDF of a sheet (PDF/UA-1 and PDF/A-2a); the same sheet and day give the same bytes.

    Raises:
        ForkedAfterPrinting: this process was forked from one that had printed already.
    """
    if _process_of_the_compiler() != os.getpid():
        raise ForkedAfterPrinting
    inputs = {"sheet": json.dumps(asdict(sheet)), "issued": issued_on.isoformat()}
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
