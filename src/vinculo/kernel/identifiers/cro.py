"""CRO: a dentist's registration with the regional dental council; unique together with its UF."""

from __future__ import annotations

import re
from dataclasses import dataclass

from vinculo.kernel.places.states import UFS

_UF = "|".join(UFS)
_DASH = r"\-‐‑‒–—−"
_NUMBER = r"[0-9]{1,3}(?:[. ][0-9]{3}){1,2}|[0-9]{1,7}"
# "CRO-SP 12.345", "CRO/SP-CD 12345", "SP 12345", "CROSP nº 12345", "12.345"
_BEFORE = re.compile(
    rf"(?:CRO)?[\s/.:{_DASH}]*(?:(?P<uf>{_UF})(?![A-Z]))?[\s/.:{_DASH}]*(?:CD|TPD|TSB|ASB|EPAO|APD)?[\s/.:{_DASH}]*"
    rf"(?:N[º°O.]{{1,2}})?[\s.:{_DASH}]*(?P<number>{_NUMBER})",
    re.IGNORECASE,
)
# "12345-SP", "CRO 12345 UF SP", "12345/SP"
_AFTER = re.compile(
    rf"(?:CRO)?[\s/.:{_DASH}]*(?:CD|TPD|TSB|ASB|EPAO|APD)?[\s/.:{_DASH}]*(?:N[º°O.]{{1,2}})?[\s.:{_DASH}]*"
    rf"(?P<number>{_NUMBER})[\s/,({_DASH}]*(?:UF)?[\s:{_DASH}]*(?P<uf>{_UF})\)?",
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
    match = _BEFORE.fullmatch(plain) or _AFTER.fullmatch(plain)
    if match is None:
        return None
    number = match["number"].replace(".", "").replace(" ", "")
    if len(number) > 7:
        return None
    return Cro(number, match["uf"].upper() if match["uf"] else None)


def formatted(number: str, uf: str | None) -> str:
    """CRO-SP 12345, or CRO 12345 without a UF."""
    return f"CRO-{uf} {number}" if uf else f"CRO {number}"
