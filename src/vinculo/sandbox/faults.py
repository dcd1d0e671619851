"""What a core system may get wrong, each switched on by its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from .columns import COLUMNS
from .fault_kinds import FaultKinds, number_told, value_told
from .refused import Refused


class Fault(StrEnum):
    DOWN = "down"
    SLOW = "slow"
    CUT_ON_PAGE = "cut_on_page"
    HTML_INSTEAD = "html_instead"
    GARBAGE = "garbage"
    WRONG_TOTAL = "wrong_total"
    REPEATED_PAGE = "repeated_page"
    MISSING_COLUMN = "missing_column"
    SWAPPED_COLUMNS = "swapped_columns"
    BAD_ROWS = "bad_rows"
    WRONG_ENCODING = "wrong_encoding"
    DUPLICATE_KEYS = "duplicate_keys"
    MASS_DEACTIVATION = "mass_deactivation"
    UNAUTHORISED = "unauthorised"
    LOST_ANSWER = "lost_answer"


USUAL: Mapping[Fault, float] = MappingProxyType(
    {
        Fault.SLOW: 1,
        Fault.CUT_ON_PAGE: 1,
        Fault.WRONG_TOTAL: 7,
        Fault.REPEATED_PAGE: 2,
        Fault.BAD_ROWS: 10,
        Fault.DUPLICATE_KEYS: 10,
        Fault.MASS_DEACTIVATION: 60,
    }
)
"""The value that is meant where none is told: seconds, pages, rows, each how manieth row, percent."""


@dataclass(frozen=True, slots=True)
class Setting:
    """`entity` blank: all of them."""

    number: float = 0
    text: str = ""
    entity: str = ""

    def as_json(self) -> dict[str, object]:
        return {"value": self.text or self.number, "entity": self.entity}


Faults = dict[Fault, Setting]


def _setting(fault: Fault, told: Mapping[str, object]) -> Setting:
    value, entity = value_told(told), str(told.get("entity") or "")
    if entity and entity not in COLUMNS:
        raise Refused(400, f"Entidade desconhecida: {entity}. As que há: {', '.join(COLUMNS)}.")
    if fault in {Fault.MISSING_COLUMN, Fault.SWAPPED_COLUMNS}:
        known = {column for columns in COLUMNS.values() for column in columns}
        named = value.split(",") if value else []
        if not known.issuperset(named) or (fault is Fault.SWAPPED_COLUMNS and len(named) not in (0, 2)):
            raise Refused(400, f"{fault}: coluna desconhecida em {value}.")
        return Setting(text=value or "", entity=entity)
    return Setting(number=number_told(fault, value, USUAL.get(fault, 1)), entity=entity)


KINDS = FaultKinds(Fault, _setting, place="entity")
