"""One person's day: what is owed, in order of need, and what waits for others.

A group is a set of the list's own parameters, so that its number and the list it opens cannot disagree.
Closed cases are never touched: both queries start from the open ones of one consultant, or from the
decided ones.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import (
    BooleanField,
    Count,
    DateField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    When,
    Window,
)
from django.db.models import Case as CaseWhen
from django.db.models.functions import RowNumber

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.cases.models import Case, Contact
from vinculo.cases.queries.editions import sectors_of
from vinculo.cases.queries.filters import Choice, FilterContext, Parameters
from vinculo.cases.queries.listing import MAY_SIGN, ME, matching, read_listing
from vinculo.cases.queries.needs import NEED_CHOICES, NEEDS, Need, need_of, rank_of_need
from vinculo.cases.states import OPEN_STATES, State

SHOWN = 10
"""Rows of a group on the page; the rest is behind its number."""

TO_SIGN = "to_sign"

_SAID_BESIDE = (Need.OVERDUE, Need.DECIDE, Need.TODAY, Need.SILENT, Need.UNDATED)
"""Needs told as a mark on a case that stands under a more urgent one."""


@dataclass(frozen=True)
class DayRow:
    """A case of the day. `also`: what it needs besides. `phone`: of its last contact that has one."""

    also: tuple[Need, ...]
    phone: str | None
    case_id: int
    operator_id: int
    number: str | None
    name: str | None
    city: str | None
    city_state: str | None
    state: str
    next_contact_on: dt.date | None
    last_contact_on: dt.date | None
    started_on: dt.date | None
    decide_by: dt.date | None
    waiting_on: str | None
    waiting_since: dt.datetime | None
    silent_from: dt.date | None
    decided_by: str | None


@dataclass(frozen=True)
class Group:
    """`name` is a `Need`, or `TO_SIGN`. `parameters` open the list with just these cases."""

    name: str
    parameters: Parameters
    count: int = 0
    rows: Sequence[DayRow] = ()


@dataclass(frozen=True)
class Day:
    """`owed` holds every group, the empty ones too; `waiting` is shown apart and owed by nobody here."""

    owed: Sequence[Group] = field(default_factory=tuple)
    waiting: Group | None = None

    @property
    def owed_count(self) -> int:
        return sum(group.count for group in self.owed)

    def named(self, name: str) -> Group | None:
        return next((group for group in (*self.owed, self.waiting) if group and group.name == name), None)


def day_of(actor: Actor, today: dt.date, shown: int = SHOWN) -> Day:
    """The acting person's day. Two queries for who signs, one for everybody else."""
    if actor.user is None:
        return Day()
    found = _rows_by_need(actor, today, shown)
    groups = {
        rule.need: Group(str(rule.need), need_parameters(rule.need), *found.get(rule.need, (0, ())))
        for rule in NEEDS
    }
    waiting = groups.pop(Need.WAITING)
    return Day(owed=(*_to_sign(actor, today, shown), *groups.values()), waiting=waiting)


def need_parameters(need: Need) -> Parameters:
    """The acting person's cases that stand under a need, as the list is asked for them."""
    return {"consultant": [ME], "need": [str(need)]}


def has_own_cases(actor: Actor) -> bool:
    """Whether the person works on any open case, be it one that needs nothing now."""
    return actor.user is not None and matching(actor, own_open(actor)).exists()


def sectors_waited_for(day: Day) -> Mapping[tuple[int, str], str]:
    """The names of the sectors for which cases of the day wait, by operator and code."""
    awaited = {
        row.operator_id
        for group in (*day.owed, day.waiting)
        for row in (group.rows if group else ())
        if row.waiting_on not in (None, Case.PROVIDER)
    }
    return {
        (operator_id, code): label
        for operator_id in awaited
        for code, label in sectors_of(operator_id).items()
    }


def own_open(actor: Actor) -> Q:
    return Q(consultant=actor.user, state__in=OPEN_STATES)


