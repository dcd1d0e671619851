"""CNPJ: the number of a legal entity. Twelve of 0-9A-Z and two check digits.

Letters are allowed since July 2026, so a CNPJ is never stripped to its digits.
"""

from __future__ import annotations

import re

_LABEL = re.compile(r"^\s*CNPJ\b[\s:.ºn°-]*", re.IGNORECASE)
_PUNCTUATION = re.compile(r"[\s./,\\\-‐‑‒–—−]+")
_SHAPE = re.compile(r"[0-9A-Z]{12}[0-9]{2}")


def clean(text: str) -> str | None:
    """The fourteen characters of `text`, capitals, whatever its punctuation; None in another shape."""
    bare = _PUNCTUATION.sub("", _LABEL.sub("", text)).upper()
    return bare if _SHAPE.fullmatch(bare) else None


def is_valid(value: str) -> bool:
    """Whether the check digits of a clean CNPJ are right. Repeated characters are no CNPJ.

    The library reckons them, though it takes longer than sums of our own would.
    """
    from stdnum.br import cnpj  # noqa: PLC0415 - a tenth of the command line's start

    return bool(_SHAPE.fullmatch(value)) and len(set(value)) > 1 and bool(cnpj.is_valid(value))


def root(value: str) -> str:
    """The eight characters that all establishments of one company share."""
    return value[:8]


def formatted(value: str) -> str:
    """12.ABC.345/01DE-35; what has another shape stays as it is."""
    if not _SHAPE.fullmatch(value):
        return value
    return f"{value[:2]}.{value[2:5]}.{value[5:8]}/{value[8:12]}-{value[12:]}"


def masked(value: str) -> str:
    """12.***.***/****-35: for people who need not see it. Nothing of another shape is shown."""
    if not _SHAPE.fullmatch(value):
        return "***"
    return f"{value[:2]}.***.***/****-{value[12:]}"
