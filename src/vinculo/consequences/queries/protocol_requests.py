"""Requests for protocols, as somebody may see them: shelves of Protocolos, those of a case, one of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, Q, QuerySet

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import operators_with
from vinculo.cases.models import Case
from vinculo.outbox.models import OutboxRow, OutboxTry
from vinculo.outbox.queries import ConnectionState, connection_states, outage_times, tries_of

from ..core_system.connection import CoreConnection
from ..models import ProtocolRequest
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


def protocols_owed(actor: Actor) -> tuple[int, int]:
    """How many wait for a person, and how many are to be opened by hand; none of who may do neither."""
    operators = actor.operators_with(Permission.PROTOCOLS_SEND)
    if not operators:
        return 0, 0
    states = [ProtocolState.WAITING, ProtocolState.BY_HAND, *FOR_SOMEBODY]
    rows = ProtocolRequest.objects.filter(operator_id__in=operators, state__in=states)
    by_hand = Q(state=ProtocolState.BY_HAND)
    found = rows.aggregate(
        failing=Count("pk", filter=_ON[ProtocolShelf.FAILED]), by_hand=Count("pk", filter=by_hand)
    )
    return int(found["failing"]), int(found["by_hand"])


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
