"""The gaps that a message may have, and the message with them filled."""

from __future__ import annotations

from collections.abc import Mapping

from vinculo.kernel.text_gaps import filled, gaps_unknown_to

__all__ = ["GAPS", "filled", "unknown_gaps"]

GAPS: Mapping[str, str] = {
    "pessoa": "com quem se fala",
    "prestador": "nome do prestador",
    "consultor": "nome de quem escreve",
    "operadora": "nome da operadora",
    "processo": "número do processo",
}
"""What may stand in braces in a message, and what it stands for."""


def unknown_gaps(text: str) -> tuple[str, ...]:
    return gaps_unknown_to(GAPS, text)
