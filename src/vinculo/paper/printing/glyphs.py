"""What our fonts can print: characters that none of them has, and words wider than their place.

A print never fails for a character: what no font has stands as U+FFFD, a visible box, and is reported by
`unprintable`. Characters that are not seen at all (direction marks and the like) are left out.
"""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

FONT_FOLDER = Path(__file__).parent / "fonts"
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
BREAK_OPPORTUNITY = "\N{ZERO WIDTH SPACE}"
_JOINER = "\N{ZERO WIDTH JOINER}"
_CURRENCY_MARK = re.compile(r"\bR\$ (?=\d)")
_KEYCAP = "\N{COMBINING ENCLOSING KEYCAP}"
_FAMILY = "\N{FAMILY}"
_WIDEST = 1.35
"""An upper bound, in em, for the advance of characters that are not measured (emojis are the widest)."""


class Ink(Enum):
    """Who speaks: each kind of text has fonts of its own, first choice first, and is told by them."""

    FILLED = ("Vinculo Filled", "Vinculo Emoji", "Vinculo Symbols")
    PRINTED = ("Vinculo Printed",)
    LABEL = ("Vinculo Label",)
    BOX = ("Vinculo Boxes",)


class _Font:
    """Which characters a font holds, and their advance in em."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._starts = [first for first, _ in data["characters"]]
        self._ends = [last for _, last in data["characters"]]
        self._widths: list[float] = data["widths"]
        self._first: int = data["widths_from"]

    def holds(self, char: str) -> bool:
        place = bisect_right(self._starts, ord(char)) - 1
        return place >= 0 and ord(char) <= self._ends[place]

    def joins(self, chars: str) -> bool:
        """Whether the font has pictures for emojis joined into one."""
        return self.holds(_FAMILY) and all(self.holds(char) or _is_variation(char) for char in chars)

    def advance(self, char: str) -> float:
        place = ord(char) - self._first
        return self._widths[place] if 0 <= place < len(self._widths) else _WIDEST


@cache
def _fonts(ink: Ink) -> tuple[_Font, ...]:
    metrics = json.loads((FONT_FOLDER / "metrics.json").read_text(encoding="utf-8"))
    return tuple(_Font(metrics[family]) for family in ink.value)


def printable(text: str, ink: Ink) -> str:
    """`text` with white space folded, invisible characters left out, and U+FFFD for what no font has."""
    folded = " ".join(text.split())
    if folded.isascii() and folded.isprintable():
        return folded
    return " ".join("".join(_shown(cluster, ink) for cluster in clusters(folded)).split())


def unprintable(text: str, ink: Ink) -> tuple[str, ...]:
    """The characters of `text` that are replaced, each once, in their order."""
    folded = " ".join(text.split())
    if folded.isascii() and folded.isprintable():
        return ()
    lost = (
        char
        for cluster in clusters(folded)
        for char, kept in zip(_visible(cluster, ink), _shown(cluster, ink), strict=True)
        if char != kept
    )
    return tuple(dict.fromkeys(lost))


def clusters(text: str) -> Iterator[str]:
    """The characters of `text`, each with what hangs on it: accents, joined emojis, halves of a flag."""
    cluster = ""
    for char in text:
        if cluster and (_hangs_on(char) or cluster[-1] == _JOINER or _completes_flag(cluster, char)):
            cluster += char
        else:
            if cluster:
                yield cluster
            cluster = char
    if cluster:
        yield cluster


def with_breaks(text: str, ink: Ink, width: float) -> str:
    """`text` with places to break inside each word that is wider than `width` (in em), and none in "R$ 5".

    The reader of our prints knows a line broken inside a word by the missing space at its end, and takes a
    no-break space for a space. It would lose a space that follows a hyphen, if nothing stood between.
    """
    text = _CURRENCY_MARK.sub("R$\N{NO-BREAK SPACE}", text)
    if len(text) * _WIDEST <= width:
        return text
    if ink is not Ink.LABEL:
        text = text.replace("- ", f"-{BREAK_OPPORTUNITY} ")
    return " ".join(_broken(word, ink, width) for word in text.split(" "))


def _broken(word: str, ink: Ink, width: float) -> str:
    font = _fonts(ink)[0]
    if len(word) * _WIDEST <= width or sum(map(font.advance, word)) <= width * 0.98:
        return word
    pieces = [""]
    for cluster in clusters(word):
        last = pieces[-1]
        if not last or sum(map(font.advance, last + cluster)) <= width / 8:
            pieces[-1] += cluster
        elif not last.endswith("-"):
            pieces.append(cluster)
        elif cluster == "-" and last.endswith("--") and last != "--":
            # A hyphen alone at the head of a line repeats the one before it: of several, two go together.
            pieces[-1:] = [last[:-1], "--"]
        else:
            # Lines break after a hyphen by themselves, and then repeat it.
            pieces[-1] += cluster
    return BREAK_OPPORTUNITY.join(pieces)


def _visible(cluster: str, ink: Ink) -> str:
    """The cluster without what is never seen; joiners stay between emojis alone."""
    seen = cluster[1:] if _is_variation(cluster[0]) else cluster
    bare = "".join(char for char in seen if unicodedata.category(char) != "Cf" or _is_tag(char))
    if _JOINER not in cluster or not any(font.joins(bare) for font in _fonts(ink)):
        return bare
    return "".join(char for char in seen if char == _JOINER or char in bare).strip(_JOINER)


def _shown(cluster: str, ink: Ink) -> str:
    visible = _visible(cluster, ink)
    fonts = _fonts(ink)
    if any(all(_inked_by(font, char) for char in visible) for font in fonts) and _composes(visible):
        return visible
    font = next((font for font in fonts if visible and font.holds(visible[0])), fonts[0])
    return "".join(
        char if _inked_by(font, char) and not _is_accent(char) else REPLACEMENT for char in visible
    )


def _composes(visible: str) -> bool:
    """Whether the accents melt into their letter. Others would be drawn, and read, one by one."""
    if not any(map(_is_accent, visible)):
        return True
    plain = "".join(char for char in visible if not _is_variation(char))
    return len(unicodedata.normalize("NFC", plain)) == 1 and not _is_accent(plain[0])


def _is_accent(char: str) -> bool:
    return unicodedata.category(char)[0] == "M" and char != _KEYCAP and not _is_variation(char)


def _inked_by(font: _Font, char: str) -> bool:
    return font.holds(char) or char == _JOINER or _is_variation(char) or _is_tag(char)


def _hangs_on(char: str) -> bool:
    return char == _JOINER or _is_skin_tone(char) or _is_tag(char) or unicodedata.category(char)[0] == "M"


def _completes_flag(cluster: str, char: str) -> bool:
    return len(cluster) == 1 and _is_regional(cluster) and _is_regional(char)


def _is_variation(char: str) -> bool:
    return "\N{VARIATION SELECTOR-1}" <= char <= "\N{VARIATION SELECTOR-16}"


def _is_skin_tone(char: str) -> bool:
    return "\U0001f3fb" <= char <= "\U0001f3ff"


def _is_regional(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _is_tag(char: str) -> bool:
    return "\U000e0020" <= char <= "\U000e007f"
