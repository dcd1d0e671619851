"""Brazilian telephone numbers: area code and number, without country code or trunk prefix.

Mobiles got a ninth digit between 2012 and 2016; it is added to old ones, so that the same telephone
is the same text however long ago it was noted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LABEL = re.compile(r"^\s*(?:tel|telefone|fone|cel|celular|whats|whatsapp|zap)\b[\s.:]*", re.IGNORECASE)
_ALLOWED = re.compile(r"[0-9\s()+./\-‐‑‒–—−xX]+")
# +55 or 0055; or the trunk's nought, with or without the code of a carrier.
_NATIONAL = re.compile(r"(?:(?:00)?55|0(?:[1-9][0-9])?)?(?P<area>[1-9]{2})(?P<local>[2-9][0-9]{7,8})")
_LOCAL = re.compile(r"[2-9][0-9]{7}|9[0-9]{8}")
_SHAPE = re.compile(r"[1-9]{2}[0-9]{8,9}")

_SEPARATOR = r"[\s.\-–—]{0,3}"
# Not inside a longer number, an amount or a date; a slash may stand between two telephones.
_START = r"(?<![0-9A-Za-z])(?:(?<![0-9][/.,-])|(?=[(+]))"
_END = r"(?![0-9A-Za-z]|[,.-][0-9]|/[0-9]{1,3}(?![0-9]))"
_LOCAL_IN_TEXT = rf"(?:9{_SEPARATOR})?[2-9][0-9]{{3}}{_SEPARATOR}[0-9]{{4}}"
_WITH_AREA = re.compile(
    rf"{_START}(?:\+\s?55{_SEPARATOR}|\b55[\s.-])?"
    rf"(?:\(\s?(?:0(?:xx)?)?[1-9]{{2}}\s?\)|0(?:xx)?[1-9]{{2}}[\s.-]|[1-9]{{2}}){_SEPARATOR}{_LOCAL_IN_TEXT}{_END}",
    re.IGNORECASE,
)
# Without an area code, a run of eight digits could be anything: a hyphen must part it.
_WITHOUT_AREA = re.compile(
    rf"{_START}(?:9{_SEPARATOR}[2-9][0-9]{{3}}{_SEPARATOR}[0-9]{{4}}|[2-9][0-9]{{3}}[-–][0-9]{{4}}){_END}"
)
_YEARS = re.compile(r"(?:19|20)[0-9]{2}[-–](?:19|20)[0-9]{2}")
# What a note says before a number that is no telephone.
_OTHER_NUMBER = re.compile(
    r"\b(?:guias?|gto|protocolo|ticket|chamado|token|senha|cpf|cnpj|cro)\b[\s:.-]*(?:n[º°o.]*)?[\s:.-]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FoundPhone:
    """A telephone inside a text: `text[start:end]` is how it was written."""

    digits: str
    start: int
    end: int


def clean(text: str, default_area: str | None = None) -> str | None:
    """Area code and number of a Brazilian telephone, ten or eleven digits, or None.

    `default_area` is taken for a number written without its own. Numbers without an area code by
    nature (0800, 4004) are None.
    """
    bare = _LABEL.sub("", text)
    if not _ALLOWED.fullmatch(bare):
        return None
    digits = re.sub(r"[^0-9]", "", bare)
    if default_area and _LOCAL.fullmatch(digits):
        return _existing(default_area, digits)
    match = _NATIONAL.fullmatch(digits)
    return _existing(match["area"], match["local"]) if match else None


def formatted(digits: str) -> str:
    """(11) 99849-6368; what has another shape stays as it is."""
    if not _SHAPE.fullmatch(digits):
        return digits
    return f"({digits[:2]}) {digits[2:-4]}-{digits[-4:]}"


def masked(digits: str) -> str:
    """(11) *****-6368: for people who need not see it. Nothing of another shape is shown."""
    if not _SHAPE.fullmatch(digits):
        return "***"
    return f"({digits[:2]}) {'*' * (len(digits) - 6)}-{digits[-4:]}"


def find_in(text: str, default_area: str | None = None) -> tuple[FoundPhone, ...]:
    """All telephones that stand in `text`, in order.

    Those without an area code are found only if `default_area` says theirs.
    """
    return tuple(sorted(_found(text, default_area), key=lambda found: found.start))


def _found(text: str, default_area: str | None) -> Iterator[FoundPhone]:
    taken: list[tuple[int, int]] = []
    for pattern in (_WITH_AREA, _WITHOUT_AREA) if default_area else (_WITH_AREA,):
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            if _OTHER_NUMBER.search(text[max(0, start - 24) : start]) or _YEARS.fullmatch(match[0]):
                continue
            if digits := clean(match[0], default_area):
                taken.append((start, end))
                yield FoundPhone(digits, start, end)


def _existing(area: str, local: str) -> str | None:
    """Both together with the ninth digit, if the numbering plan knows such a number."""
    import phonenumbers  # noqa: PLC0415 - a tenth of the command line's start

    if len(local) == 8 and local[0] in "6789":
        local = "9" + local
    number = phonenumbers.PhoneNumber(country_code=55, national_number=int(area + local))
    return area + local if phonenumbers.is_valid_number_for_region(number, "BR") else None
