"""Reminding a sector of what is nearly due, and telling the supervisors what is overdue."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import users_who_may
from vinculo.cases.actions.case_write import CaseWrite, writing
from vinculo.cases.clock import day_of
from vinculo.kernel.business_days import is_business_day
from vinculo.kernel.dates import SAO_PAULO
from vinculo.network.queries.calendar import calendar_of

from ..models import SectorTask
from ..queries.sectors import terms_of
from ..rules import is_near_due, is_overdue
from ..task_states import TaskState
from .task_telling import sector_people, tell_each
from .task_write import ESCALATED, REMINDED

FIRST_HOUR = dt.time(7)
FARTHEST = dt.timedelta(days=60)
"""No sector is reminded earlier than this, whatever its terms say."""
AT_ONCE = 500


def remind_sectors(*, now: dt.datetime) -> int:
    """On business days from seven on; how many tasks somebody was told of. Each is told once."""
    local = now.astimezone(SAO_PAULO)
    if not is_business_day(local.date()) or local.time() < FIRST_HOUR:
        return 0
    today = local.date()
    to_remind = Q(reminded_at=None, due_on__gte=today, due_on__lte=today + FARTHEST)
    to_escalate = Q(escalated_at=None, due_on__lt=today)
    tasks = SectorTask.objects.filter(to_remind | to_escalate, state=TaskState.OPEN).select_related("case")
    return sum(_look_at(task, now) for task in tasks.order_by("due_on", "pk")[:AT_ONCE])


def _look_at(task: SectorTask, now: dt.datetime) -> bool:
    today, case = day_of(now), task.case
    if not is_overdue(today, task.due_on):
        terms = terms_of(task.operator_id, task.sector, today)
        calendar = calendar_of(case.operator_id, case.municipality_id, case.city_state)
        if not is_near_due(today, task.due_on, terms.remind_days, calendar):
            return False
    with writing(case=case, actor=Actor.system(), now=now) as write:
        locked = SectorTask.objects.filter(pk=task.pk, state=TaskState.OPEN).first()
        if locked is None or locked.due_on != task.due_on:
            return False
        if is_overdue(today, locked.due_on):
            return _escalate(write, locked)
        return _remind(write, locked)


def _remind(write: CaseWrite, task: SectorTask) -> bool:
    if task.reminded_at is not None:
        return False
    task.reminded_at = write.now
    task.save(update_fields=["reminded_at"])
    tell_each(write, task, REMINDED, sector_people(write, task))
    return True


def _escalate(write: CaseWrite, task: SectorTask) -> bool:
    if task.escalated_at is not None:
        return False
    task.escalated_at = write.now
    task.save(update_fields=["escalated_at"])
    supervisors = users_who_may(Permission.CASES_SIGN, task.operator_id)
    tell_each(write, task, ESCALATED, list(supervisors.values_list("pk", flat=True)))
    return True
