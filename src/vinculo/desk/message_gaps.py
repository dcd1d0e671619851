"""The gaps of a message, and the message with them filled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

GAPS: Mapping[str, str] = {
    "pessoa": "com quem se fala",
    "prestador": "nome do prestador",
    "consultor": "nome de quem escreve",
    "operadora": "nome da operadora",
    "processo": "número do processo",
}
"""What may stand in braces in a message, and what it stands for."""

_IN_BRACES = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class FilledMessage:
    """`missing` are the gaps without a value: they still stand in the text, for the writer to fill."""

    text: str
    missing: tuple[str, ...] = ()


def unknown_gaps(text: str) -> tuple[str, ...]:
    """What stands in braces and is no gap, as it was written; a brace without its other one counts too."""
    unknown = [f"{{{name}}}" for name in _IN_BRACES.findall(text) if name not in GAPS]
    if re.search(r"[{}]", _IN_BRACES.sub("", text)):
        unknown.append("{")
    return tuple(dict.fromkeys(unknown))


def filled(text: str, values: Mapping[str, str]) -> FilledMessage:
    """The message as it would be sent."""
    missing: dict[str, None] = {}

    def fill(match: re.Match[str]) -> str:
        value = values.get(match[1], "").strip()
        if not value:
            missing[match[1]] = None
            return match[0]
        return value

    return FilledMessage(_IN_BRACES.sub(fill, text), tuple(missing))
