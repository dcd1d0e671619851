"""Whether a sheet is paper of ours."""

from __future__ import annotations

from collections.abc import Iterable

from ...printing.paper_code import PaperCode
from ..scan.sheet import Grey
from .code_on_paper import find_code


def named_code(pictures: Iterable[Grey]) -> PaperCode | None:
    """What the code of a named print says, on the first of these pictures of one sheet that shows it."""
    found = (find_code(grey) for grey in pictures)
    return next((each.code for each in found if each is not None and each.code.code), None)
