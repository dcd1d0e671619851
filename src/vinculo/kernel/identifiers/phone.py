"""Brazilian telephone numbers: area code and number, without country code or trunk prefix.

Mobiles got a ninth digit between 2012 and 2016; it is added to old ones, so that the same telephone
is the same text however long ago it was noted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ALLOWED = re.compile(r"[0-9\s()+./\-‐‑‒–—−xX]+")
_AREA = r"[1-9][1-9]"
_TRUNK = re.compile(rf"(?:(?:00)?55|0(?:[1-9][0-9])?)?(?P<area>{_AREA})(?P<local>[2-9][0-9]{{7,8}})")
_LOCAL = re.compile(r"[2-5][0-9]{7}|[6-9][0-9]{7}|9[0-9]{8}")
_IN_TEXT = re.compile(
    r"(?<![0-9A-Za-z/.,+-])"
    r"(?:\+?\s?55[\s.-]?)?(?:\(\s?0?[1-9][1-9]\s?\)|0?[1-9][1-9])[\s.-]{0,3}"
    r"(?:9[\s.-]?)?[2-9][0-9]{3}[\s.\-–—]{0,3}[0-9]{4}"
    r"(?![0-9A-Za-z]|[/,.-][0-9])"
)


@dataclass(frozen=True, slots=True)
class FoundPhone:
    """A telephone inside a text: `text[start:end]` is how it was written."""

    digits: str
    start: int
    end: int


def clean(text: str, default_area: str | None = None) -> str | None:
    """Area code and number of a Brazilian telephone, ten or eleven digits, or None.

    `default_area` is taken for a number written without its own.
    """
    if not _ALLOWED.fullmatch(text):
        return None
    digits = re.sub(r"[^0-9]", "", text)
    if default_area and _LOCAL.fullmatch(digits):
        return _checked(default_area, digits)
    match = _TRUNK.fullmatch(digits)
    return _checked(match["area"], match["local"]) if match else None


def formatted(digits: str) -> str:
    """(11) 99849-6368; what has another shape stays as it is."""
    if not re.fullmatch(r"[0-9]{10,11}", digits):
        return digits
    return f"({digits[:2]}) {digits[2:-4]}-{digits[-4:]}"


def masked(digits: str) -> str:
    """(11) *****-6368: for people who need not see it. Nothing of another shape is shown."""
    if not re.fullmatch(r"[0-9]{10,11}", digits):
        return "***"
    return f"({digits[:2]}) {'*' * (len(digits) - 6)}-{digits[-4:]}"


def find_in(text: str) -> tuple[FoundPhone, ...]:
    """All telephones with an area code that stand in `text`, in order."""
    return tuple(
        FoundPhone(digits, match.start(), match.end())
        for match in _IN_TEXT.finditer(text)
        if (digits := clean(match[0]))
    )


def _checked(area: str, local: str) -> str | None:
    if len(local) == 8 and local[0] in "6789":
        local = "9" + local
    digits = area + local
    return digits if _exists(digits) else None


def _exists(digits: str) -> bool:
    """Whether the numbering plan knows such a number."""
    import phonenumbers  # noqa: PLC0415 - a tenth of the command line's start

    number = phonenumbers.PhoneNumber(country_code=55, national_number=int(digits))
    return phonenumbers.is_valid_number_for_region(number, "BR")
