"""Service levels of an operator: set from a day on, and discarded while they have not begun."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from vinculo.accounts.actions.dated_rows import day_remark, set_from_a_day
from vinculo.accounts.actions.refusals import FieldRefusal
from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission
from vinculo.outbox.actions import plan

from ..clock import Level, day_of
from ..models import ServiceLevel

LEVELS_CHANGED = "cases.service_levels_changed"
"""The outbox kind after which the days of an operator's open cases are reckoned anew."""

MOST_DAYS = 250


class UnableToSetServiceLevel(FieldRefusal):
    """A number or the day makes no sense, or the level has begun already."""


@transaction.atomic
def set_service_level(
    *, operator: Operator, valid_from: dt.date, level: Level, actor: Actor, now: dt.datetime
) -> ServiceLevel:
    """What the operator wants from a day on; what was set for that same day is replaced.

    Raises:
        NotPermitted: the actor does not look after that operator's desk.
        UnableToSetServiceLevel: see there.
    """
    actor.require(Permission.DESK_EDIT, operator.pk)
    numbers = _numbers(level)
    remarks = _remarks(valid_from, numbers)
    if remarks:
        raise UnableToSetServiceLevel.beside(remarks)
    key = {"operator": operator, "valid_from": valid_from}
    standing, is_other = set_from_a_day(ServiceLevel, key, numbers, actor=actor, now=now)
    if is_other:
        _tell(standing, "service_level.set", {"valid_from": valid_from.isoformat(), **numbers}, actor, now)
    return standing


@transaction.atomic
def discard_service_level(*, level: ServiceLevel, actor: Actor, now: dt.datetime) -> None:
    """Takes back what has not begun. What once held stays: cases were measured by it.

    Raises:
        UnableToSetServiceLevel: it holds already.
    """
    actor.require(Permission.DESK_EDIT, level.operator_id)
    if level.valid_from <= day_of(now):
        raise UnableToSetServiceLevel(
            "Estes prazos já valem e ficam registrados. Para mudar, defina outros a partir de um dia."
        )
    rows = ServiceLevel.objects.select_for_update().filter(pk=level.pk)
    standing = rows.first()
    if standing is None:
        return
    _tell(standing, "service_level.discarded", {"valid_from": standing.valid_from.isoformat()}, actor, now)
    standing.delete()


def _numbers(level: Level) -> dict[str, int]:
    return {
        "first_contact_days": level.first_contact_days,
        "silence_days": level.silence_days,
        "decision_days": level.decision_days,
    }


def _remarks(valid_from: dt.date, numbers: Mapping[str, int]) -> dict[str, str]:
    remarks = {
        name: f"De 1 a {MOST_DAYS} dias úteis."
        for name, value in numbers.items()
        if not 1 <= value <= MOST_DAYS
    }
    return remarks | day_remark(valid_from)


def _tell(
    level: ServiceLevel, action: str, detail: Mapping[str, Any], actor: Actor, now: dt.datetime
) -> None:
    record_audit(
        actor=actor,
        operator_id=level.operator_id,
        action=action,
        subject_kind="service_level",
        subject_id=level.pk,
        now=now,
        detail=detail,
    )
    plan(kind=LEVELS_CHANGED, payload={"operator": level.operator_id}, now=now)
