"""Whether somebody has looked up the CRO of a case's head at the council, in words."""

from __future__ import annotations

from vinculo.cases.models import Case
from vinculo.cases.queries.surroundings import Surroundings
from vinculo.kernel.identifiers import cro
from vinculo.web.providers.council_words import council_words


def council_line(case: Case, around: Surroundings) -> str:
    """Empty for a head without a CRO."""
    if not case.cro:
        return ""
    check, number, uf = around.council, case.cro.lstrip("0"), case.cro_state or ""
    words = council_words(number, uf, check.checked_on if check else None, check.by if check else "")
    return f"{cro.formatted(case.cro, uf or None)}: {words}"
