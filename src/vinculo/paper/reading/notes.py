"""The text of a note: its paragraphs, without what the paper printed around them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from .flat import flat, squeezed
from .page import WITHIN_CELL

PLACEHOLDER = re.compile(
    r"(?:clique\s(?:ou\stoque\s)?(?:aqui\s)?|toque\saqui\s|click\s(?:or\stap\s)?(?:here\s)?)"
    r"(?:para|to)\s(?:inserir|digitar|escolher|selecionar|enter|choose)\s(?:o\s|um\s|uma\s|a\s|an\s)?[a-z]{4,10}\.?"
    r"|(?:escolha|escolher|selecione|selecionar)\sum\sitem\.?|choose\san\sitem\.?"
)
_OPEN_PLACEHOLDERS = "CcTtEeSs"
_LONGEST_PLACEHOLDER = 80
# Lines to be written on, and the blanks of a date to be filled in.
FILL = re.compile(r"(?:_{1,4}[ ]?/[ ]?_{1,4}[ ]?/[ ]?_{1,6}|_{3,}|\.{5,}|…{2,}|(?:\. ){4,}\.?)")
# Under a line of a note they are the writer's.
_ELLIPSES = frozenset(("...", "…", "(...)", "[...]", "-", "."))
_IN_A_WORD = re.compile(r"\w-$")
_ENDS_SENTENCE = re.compile(r"[.!?:;…)\"”»][*_]*$")
# A line that a program wrapped is at most so long.
_WIDEST_WRAP = 110
_NARROWEST_WRAP = 40
_INDENT = 20
# What undone markup, or a label in front, takes from a line.
_UNDONE, _LABEL_ROOM = 3, 16


def is_blank(text: str) -> bool:
    """Whether nothing was written: nothing, a placeholder of Word, a line to write on, a dash."""
    words = text.strip()
    if not words:
        return True
    if words[0].isalnum() and words[0] not in _OPEN_PLACEHOLDERS:
        return False
    plain = flat(squeezed(words))
    return not FILL.sub("", PLACEHOLDER.sub("", plain)).strip(" .:|*_-–—/\\=→>")


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How a program broke the lines of a form: at which width, and which lines stand behind a blank one."""

    width: int
    opening: frozenset[int]  # Where such lines start.


def paragraphs(text: str, start: int, end: int, wrapping: Wrapping | None = None) -> str | None:
    """The paragraphs of the note text[start:end], one a line, white space folded; None if it is blank.

    Every line is a paragraph, unless a program broke it.
    """
    kept: list[str] = []
    before = ""
    place = start
    if end - start < _LONGEST_PLACEHOLDER and is_blank(text[start:end]):
        # A placeholder that its cell wrapped.
        return None
    for row in text[start:end].replace(WITHIN_CELL, "\n").split("\n"):
        line = squeezed(row)
        opens = wrapping is None or place in wrapping.opening
        place += len(row) + 1
        if is_blank(line) and not (kept and line in _ELLIPSES):
            before = ""
            continue
        if before and wrapping and not opens and is_wrapped(before, line, wrapping.width):
            kept[-1] += line if _IN_A_WORD.search(before) else f" {line}"
        else:
            kept.append(line)
        before = line
    return "\n".join(kept) or None


def is_wrapped(line: str, following: str, width: int) -> bool:
    """Whether `following` goes on with `line`, which had no room for its first word.

    A label or an escape that was undone may have made the line shorter than it was.
    """
    full = len(line) + 1 + len(following.split(" ", 1)[0])
    if _ENDS_SENTENCE.search(line):
        return full > width - _UNDONE
    return following[0].islower() or full > width - _LABEL_ROOM


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
    broken = [line for line, following in open_ends if following[0].islower()]
    full = sum(len(line) > width - 2 * _LABEL_ROOM for line in broken)
    return width if len(broken) >= 2 and full >= 0.8 * len(broken) else None
