"""What the screen reads: the queues with their counts, one page of a queue, who may have one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Min, Q, QuerySet

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Membership, User
from vinculo.accounts.ordering import folded
from vinculo.cases.models import Case
from vinculo.cases.states import OPEN_STATES, State
from vinculo.consequences.duty_states import DutyState
from vinculo.consequences.models import Duty
from vinculo.network.models import Dentist, Provider

from ..models import Divergence
from ..permissions import mending_roles

PAGE = 30
NOBODY = "nobody"
Kind = Divergence.Kind


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address narrows the screen to. `owner` is `NOBODY` or a person's id; `after` the key of the
    last row of the page before; `dismissed` asks for those that were dismissed.
    """

    kind: str = ""
    operator_id: int = 0
    owner: str = ""
    uf: str = ""
    dismissed: bool = False
    after: tuple[dt.date, int] | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    kind: str
    count: int
    oldest: dt.date | None


@dataclass(frozen=True, slots=True)
class Page:
    rows: Sequence[Divergence]
    has_more: bool


def find_divergence(actor: Actor, divergence_id: int) -> Divergence | None:
    return _with_sides(actor).filter(pk=divergence_id).first()


def divergences_by_id(actor: Actor, ids: Iterable[int]) -> list[Divergence]:
    """Those of them that the actor sees, in the order of the queue."""
    return list(Divergence.objects.visible_to(actor).filter(pk__in=list(ids)))


def queues(actor: Actor, asked: Asked) -> list[Queue]:
    """Each kind with how many stand, by the same filters as the page, and the oldest of them."""
    rows = _narrowed(Divergence.objects.visible_to(actor), asked, by_kind=False).order_by()
    counted = rows.values("kind").annotate(count=Count("pk"), oldest=Min("since"))
    found = {row["kind"]: row for row in counted}
    return [
        Queue(kind, found[kind]["count"], found[kind]["oldest"]) if kind in found else Queue(kind, 0, None)
        for kind in Kind.values
    ]


def page_of(actor: Actor, asked: Asked) -> Page:
    """The oldest first; the next page begins after the last row of this one."""
    rows = _narrowed(Divergence.objects.visible_to(actor), asked, by_kind=True)
    if asked.after is not None:
        day, last = asked.after
        rows = rows.filter(Q(since__gt=day) | Q(since=day, pk__gt=last))
    # Which rows they are, the index knows alone.
    ids = list(rows.order_by("since", "pk").values_list("pk", flat=True)[: PAGE + 1])
    found = _with_sides(actor).filter(pk__in=ids[:PAGE]).order_by("since", "pk")
    return Page(list(found), len(ids) > PAGE)


def standing_count(actor: Actor) -> int:
    return Divergence.objects.visible_to(actor).standing().count()


def people_who_mend(operator_ids: Iterable[int]) -> QuerySet[User]:
    """Whom a divergence of these operators can be given to, by name."""
    rows = Membership.objects.filter(operator_id__in=list(operator_ids), role__in=mending_roles())
    return User.objects.filter(is_active=True, pk__in=rows.values("user_id")).order_by(folded("name"), "pk")


@dataclass(frozen=True)
class Sides:
    """What stands beside the rows of a page: who is named in their facts, and what is being done already.

    `open_cases` are those linked to the provider; `unlinked` those that name no provider, but its CNPJ, or
    the CPF of a dentist who is one.
    `told_to_leave`: by case, the duty of telling the core system who is out.
    """

    dentists: Mapping[int, Dentist]
    cases: Mapping[int, Case]
    open_cases: Mapping[int, Sequence[Case]]
    unlinked: Mapping[int, Sequence[Case]]
    told_to_leave: Mapping[int, Duty]


