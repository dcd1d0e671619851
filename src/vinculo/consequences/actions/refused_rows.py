"""Rows that cannot be read as requests are kept for people to look at, once each, and for some time."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Count, QuerySet

from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission

from ..models import IncomingRequest, RefusedRow

MOST_CELLS = 60
LONGEST_NAME = 100
LONGEST_CELL = 5_000
A_DAY = dt.timedelta(days=1)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Bundle:
    """Where rows came from, all at once; `parts` is what each of ours is called in them."""

    operator: Operator
    source: IncomingRequest.Source
    parts: Mapping[str, str]
    file_name: str = ""


@dataclass(frozen=True)
class Refused:
    """A row that cannot be taken, where it stood, and why."""

    place: int
    reason: str
    row: Mapping[str, object]


def keep_refused(bundle: Bundle, refused: Sequence[Refused], actor: Actor, now: dt.datetime) -> int:
    """How many are new. One that came before stays what it was made of: seen again, dismissed or not."""
    rows = {_digest(each.row): each for each in refused}
    there = RefusedRow.objects.filter(operator=bundle.operator, digest__in=list(rows))
    known = set(there.values_list("digest", flat=True))
    # What a system has is told every few minutes.
    there.filter(last_came_at__lt=now - A_DAY).update(last_came_at=now)
    made = RefusedRow.objects.bulk_create(
        [_row(bundle, digest, each, now) for digest, each in rows.items() if digest not in known],
        ignore_conflicts=True,
    )
    if made:
        _audit(bundle.operator.pk, "incoming.refused", actor, now, len(made))
    return len(made)


def forget_taken(operator: Operator, taken: Sequence[Mapping[str, object]]) -> None:
    """Rows that could not be read, and now can: their day has come, or a connection was put right."""
    standing = RefusedRow.objects.filter(operator=operator)
    if taken and standing.exists():
        standing.filter(digest__in=[_digest(row) for row in taken]).delete()


@transaction.atomic
def dismiss_refused(*, ids: Collection[int], actor: Actor, now: dt.datetime) -> int:
    """How many of these stand no more: nobody asks to leave by them, or they were typed.

    Raises:
        NotPermitted: the actor sees one and does not work on cases there.
    """
    rows = _writable(ids, actor).filter(dismissed_at=None)
    return _noted(rows, "incoming.refused_dismissed", actor, now, at=now)


@transaction.atomic
def restore_refused(*, ids: Collection[int], actor: Actor, now: dt.datetime) -> int:
    """
    Raises:
        NotPermitted: the actor sees one and does not work on cases there.
    """
    rows = _writable(ids, actor).exclude(dismissed_at=None)
    return _noted(rows, "incoming.refused_restored", actor, now, at=None)


@transaction.atomic
def sweep_refused(*, now: dt.datetime) -> int:
    """Those that came for the last time long ago go: they hold personal data. The log says how many did."""
    old = RefusedRow.objects.filter(last_came_at__lt=now - dt.timedelta(days=settings.REJECTS_DAYS))
    counts = dict(old.order_by().values_list("operator_id").annotate(Count("pk")))
    for operator_id, count in counts.items():
        _audit(operator_id, "incoming.refused_swept", Actor.system(), now, count)
    return old.delete()[0]


def _writable(ids: Collection[int], actor: Actor) -> QuerySet[RefusedRow]:
    rows = RefusedRow.objects.visible_to(actor).select_for_update().filter(pk__in=ids)
    for operator_id in set(rows.values_list("operator_id", flat=True)):
        actor.require(Permission.CASES_WORK, operator_id)
    return rows


def _noted(
    rows: QuerySet[RefusedRow], action: str, actor: Actor, now: dt.datetime, *, at: dt.datetime | None
) -> int:
    counts: dict[int, list[int]] = {}
    for pk, operator_id in rows.values_list("pk", "operator_id"):
        counts.setdefault(operator_id, []).append(pk)
    for operator_id, pks in counts.items():
        by = actor.user if at else None
        RefusedRow.objects.filter(pk__in=pks).update(dismissed_at=at, dismissed_by=by)
        _audit(operator_id, action, actor, now, len(pks))
    return sum(map(len, counts.values()))


def _row(bundle: Bundle, digest: str, refused: Refused, now: dt.datetime) -> RefusedRow:
    return RefusedRow(
        operator=bundle.operator,
        source=bundle.source,
        file_name=bundle.file_name[:200],
        place=refused.place,
        reason=refused.reason[:300],
        told=_texts(refused.row),
        parts=dict(bundle.parts),
        digest=digest,
        first_came_at=now,
        last_came_at=now,
    )


def _digest(row: Mapping[str, object]) -> str:
    told = json.dumps(_texts(row), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def _texts(row: Mapping[str, object]) -> dict[str, str]:
    """What PostgreSQL can keep of it, and no more than anybody reads."""
    cells = list(row.items())[:MOST_CELLS]
    return {_plain(name)[:LONGEST_NAME]: _plain(value)[:LONGEST_CELL] for name, value in cells}


def _plain(value: object) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text.strip().replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _audit(operator_id: int, action: str, actor: Actor, now: dt.datetime, count: int) -> None:
    record_audit(
        actor=actor,
        operator_id=operator_id,
        action=action,
        subject_kind="operator",
        subject_id=operator_id,
        now=now,
        detail={"count": count},
    )
