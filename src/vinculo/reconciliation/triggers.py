"""When the comparison is made: after a feed, after somebody worked on cases or providers, at night."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q

from vinculo.accounts.models import AuditEntry, Operator
from vinculo.outbox.actions import plan_once
from vinculo.outbox.models import OutboxRow

from .actions.reconcile import reconcile
from .models import Comparison

RECONCILE_KIND = "reconciliation.compare"
LOOKED_AT = ("case", "provider", "dentist")
"""The subjects of the audit log whose changes may make a divergence, or clear one."""


def compare(row: OutboxRow, now: dt.datetime) -> None:
    """The handler of the kind: twice does no harm."""
    operator = Operator.objects.filter(pk=row.payload["operator"], is_active=True).first()
    if operator is not None:
        reconcile(operator=operator, now=now)


def plan_comparison(operator_id: int, now: dt.datetime) -> None:
    """Once, however often it is asked for before a worker begins."""
    plan_once(kind=RECONCILE_KIND, payload={"operator": operator_id}, now=now)


def after_feed(*, operator_id: int, now: dt.datetime, **told: Any) -> None:
    """The registry was fed, or a feed was taken back."""
    plan_comparison(operator_id, now)


def plan_where_worked(*, now: dt.datetime, all_of_them: bool = False) -> int:
    """Plans the comparison of the operators at which something was written since the last one; how many."""
    compared = dict(Comparison.objects.values_list("operator_id", "compared_at"))
    planned = 0
    for operator_id in Operator.objects.filter(is_active=True).values_list("pk", flat=True):
        since = compared.get(operator_id)
        if all_of_them or since is None or _was_worked_on(operator_id, since):
            plan_comparison(operator_id, now)
            planned += 1
    return planned


def _was_worked_on(operator_id: int, since: dt.datetime) -> bool:
    written = AuditEntry.objects.filter(operator_id=operator_id, at__gt=since, subject_kind__in=LOOKED_AT)
    return written.exclude(Q(action__endswith=".viewed")).exists()
