"""What a core system may get wrong, each switched on by its name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from .columns import COLUMNS
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

_ASKED = re.compile(r"(?P<name>[a-z_]+)(?:=(?P<value>[^@]+))?(?:@(?P<entity>[a-z_]+))?")


@dataclass(frozen=True, slots=True)
class Setting:
    """`entity` blank: all of them."""

    number: float = 0
    text: str = ""
    entity: str = ""

    def as_json(self) -> dict[str, object]:
        return {"value": self.text or self.number, "entity": self.entity}


Faults = dict[Fault, Setting]


def fault_asked(text: str) -> tuple[Fault, Setting]:
    """`slow`, `slow=2.5`, `cut_on_page=37@production`.

    Raises:
        Refused: no such fault or entity, or not its kind of value.
    """
    match = _ASKED.fullmatch(text)
    if match is None:
        raise Refused(400, f"Falha desconhecida: {text}. As que há: {', '.join(Fault)}.")
    return _fault(match["name"]), _setting(_fault(match["name"]), match["value"], match["entity"])


def switched(faults: Faults, asked: Mapping[str, object]) -> Faults:
    """With those asked for switched on, or off where the value is false or null.

    Raises:
        Refused: see `fault_asked`; nothing is switched then.
    """
    new = dict(faults)
    for name, told in asked.items():
        fault = _fault(name)
        if told is None or told is False:
            new.pop(fault, None)
            continue
        parts = told if isinstance(told, dict) else {"value": told}
        value = parts.get("value")
        new[fault] = _setting(fault, None if value in (None, True) else str(value), parts.get("entity"))
    return new


def _fault(name: str) -> Fault:
    try:
        return Fault(name)
    except ValueError:
        raise Refused(400, f"Falha desconhecida: {name}. As que há: {', '.join(Fault)}.") from None


def _setting(fault: Fault, value: str | None, entity: object) -> Setting:
    if entity and entity not in COLUMNS:
        raise Refused(400, f"Entidade desconhecida: {entity}. As que há: {', '.join(COLUMNS)}.")
    told = str(entity or "")
    if fault in {Fault.MISSING_COLUMN, Fault.SWAPPED_COLUMNS}:
        known = {column for columns in COLUMNS.values() for column in columns}
        named = value.split(",") if value else []
        if not known.issuperset(named) or (fault is Fault.SWAPPED_COLUMNS and len(named) not in (0, 2)):
            raise Refused(400, f"{fault}: coluna desconhecida em {value}.")
        return Setting(text=value or "", entity=told)
    try:
        number = float(value) if value else USUAL.get(fault, 1)
    except ValueError:
        number = -1
    if not 0 < number < 1_000_000:
        raise Refused(400, f"{fault}: {value} não é um número acima de zero.")
    return Setting(number=number, entity=told)
