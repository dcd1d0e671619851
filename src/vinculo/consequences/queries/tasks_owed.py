"""What tasks ask of a person today: one query, and none of whoever they can ask nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Case, Count, F, Q, Value, When, Window
from django.db.models.functions import RowNumber

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission

from ..models import SectorTask
from ..task_states import TaskState
from .sector_tasks import ANSWER, COLUMNS, TaskRow


class Owed(StrEnum):
    """In order of need; each task stands under the first that holds."""

    ANSWER = "answer"
    ACCEPT = "accept"
    LATE = "late"


@dataclass(frozen=True)
class OwedTasks:
    count: int
    rows: Sequence[TaskRow]


def tasks_owed(actor: Actor, today: dt.date, shown: int) -> Mapping[Owed, OwedTasks]:
    """What the person's sector has to answer, the answers that wait for the person, what sectors left late.

    Those that are due first come first; `shown` of each at most.
    """
    conditions = _conditions(actor, today)
    if not conditions:
        return {}
    asked = Q()
    for condition in conditions.values():
        asked |= condition
    kind = Case(*(When(holds, then=Value(str(owed))) for owed, holds in conditions.items()))
    rows = (
        SectorTask.objects.visible_to(actor)
        .filter(asked)
        .order_by()
        .annotate(kind=kind, answer=ANSWER)
        .annotate(
            total=Window(Count("pk"), partition_by=F("kind")),
            place=Window(RowNumber(), partition_by=F("kind"), order_by=("due_on", "pk")),
        )
        .filter(place__lte=shown)
        .order_by("place")
    )
    found: dict[Owed, tuple[int, list[TaskRow]]] = {}
    for name, total, *columns in rows.values_list("kind", "total", *COLUMNS):
        found.setdefault(Owed(name), (total, []))[1].append(TaskRow(*columns))
    return {owed: OwedTasks(*found[owed]) for owed in Owed if owed in found}


def _conditions(actor: Actor, today: dt.date) -> dict[Owed, Q]:
    conditions = {}
    if actor.sectors:
        theirs = Q()
        for operator_id, sectors in actor.sectors.items():
            theirs |= Q(operator_id=operator_id, sector__in=sectors)
        free = Q(owner=None) | Q(owner=actor.user)
        conditions[Owed.ANSWER] = Q(state=TaskState.OPEN) & theirs & free
    works_at = actor.operators_with(Permission.CASES_WORK)
    if works_at:
        waits = Q(case__consultant=actor.user) | Q(case__consultant=None, asked_by=actor.user)
        conditions[Owed.ACCEPT] = Q(state=TaskState.ANSWERED, operator_id__in=works_at) & waits
    signs_at = actor.operators_with(Permission.CASES_SIGN)
    if signs_at:
        conditions[Owed.LATE] = Q(state=TaskState.OPEN, due_on__lt=today, operator_id__in=signs_at)
    return conditions
