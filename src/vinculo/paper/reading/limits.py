"""How much one file may cost. A deployment passes its own; these are what a form is never near."""

from __future__ import annotations

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
