"""One case as the cells of a table: texts for a CSV, values for a spreadsheet."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.cases.models import Case
from vinculo.cases.queries.columns import ColumnKind, ListColumn, text_of
from vinculo.cases.queries.filters import Choice
from vinculo.kernel.dates import SAO_PAULO
from vinculo.kernel.identifiers import cpf
from vinculo.kernel.money import format_money

LONGEST_CELL = 32_000
"""A spreadsheet's cell ends at 32,767 characters."""

Value = str | int | Decimal | dt.date | dt.datetime | None

_FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠|]|^[\t\r\n]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_MASKS = {"cpf": cpf.masked}


@dataclass(frozen=True)
class CellWriter:
    """`choices` are the words of the closed lists. What the actor may not see at an operator is masked."""

    columns: Sequence[ListColumn]
    choices: Mapping[str, Sequence[Choice]]
    actor: Actor

    def texts(self, case: Case) -> list[str]:
        """What a CSV holds. A text that a spreadsheet would run as a formula is led by an apostrophe."""
        return [self._csv_text(column, case) for column in self.columns]

    def values(self, case: Case) -> list[Value]:
        """What a spreadsheet holds: numbers and days as such, so that it can reckon with them."""
        return [self._value(column, case) for column in self.columns]

    def _csv_text(self, column: ListColumn, case: Case) -> str:
        value = self._value(column, case)
        if isinstance(value, Decimal):
            return format_money(value.normalize(), symbol=False)
        if isinstance(value, int):
            return str(value)
        text = value if isinstance(value, str) else text_of(column, case, self.choices)
        return f"'{text}" if _FORMULA.match(text) else text

    def _value(self, column: ListColumn, case: Case) -> Value:
        if column.personal and not self.actor.may(Permission.PERSONAL_DATA_SEE, case.operator_id):
            return self._masked(column, case)
        value: Value = column.read(case)
        if isinstance(value, dt.datetime):
            return value.astimezone(SAO_PAULO).replace(tzinfo=None)
        if value is None or column.kind in (ColumnKind.DAY, ColumnKind.COUNT, ColumnKind.MONEY):
            return value
        return clean_text(text_of(column, case, self.choices))

    def _masked(self, column: ListColumn, case: Case) -> str:
        value = column.read(case)
        mask = _MASKS.get(column.key)
        if not value:
            return ""
        return mask(value) if mask else "não disponível"


def clean_text(text: str) -> str:
    """Without the signs that no spreadsheet takes, and no longer than a cell."""
    clean = _CONTROL.sub("", text)
    return clean if len(clean) <= LONGEST_CELL else f"{clean[:LONGEST_CELL]}… (texto cortado)"
