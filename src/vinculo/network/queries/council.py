"""Who looked up a CRO at the council, for a query of something that names it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, Func, JSONField, OuterRef, Subquery, Value
from django.db.models.expressions import Combinable

from vinculo.accounts.actor import Actor

from ..models import Dentist


@dataclass(frozen=True, slots=True)
class CouncilCheck:
    """`by` is empty where nobody is named."""

    checked_on: dt.date
    by: str = ""


def council_json(actor: Actor, *, operator: OuterRef, number: OuterRef, uf: OuterRef) -> Subquery:
    """For an annotation, which `read_council` reads. The number may be written with zeros in front."""
    plain = Func(number, Value("0"), function="LTRIM", output_field=CharField())
    found = Dentist.objects.visible_to(actor).filter(
        operator_id=operator, cro_uf=uf, cro_number=plain, council_checked_on__isnull=False
    )
    columns: tuple[Combinable, ...] = (F("council_checked_on"), F("council_checked_by__name"))
    row = Func(*columns, function="JSONB_BUILD_ARRAY", output_field=JSONField())
    return Subquery(found.values(each=row)[:1])


def read_council(read: Any) -> CouncilCheck | None:
    """None where nobody has looked it up."""
    if not read:
        return None
    checked_on, by = read
    return CouncilCheck(dt.date.fromisoformat(checked_on), by or "")