def sides_of(actor: Actor, rows: Sequence[Divergence]) -> Sides:
    """Four queries for a page, whatever it holds."""
    dentist_ids = {row.facts.get(name) for row in rows for name in ("before", "after")} - {None}
    dentist_ids |= {dentist_id for row in rows for dentist_id in row.facts.get("dentists", ())}
    case_ids = {case_id for row in rows for case_id in row.facts.get("cases", ())}
    inactive = [row for row in rows if row.kind == Kind.INACTIVE_UNSIGNED and row.provider is not None]
    undone: dict[int, list[Case]] = {}
    unlinked: dict[int, list[Case]] = {}
    named = _by_number([row.provider for row in inactive if row.provider is not None])
    cases = Case.objects.visible_to(actor).select_related("consultant", "operator").order_by("pk")
    for case in _undone_for(cases, inactive, named):
        if case.provider_id is not None:
            undone.setdefault(case.provider_id, []).append(case)
        elif (provider_id := named.get(_number_of(case))) is not None:
            unlinked.setdefault(provider_id, []).append(case)
    return Sides(
        dentists=Dentist.objects.visible_to(actor).in_bulk(dentist_ids) if dentist_ids else {},
        cases=cases.in_bulk(case_ids) if case_ids else {},
        open_cases=undone,
        unlinked=unlinked,
        told_to_leave=_told_to_leave(actor, rows),
    )


LEAVING_DUTIES = ("inactivate", "remove_dentists")


def _told_to_leave(actor: Actor, rows: Sequence[Divergence]) -> dict[int, Duty]:
    """That of the last signature, whatever became of it."""
    cases = [row.case_id for row in rows if row.kind == Kind.STILL_ACTIVE and row.case_id]
    if not cases:
        return {}
    asked = Duty.objects.visible_to(actor).filter(
        case_id__in=cases, kind=Duty.Kind.FILING, code__in=LEAVING_DUTIES
    )
    return {duty.case_id: duty for duty in asked.exclude(state=DutyState.CANCELLED).order_by("pk")}


Number = tuple[int, str, str]
"""Of which operator, whether a CNPJ or a CPF, and which: sister operators have the same clinics."""


def _by_number(providers: Sequence[Provider]) -> Mapping[Number, int]:
    found: dict[Number, int] = {}
    for one in providers:
        if one.cnpj:
            found[one.operator_id, "cnpj", one.cnpj] = one.pk
        if one.cpf and one.kind == Provider.Kind.PF:
            found[one.operator_id, "cpf", one.cpf] = one.pk
    return found


def _number_of(case: Case) -> Number:
    return (case.operator_id, "cnpj", case.cnpj) if case.cnpj else (case.operator_id, "cpf", case.cpf or "")


def _undone_for(
    cases: QuerySet[Case], inactive: Sequence[Divergence], named: Mapping[Number, int]
) -> Iterable[Case]:
    if not inactive:
        return ()
    wanted = Q(provider_id__in=[row.provider_id for row in inactive])
    operators = {row.operator_id for row in inactive}
    for kind in ("cnpj", "cpf"):
        if numbers := [number for _, each, number in named if each == kind]:
            wanted |= Q(provider_id=None, operator_id__in=operators, **{f"{kind}__in": numbers})
    return cases.filter(wanted, state__in=[*OPEN_STATES, State.DECIDED])


def _with_sides(actor: Actor) -> QuerySet[Divergence]:
    related = ("operator", "provider__municipality", "case", "owner", "dismissed_by")
    return Divergence.objects.visible_to(actor).select_related(*related)


def _narrowed(rows: QuerySet[Divergence], asked: Asked, *, by_kind: bool) -> QuerySet[Divergence]:
    state = Divergence.State.DISMISSED if asked.dismissed else Divergence.State.STANDING
    rows = rows.filter(state=state, cleared_at=None)
    if by_kind and asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.operator_id:
        rows = rows.filter(operator_id=asked.operator_id)
    if asked.owner:
        rows = rows.filter(owner=None) if asked.owner == NOBODY else rows.filter(owner_id=int(asked.owner))
    return rows.filter(uf=asked.uf) if asked.uf else rows
