"""What the forms of distribution send: cases, people, and a plan that was looked at before it is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from vinculo.accounts.actor import Actor
from vinculo.cases.models import Case
from vinculo.desk.actions.distribute import MOST_AT_ONCE, Given
from vinculo.desk.distribution import spread_evenly
from vinculo.desk.queries.team import Candidate, candidates_at

from ..site.http import Request, number_of

UNDO_KEY = "distribution"
"""Where the person's session keeps the last distribution, to take it back."""


def chosen(request: Request, name: str) -> list[int]:
    """The ids that were ticked."""
    return [number for text in request.POST.getlist(name) if (number := number_of(text))]


def sent_plan(request: Request) -> dict[int, int]:
    """Pairs of a case and a person; anything else is left out."""
    pairs = (text.partition(":") for text in request.POST.getlist("give")[:MOST_AT_ONCE])
    return {
        number_of(case): number_of(person)
        for case, colon, person in pairs
        if colon and number_of(case) and number_of(person)
    }


def plan_evenly(
    actor: Actor, cases: Sequence[Case], people: Iterable[int], today: dt.date
) -> tuple[dict[int, int], list[Candidate]]:
    """Among these people, each at the operators where they work; with everybody who could have been named."""
    wanted = set(people)
    plan: dict[int, int] = {}
    named: dict[int, Candidate] = {}
    for operator_id in dict.fromkeys(case.operator_id for case in cases):
        there = candidates_at(actor, operator_id, today)
        loads = {each.user_id: each.load for each in there if each.user_id in wanted}
        plan |= spread_evenly([case.pk for case in cases if case.operator_id == operator_id], loads)
        for each in there:
            named.setdefault(each.user_id, each)
    return plan, list(named.values())


def remember(request: Request, given: Sequence[Given]) -> None:
    request.session[UNDO_KEY] = [[each.case_id, each.before, each.after] for each in given]


def remembered(request: Request) -> list[Given]:
    return [Given(*each) for each in request.session.get(UNDO_KEY, [])]


def forget(request: Request) -> None:
    request.session.pop(UNDO_KEY, None)
