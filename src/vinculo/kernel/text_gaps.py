"""Gaps in a text that is written once and used often: `{pessoa}` and the like, filled when it is used."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

_IN_BRACES = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class FilledText:
    """`missing` are the gaps without a value: they still stand in the text, for the writer to fill."""

    text: str
    missing: tuple[str, ...] = ()


def gaps_unknown_to(known: Collection[str], text: str) -> tuple[str, ...]:
    """What stands in braces and is no gap, as it was written; a brace without its other one counts too."""
    unknown = [f"{{{name}}}" for name in _IN_BRACES.findall(text) if name not in known]
    if re.search(r"[{}]", _IN_BRACES.sub("", text)):
        unknown.append("{")
    return tuple(dict.fromkeys(unknown))


def filled(text: str, values: Mapping[str, str]) -> FilledText:
    """The text as it would be used."""
    missing: dict[str, None] = {}

    def fill(match: re.Match[str]) -> str:
        value = values.get(match[1], "").strip()
        if not value:
            missing[match[1]] = None
            return match[0]
        return value

    return FilledText(_IN_BRACES.sub(fill, text), tuple(missing))
