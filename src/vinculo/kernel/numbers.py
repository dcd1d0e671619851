"""Counts of things, as written and as printed."""

from __future__ import annotations

import re

_COUNT = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,3}|[1-9][0-9]{0,2}(?: [0-9]{3}){1,3}|[0-9]{1,12}")


def parse_count(text: str) -> int | None:
    """The count that `text` names; a point or a space parts thousands. Decimals and signs are None."""
    plain = " ".join(text.split())
    if not _COUNT.fullmatch(plain):
        return None
    return int(plain.replace(".", "").replace(" ", ""))


def format_count(number: int) -> str:
    """1.250"""
    return f"{number:,}".replace(",", ".")
