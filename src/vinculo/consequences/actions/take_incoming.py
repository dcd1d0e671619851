"""Requests come in: fetched from the protocol system, read from a file, or typed."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from django.db import transaction
from django.db.models import Q

from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission
from vinculo.cases.clock import day_of
from vinculo.outbox.actions import cancel, plan
from vinculo.outbox.handlers import ConnectionFailed, NoUseTrying
from vinculo.outbox.models import OutboxRow

from ..models import IncomingRequest
from ..protocol_system.answers import clean_number
from ..protocol_system.client import SystemInTrouble
from ..protocol_system.connections import connection_for, name_of
from ..protocol_system.incoming import INCOMING_PARTS, NotARequest, ToldRequest, told_request
from ..protocol_system.incoming_client import IncomingClient
from ..queries.whose_request import provider_of
from ..refusals import UnableToTakeRequest
from .refused_rows import Bundle, Refused, forget_taken, keep_refused

PULL_KIND = "consequences.pull_incoming"
KEPT_FOR = dt.timedelta(days=1)
"""Looks that are over are of no use to anybody after that."""
log = logging.getLogger(__name__)
Source = IncomingRequest.Source


@dataclass(frozen=True)
class Taken:
    """`refused` pairs the place of a row with the reason; `known` were there already."""

    new: Sequence[IncomingRequest] = ()
    known: int = 0
    refused: Sequence[tuple[int, str]] = field(default_factory=tuple)


def plan_pulls(now: dt.datetime) -> int:
    """Asks for a look at each operator's system whose last one is as long ago as its connection says."""
    planned = 0
    for operator in Operator.objects.filter(is_active=True):
        system = connection_for(operator).system
        if system is None or system.incoming is None:
            continue
        rows = OutboxRow.objects.filter(connection=name_of(operator), kind=PULL_KIND)
        rows.filter(state__in=_OVER, planned_at__lt=now - KEPT_FOR).delete()
        since = now - dt.timedelta(minutes=system.incoming.minutes)
        if rows.filter(planned_at__gt=since).exists() or rows.filter(_UNDER_WAY).exists():
            continue
        with transaction.atomic():
            # One that rests after a failure is asked anew now, not once its pause is over.
            for row in rows.filter(state=OutboxRow.State.FAILED):
                cancel(row=row)
            plan_pull(operator, now)
        planned += 1
    return planned


def plan_pull(operator: Operator, now: dt.datetime) -> OutboxRow:
    payload = {"operator": operator.pk}
    return plan(kind=PULL_KIND, payload=payload, now=now, connection=name_of(operator))


_UNDER_WAY = Q(state__in=[OutboxRow.State.PLANNED, OutboxRow.State.RUNNING]) | Q(held_since__isnull=False)
_OVER = (OutboxRow.State.DONE, OutboxRow.State.CANCELLED, OutboxRow.State.GIVEN_UP)


def pull_incoming(row: OutboxRow, now: dt.datetime) -> None:
    """The outbox handler. A request that comes again, or twice at once, is the one that is there.

    Raises:
        ConnectionFailed: the system is in trouble; what was taken stays, and is told it the next time.
        NoUseTrying: the connection fetches nothing any more.
    """
    operator = Operator.objects.get(pk=row.payload["operator"])
    system = connection_for(operator).system
    if system is None or system.incoming is None:
        raise NoUseTrying("A ligação com o sistema de protocolos não busca mais pedidos.")
    client = IncomingClient(system, system.incoming, row.exchange)
    try:
        rows = client.fetch()
        bundle = Bundle(operator, Source.SYSTEM, system.incoming.fields)
        taken = take_rows(bundle=bundle, rows=enumerate(rows, start=1), actor=Actor.system(), now=now)
        if taken.refused:
            log.warning("%d of %d incoming requests cannot be taken", len(taken.refused), len(rows))
        if system.incoming.taken_path:
            numbers = (clean_number(str(row.get(system.incoming.fields["number"], ""))) for row in rows)
            _tell_taken(operator, client, {number for number in numbers if number})
    except SystemInTrouble as trouble:
        raise ConnectionFailed(trouble.sentence, rest=trouble.rest) from trouble


def _tell_taken(operator: Operator, client: IncomingClient, offered: Collection[str]) -> None:
    """Only what is kept here for good is told to be taken, wherever it came from."""
    kept = IncomingRequest.objects.filter(operator=operator)
    untold = kept.filter(Q(source=Source.SYSTEM, told_back=False) | Q(number__in=offered)).order_by(
        "asked_at"
    )
    numbers = list(untold.values_list("number", flat=True))

    def told(number: str) -> None:
        kept.filter(number=number).update(told_back=True)

    client.tell_taken(numbers, told)


def take_rows(
    *, bundle: Bundle, rows: Iterable[tuple[int, Mapping[str, object]]], actor: Actor, now: dt.datetime
) -> Taken:
    """Keeps each row that is a request, in one transaction, and for people to look at each that is none.

    With each row stands its place. What was typed stays in its fields and is not kept.

    Raises:
        NotPermitted: the actor does not work on cases of that operator.
    """
    operator = bundle.operator
    actor.require(Permission.CASES_WORK, operator.pk)
    told, read, refused = list[ToldRequest](), list[Mapping[str, object]](), list[Refused]()
    for place, row in rows:
        try:
            told.append(told_request(row, bundle.parts, now))
            read.append(row)
        except NotARequest as reason:
            refused.append(Refused(place, str(reason), row))
    with transaction.atomic():
        new = [kept for each in told if (kept := _keep(operator, each, bundle.source, now))]
        if bundle.source != Source.TYPED:
            forget_taken(operator, read)
            keep_refused(bundle, refused, actor, now)
        if new:
            record_audit(
                actor=actor,
                operator_id=operator.pk,
                action="incoming.taken",
                subject_kind="operator",
                subject_id=operator.pk,
                now=now,
                detail={"source": str(bundle.source), "count": len(new)},
            )
    return Taken(new, len(told) - len(new), [(each.place, each.reason) for each in refused])


def type_incoming(
    *, operator: Operator, values: Mapping[str, str], actor: Actor, now: dt.datetime
) -> IncomingRequest:
    """One request as somebody typed it, by our names of its parts.

    Raises:
        NotPermitted: the actor does not work on cases of that operator.
        UnableToTakeRequest: it has no number, names nobody, or is there already.
    """
    bundle = Bundle(operator, Source.TYPED, {part: part for part in INCOMING_PARTS})
    taken = take_rows(bundle=bundle, rows=[(1, values)], actor=actor, now=now)
    if taken.refused:
        raise UnableToTakeRequest(f"O pedido {taken.refused[0][1]}. Nada foi incluído.")
    if not taken.new:
        raise UnableToTakeRequest("Este protocolo já está entre os recebidos. Nada foi incluído.")
    return taken.new[0]


def _keep(operator: Operator, told: ToldRequest, source: Source, now: dt.datetime) -> IncomingRequest | None:
    """None where it is there already."""
    values = asdict(told)
    number = values.pop("number")
    kept, is_new = IncomingRequest.objects.get_or_create(
        operator=operator,
        number=number,
        defaults={
            **values,
            "source": source,
            "came_at": now,
            "provider": provider_of(operator.pk, told, day_of(now)),
        },
    )
    return kept if is_new else None
