"""The protocol system's numbers: `SAD` and twelve digits, which are the opening moment."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_SHAPE = re.compile(r"SAD([0-9]{12})")
_LOOSE = re.compile(r"SAD(?:[\s:.\-–—]|N[º°O])*([0-9](?:[ .\-]?[0-9]){11})", re.IGNORECASE)
# Stricter: among other words, digits after a space may be something else.
_IN_TEXT = re.compile(r"(?<![0-9A-Za-z])SAD[\s:.\-–—]{0,2}([0-9]{12})(?![0-9])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundProtocol:
    """A protocol number inside a text: `text[start:end]` is how it was written."""

    number: str
    start: int
    end: int


def clean(text: str) -> str | None:
    """`SAD` and the twelve digits, whatever stands between them; None if `text` is anything else."""
    match = _LOOSE.fullmatch(text.strip())
    return "SAD" + re.sub(r"[^0-9]", "", match[1]) if match else None


def opening_moment(number: str) -> dt.datetime | None:
    """The moment (UTC) that the digits count, in hundredths of a second since 1970."""
    match = _SHAPE.fullmatch(number)
    return _EPOCH + dt.timedelta(milliseconds=10 * int(match[1])) if match else None


def from_moment(moment: dt.datetime) -> str:
    """The number of a protocol opened at `moment`."""
    return f"SAD{(moment - _EPOCH) // dt.timedelta(milliseconds=10):012}"


def find_in(text: str) -> tuple[FoundProtocol, ...]:
    """All protocol numbers that stand in `text`, in order."""
    return tuple(
        FoundProtocol(f"SAD{match[1]}", match.start(), match.end()) for match in _IN_TEXT.finditer(text)
    )
