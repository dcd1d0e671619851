"""How the values of a form are written on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from vinculo.kernel.dates import format_date
from vinculo.kernel.identifiers import cnpj, cpf
from vinculo.kernel.money import format_money
from vinculo.kernel.numbers import format_count

from ..form import DATE_FIELDS, MONEY_FIELDS

_IDENTIFIERS: dict[str, Callable[[str], str]] = {"cpf": cpf.formatted, "cnpj": cnpj.formatted}
_DAY_TO_WRITE = "/         /"
GUIDES = {
    **dict.fromkeys(DATE_FIELDS, f"       {_DAY_TO_WRITE}"),
    **dict.fromkeys(MONEY_FIELDS, "R$"),
    "contact_on": f"     {_DAY_TO_WRITE}",
    "duration_days": "                   dia(s)",
}
"""What a blank form shows where one writes by hand."""


def written(field: str, value: object) -> str | None:
    """A value of the form as printed; None for a blank one.

    >>> written("cpf", "98765432100"), written("duration_days", 177)
    ('987.654.321-00', '177 dia(s)')
    """
    match value:
        case None:
            return None
        case dt.date():
            return format_date(value)
        case Decimal():
            return format_money(value)
        case int():
            return f"{value} dia(s)" if field == "duration_days" else format_count(value)
        case _:
            return _IDENTIFIERS.get(field, str)(str(value))
