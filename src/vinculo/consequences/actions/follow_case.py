"""What a signature sets going, and what becomes of it when the case is reopened or ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db.models import QuerySet

from vinculo.accounts.actor import Actor
from vinculo.accounts.prepared import prepared
from vinculo.cases.actions.case_write import CaseWrite, writing
from vinculo.cases.actions.change_state import CASE_MOVED, FOLLOWED
from vinculo.cases.models import Case, CaseEvent
from vinculo.cases.states import CaseAction, State
from vinculo.documents.actions.freeze_form import plan_freeze, supersede_documents
from vinculo.outbox.handlers import NoUseTrying, in_one_transaction
from vinculo.outbox.models import OutboxRow

from .later_exit import plan_later_exit
from .signed_duties import ask_to_undo_duties, cancel_open_duties, set_duties
from .signed_filings import cancel_unsent_filings, file_by_connection
from .signed_protocols import ask_for_protocol, ask_to_undo_protocols, cancel_unsent_protocols
from .signed_tasks import ask_ticked_sectors, ask_to_undo, cancel_open_tasks
from .start_clock import start_clock, stop_clock

Follower = Callable[[CaseWrite, CaseEvent], None]
"""Writes what follows from an event of a case, in the transaction of `write`. Done twice it does no harm."""

AFTER_SIGNATURE: tuple[Follower, ...] = (
    ask_for_protocol,
    ask_ticked_sectors,
    start_clock,
    set_duties,
    file_by_connection,
    plan_later_exit,
    plan_freeze,
)
"""Done only as long as it is this signature that stands. Duties follow the day of the clock."""
AFTER_END: tuple[Follower, ...] = (
    cancel_unsent_protocols,
    cancel_open_tasks,
    cancel_unsent_filings,
    cancel_open_duties,
    plan_later_exit,
    stop_clock,
)
"""After a reopening, a cancelling or a merge: takes back what was not done yet."""
AFTER_REOPENING: tuple[Follower, ...] = (
    ask_to_undo_protocols,
    ask_to_undo,
    ask_to_undo_duties,
    supersede_documents,
)
"""Sees to it that what was done is undone; comes after those of `AFTER_END`."""


@in_one_transaction
def follow_case(row: OutboxRow, now: dt.datetime) -> None:
    """The outbox handler. Done twice it does no harm, and what came after the event is left alone.

    Raises:
        NoUseTrying: the event is not there.
    """
    event = next(iter(_event(row.payload["event"])), None)
    if event is None:
        raise NoUseTrying("the event is not there")
    with writing(case=Case(pk=event.case_id), actor=Actor.system(), now=now) as write, write.gathering():
        if event.data["action"] != CaseAction.SIGN and _is_overtaken(event):
            return
        for each in (*_left_behind(event), event):
            each.case = write.case
            for follower in _followers(write, each):
                follower(write, each)


@prepared
def _event(event_id: int) -> QuerySet[CaseEvent]:
    return CaseEvent.objects.filter(pk=event_id, kind=CaseEvent.Kind.STATE_CHANGED).order_by()


def _left_behind(event: CaseEvent) -> list[CaseEvent]:
    """What came before and is not followed yet: a worker was killed over it, or it rests after a failure."""
    before = {moved.pk: moved for moved in _moved_before(event.case_id, event.pk)}
    if not before:
        return []
    rows = OutboxRow.objects.filter(kind=CASE_MOVED, state__in=_WAITING, payload__event__in=list(before))
    ids = [row["event"] for row in rows.values_list("payload", flat=True)]
    return [before[pk] for pk in sorted(ids)]


@prepared
def _moved_before(case_id: int, event_id: int) -> QuerySet[CaseEvent]:
    """Of a case that was signed once, as most are, there is nothing before."""
    moves = CaseEvent.objects.filter(case_id=case_id, pk__lt=event_id, kind=CaseEvent.Kind.STATE_CHANGED)
    return moves.filter(data__action__in=FOLLOWED).order_by()


def _is_overtaken(event: CaseEvent) -> bool:
    """A later signature was followed, and this event with it: done again it would take back what stands."""
    later = _moves(event).filter(pk__gt=event.pk, data__action=CaseAction.SIGN)
    ids = list(later.values_list("pk", flat=True))
    return OutboxRow.objects.filter(
        kind=CASE_MOVED, state=OutboxRow.State.DONE, payload__event__in=ids
    ).exists()


def _moves(event: CaseEvent) -> QuerySet[CaseEvent]:
    return CaseEvent.objects.filter(case_id=event.case_id, kind=CaseEvent.Kind.STATE_CHANGED)


_WAITING = (OutboxRow.State.PLANNED, OutboxRow.State.RUNNING, OutboxRow.State.FAILED)


def _followers(write: CaseWrite, event: CaseEvent) -> tuple[Follower, ...]:
    if event.data["action"] == CaseAction.SIGN:
        stands = write.case.state == State.CLOSED and write.case.signed_at == event.at
        return AFTER_SIGNATURE if stands else ()
    return (*AFTER_END, *AFTER_REOPENING) if event.data["action"] == CaseAction.REOPEN else AFTER_END
