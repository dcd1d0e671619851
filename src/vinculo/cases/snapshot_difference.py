"""What a case keeps of the registry as of its opening, against what the registry says today. Pure.

A field differs where the registry says something today that stands neither in the case, nor was told
when the case took its snapshot, nor was looked at since and left: what somebody corrected by hand against
the registry is no difference until the registry says something new. What the registry does not say is none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from vinculo.kernel.folding import fold

from .typed_fields import CASE_FIELDS, FieldKind

REGISTRY_FIELDS = (
    "cro_count",
    "cro",
    "cro_state",
    "dentist_name",
    "cnpj",
    "cpf",
    "joined_on",
    "provider_type",
    "city",
    "state",
    "lives",
    "published_cros",
    "serves_other_plans",
    "other_plans",
    "us_value",
    "last_production_on",
    "last_production_value",
)
"""The fields of the head that the registry fills, in the order of the paper."""

MOVING_FIELDS = frozenset({"lives", "published_cros", "last_production_on", "last_production_value"})
"""Those that are another month by month, without anybody having changed anything."""


@dataclass(frozen=True, slots=True)
class KeptField:
    """`value` stands in the case; `told` is what the registry said at the snapshot, `left` what it said when
    somebody looked and kept the case's own. None where there is no such thing.
    """

    value: Any = None
    told: Any = None
    left: Any = None


@dataclass(frozen=True, slots=True)
class Difference:
    """`kept` is what stands in the case, None where nothing does; `today` what the registry says."""

    field: str
    kept: Any
    today: Any

    @property
    def fills_a_blank(self) -> bool:
        """The count of CROs follows from who leaves, and is never filled in alone."""
        return self.kept is None and self.field != "cro_count"


def snapshot_difference(kept: Mapping[str, KeptField], today: Mapping[str, Any]) -> tuple[Difference, ...]:
    """The fields that differ, in the order of the paper. A field that `today` lacks is not compared."""
    found = []
    for field in REGISTRY_FIELDS:
        said = today.get(field)
        mine = kept.get(field, KeptField())
        if said in (None, "") or any(same_value(said, one) for one in (mine.value, mine.told, mine.left)):
            continue
        found.append(Difference(field, mine.value, said))
    return tuple(found)


def same_value(one: Any, other: Any) -> bool:
    """Texts are the same however they are accented and capitalised."""
    if isinstance(one, str) and isinstance(other, str):
        return fold(one) == fold(other)
    return bool(one == other)


def as_json(value: Any) -> Any:
    """A value as the snapshot stores it: a day as 2026-11-20, an amount as 1.4."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def from_json(field: str, stored: Any) -> Any:
    """The value again."""
    kind = CASE_FIELDS[field].kind
    if stored is not None and kind is FieldKind.DATE:
        return dt.date.fromisoformat(stored)
    return Decimal(stored) if stored is not None and kind is FieldKind.MONEY else stored
