"""How a Word form may be made: one choice on each of many axes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import Any

HEADS = (
    "above", "left", "left-rows", "inline", "inline-tabs", "lines", "cell-br", "cell-colon", "grid",
    "grid-br", "nested", "nested-cells", "tabs", "below", "one-table", "framed", "pairs", "answer-cells",
    "leaders",
)  # fmt: skip
BOXES = (
    "glyph", "glyph-check", "glyph-filled", "sdt", "sdt-own", "legacy", "sym", "sym-text", "symbol-field",
    "parens", "parens-upper", "parens-tight", "brackets", "brackets-upper",
)  # fmt: skip
FIELDS = ("plain", "sdt", "legacy", "mixed")
# Ticked and blank, by the font that draws them.
SYMBOLS = (
    ("Wingdings", "F06F", "F078"), ("Wingdings", "F0A8", "F0FD"), ("Wingdings", "F0A8", "F0FE"),
    ("Wingdings", "F071", "F0FC"), ("Wingdings 2", "F0A3", "F052"), ("Wingdings 2", "F02A", "F053"),
    ("Webdings", "F063", "F061"), ("MS Gothic", "2610", "2612"),
)  # fmt: skip
# What stands for them on paper, where the machine that prints has none of these fonts.
SYMBOLS_ON_PAPER = (
    ("DejaVu Sans", "2610", "2612"), ("DejaVu Sans", "2610", "2611"), ("OpenSymbol", "2610", "2612"),
)  # fmt: skip
FONTS = ("Arial", "Calibri", "Times New Roman", "Verdana", "Cambria", "Tahoma", "Liberation Sans")


@dataclass(frozen=True, slots=True)
class WordLook:
    """A way to make a form in Word. The defaults are the plainest."""

    head: str = "above"
    boxes: str = "glyph"
    fields: str = "plain"
    options: str = "lines"  # Or "table", "tabs", "cell", "cells" (box and words apart), "list", "behind".
    per_line: int = 0  # 0: as on paper.
    notes: str = "para"  # Or "cell".
    obs: str = "same"  # Or "below".
    breaks: bool = False  # Paragraphs of a note are parted by line breaks.
    contact: str = "table"  # Or "left", "inline", "row", "tabs", "merged", "one-cell", "columns".
    blocks: str = "open"  # Or "cell": every block of boxes stands in a table; "left": beside its label.
    gap: str = "   "
    symbols: tuple[str, str, str] = SYMBOLS[0]
    label_colon: bool = False
    contact_colon: bool = True
    underscores: bool = False
    split_runs: bool = False
    tracked: bool = False
    noise: bool = False  # Hidden text, soft hyphens, bookmarks, links, fields.
    wrapped: str = ""  # "sdt", "customXml" or "smartTag" around cells, rows, blocks.
    text_boxes: bool = False
    strict: bool = False
    blank_line: bool = True
    sign: str = "name"  # Or "line", "label", "cell".
    title: str = "line"  # Or "table", "none".
    instruction_at: str = "same"  # Or "inline", "below", "above".
    header: str = ""
    footer: bool = False
    font: str = "Arial"
    size: float = 9.0
    bold: str = "labels"  # Or "values", "none".
    shade: str = ""
    borders: bool = True
    margin: int = 900  # Twentieths of a point.

    def but(self, **changes: Any) -> WordLook:
        return replace(self, **changes)


def random_look(rng: Random) -> WordLook:
    """One choice on every axis, those together that can stand together."""
    head = rng.choice(HEADS)
    return WordLook(
        head=head,
        boxes=rng.choice(BOXES),
        fields=rng.choice(("plain", *FIELDS)),
        options=rng.choice(("lines", "lines", "table", "table", "tabs", "cell", "cells", "list", "behind")),
        per_line=rng.choice((0, 0, 1, 2, 3, 4)),
        notes=rng.choice(("para", "cell")),
        obs=rng.choice(("same", "below")),
        breaks=rng.random() < 0.25,
        contact=rng.choice(
            ("table", "table", "left", "inline", "row", "tabs", "merged", "one-cell", "columns")
        ),
        blocks=rng.choice(("open", "open", "cell", "left")),
        gap=rng.choice((" ", "  ", "   ", "      ", "\t")),
        symbols=rng.choice(SYMBOLS),
        label_colon=rng.random() < 0.3,
        contact_colon=rng.random() < 0.7,
        underscores=rng.random() < 0.2,
        split_runs=rng.random() < 0.3,
        tracked=rng.random() < 0.12,
        noise=rng.random() < 0.25,
        wrapped=rng.choice(("", "", "", "sdt", "customXml", "smartTag")),
        text_boxes=rng.random() < 0.06,
        strict=rng.random() < 0.05,
        blank_line=rng.random() < 0.8,
        sign=rng.choice(("name", "line", "label", "cell")),
        title=rng.choice(("line", "line", "line", "table", "none")),
        instruction_at=rng.choice(("same", "inline", "below", "above")),
        header=rng.choice(("", "", "FORM-REL-014 · Revisão 03", "Gestão de Rede Credenciada")),
        footer=rng.random() < 0.4,
        font=rng.choice(FONTS),
        size=rng.choice((8.0, 9.0, 9.5, 10.0, 10.5, 11.0)),
        bold=rng.choice(("labels", "values", "none")),
        shade=rng.choice(("", "", "D9D9D9", "DEEAF6")),
        borders=rng.random() < 0.85,
        margin=rng.choice((700, 900, 1100)),
    )


def seen_on_paper(look: WordLook, seed: int) -> WordLook:
    """The look with boxes that everybody sees who has the paper: of no font is there a letter instead."""
    return look.but(symbols=SYMBOLS_ON_PAPER[seed % len(SYMBOLS_ON_PAPER)])


def drawn_by_office(look: WordLook) -> WordLook:
    """The look without what LibreOffice draws otherwise than Word, or loses."""
    fields = "plain" if look.fields == "mixed" else look.fields
    return look.but(
        fields=fields,
        boxes="sym" if look.boxes == "symbol-field" else look.boxes,
        breaks=look.breaks and fields == "plain",
        tracked=False,
        noise=False,
        wrapped="",
        text_boxes=False,
        strict=False,
    )