def _rows_by_need(actor: Actor, today: dt.date, shown: int) -> Mapping[Need, tuple[int, list[DayRow]]]:
    """How many stand under each need, and the first of them; whatever needs nothing is left out."""
    flags = {
        f"is_{rule.need}": ExpressionWrapper(rule.holds(today), BooleanField())
        for rule in NEEDS
        if rule.need in _SAID_BESIDE
    }
    day = CaseWhen(
        *(When(rank=rank, then=rule.day) for rank, rule in enumerate(NEEDS)), output_field=DateField()
    )
    phones = Contact.objects.filter(case=OuterRef("pk"), voided_at=None).exclude(address=None)
    ranked = (
        matching(actor, own_open(actor))
        .annotate(rank=rank_of_need(today), **flags)
        .filter(rank__isnull=False)
        .annotate(day=day)
        .annotate(
            place=Window(RowNumber(), partition_by=[F("rank")], order_by=["day", "pk"]),
            total=Window(Count("pk"), partition_by=[F("rank")]),
        )
        .filter(place__lte=shown)
        .annotate(phone=Subquery(phones.order_by("-position").values("address")[:1]))
        .order_by("rank", "place")
        .values_list("rank", "total", "phone", *flags, *_COLUMNS)
    )
    found: dict[Need, tuple[int, list[DayRow]]] = {}
    for rank, total, phone, *rest in ranked:
        need = need_of(rank)
        held, columns = rest[: len(flags)], rest[len(flags) :]
        also = tuple(other for other, holds in zip(_flagged(), held, strict=True) if holds and other != need)
        row = DayRow(also, phone, *columns)
        found.setdefault(need, (total, []))[1].append(row)
    return found


def _flagged() -> list[Need]:
    return [rule.need for rule in NEEDS if rule.need in _SAID_BESIDE]


def to_sign_parameters(actor: Actor) -> Parameters:
    """What opens the list of decisions that wait for this person's signature."""
    there = only_at(actor.operators_with(Permission.CASES_SIGN), actor)
    return {"state": [str(State.DECIDED)], "signature": [MAY_SIGN], **there}


def _to_sign(actor: Actor, today: dt.date, shown: int) -> tuple[Group, ...]:
    """Decisions wait for whoever may sign there; not for who decided, where the operator keeps them apart."""
    if not actor.operators_with(Permission.CASES_SIGN):
        return ()
    parameters = to_sign_parameters(actor)
    rows = (
        matching(actor, condition_of(parameters, actor, today))
        .annotate(total=Window(Count("pk")))
        .order_by("ended_on", "pk")
        .values_list("total", *_COLUMNS)[:shown]
    )
    found = [(total, DayRow((), None, *columns)) for total, *columns in rows]
    count = found[0][0] if found else 0
    return (Group(TO_SIGN, parameters, count, [row for _, row in found]),)


def only_at(operators: Sequence[int], actor: Actor) -> dict[str, Sequence[str]]:
    """What narrows the list to these operators, where the actor sees cases at others too."""
    if set(operators) == set(actor.operators_with(Permission.CASES_SEE)):
        return {}
    return {"operator": [str(pk) for pk in operators]}


def condition_of(parameters: Parameters, actor: Actor, today: dt.date) -> Q:
    """The list's own condition for parameters that a page of the desk asks it for."""
    choices = {
        "state": [Choice(value, label) for value, label in State.choices],
        "consultant": [Choice(ME, ME)],
        "signature": [Choice(MAY_SIGN, MAY_SIGN)],
        "need": NEED_CHOICES,
        "operator": [Choice(str(pk), str(pk)) for pk in actor.operators_with(Permission.CASES_SEE)],
    }
    context = FilterContext(today, actor.user.pk if actor.user else None, choices)
    return read_listing(parameters, context).condition(actor)


_COLUMNS: tuple[str, ...] = (
    "pk",
    "operator_id",
    "number",
    "dentist_name",
    "city",
    "city_state",
    "state",
    "next_contact_on",
    "last_contact_on",
    "started_on",
    "decide_by",
    "waiting_on",
    "waiting_since",
    "silent_from",
    "decided_by__name",
)
