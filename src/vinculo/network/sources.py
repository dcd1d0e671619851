"""Who told what the registry says of a provider, and on which day. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Source(StrEnum):
    """`COUNT` is our own count of who works there, `CHOSEN` of those of them whom somebody ticked; `REGISTRY`
    is what nobody noted a teller of.
    """

    CORE = "core"
    HAND = "hand"
    COVERAGE = "coverage"
    COUNT = "count"
    CHOSEN = "chosen"
    REGISTRY = "registry"


@dataclass(frozen=True, slots=True)
class Told:
    """`on` is the day on which it was told; None where nobody noted it."""

    source: Source
    on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class HandWrite:
    """Somebody wrote these columns of a record; all of them where `columns` is None."""

    on: dt.date
    columns: frozenset[str] | None = None


def teller(columns: Iterable[str], written: Iterable[HandWrite], fed_on: dt.date | None) -> Told:
    """Whoever told these columns last: the core system, or a hand, which goes before it on the same day."""
    names = frozenset(columns)
    by_hand = max(
        (write.on for write in written if write.columns is None or write.columns & names), default=None
    )
    if fed_on is not None and (by_hand is None or by_hand < fed_on):
        return Told(Source.CORE, fed_on)
    return Told(Source.HAND, by_hand) if by_hand is not None else Told(Source.REGISTRY)


HEAD_COLUMNS: Mapping[str, frozenset[str]] = {
    "cnpj": frozenset({"cnpj"}),
    "cpf": frozenset({"cpf"}),
    "joined_on": frozenset({"joined_on"}),
    "provider_type": frozenset({"kind"}),
    "city": frozenset({"municipality"}),
    "state": frozenset({"municipality"}),
    "serves_other_plans": frozenset({"other_plans"}),
    "other_plans": frozenset({"other_plans"}),
    "us_value": frozenset({"us_value"}),
    "last_production_on": frozenset({"last_production_on"}),
    "last_production_value": frozenset({"last_production_value"}),
}
"""The columns of a provider behind the fields of a case's head, by the names of the form."""

DENTIST_COLUMNS: Mapping[str, frozenset[str]] = {
    "cro": frozenset({"cro_number"}),
    "cro_state": frozenset({"cro_uf"}),
    "dentist_name": frozenset({"name"}),
}
