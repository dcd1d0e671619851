"""Whether somebody has looked a CRO up at the council, in words."""

from __future__ import annotations

import datetime as dt

from vinculo.kernel.dates import format_date
from vinculo.kernel.identifiers import cro
from vinculo.network.models import Dentist

UNCHECKED = "não conferido no conselho"
MALFORMED = "fora do formato de um CRO, " + UNCHECKED


def council_words(number: str, uf: str, checked_on: dt.date | None, by: str = "") -> str:
    if checked_on is not None:
        return f"conferido no conselho em {format_date(checked_on)}" + (f" por {by}" if by else "")
    return UNCHECKED if cro.is_well_formed(number, uf) else MALFORMED


def council_words_of(dentist: Dentist) -> str:
    """For a dentist that was read together with who looked the CRO up."""
    by = dentist.council_checked_by
    return council_words(
        dentist.cro_number, dentist.cro_uf, dentist.council_checked_on, by.short_name if by else ""
    )
