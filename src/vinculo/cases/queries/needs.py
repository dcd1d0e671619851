"""What an open case asks of its consultant on a day: one table, most urgent first.

A case stands under its most urgent need alone, so that a day's work is one list without repeats; whatever
else it needs is said beside it. The list of cases filters by the same table, so that numbers and lists agree.

Agreed days respect the calendar: a contact set for a holiday is owed on the next business day, and is late
only after that one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from django.db.models import Case as CaseWhen
from django.db.models import Exists, OuterRef, Q, SmallIntegerField, Subquery, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.lookups import Exact

from vinculo.kernel.business_days import add_business_days
from vinculo.kernel.dates import SAO_PAULO

from ..models import CaseEvent
from ..states import OPEN_STATES, CaseAction, State
from .filters import Choice, FilterContext

NEW_FOR_BUSINESS_DAYS = 2
LONG_WAIT_BUSINESS_DAYS = 10


class Need(StrEnum):
    RETURNED = "returned"
    OVERDUE = "overdue"
    DECIDE = "decide"
    TODAY = "today"
    ASK_AGAIN = "ask_again"
    NEW = "new"
    SILENT = "silent"
    DRAFT = "draft"
    UNDATED = "undated"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class NeedRule:
    """When a case has the need, and the column by which those that have it are ordered."""

    need: Need
    label: str
    holds: Callable[[dt.date], Q]
    ordered_by: str


@lru_cache(maxsize=8)
def last_business_day_before(today: dt.date) -> dt.date:
    """What was agreed for this day or before, and is not done, is late."""
    return add_business_days(today, -1)


def midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, tzinfo=SAO_PAULO)


def _returned(today: dt.date) -> Q:
    """The last change of its state was a supervisor's return."""
    changes = CaseEvent.objects.filter(case=OuterRef("pk"), kind=CaseEvent.Kind.STATE_CHANGED)
    newest = changes.order_by("-pk").values(what=KeyTextTransform("action", "data"))[:1]
    return Q(state=State.IN_PROGRESS) & Q(Exact(Subquery(newest), Value(str(CaseAction.RETURN))))


def _overdue(today: dt.date) -> Q:
    return Q(state=State.IN_PROGRESS, next_contact_on__lte=last_business_day_before(today))


def _decide(today: dt.date) -> Q:
    return Q(state=State.IN_PROGRESS, decide_by__lte=today)


def _today(today: dt.date) -> Q:
    late = last_business_day_before(today)
    return Q(state=State.IN_PROGRESS, next_contact_on__gt=late, next_contact_on__lte=today)


def _ask_again(today: dt.date) -> Q:
    """It waits for others, yet the day to ask again has come, or nobody has asked for long."""
    long_ago = midnight(add_business_days(today, -LONG_WAIT_BUSINESS_DAYS))
    return Q(state=State.WAITING) & (Q(next_contact_on__lte=today) | Q(waiting_since__lt=long_ago))


def _new(today: dt.date) -> Q:
    """Given to its consultant by somebody else, not long ago."""
    since = midnight(add_business_days(today, -NEW_FOR_BUSINESS_DAYS))
    given = CaseEvent.objects.filter(
        case=OuterRef("pk"),
        kind=CaseEvent.Kind.REASSIGNED,
        tells=OuterRef("consultant_id"),
        at__gte=since,
    )
    return Q(state__in=[State.DRAFT, State.IN_PROGRESS]) & Q(Exists(given))


def _silent(today: dt.date) -> Q:
    return Q(state=State.IN_PROGRESS, silent_from__lte=today)


def _draft(today: dt.date) -> Q:
    """Nobody has touched it today."""
    return Q(state=State.DRAFT, changed_at__lt=midnight(today))


def _undated(today: dt.date) -> Q:
    return Q(state=State.IN_PROGRESS, next_contact_on__isnull=True)


def _waiting(today: dt.date) -> Q:
    return Q(state=State.WAITING)


NEEDS: tuple[NeedRule, ...] = (
    NeedRule(Need.RETURNED, "Devolvidos para você", _returned, "changed_at"),
    NeedRule(Need.OVERDUE, "Contatos atrasados", _overdue, "next_contact_on"),
    NeedRule(Need.DECIDE, "Prazo de decisão vencido", _decide, "decide_by"),
    NeedRule(Need.TODAY, "Contatos de hoje", _today, "next_contact_on"),
    NeedRule(Need.ASK_AGAIN, "Cobrar retorno", _ask_again, "next_contact_on"),
    NeedRule(Need.NEW, "Novos com você", _new, "changed_at"),
    NeedRule(Need.SILENT, "Em silêncio", _silent, "silent_from"),
    NeedRule(Need.DRAFT, "Rascunhos parados", _draft, "changed_at"),
    NeedRule(Need.UNDATED, "Sem próximo contato", _undated, "changed_at"),
    NeedRule(Need.WAITING, "Aguardando outros", _waiting, "next_contact_on"),
)
"""In order of need. `WAITING` is not owed: somebody else has to act."""

_RANKS = {rule.need: rank for rank, rule in enumerate(NEEDS)}


def need_of(rank: int) -> Need:
    return NEEDS[rank].need


def rank_of_need(today: dt.date) -> CaseWhen:
    """The place of a case's most urgent need in `NEEDS`; NULL for a case that needs nothing now."""
    return CaseWhen(
        *(When(rule.holds(today), then=Value(rank)) for rank, rule in enumerate(NEEDS)),
        default=None,
        output_field=SmallIntegerField(),
    )


def needing(values: Sequence[str], context: FilterContext) -> Q:
    """The cases whose most urgent need is one of these. What the need asks of itself narrows first."""
    found = Q()
    for value in values:
        rank = _RANKS[Need(value)]
        found |= NEEDS[rank].holds(context.today) & Q(Exact(rank_of_need(context.today), Value(rank)))
    return Q(state__in=OPEN_STATES) & found


NEED_CHOICES: tuple[Choice, ...] = tuple(Choice(str(rule.need), rule.label) for rule in NEEDS)
