"""Giving cases to consultants, and taking that back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import User
from vinculo.cases.actions.reassign import reassign_case
from vinculo.cases.models import Case
from vinculo.kernel.refusal import NotPermitted, Refusal

from ..queries.team import cases_numbered

MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Given:
    """A case that changed hands: `before` and `after` are ids of people, None for nobody."""

    case_id: int
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Distribution:
    """`refused` says of each case that stayed where it was why."""

    given: Sequence[Given]
    refused: Sequence[tuple[str, str]]

    def counts(self) -> Mapping[int | None, int]:
        """How many cases each got."""
        counts: dict[int | None, int] = {}
        for each in self.given:
            counts[each.after] = counts.get(each.after, 0) + 1
        return counts


def distribute_cases(*, plan: Mapping[int, int | None], actor: Actor, now: dt.datetime) -> Distribution:
    """Gives each case to the person planned for it, each under the rules of giving a single one.

    A case that is refused stays as it is and keeps nothing from the others.
    """
    wanted = dict(list(plan.items())[:MOST_AT_ONCE])
    people = User.objects.in_bulk([person for person in wanted.values() if person is not None])
    given, refused = list[Given](), list[tuple[str, str]]()
    for case in cases_numbered(actor, list(wanted)):
        before, after = case.consultant_id, wanted[case.pk]
        try:
            _give(case, after, people, actor, now)
        except Refusal as refusal:
            refused.append((str(case), str(refusal)))
        else:
            given.append(Given(case.pk, before, after))
    return Distribution(given, refused)


def undo_distribution(*, given: Sequence[Given], actor: Actor, now: dt.datetime) -> Distribution:
    """Gives back what is still with whom it was given to; what has moved on since stays."""
    changed = {each.case_id: each for each in given}
    standing = cases_numbered(actor, list(changed))
    plan = {case.pk: changed[case.pk].before for case in standing if _still_there(case, changed[case.pk])}
    done = distribute_cases(plan=plan, actor=actor, now=now)
    moved = [
        (str(case), "Depois disso o processo passou para outra pessoa. Continua como está.")
        for case in standing
        if case.pk not in plan
    ]
    return Distribution(done.given, [*done.refused, *moved])


def _still_there(case: Case, given: Given) -> bool:
    return case.consultant_id == given.after


def _give(case: Case, person: int | None, people: Mapping[int, User], actor: Actor, now: dt.datetime) -> None:
    consultant = people.get(person) if person is not None else None
    if person is not None and consultant is None:
        raise NotPermitted
    reassign_case(case=case, consultant=consultant, actor=actor, now=now)
