"""CPF: the number of a person in the federal register, eleven digits of which two check."""

from __future__ import annotations

import re

_LABEL = re.compile(r"^\s*CPF\b[\s:.ºn°-]*", re.IGNORECASE)
_PUNCTUATION = re.compile(r"[\s./,\-‐‑‒–—−]+")
_SHAPE = re.compile(r"[0-9]{11}")


def clean(text: str) -> str | None:
    """The eleven digits of `text`, whatever its punctuation; None if it has another shape."""
    bare = _PUNCTUATION.sub("", _LABEL.sub("", text))
    return bare if _SHAPE.fullmatch(bare) else None


def is_valid(value: str) -> bool:
    """Whether the check digits of a clean CPF are right. Repeated digits are no CPF.

    The library reckons them, though it takes longer than sums of our own would.
    """
    from stdnum.br import cpf  # noqa: PLC0415 - a tenth of the command line's start

    return bool(_SHAPE.fullmatch(value)) and len(set(value)) > 1 and bool(cpf.is_valid(value))


def formatted(value: str) -> str:
    """123.456.789-09; what has another shape stays as it is."""
    if not _SHAPE.fullmatch(value):
        return value
    return f"{value[:3]}.{value[3:6]}.{value[6:9]}-{value[9:]}"


def masked(value: str) -> str:
    """***.456.789-**: for people who need not see it. Nothing of another shape is shown."""
    if not _SHAPE.fullmatch(value):
        return "***"
    return f"***.{value[3:6]}.{value[6:9]}-**"
