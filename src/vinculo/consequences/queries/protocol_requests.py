"""Requests for protocols, as somebody may see them: shelves of Protocolos, those of a case, one of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Count, Q, QuerySet, Value

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import operators_with
from vinculo.cases.models import Case
from vinculo.outbox.models import OutboxRow, OutboxTry
from vinculo.outbox.queries import ConnectionState, connection_states, outage_times, tries_of

from ..core_system.connection import CoreConnection
from ..models import Filing, ProtocolRequest
from ..protocol_states import ProtocolState
from ..protocol_system.connection import Connection
from ..protocol_system.connections import connection_for, name_of

SHOWN = 50
FOR_SOMEBODY = (ProtocolState.ATTENTION, ProtocolState.TWICE, ProtocolState.TO_UNDO)
GIVEN_UP = Q(state=ProtocolState.WAITING, row__state=OutboxRow.State.GIVEN_UP)


class ProtocolShelf(StrEnum):
    """The parts of Protocolos that hold requests."""

    QUEUE = "queue"
    FAILED = "failed"
    OPENED = "opened"


_ON = {
    ProtocolShelf.QUEUE: Q(state__in=[ProtocolState.WAITING, ProtocolState.BY_HAND]) & ~GIVEN_UP,
    ProtocolShelf.FAILED: Q(state__in=FOR_SOMEBODY) | GIVEN_UP,
    ProtocolShelf.OPENED: Q(state=ProtocolState.OPENED),
}
_ORDERS = {ProtocolShelf.OPENED: ("-opened_at", "-pk")}


@dataclass(frozen=True)
class ProtocolPage:
    rows: Sequence[ProtocolRequest]
    has_more: bool


@dataclass(frozen=True, slots=True)
class ProtocolSystemState:
    """How the protocol system of an operator does, or its core system; `failing` wait for a person."""

    operator: Operator
    connection: Connection | CoreConnection
    state: ConnectionState
    failing: int = 0
    is_core: bool = False


def requests_on(actor: Actor, shelf: ProtocolShelf, page: int = 1) -> ProtocolPage:
    """One page of a shelf: what has waited for longest first, what was opened last first."""
    rows = _rows(actor).filter(_ON[shelf]).order_by(*_ORDERS.get(shelf, ("asked_at", "pk")))
    first = (page - 1) * SHOWN
    found = list(rows[first : first + SHOWN + 1])
    return ProtocolPage(found[:SHOWN], len(found) > SHOWN)


def shelf_counts(actor: Actor) -> dict[ProtocolShelf, int]:
    """How many wait in the queue and for a person. One query; those that were opened are not counted."""
    counted = (ProtocolShelf.QUEUE, ProtocolShelf.FAILED)
    under_way = [ProtocolState.WAITING, ProtocolState.BY_HAND, *FOR_SOMEBODY]
    rows = ProtocolRequest.objects.visible_to(actor).filter(state__in=under_way)
    found = rows.aggregate(**{str(shelf): Count("pk", filter=_ON[shelf]) for shelf in counted})
    return {shelf: int(found[str(shelf)]) for shelf in counted}


@dataclass(frozen=True, slots=True)
class OwedToSystems:
    """What Hoje says: requests that wait for a person, those to be opened by hand, filings that failed."""

    failing: int = 0
    by_hand: int = 0
    filings: int = 0


def owed_to_systems(actor: Actor) -> OwedToSystems:
    """Nothing of who may do nothing about it. One query."""
    operators = actor.operators_with(Permission.PROTOCOLS_SEND)
    if not operators:
        return OwedToSystems()
    states = [ProtocolState.WAITING, ProtocolState.BY_HAND, *FOR_SOMEBODY]
    rows = ProtocolRequest.objects.filter(operator_id__in=operators, state__in=states)
    by_hand = Q(state=ProtocolState.BY_HAND)
    found = _counted(rows.filter(_ON[ProtocolShelf.FAILED]), "failing").union(
        _counted(rows.filter(by_hand), "by_hand"),
        _counted(Filing.objects.filter(operator_id__in=operators).failing(), "filings"),
        all=True,
    )
    return OwedToSystems(**dict(found))


def _counted(rows: QuerySet[Any], what: str) -> QuerySet[Any]:
    """One row: what is counted, and how many."""
    named = rows.order_by().annotate(what=Value(what)).values("what")
    counted: QuerySet[Any] = named.annotate(count=Count("pk")).values_list("what", "count")
    return counted


def requests_of_case(case: Case, actor: Actor) -> list[ProtocolRequest]:
    """All of a case, the newest first."""
    return list(_rows(actor).filter(case_id=case.pk).order_by("-asked_at", "-pk"))


def find_protocol_request(actor: Actor, request_id: int) -> ProtocolRequest | None:
    return _rows(actor).filter(pk=request_id).first()


def tries_of_request(request: ProtocolRequest) -> Sequence[OutboxTry]:
    return tries_of(request.row) if request.row else ()


def outage_of(rows: Sequence[ProtocolRequest], now: dt.datetime) -> Mapping[int, dt.timedelta]:
    """By request, how long its system was down while it waited: nobody's time here."""
    by_row = {found.row.pk: found.pk for found in rows if found.row is not None}
    times = outage_times([found.row for found in rows if found.row is not None], now)
    return {by_row[row_id]: time for row_id, time in times.items()}


def systems(actor: Actor, *, since: dt.datetime, now: dt.datetime) -> list[ProtocolSystemState]:
    """Those of the operators whose cases the actor sees, with their outages since then."""
    operators = [one for one in operators_with(actor, Permission.CASES_SEE) if one.is_active]
    states = connection_states([name_of(one) for one in operators], since=since, until=now)
    failing = dict(
        ProtocolRequest.objects.visible_to(actor)
        .filter(_ON[ProtocolShelf.FAILED])
        .exclude(state__in=[ProtocolState.TWICE, ProtocolState.TO_UNDO])
        .order_by()
        .values_list("operator_id")
        .annotate(Count("pk"))
    )
    return [
        ProtocolSystemState(one, connection_for(one), state, failing.get(one.pk, 0))
        for one, state in zip(operators, states, strict=True)
    ]


def system_state(operator: Operator, now: dt.datetime) -> ConnectionState:
    return connection_states([name_of(operator)], since=now, until=now)[0]


def _rows(actor: Actor) -> QuerySet[ProtocolRequest]:
    rows = ProtocolRequest.objects.visible_to(actor).select_related("operator", "row", "case", "recorded_by")
    return rows.only(
        *(field.attname for field in ProtocolRequest._meta.concrete_fields),
        *(f"row__{field.attname}" for field in OutboxRow._meta.concrete_fields),
        "operator__code",
        "operator__name",
        "recorded_by__name",
        "case__number",
        "case__operator_id",
        "case__city",
        "case__city_state",
        "case__protocol_number",
    )
