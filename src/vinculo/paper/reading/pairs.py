"""Two fields under one label, as people shorten the form: "CRO/UF: 57.798/SP", "Cidade/UF: Maceió - AL"."""

from __future__ import annotations

import re

from vinculo.kernel.places.states import UFS

# The label's name: the field that takes the rest, and the field of the UF.
PAIRS = {"cro+cro_state": ("cro", "cro_state"), "city+state": ("city", "state")}

_UF = "|".join(UFS)
_AT_THE_END = re.compile(rf"(?P<rest>.*?)[\s/(,–—-]+(?P<uf>{_UF})\)?\.?", re.IGNORECASE)
_AT_THE_START = re.compile(
    rf"(?:CRO)?[\s/-]*(?P<uf>{_UF})[\s/:–—-]+(?P<rest>[^A-Za-z]*[0-9].*)", re.IGNORECASE
)


def split_pair(text: str) -> tuple[str, str]:
    """The first field's text and the UF; the UF is blank where none stands at an end."""
    plain = text.strip()
    found = _AT_THE_START.fullmatch(plain) or _AT_THE_END.fullmatch(plain)
    return (found["rest"].strip(), found["uf"]) if found else (plain, "")
