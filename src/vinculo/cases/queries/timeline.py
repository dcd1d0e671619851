"""The timeline of a case: its events and the saves of its fields, in one query."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Case as DbCase
from django.db.models import CharField, F, QuerySet, TextField, Value, When
from django.db.models.functions import JSONObject

from ..models import Case, CaseEvent, FieldVersion


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """`kind` is a `CaseEvent.Kind`, or "field" for a save.

    `data` of a save: record, record_id, field, fate, and `raw` where it was not applied.
    """

    at: dt.datetime
    who: str
    kind: str
    data: dict[str, Any]


def timeline_of(case: Case, most_saves: int = 120) -> list[TimelineRow]:
    """The newest rows first: every event, and the newest saves. Older ones stand among the versions."""
    events = (
        CaseEvent.objects.filter(case=case)
        .order_by()
        .annotate(who=F("actor_name"), what=F("kind"), facts=F("data"))
        .values_list("at", "who", "what", "facts")
    )
    saves = (
        FieldVersion.objects.filter(case=case)
        .order_by("-at", "-pk")
        .annotate(
            who=F("by_name"),
            what=Value("field", output_field=CharField()),
            facts=JSONObject(
                record="record",
                record_id="record_id",
                field="field",
                fate="fate",
                raw=DbCase(
                    When(fate=FieldVersion.Fate.APPLIED, then=Value("", output_field=TextField())),
                    default=F("raw"),
                    output_field=TextField(),
                ),
            ),
        )
        .values_list("at", "who", "what", "facts")
    )
    rows = events.union(saves[:most_saves], all=True).order_by("-at")
    return [TimelineRow(at, who, what, facts) for at, who, what, facts in rows]


def versions_of(case: Case) -> QuerySet[FieldVersion]:
    """Everything that was ever typed in the case, newest first."""
    return FieldVersion.objects.filter(case=case).order_by("-pk")
