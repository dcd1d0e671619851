"""What is due today: queues of one person, and of a supervisor's team.

A queue is a set of the list's own parameters, so that its number and the list it opens cannot disagree.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import CharField, Count, Q, Value, Window
from django.db.models.functions import RowNumber

from vinculo.accounts.actor import Actor
from vinculo.accounts.ordering import folded
from vinculo.accounts.permissions import Permission
from vinculo.kernel.business_days import add_business_days

from ..states import OPEN_STATES, State
from .filters import Choice, FilterContext, Parameters
from .listing import MAY_SIGN, ME, matching, read_listing

SILENCE_BUSINESS_DAYS = 10
SHOWN = 6
"""Rows of a queue on the page; the rest is behind its number."""

WORKED_STATES = (str(State.IN_PROGRESS), str(State.WAITING))
"""Where a next contact is owed; a draft has not begun."""


@dataclass(frozen=True)
class QueueSpec:
    """`parameters` open the list; `order` puts what is most urgent first."""

    name: str
    parameters: Parameters
    order: tuple[str, ...]


@dataclass(frozen=True)
class QueueRow:
    case_id: int
    number: str | None
    name: str | None
    city: str | None
    city_state: str | None
    state: str
    next_contact_on: dt.date | None
    last_contact_on: dt.date | None
    started_on: dt.date | None
    decided_by: str | None


@dataclass(frozen=True)
class Queue:
    name: str
    parameters: Parameters
    count: int
    rows: Sequence[QueueRow]


@dataclass(frozen=True)
class TeamRow:
    """What one consultant has on the table; `consultant_id` is None for cases without one."""

    consultant_id: int | None
    name: str
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Team:
    """`parameters` gives for each count what the list needs, without the consultant."""

    parameters: Mapping[str, Parameters]
    rows: Sequence[TeamRow]


def queues_of(actor: Actor, today: dt.date) -> tuple[Queue, ...]:
    """The queues of the acting person, empty ones too. One query."""
    if actor.user is None:
        return ()
    context = _context(actor, today)
    specs = (*_own_queues(today), *_signing_queue(actor), *_slow_queues(today))
    found = _counts_and_rows(actor, specs, context)
    return tuple(Queue(spec.name, spec.parameters, *found.get(spec.name, (0, ()))) for spec in specs)


def team_of(actor: Actor, today: dt.date) -> Team | None:
    """Counts by consultant at the operators whose cases the actor distributes; None for who distributes
    none. One query."""
    operators = actor.operators_with(Permission.CASES_REASSIGN)
    if not operators or actor.user is None:
        return None
    context = _context(actor, today)
    there = _only_at(operators, actor)
    parameters = {name: {**asked, **there} for name, asked in _team_parameters(today).items()}
    counted = {
        f"n_{name}": Count("pk", filter=_condition(asked, context, actor))
        for name, asked in parameters.items()
    }
    groups = (
        matching(actor, Q(operator_id__in=operators, state__in=[*OPEN_STATES, State.DECIDED]))
        .values("consultant_id")
        .annotate(**counted)
        .order_by(folded("consultant__name"), "consultant_id")
        .values_list("consultant_id", "consultant__name", *counted)
    )
    rows = [
        TeamRow(person, name or "Sem consultor", dict(zip(parameters, counts, strict=True)))
        for person, name, *counts in groups
    ]
    return Team(parameters, rows)


def silence_limit(today: dt.date) -> dt.date:
    """Who was last heard of on this day or before has been silent for long."""
    return add_business_days(today, -SILENCE_BUSINESS_DAYS)


def _own_queues(today: dt.date) -> tuple[QueueSpec, ...]:
    yesterday = today - dt.timedelta(days=1)
    due = _day("next_contact_on", today)
    return (
        QueueSpec("overdue", _mine(next_contact_on_to=[yesterday.isoformat()]), ("next_contact_on", "pk")),
        QueueSpec("due", _mine(**due), ("next_contact_on", "pk")),
        QueueSpec("returned", _mine(returned=["yes"]), ("pk",)),
    )


def _slow_queues(today: dt.date) -> tuple[QueueSpec, ...]:
    limit = silence_limit(today).isoformat()
    return (
        QueueSpec("silent", _mine(silent_since=[limit]), ("last_contact_on", "pk")),
        QueueSpec("drafts", {"state": [str(State.DRAFT)], "consultant": [ME]}, ("-pk",)),
    )


def _signing_queue(actor: Actor) -> tuple[QueueSpec, ...]:
    """Decisions wait for whoever may sign there; not for who decided, where the operator keeps them apart."""
    signing = actor.operators_with(Permission.CASES_SIGN)
    if not signing:
        return ()
    asked = {"state": [str(State.DECIDED)], "signature": [MAY_SIGN], **_only_at(signing, actor)}
    return (QueueSpec("to_sign", asked, ("ended_on", "pk")),)


def _only_at(operators: Sequence[int], actor: Actor) -> dict[str, Sequence[str]]:
    """What narrows the list to these operators, where the actor sees cases at others too."""
    if set(operators) == set(actor.operators_with(Permission.CASES_SEE)):
        return {}
    return {"operator": [str(pk) for pk in operators]}


def _team_parameters(today: dt.date) -> Mapping[str, Parameters]:
    yesterday = (today - dt.timedelta(days=1)).isoformat()
    worked = list(WORKED_STATES)
    return {
        "open": {"state": worked},
        "overdue": {"state": worked, "next_contact_on_to": [yesterday]},
        "silent": {"state": worked, "silent_since": [silence_limit(today).isoformat()]},
        "drafts": {"state": [str(State.DRAFT)]},
        "decided": {"state": [str(State.DECIDED)]},
    }


def _mine(**asked: Sequence[str]) -> Parameters:
    return {"state": list(WORKED_STATES), "consultant": [ME], **asked}


def _day(field: str, day: dt.date) -> dict[str, Sequence[str]]:
    return {f"{field}_from": [day.isoformat()], f"{field}_to": [day.isoformat()]}


def _context(actor: Actor, today: dt.date) -> FilterContext:
    """Knows just the options that the queues' own parameters name."""
    choices = {
        "state": [Choice(value, label) for value, label in State.choices],
        "consultant": [Choice(ME, ME)],
        "signature": [Choice(MAY_SIGN, MAY_SIGN)],
        "operator": [Choice(str(pk), str(pk)) for pk in actor.operators_with(Permission.CASES_SEE)],
    }
    return FilterContext(today, actor.user.pk if actor.user else None, choices)


def _condition(parameters: Parameters, context: FilterContext, actor: Actor) -> Q:
    return read_listing(parameters, context).condition(actor)


def _counts_and_rows(
    actor: Actor, specs: Sequence[QueueSpec], context: FilterContext
) -> Mapping[str, tuple[int, list[QueueRow]]]:
    """How many are in each queue, and its first rows. A union keeps no order: each row brings its place."""
    parts = [
        matching(actor, _condition(spec.parameters, context, actor))
        .annotate(
            queue=Value(spec.name, output_field=CharField()),
            place=Window(RowNumber(), order_by=spec.order),
            total=Window(Count("pk")),
        )
        .order_by("place")
        .values_list("queue", "place", "total", *_COLUMNS)[:SHOWN]
        for spec in specs
    ]
    found: dict[str, tuple[int, list[QueueRow]]] = {}
    for queue, _place, total, *values in sorted(parts[0].union(*parts[1:], all=True), key=lambda row: row[1]):
        found.setdefault(queue, (total, []))[1].append(QueueRow(*values))
    return found


_COLUMNS = (
    "pk",
    "number",
    "dentist_name",
    "city",
    "city_state",
    "state",
    "next_contact_on",
    "last_contact_on",
    "started_on",
    "decided_by__name",
)
