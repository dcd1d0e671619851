"""How an operator's core system is written to: a TOML file of the operator's, looked at anew each time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from vinculo.kernel.dates import format_date

from ..protocol_system.connection import SystemAddress

CORE_SYSTEM = "sistema da operadora"
DAY_FORMS = ("dd/mm/aaaa", "aaaa-mm-dd")


@dataclass(frozen=True, slots=True)
class StatusLook:
    """How the core system is asked whether a provider is inactive: what it may answer in `field`."""

    path: str = "/v1/providers/{key}"
    field: str = "situacao"
    inactive: tuple[str, ...] = ("I",)


@dataclass(frozen=True, slots=True)
class Telling:
    """How one thing is told, by POST of JSON. `fields`: by our name for each part, the system's.

    The system does one thing for a key, however often it is sent. A text is cut to `longest` characters.
    """

    path: str
    key_header: str = "Idempotency-Key"
    error_field: str = "erro"
    longest: int = 2000
    fields: Mapping[str, str] = field(default_factory=dict)
    status: StatusLook | None = None


@dataclass(frozen=True, slots=True)
class CoreSystem:
    """A whole connection: what has no table in it is done by people."""

    address: SystemAddress
    history: Telling | None = None
    inactivation: Telling | None = None
    day_form: str = DAY_FORMS[0]

    def day_told(self, day: dt.date) -> str:
        return day.isoformat() if self.day_form == DAY_FORMS[1] else format_date(day)


@dataclass(frozen=True, slots=True)
class CoreConnection:
    """Without a system either there is no file, or `mistakes` say what is wrong with it, a sentence each."""

    path: Path
    system: CoreSystem | None = None
    mistakes: tuple[str, ...] = ()

    @property
    def is_by_hand(self) -> bool:
        return self.system is None and not self.mistakes
