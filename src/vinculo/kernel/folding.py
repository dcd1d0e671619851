"""Text as it is compared: without accents, case or the accidents of white space."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """`text` without accents, casefolded, its white space runs made one space each, stripped.

    >>> fold("  São   JOSÉ\\tdos Campos ")
    'sao jose dos campos'
    """
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.casefold())
        text = "".join(char for char in decomposed if not unicodedata.combining(char))
    # Once more: a compatibility form such as "㎒" decomposes into capitals.
    return " ".join(text.casefold().split())
