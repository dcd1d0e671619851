"""A sheet that was read, as it waits for the others of its file: packed, so that many sheets cost little."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np

from ...printing.paper_code import PaperCode
from ..page import Box, Line
from .sheet import Grey

# Quick rather than small: a sheet is white for the most part.
_PACKED_QUICKLY = (cv2.IMWRITE_PNG_COMPRESSION, 1)


@dataclass(frozen=True, slots=True)
class OpenSheet:
    """A sheet and its ink, for who looks a second time. `level`: dark ink on white, rulings wiped off."""

    level: Grey
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class KeptSheet:
    """What a sheet says, by its number in the file, and its ink packed.

    `unread`: ink that no word holds. `printed`: the code on it, if it is paper that we printed ourselves.
    A page that was read as text has no ink. `may_be_of_another`: another form in the file lacks such a sheet.
    """

    number: int
    lines: tuple[Line, ...]
    unread: tuple[Box, ...] = ()
    printed: PaperCode | None = None
    packed: bytes = b""
    may_be_of_another: bool = False

    @classmethod
    def of(
        cls,
        number: int,
        level: Grey,
        lines: Iterable[Line],
        unread: Iterable[Box] = (),
        printed: PaperCode | None = None,
    ) -> KeptSheet:
        _, packed = cv2.imencode(".png", level, _PACKED_QUICKLY)
        return cls(number, tuple(lines), tuple(unread), printed, packed.tobytes())

    @property
    def is_text(self) -> bool:
        return not self.packed

    def opened(self) -> OpenSheet | None:
        if not self.packed:
            return None
        level = cv2.imdecode(np.frombuffer(self.packed, np.uint8), cv2.IMREAD_GRAYSCALE)
        return OpenSheet(np.asarray(level, np.uint8), self.lines)
