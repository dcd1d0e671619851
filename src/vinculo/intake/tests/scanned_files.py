"""Scans for tests: a form drawn on a sheet as an office's scanner gives it back, some words struck out."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from pathlib import Path
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFont

import vinculo.paper.printing
from vinculo.paper.editions import packaged_edition
from vinculo.paper.form import RetentionForm
from vinculo.paper.reading.page import TICKED, UNTICKED
from vinculo.paper.reading.tests.form_texts import write_form
from vinculo.paper.reading.tests.layouts import Layout

_LAYOUT = Layout(head="colon", obs="same", bold_obs="", title="{}", label_gap=8, gap="      ")
_FONT = Path(vinculo.paper.printing.__file__).parent / "fonts" / "VinculoPrinted-Regular.ttf"
_SIZE, _MARGIN, _LINE, _DPI = (1654, 2339), 110, 37, 200
_BOX, _GAP = 24, 7
_ASKEW, _GRAIN, _PAPER = 0.5, 5.0, 244
_INK = (35, 45, 110)


def scan_of(form: RetentionForm, struck: Mapping[str, str]) -> bytes:
    """A JPEG of one sheet, a little askew.

    Of a line that begins with a key of `struck`, a pen went through the words that are its value: people read
    them all the same, machines do not.
    """
    text = write_form(form, packaged_edition(form.edition), _LAYOUT, Random(1))
    sheet = Image.new("RGB", _SIZE, "white")
    pen, font = ImageDraw.Draw(sheet), ImageFont.truetype(str(_FONT), 25)
    top = _MARGIN
    for line in text.splitlines():
        _draw_line(pen, font, line, top)
        for begin, words in struck.items():
            if line.startswith(begin) and words in line:
                left = _MARGIN + font.getlength(line[: line.index(words)])
                _strike(pen, left, left + font.getlength(words), top + 16)
        top += _LINE if line.strip() else _LINE // 5
    askew = sheet.rotate(_ASKEW, Image.Resampling.BICUBIC, fillcolor="white")
    grain = np.random.default_rng(7).normal(_PAPER - 255, _GRAIN, (*askew.size[::-1], 1))
    seen = Image.fromarray(np.clip(np.asarray(askew) + grain, 0, 255).astype(np.uint8))
    made = io.BytesIO()
    seen.save(made, "JPEG", quality=85, dpi=(_DPI, _DPI))
    return made.getvalue()


def _draw_line(pen: ImageDraw.ImageDraw, font: ImageFont.FreeTypeFont, line: str, top: int) -> None:
    """Boxes are drawn, as fonts of forms often lack them."""
    left: float = _MARGIN
    for sign in line:
        if sign in {TICKED, UNTICKED}:
            _box(pen, left + _GAP, top + 4, ticked=sign == TICKED)
            left += _GAP + _BOX + _GAP
        else:
            pen.text((left, top), sign, "black", font)
            left += font.getlength(sign)


def _box(pen: ImageDraw.ImageDraw, left: float, top: float, *, ticked: bool) -> None:
    right, bottom = left + _BOX, top + _BOX
    pen.rectangle((left, top, right, bottom), outline="black", width=2)
    if ticked:
        pen.line((left - 3, top - 2, right + 2, bottom + 3), _INK, width=4)
        pen.line((left - 2, bottom + 2, right + 4, top - 4), _INK, width=4)


def _strike(pen: ImageDraw.ImageDraw, left: float, right: float, middle: float) -> None:
    waves = [(float(x), middle + 7 * math.sin((x - left) / 5)) for x in np.arange(left, right, 2.0)]
    pen.line(waves, _INK, width=5)
