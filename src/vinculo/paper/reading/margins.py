"""What programs leave at the edges of lines: tabs that part nothing, the stamps of a chat."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .page import CELL

# "[14/03/2024 10:22] Iara: " and "14/03/2024 10:22 - Iara: ".
_STAMP = re.compile(
    r"^\[?[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4},?[ ]{1,2}(?:às )?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"
    r"(?:\][ ]?|[ ]?[-–][ ])[^:\n]{1,60}:(?:[ ]|$)",
    re.MULTILINE,
)
_LEAST_STAMPS = 5


def without_stamps(text: str) -> str:
    """`text` without the stamps that a chat puts before each message, where it is made of messages."""
    if "/" not in text or text.count(":") < _LEAST_STAMPS or len(_STAMP.findall(text)) < _LEAST_STAMPS:
        return text
    return _STAMP.sub("", text)


def without_idle_tabs(text: str) -> str:
    """`text` without the tabs at the end of lines whose cells something else parts.

    In a table of tabs they are blank cells: there the line, or the one above it, has tabs within.
    """
    return "\n".join(_idle_gone(text.split("\n")))


def _idle_gone(rows: list[str]) -> Iterator[str]:
    above_has_tabs = False
    for row in rows:
        core = row.rstrip(" \t")
        inner = CELL in core
        if core and not inner and len(core) < len(row) and CELL in row:
            parted = "|" in core or "  " in core.strip(" ")
            if parted or not above_has_tabs:
                row = core  # noqa: PLW2901 - the row without its end
        if row.strip(" "):
            above_has_tabs = CELL in row
        yield row
