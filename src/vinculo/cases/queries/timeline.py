"""The timeline of a case: its events, the saves of its fields, what was corrected, in one query."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Case as DbCase
from django.db.models import CharField, F, Q, QuerySet, TextField, Value, When, Window
from django.db.models.functions import JSONObject, Lag, Left

from vinculo.accounts.prepared import prepared

from ..models import Case, CaseEvent, FieldVersion

SITTING = dt.timedelta(minutes=20)
"""Saves by one person no further apart than this are one piece of work."""
LONGEST_WAS = 300
MOST_SAVES = 120
CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """`kind` is a `CaseEvent.Kind`, "field" for a save, or "correction".

    `data` of a save: record, record_id, field, fate, and `raw` where it was not applied. A correction is a
    later save of a contact's field that had said something else: record_id, field, and what it said (`was`).
    """

    at: dt.datetime
    who: str
    kind: str
    data: dict[str, Any]


def timeline_of(case: Case) -> list[TimelineRow]:
    """The newest rows first: every event, and the newest saves. Older ones stand among the versions."""
    return [TimelineRow(at, who, what, facts) for at, who, what, facts in _rows_of(case.pk)]


@prepared
def _rows_of(case_id: int) -> QuerySet[Any, tuple[dt.datetime, str, str, dict[str, Any]]]:
    events = (
        CaseEvent.objects.filter(case_id=case_id)
        .order_by()
        .annotate(who=F("actor_name"), what=F("kind"), facts=F("data"))
        .values_list("at", "who", "what", "facts")
    )
    saves = (
        FieldVersion.objects.filter(case_id=case_id)
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
    return events.union(saves[:MOST_SAVES], _corrections(case_id), all=True).order_by("-at")


def _corrections(case_id: int) -> QuerySet[FieldVersion, Any]:
    """Saves of contacts' fields after the sitting in which they were written, or by another hand."""
    applied = FieldVersion.objects.filter(case_id=case_id, record="contact", fate=FieldVersion.Fate.APPLIED)
    return (
        applied.order_by()
        .annotate(
            was=_before("raw"),
            was_at=_before("at"),
            was_by=_before("by_name"),
        )
        .filter(Q(at__gt=F("was_at") + SITTING) | ~Q(by_name=F("was_by")), was_at__isnull=False)
        .exclude(was="")
        .annotate(
            who=F("by_name"),
            what=Value(CORRECTION, output_field=CharField()),
            facts=JSONObject(record_id="record_id", field="field", was=Left("was", LONGEST_WAS)),
        )
        .values_list("at", "who", "what", "facts")
    )


def _before(column: str) -> Window:
    """What the version before said, of the same field of the same record."""
    return Window(Lag(column), partition_by=["record_id", "field"], order_by="pk")


def versions_of(case: Case) -> QuerySet[FieldVersion]:
    """Everything that was ever typed in the case, newest first."""
    return FieldVersion.objects.filter(case=case).order_by("-pk")
