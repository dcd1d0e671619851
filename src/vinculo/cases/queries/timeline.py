"""The timeline of a case: its events and the saves of its fields, in one query."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, Value
from django.db.models.functions import JSONObject

from ..models import Case, CaseEvent, FieldVersion


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """`kind` is a `CaseEvent.Kind`, or "field" for a save, with its record, field and fate in `data`."""

    at: dt.datetime
    who: str
    kind: str
    data: dict[str, Any]


def timeline_of(case: Case, limit: int = 120) -> list[TimelineRow]:
    """The newest rows first."""
    events = (
        CaseEvent.objects.filter(case=case)
        .order_by()
        .annotate(who=F("actor_name"), what=F("kind"), facts=F("data"))
        .values_list("at", "who", "what", "facts")
    )
    saves = (
        FieldVersion.objects.filter(case=case)
        .order_by()
        .annotate(
            who=F("by_name"),
            what=Value("field", output_field=CharField()),
            facts=JSONObject(record="record", field="field", fate="fate"),
        )
        .values_list("at", "who", "what", "facts")
    )
    rows = events.union(saves, all=True).order_by("-at")[:limit]
    return [TimelineRow(at, who, what, facts) for at, who, what, facts in rows]
