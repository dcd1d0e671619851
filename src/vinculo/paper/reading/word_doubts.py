"""What words of a scan look like that lost a letter, or hold what is not theirs."""

from __future__ import annotations

import re

from vinculo.kernel.places import municipalities_named

_NAMES = frozenset(("staff_name", "dentist_name", "signed_by"))
_OF_A_NAME = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]*)*")
_OF_ANY_WORDS = re.compile(r"[\w.,;:&/()'’ºª%+-]+")
_PARTS = re.compile(r"[\s/&-]+")
_MIXED = re.compile(r"[a-zà-ÿ][A-ZÀ-Ý]{2}|^[a-zà-ÿ]+[A-ZÀ-Ý]")
_LEFT_OPEN = re.compile(r"^[^\w(\"“]|[-–/(&,:;]$")


def is_odd(name: str, text: str) -> bool:
    """Whether a field of words is written as hardly anybody writes it."""
    if _LEFT_OPEN.search(text) or not all(map(_OF_ANY_WORDS.fullmatch, text.split())):
        return True
    if name == "city":
        return not _is_written_city(text)
    if name in _NAMES and not all(map(_OF_A_NAME.fullmatch, text.split())):
        return name != "dentist_name" or any(map(str.isdigit, text))
    return not _has_even_case(text)


def _is_written_city(text: str) -> bool:
    """A city of the list, as the list writes it or in capitals."""
    return any(text in {known.name, known.name.upper()} for known in municipalities_named(text))


def _has_even_case(text: str) -> bool:
    """Capitals all through, or words that begin with one, or with none, and go on without."""
    words = [word for word in _PARTS.split(text) if any(map(str.isalpha, word))]
    if all(word.isupper() for word in words):
        return True
    return text.lstrip('("“')[:1].isupper() and not any(map(_MIXED.search, words))
