"""One person's day: what is owed, in order of need, and what waits for others.

A group is a set of the list's own parameters, so that its number and the list it opens cannot disagree.
Closed cases are never touched: both queries start from the open ones of one consultant, or from the
decided ones.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    OuterRef,
    Q,
    Subquery,
    Value,
    Window,
)
from django.db.models.functions import Coalesce

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
    """The acting person's day. Two queries, one more for who signs."""
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
    """How many stand under each need, and the first of them; whatever needs nothing is left out.

    Which need a case has is asked of all of a person's open cases, what to say of it only of those that
    are shown: one large query for both takes longer to write down than both take to run.
    """
    ranked: dict[Need, list[tuple[Any, int]]] = {}
    columns = sorted({rule.ordered_by for rule in NEEDS})
    asked = matching(actor, own_open(actor)).order_by().annotate(rank=rank_of_need(today))
    for rank, pk, *values in asked.values_list("rank", "pk", *columns):
        # Left out here: a condition on it would be reckoned once more for each case.
        if rank is None:
            continue
        when = values[columns.index(NEEDS[rank].ordered_by)]
        ranked.setdefault(need_of(rank), []).append(((when is None, when), pk))
    first = {need: [pk for _, pk in sorted(cases)[:shown]] for need, cases in ranked.items()}
    rows = _rows(today, {pk: need for need, pks in first.items() for pk in pks})
    return {need: (len(ranked[need]), [rows[pk] for pk in pks if pk in rows]) for need, pks in first.items()}


def _rows(today: dt.date, needs: Mapping[int, Need]) -> Mapping[int, DayRow]:
    """What is said of these cases of the acting person, each with what it needs besides."""
    flagged = [rule for rule in NEEDS if rule.need in _SAID_BESIDE]
    flags = {f"is_{rule.need}": ExpressionWrapper(rule.holds(today), BooleanField()) for rule in flagged}
    phones = Contact.objects.filter(case=OuterRef("pk"), voided_at=None).exclude(address=None)
    found = (
        Case.objects.filter(pk__in=list(needs))
        .order_by()
        .annotate(phone=Subquery(phones.order_by("-position").values("address")[:1]), **flags)
        .values_list("phone", *flags, *_COLUMNS)
    )
    rows = {}
    for phone, *rest in found:
        held, columns = rest[: len(flags)], rest[len(flags) :]
        pk = columns[0]
        also = tuple(
            rule.need for rule, holds in zip(flagged, held, strict=True) if holds and rule.need != needs[pk]
        )
        rows[pk] = DayRow(also, phone, *columns)
    return rows


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
        .annotate(total=Window(Count("*")))
        # Not by the column itself: all are counted, and an index of that order would be read to its end.
        .order_by(Coalesce("ended_on", Value(dt.date.max)), "pk")
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
