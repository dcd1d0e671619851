"""A letter as it is set: plain texts in their places, and how a text that people type becomes its parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .glyphs import Ink, printable, unprintable, with_breaks

_LIST_MARKS = ("- ", "– ", "• ", "* ")
# The line of a letter in em of its text: 160 mm at 10.5 pt.
_LINE = 160 / (10.5 * 25.4 / 72)


@dataclass(frozen=True, slots=True)
class LetterPart:
    """A paragraph, or a point of a list where `is_point`. `lines` are kept apart, as in an address."""

    lines: tuple[str, ...]
    is_point: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """All that is set, top to bottom. `verified_at` is the address that the printed code leads to.

    A preview has neither number nor code, and says what it is in `watermark`.
    """

    sender: str
    sender_line: str
    place_and_day: str
    title: str
    addressee: tuple[str, ...]
    body: tuple[LetterPart, ...]
    signed_by: str
    signed_as: str
    number_line: str = ""
    code_line: str = ""
    verified_at: str = ""
    watermark: str = ""


def letter_parts(text: str) -> tuple[LetterPart, ...]:
    """Paragraphs are parted by blank lines; a line that begins with a hyphen is a point of a list."""
    return tuple(_parts(text))


def letter_text(text: str) -> str:
    """A text as it can be set in a letter, in one line."""
    return with_breaks(printable(text, Ink.FILLED), Ink.FILLED, _LINE)


def lost_in_letter(text: str) -> tuple[str, ...]:
    """The characters that no font has, each once."""
    return unprintable(text, Ink.FILLED)


def _parts(text: str) -> Iterator[LetterPart]:
    lines: list[str] = []
    for raw in [*text.replace("\r\n", "\n").split("\n"), ""]:
        line = raw.strip()
        is_point = line.startswith(_LIST_MARKS)
        if lines and (not line or is_point):
            yield LetterPart(tuple(lines))
            lines = []
        if is_point:
            yield LetterPart((letter_text(line[2:]),), is_point=True)
        elif line:
            lines.append(letter_text(line))
