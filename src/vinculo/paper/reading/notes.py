"""The text of a note: its paragraphs, without what the paper printed around them."""

from __future__ import annotations

import re
from itertools import pairwise

from .flat import flat, squeezed
from .page import WITHIN_CELL

PLACEHOLDER = re.compile(
    r"(?:clique (?:ou toque )?(?:aqui )?|toque aqui |click (?:or tap )?(?:here )?)"
    r"(?:para|to) (?:inserir|digitar|escolher|selecionar|enter|choose) (?:o |um |uma |a |an )?[a-z]{4,10}\.?"
    r"|(?:escolha|escolher|selecione|selecionar) um item\.?|choose an item\.?"
)
_OPEN_PLACEHOLDERS = "CcTtEeSs"
# Lines to be written on, and the blanks of a date to be filled in.
FILL = re.compile(r"(?:_{1,4}[ ]?/[ ]?_{1,4}[ ]?/[ ]?_{1,6}|_{3,}|\.{5,}|…{2,}|(?:\. ){4,}\.?)")
_ENDS_SENTENCE = re.compile(r"[.!?:;…)\"”»][*_]*$")
# A line that a program wrapped is at most so long.
_WIDEST_WRAP = 110
_NARROWEST_WRAP = 40
_INDENT = 20


def is_blank(text: str) -> bool:
    """Whether nothing was written: nothing, a placeholder of Word, a line to write on, a dash."""
    words = text.strip()
    if not words:
        return True
    if words[0].isalnum() and words[0] not in _OPEN_PLACEHOLDERS:
        return False
    plain = flat(squeezed(words))
    return not FILL.sub("", PLACEHOLDER.sub("", plain)).strip(" .:|*_-–—/\\")


def paragraphs(text: str, wrap: int | None = None) -> str | None:
    """The note's paragraphs, one a line, their white space folded; None if nothing was written.

    `wrap` is the width at which a program broke the lines, if one did: such a break is no paragraph's end.
    """
    kept: list[str] = []
    before = ""
    for row in text.replace(WITHIN_CELL, "\n").split("\n"):
        line = squeezed(row)
        if not line or is_blank(line):
            before = ""
            continue
        if before and wrap and is_wrapped(before, line, wrap):
            kept[-1] += line if before.endswith("-") and line[0].isalnum() else f" {line}"
        else:
            kept.append(line)
        before = line
    return "\n".join(kept) or None


def is_wrapped(line: str, following: str, width: int) -> bool:
    """Whether `following` goes on with `line`, which had no room for its first word."""
    word = following.split(" ", 1)[0]
    return len(line) + 1 + len(word) > width


def wrap_width(rows: list[str]) -> int | None:
    """The width at which a program wrapped these lines; None if each line is a paragraph of its own.

    Wrapped lines go on in the middle of a sentence, and none is longer than the width.
    """
    if max(map(len, rows), default=0) > _WIDEST_WRAP + _INDENT:
        return None
    lines = [squeezed(row) for row in rows]
    width = max(map(len, lines), default=0)
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return None
    open_ends = [
        (line, following)
        for line, following in pairwise(lines)
        if line and following and not _ENDS_SENTENCE.search(line)
    ]
    broken = sum(following[0].islower() for _, following in open_ends)
    fitting = sum(is_wrapped(line, following, width) for line, following in open_ends)
    return width if broken >= 2 and fitting >= broken * 0.8 else None
