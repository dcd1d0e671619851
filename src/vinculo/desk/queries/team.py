"""What each consultant has on the table, for who distributes the work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator, User
from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import operators_with, users_who_may
from vinculo.cases.models import Case
from vinculo.cases.queries.filters import Parameters
from vinculo.cases.queries.listing import matching
from vinculo.cases.queries.needs import last_business_day_before
from vinculo.cases.states import OPEN_STATES, State

from .absences import absences_on
from .today import condition_of, only_at

NOBODY = "none"
"""The value of the list's consultant filter that asks for cases without one."""


@dataclass(frozen=True)
class TeamRow:
    """`consultant_id` is None for cases without one; `absent_until` the last day of an absence."""

    consultant_id: int | None
    name: str
    counts: Mapping[str, int]
    absent_until: dt.date | None = None

    @property
    def load(self) -> int:
        return self.counts["open"]


@dataclass(frozen=True)
class Team:
    """`parameters` gives for each count what the list needs, without the consultant."""

    parameters: Mapping[str, Parameters]
    rows: Sequence[TeamRow]


def team_of(actor: Actor, today: dt.date) -> Team | None:
    """Everybody who works on cases where the actor distributes them, who has none too; None for who
    distributes nowhere. Three queries."""
    operators = actor.operators_with(Permission.CASES_REASSIGN)
    if not operators or actor.user is None:
        return None
    there = only_at(operators, actor)
    parameters = {name: {**asked, **there} for name, asked in team_parameters(today).items()}
    counted = _counts_by_consultant(actor, operators, parameters, today)
    none = dict.fromkeys(parameters, 0)
    absent = absences_on(operators, today)
    people = [(person.pk, person.name) for person in consultants_of(operators)]
    known = {pk for pk, _ in people}
    people += [(pk, name) for pk, (name, _) in counted.items() if pk is not None and pk not in known]
    rows = [
        TeamRow(pk, name, counted.get(pk, ("", none))[1], absent[pk].ends_on if pk in absent else None)
        for pk, name in people
    ]
    if None in counted:
        rows.insert(0, TeamRow(None, "Sem consultor", counted[None][1]))
    return Team(parameters, rows)


def team_parameters(today: dt.date) -> Mapping[str, Parameters]:
    late = last_business_day_before(today)
    in_progress = [str(State.IN_PROGRESS)]
    return {
        "open": {"state": [str(state) for state in OPEN_STATES]},
        "overdue": {"state": in_progress, "next_contact_on_to": [late.isoformat()]},
        "today": {
            "state": in_progress,
            "next_contact_on_from": [(late + dt.timedelta(days=1)).isoformat()],
            "next_contact_on_to": [today.isoformat()],
        },
        "silent": {"state": in_progress, "silent": ["yes"]},
        "undated": {"state": in_progress, "no_next_contact": ["yes"]},
        "to_sign": {"state": [str(State.DECIDED)]},
    }


def consultants_of(operators: Sequence[int]) -> Sequence[User]:
    """Who works on cases at any of the operators, each once, by name."""
    found: dict[int, User] = {}
    for operator_id in operators:
        for person in users_who_may(Permission.CASES_WORK, operator_id):
            found.setdefault(person.pk, person)
    return sorted(found.values(), key=lambda person: person.name.casefold())


def _counts_by_consultant(
    actor: Actor, operators: Sequence[int], parameters: Mapping[str, Parameters], today: dt.date
) -> Mapping[int | None, tuple[str, Mapping[str, int]]]:
    # Counts a column that is never empty and stands in the index, so that no row of a case is read.
    counted = {
        f"n_{name}": Count("operator_id", filter=condition_of(asked, actor, today))
        for name, asked in parameters.items()
    }
    groups = (
        matching(actor, Q(operator_id__in=operators, state__in=[*OPEN_STATES, State.DECIDED]))
        .order_by()
        .values("consultant_id")
        .annotate(**counted)
        .values_list("consultant_id", "consultant__name", *counted)
    )
    return {
        person: (name or "", dict(zip(parameters, counts, strict=True))) for person, name, *counts in groups
    }


@dataclass(frozen=True)
class Candidate:
    """Somebody whom cases of an operator can be given to. `load`: how many open ones the person has there.

    Who distributes works on cases too, but gets none unless named.
    """

    user_id: int
    name: str
    load: int
    absent_until: dt.date | None = None
    distributes: bool = False


def candidates_at(actor: Actor, operator_id: int, today: dt.date) -> Sequence[Candidate]:
    """Who may get cases of an operator whose cases the actor distributes, by name. Four queries."""
    if operator_id not in actor.operators_with(Permission.CASES_REASSIGN):
        return ()
    there = matching(actor, Q(operator_id=operator_id, state__in=OPEN_STATES, consultant__isnull=False))
    loads = dict(
        there.order_by().values("consultant_id").annotate(n=Count("*")).values_list("consultant_id", "n")
    )
    absent = absences_on([operator_id], today)
    distributors = set(users_who_may(Permission.CASES_REASSIGN, operator_id).values_list("pk", flat=True))
    return [
        Candidate(
            person.pk,
            person.name,
            loads.get(person.pk, 0),
            absent[person.pk].ends_on if person.pk in absent else None,
            person.pk in distributors,
        )
        for person in users_who_may(Permission.CASES_WORK, operator_id)
    ]


def unassigned_cases(actor: Actor, limit: int = 200) -> Sequence[Case]:
    """Open cases that wait to be given to somebody, the oldest first."""
    operators = actor.operators_with(Permission.CASES_REASSIGN)
    found = matching(actor, Q(operator_id__in=operators, consultant=None, state__in=OPEN_STATES))
    return list(found.select_related("operator").only(*_SHOWN).order_by("created_at", "pk")[:limit])


def open_cases_of(actor: Actor, user_id: int, operator_id: int) -> Sequence[Case]:
    """All open cases of one consultant at one operator, the most urgent next contact first."""
    if operator_id not in actor.operators_with(Permission.CASES_REASSIGN):
        return []
    found = matching(actor, Q(operator_id=operator_id, consultant=user_id, state__in=OPEN_STATES))
    return list(found.select_related("operator").only(*_SHOWN).order_by("next_contact_on", "pk"))


def cases_numbered(actor: Actor, ids: Sequence[int]) -> Sequence[Case]:
    """Those of these cases that the actor may give to somebody, in the order of the ids."""
    operators = actor.operators_with(Permission.CASES_REASSIGN)
    found = {case.pk: case for case in matching(actor, Q(operator_id__in=operators, pk__in=ids))}
    return [found[pk] for pk in ids if pk in found]


def distributed_operators(actor: Actor) -> Sequence[Operator]:
    return list(operators_with(actor, Permission.CASES_REASSIGN))


_SHOWN = (
    "number",
    "state",
    "dentist_name",
    "city",
    "city_state",
    "started_on",
    "created_at",
    "next_contact_on",
    "consultant",
    "operator__code",
)
