"""Screenshots and letters to attach: planned as lines of text, drawn when they are needed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from vinculo.paper.printing.glyphs import FONT_FOLDER

from .script import Picture
from .wording import phrases, render

if TYPE_CHECKING:
    import typst

_TEMPLATE = Path(__file__).parent / "picture.typ"
_PIXELS_PER_INCH = 96


def chat_picture(
    title: str, on: dt.date, clock: dt.time, slots: Mapping[str, object], rng: Random
) -> Picture:
    """A screenshot of a chat with somebody on that day."""
    exchange = rng.choice(phrases("contacts")["chats"]["exchange"])
    lines, moment = [], dt.datetime.combine(on, clock)
    for line in exchange:
        who, text = render(line, slots, rng).split("|", 1)
        lines.append((f"{who} {moment:%H:%M}", text))
        moment += dt.timedelta(minutes=rng.randrange(1, 9))
    return Picture("chat", f"whatsapp-{on:%d-%m}.png", title, tuple(lines))


def letter_picture(name: str, cro: str, text: str, city: str, on: dt.date) -> Picture:
    """The signed letter, scanned."""
    lines = (("place", f"{city}, {on:%d/%m/%Y}"), ("text", text), ("name", name), ("cro", cro))
    return Picture("letter", f"carta-{name.split(maxsplit=1)[0].lower()}.png", "Carta", lines)


def screen_picture(name: str, title: str, text: str) -> Picture:
    """A page of some other system."""
    return Picture("screen", name, title, (("text", text),))


def draw(picture: Picture) -> bytes:
    """The PNG of a picture; the same picture gives the same bytes."""
    inputs = {"picture": json.dumps({"kind": picture.kind, "title": picture.title, "lines": picture.lines})}
    png = _compiler().compile(format="png", ppi=_PIXELS_PER_INCH, sys_inputs=inputs)
    assert isinstance(png, bytes)
    return png


@cache
def _compiler() -> typst.Compiler:
    import typst

    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_FOLDER)]
    )
    return typst.Compiler(
        input=str(_TEMPLATE), root=str(_TEMPLATE.parent), font_paths=fonts, ignore_system_fonts=True
    )
