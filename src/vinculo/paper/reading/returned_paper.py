"""What pen did to paper of ours, in words and places: all that whoever asks for a comparison has to know.

`own_paper.comparing` compares, where files are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ..editions import Edition
from ..printing.paper_code import PrintName
from .page import Box


class ChangeKind(StrEnum):
    TICKED = "ticked"
    UNTICKED = "unticked"
    WRITTEN = "written"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that pen did. `field`: as in a `ReferencePage`, empty for the margin; `option`: of a box."""

    kind: ChangeKind
    field: str
    option: str
    box: Box
    sure: float

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind.value,
            "field": self.field,
            "option": self.option,
            "box": self.box.to_json(),
            "sure": round(self.sure, 3),
        }


@dataclass(frozen=True, slots=True)
class SheetToCompare:
    """`sheet` counts from 0 in its file, `page` from 1 in the print; `kept` is what was kept of the print."""

    sheet: int
    jpeg: bytes
    kept: Mapping[str, Any]
    edition: Edition
    name: PrintName
    page: int


@dataclass(frozen=True, slots=True)
class ComparedSheet:
    """`changes`: what pen did, top to bottom; None where the sheet could not be held against its print."""

    sheet: int
    changes: tuple[Change, ...] | None
