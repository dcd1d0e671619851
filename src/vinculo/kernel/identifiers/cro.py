"""CRO: a dentist's registration with the regional dental council; unique together with its UF."""

from __future__ import annotations

import re
from dataclasses import dataclass

from vinculo.kernel.places.states import UFS

_UF = "|".join(UFS)
# Possessive: a long run of separators in a hostile text is passed once.
_SEPARATOR = r"[\s/.,:()\-‐‑‒–—−]*+"
_CATEGORY = r"(?:CD|TPD|TSB|ASB|EPAO|APD)?"
_NUMBER_SIGN = r"(?:N[º°O]\.?|N\.[º°O]?)?"
_NUMBER = r"(?P<number>[0-9]{1,3}(?:[. ][0-9]{3}){1,2}|[0-9]{1,7})"
# "CRO-SP 12.345", "CRO/SP-CD 12345", "SP 12345", "CROSP nº 12345", "12.345"
_UF_BEFORE = re.compile(
    rf"(?:CRO)?{_SEPARATOR}(?:(?P<uf>{_UF})(?![A-Z]))?{_SEPARATOR}{_CATEGORY}{_SEPARATOR}"
    rf"{_NUMBER_SIGN}{_SEPARATOR}{_NUMBER}",
    re.IGNORECASE,
)
# And with the UF behind: "12345-SP", "CRO 12345 UF SP", "12345 (SP)"
_UF_AFTER = re.compile(
    rf"(?:CRO)?{_SEPARATOR}{_CATEGORY}{_SEPARATOR}{_NUMBER_SIGN}{_SEPARATOR}{_NUMBER}"
    rf"{_SEPARATOR}(?:UF)?{_SEPARATOR}(?P<uf>{_UF})\)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cro:
    """A registration number and the UF of its council, where it was told."""

    number: str
    uf: str | None


def clean_number(text: str) -> str | None:
    """The one to seven digits of a registration number, or None."""
    found = parse(text)
    return found.number if found else None


def parse(text: str) -> Cro | None:
    """The number, and the UF where `text` tells it ("CRO-SP 12.345", "12345/SP", "12.345")."""
    plain = text.strip()
    match = _UF_BEFORE.fullmatch(plain) or _UF_AFTER.fullmatch(plain)
    if match is None:
        return None
    number = match["number"].replace(".", "").replace(" ", "")
    if len(number) > 7:
        return None
    return Cro(number, match["uf"].upper() if match["uf"] else None)


def is_well_formed(number: str, uf: str) -> bool:
    """One to seven digits, not nought, and the UF of a council.

    No more can be told from it: the councils count on, none has a check digit.
    """
    return is_number(number) and uf in UFS


def is_number(number: str) -> bool:
    return number.isascii() and number.isdigit() and len(number) <= 7 and int(number) > 0


def formatted(number: str, uf: str | None) -> str:
    """CRO-SP 12345, or CRO 12345 without a UF."""
    return f"CRO-{uf} {number}" if uf else f"CRO {number}"
