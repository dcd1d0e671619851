"""Sheets of one import that may be pages of one form, though each file of them was read by itself."""

from __future__ import annotations

from dataclasses import dataclass

from .models import Fate, FormReading, ImportedFile

GIVES_WAY = frozenset({Fate.WAITING, Fate.DUPLICATE, Fate.DISCARDED})
"""Readings of which no case was made."""


@dataclass(frozen=True, slots=True)
class SheetsToJoin:
    """The sheets of a form that was read, or those of a file in which none was."""

    file: ImportedFile
    reading: FormReading | None = None
