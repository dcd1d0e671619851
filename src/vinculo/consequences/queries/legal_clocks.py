"""Legal clocks as somebody may see them: one, that of a case, the list of what falls due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, Q, QuerySet

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.cases.models import Case
from vinculo.cases.queries.city_impact import exit_of_case
from vinculo.network.queries.calendar import calendar_of
from vinculo.network.queries.equivalents import Equivalent, Wanted, equivalents

from ..clock_facts import clock_facts, evidence
from ..clock_words import ClockState
from ..legal_clock import LegalClockFacts
from ..models import LegalClock, LegalNotice
from .legal_terms import rules_of

SHOWN = 50
SOON = dt.timedelta(days=7)
A_DAY = dt.timedelta(days=1)


class Shelf(StrEnum):
    """The parts of the list."""

    OPEN = "open"
    LATE = "late"
    SOON = "soon"
    UNCONFIRMED = "unconfirmed"
    KEPT = "kept"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class ClockFilter:
    """Empty means all; `is_mine`: of cases whose consultant the actor is."""

    operator_id: int | None = None
    uf: str = ""
    is_mine: bool = False


@dataclass(frozen=True)
class ClockPage:
    rows: Sequence[LegalClock]
    has_more: bool = False


@dataclass(frozen=True)
class ClockWhole:
    """A clock with all that its page tells."""

    clock: LegalClock
    notices: Sequence[LegalNotice]
    facts: LegalClockFacts


def clocks(actor: Actor) -> QuerySet[LegalClock]:
    related = (
        "operator",
        "case__operator",
        "case__consultant",
        "terms",
        "municipality",
        "substitute__municipality",
    )
    return LegalClock.objects.visible_to(actor).select_related(*related)


def clock_list(
    actor: Actor, shelf: Shelf, today: dt.date, *, narrowed: ClockFilter, page: int = 1
) -> ClockPage:
    """One page of a shelf, what is due first before all else."""
    rows = clocks(actor).filter(_narrowing(narrowed, actor), _on(shelf, today))
    first = (page - 1) * SHOWN
    found = list(rows.order_by(*_ORDERS[shelf])[first : first + SHOWN + 1])
    return ClockPage(found[:SHOWN], has_more=len(found) > SHOWN)


def shelf_counts(actor: Actor, today: dt.date, *, narrowed: ClockFilter) -> Mapping[Shelf, int]:
    """How many stand on each shelf of those under way. One query."""
    rows = LegalClock.objects.visible_to(actor).under_way(today)
    rows = rows.filter(_narrowing(narrowed, actor)).order_by()
    counted = (Shelf.OPEN, Shelf.LATE, Shelf.SOON, Shelf.UNCONFIRMED, Shelf.KEPT)
    found = rows.aggregate(**{str(shelf): Count("pk", filter=_on(shelf, today)) for shelf in counted})
    return {shelf: int(found[str(shelf)]) for shelf in counted}


def looked_after_by(actor: Actor) -> Q:
    """A consultant looks after the own cases; who signs, or works on none, after all."""
    own_at = [
        operator_id
        for operator_id in actor.operators_with(Permission.CASES_WORK)
        if not actor.may(Permission.CASES_SIGN, operator_id)
    ]
    return ~Q(operator_id__in=own_at) | Q(case__consultant=actor.user)


def deadlines_owed(actor: Actor, today: dt.date, *, ahead: dt.timedelta = A_DAY) -> tuple[int, int]:
    """How many are late, and how many fall due so soon, of who may do something about it. One query."""
    works_at = actor.operators_with(Permission.CASES_WORK)
    if not works_at:
        return 0, 0
    rows = LegalClock.objects.filter(operator_id__in=works_at, due_on__lte=today + ahead)
    late = Count("pk", filter=Q(due_on__lt=today))
    found = rows.filter(looked_after_by(actor)).aggregate(all=Count("pk"), late=late)
    return int(found["late"]), int(found["all"]) - int(found["late"])


def find_clock(actor: Actor, clock_id: int) -> LegalClock | None:
    related = ("case__edition", "case__provider", "case__municipality", "follows")
    return clocks(actor).select_related(*related).filter(pk=clock_id).first()


def clock_of_case(actor: Actor, case: Case) -> LegalClock | None:
    """The newest; the one under way goes before one that has ended."""
    rows = list(clocks(actor).filter(case_id=case.pk).order_by("-pk"))
    under_way = [clock for clock in rows if clock.state != ClockState.ENDED]
    return next(iter([*under_way, *rows]), None)


def whole(clock: LegalClock) -> ClockWhole:
    notices = list(clock.notices.select_related("said_substitute").prefetch_related(evidence()))
    case = clock.case
    calendar = calendar_of(case.operator_id, case.municipality_id, case.city_state)
    return ClockWhole(clock, notices, clock_facts(clock, notices, rules_of(clock.terms), calendar))


def possible_substitutes(
    actor: Actor, clock: LegalClock, today: dt.date, *, name: str = ""
) -> tuple[frozenset[str], list[Equivalent]]:
    """The specialities that leave, and who could take the place of the provider."""
    case = clock.case
    leaving = exit_of_case(actor, case, clock.signed_on)
    published = [one for one in leaving.dentists if one.is_published]
    specialities = frozenset(name for one in published for name in one.specialities)
    kind = case.provider.kind if case.provider else case.provider_type or ""
    wanted = Wanted(
        operator_id=clock.operator_id,
        kind=kind,
        specialities=specialities,
        ibge_code=clock.municipality_id,
        but=None if clock.leavers else case.provider_id,
        leaving=frozenset(one.pk for one in leaving.dentists),
    )
    return specialities, equivalents(actor, wanted, today, name=name)


def _narrowing(narrowed: ClockFilter, actor: Actor) -> Q:
    condition = Q()
    if narrowed.operator_id is not None:
        condition &= Q(operator_id=narrowed.operator_id)
    if narrowed.uf:
        condition &= Q(municipality__uf=narrowed.uf)
    if narrowed.is_mine:
        condition &= Q(case__consultant=actor.user)
    return condition


def _on(shelf: Shelf, today: dt.date) -> Q:
    running = ~Q(state=ClockState.ENDED)
    is_kept = Q(due_on=None, kept_until__gte=today) & running
    match shelf:
        case Shelf.OPEN:
            return Q(due_on__isnull=False)
        case Shelf.LATE:
            return Q(due_on__lt=today)
        case Shelf.SOON:
            return Q(due_on__gte=today, due_on__lte=today + SOON)
        case Shelf.UNCONFIRMED:
            return Q(terms__confirmed_on=None) & running & (Q(due_on__isnull=False) | is_kept)
        case Shelf.KEPT:
            return is_kept
        case Shelf.ENDED:
            return Q(state=ClockState.ENDED) | Q(due_on=None, kept_until__lt=today)


_ORDERS: Mapping[Shelf, Sequence[str]] = {
    Shelf.OPEN: ("due_on", "pk"),
    Shelf.LATE: ("due_on", "pk"),
    Shelf.SOON: ("due_on", "pk"),
    Shelf.UNCONFIRMED: ("effective_on", "pk"),
    Shelf.KEPT: ("kept_until", "pk"),
    Shelf.ENDED: ("-pk",),
}
