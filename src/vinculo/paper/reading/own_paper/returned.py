"""The sheets of a file that are paper of ours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np

from ...printing.paper_code import PaperCode
from .code_on_paper import find_code


@dataclass(frozen=True, slots=True)
class ReturnedPage:
    """A sheet of a file, by its number from 0, and what the code on it says."""

    sheet: int
    code: PaperCode


def returned_pages(pictures: Iterable[tuple[int, bytes]]) -> tuple[ReturnedPage, ...]:
    """Those of the sheets, each with its picture as a file, that carry the code of a named print."""
    found: list[ReturnedPage] = []
    for number, data in pictures:
        grey = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)
        code = find_code(np.asarray(grey, np.uint8)) if grey is not None else None
        if code is not None and code.code.code:
            found.append(ReturnedPage(number, code.code))
    return tuple(found)
