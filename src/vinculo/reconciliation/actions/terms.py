"""What an operator's comparison goes by: its days, from a day on, and the first day that is looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from vinculo.accounts.actions.dated_rows import FIRST_YEAR, day_remark, set_from_a_day
from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission
from vinculo.cases.clock import day_of

from ..models import Comparison, ComparisonTerms
from ..refusals import UnableToSetTerms
from ..terms import Terms
from ..triggers import plan_comparison

MOST_DAYS_TO_LEAVE = 250
MOST_NOTICE_DAYS = 365


@transaction.atomic
def set_terms(*, operator: Operator, terms: Terms, actor: Actor, now: dt.datetime) -> ComparisonTerms:
    """They hold for terminations signed from that day on; what was set for the same day is replaced.

    Raises:
        NotPermitted: the actor does not look after that operator's desk.
        UnableToSetTerms: a number or the day makes no sense.
    """
    actor.require(Permission.DESK_EDIT, operator.pk)
    if remarks := _remarks(terms):
        raise UnableToSetTerms.beside(remarks)
    numbers = {"days_to_leave": terms.days_to_leave, "notice_days": terms.notice_days}
    key = {"operator": operator, "valid_from": terms.valid_from}
    standing, is_other = set_from_a_day(ComparisonTerms, key, numbers, actor=actor, now=now)
    if is_other:
        written = {name: str(each) for name, each in numbers.items()}
        told = {"valid_from": terms.valid_from.isoformat(), **written}
        _tell(operator.pk, "comparison.terms_set", told, actor, now)
    return standing


@transaction.atomic
def discard_terms(*, terms: ComparisonTerms, actor: Actor, now: dt.datetime) -> None:
    """Takes back what has not begun. What once held stays.

    Raises:
        NotPermitted: the actor does not look after that operator's desk.
        UnableToSetTerms: they hold already.
    """
    actor.require(Permission.DESK_EDIT, terms.operator_id)
    if terms.valid_from <= day_of(now):
        raise UnableToSetTerms(
            "Estes prazos já valem e ficam registrados. Para mudar, defina outros a partir de um dia."
        )
    if ComparisonTerms.objects.filter(pk=terms.pk).delete()[0]:
        told = {"valid_from": terms.valid_from.isoformat()}
        _tell(terms.operator_id, "comparison.terms_discarded", told, actor, now)


@transaction.atomic
def set_first_day(*, operator: Operator, on: dt.date, actor: Actor, now: dt.datetime) -> Comparison:
    """What ended, left or was produced before that day is looked at no more.

    Raises:
        NotPermitted: the actor does not look after that operator's desk.
        UnableToSetTerms: the day lies ahead, or in another century.
    """
    actor.require(Permission.DESK_EDIT, operator.pk)
    if on > day_of(now) or on.year < FIRST_YEAR:
        raise UnableToSetTerms.beside({"starts_on": f"Um dia de {FIRST_YEAR} em diante, até hoje."})
    rows = Comparison.objects.select_for_update()
    comparison, is_new = rows.get_or_create(operator=operator, defaults={"starts_on": on})
    if not is_new and comparison.starts_on == on:
        return comparison
    comparison.starts_on = on
    comparison.save(update_fields=["starts_on"])
    _tell(operator.pk, "comparison.start_set", {"day": on.isoformat()}, actor, now)
    return comparison


def _remarks(terms: Terms) -> dict[str, str]:
    remarks = {}
    if not 1 <= terms.days_to_leave <= MOST_DAYS_TO_LEAVE:
        remarks["days_to_leave"] = f"De 1 a {MOST_DAYS_TO_LEAVE} dias úteis."
    if not 0 <= terms.notice_days <= MOST_NOTICE_DAYS:
        remarks["notice_days"] = f"De 0 a {MOST_NOTICE_DAYS} dias corridos."
    return remarks | day_remark(terms.valid_from)


def _tell(operator_id: int, action: str, detail: Mapping[str, Any], actor: Actor, now: dt.datetime) -> None:
    record_audit(
        actor=actor,
        operator_id=operator_id,
        action=action,
        subject_kind="comparison",
        subject_id=operator_id,
        now=now,
        detail=detail,
    )
    plan_comparison(operator_id, now)
