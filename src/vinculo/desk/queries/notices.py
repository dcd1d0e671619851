"""What a person must learn of: the events of cases that name the person, of cases still to be seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.cases.models import CaseEvent

from ..models import NoticesSeen

SHOWN = 50
COUNTED_UP_TO = 99


@dataclass(frozen=True)
class Notice:
    is_new: bool
    event_id: int
    at: dt.datetime
    who: str
    kind: str
    data: Mapping[str, Any]
    case_id: int
    number: str | None
    name: str | None


@dataclass(frozen=True)
class Notices:
    """The newest first; `before` asks for the page that follows, None on the last one."""

    rows: Sequence[Notice]
    newest: int
    before: int | None


def unseen_count(actor: Actor) -> int:
    """How many the person has not seen, `COUNTED_UP_TO` and one more at most. One query on one index."""
    if actor.user is None:
        return 0
    seen = NoticesSeen.objects.filter(user=actor.user).values("up_to")
    fresh = _told(actor).filter(pk__gt=Coalesce(Subquery(seen), 0))
    return fresh.order_by()[: COUNTED_UP_TO + 1].count()


def notices_of(actor: Actor, before: int | None = None) -> Notices:
    """One page. Whoever may not see a case any more is not told of it either."""
    if actor.user is None:
        return Notices((), 0, None)
    seen = NoticesSeen.objects.filter(user=actor.user).values_list("up_to", flat=True).first() or 0
    told = _told(actor).order_by("-pk")
    if before is not None:
        told = told.filter(pk__lt=before)
    columns = ("pk", "at", "actor_name", "kind", "data", "case_id", "case__number", "case__dentist_name")
    found = [Notice(row[0] > seen, *row) for row in told.values_list(*columns)[: SHOWN + 1]]
    rows = found[:SHOWN]
    return Notices(
        rows=rows,
        newest=rows[0].event_id if rows else 0,
        before=rows[-1].event_id if len(found) > SHOWN else None,
    )


def _told(actor: Actor) -> QuerySet[CaseEvent]:
    """Members of sectors do not see cases, but what becomes of their tasks."""
    sees_case = Q(case__operator_id__in=actor.operators_with(Permission.CASES_SEE))
    tasks_at = actor.operators_with(Permission.TASKS_ANSWER)
    of_a_task = Q(kind=CaseEvent.Kind.SECTOR_TASK, case__operator_id__in=tasks_at)
    return CaseEvent.objects.filter(sees_case | of_a_task if tasks_at else sees_case, tells=actor.user)
