"""How much one file may cost. A deployment passes its own; these are what a form is never near."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """`bytes`: of the file; `unfolded_bytes`: of what a compressed part of it unfolds to; `pixels`: of one
    picture or one rendered sheet; `characters`: of all its text."""

    bytes: int = 50_000_000
    unfolded_bytes: int = 60_000_000
    sheets: int = 50
    pixels: int = 60_000_000
    characters: int = 500_000


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Bounds:
    """Of the process that reads: `memory` in bytes; `seconds` for one file, or for one sheet of many; `jobs`:
    so many at once."""

    memory: int = 700_000_000
    seconds: int = 180
    jobs: int = 1

    def seconds_for(self, sheets: int) -> int:
        """In all, for a file of which so many sheets were begun."""
        return self.seconds + sheets * _SECONDS_OF_SHEET


BOUNDS = Bounds()
# A sheet of a scan takes a fifth of it, where nothing else is at work.
_SECONDS_OF_SHEET = 20


def limits_from(environ: Mapping[str, str]) -> Limits:
    """The limits of a deployment; what it does not say, or says wrongly, stays as it is here."""
    return Limits(
        bytes=_millions(environ, "VINCULO_READING_FILE_MB", LIMITS.bytes),
        unfolded_bytes=_millions(environ, "VINCULO_READING_UNFOLDED_MB", LIMITS.unfolded_bytes),
        sheets=_number(environ, "VINCULO_READING_SHEETS", LIMITS.sheets),
        pixels=_millions(environ, "VINCULO_READING_MEGAPIXELS", LIMITS.pixels),
        characters=_number(environ, "VINCULO_READING_CHARACTERS", LIMITS.characters),
    )


def bounds_from(environ: Mapping[str, str]) -> Bounds:
    return Bounds(
        memory=_millions(environ, "VINCULO_READING_MEMORY_MB", BOUNDS.memory),
        seconds=_number(environ, "VINCULO_READING_SECONDS", BOUNDS.seconds),
        jobs=_number(environ, "VINCULO_READING_JOBS", cores()),
    )


def cores() -> int:
    """Those that this process may use."""
    able = getattr(os, "sched_getaffinity", None)
    return len(able(0)) if able else os.cpu_count() or 1


def _number(environ: Mapping[str, str], name: str, usual: int) -> int:
    text = environ.get(name, "")
    return int(text) if text.isdecimal() and int(text) > 0 else usual


def _millions(environ: Mapping[str, str], name: str, usual: int) -> int:
    return _number(environ, name, usual // 1_000_000) * 1_000_000
