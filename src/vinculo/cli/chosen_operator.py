"""Which operator a command is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vinculo.accounts.models import Operator


def chosen_operator(
    allowed: Sequence[Operator], code: str | None, *, none_told: str
) -> tuple[Operator | None, str]:
    """The one of that code, or the only one; else a sentence about why it is none."""
    if not allowed:
        return None, none_told
    codes = ", ".join(sorted(operator.code for operator in allowed))
    if code is None:
        return (allowed[0], "") if len(allowed) == 1 else (None, f"diga a operadora: --operator {codes}")
    found = next((operator for operator in allowed if operator.code == code.upper()), None)
    return found, "" if found else f"operadora desconhecida, ou sem permissão nela: {code} (há: {codes})"
