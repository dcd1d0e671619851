"""Doing what rows say, and finding again what was lost."""

from __future__ import annotations

import datetime as dt
import logging
import traceback

from django.db import transaction
from django.db.models import Q

from . import breaker
from .breaker import Verdict
from .claiming import claim, due_rows, end_try, end_well, end_well_and_claim
from .handlers import (
    ConnectionFailed,
    HandlerFailed,
    NoUseTrying,
    as_told,
    handler_of,
    kinds_in_one_transaction,
)
from .models import OutboxRow, OutboxTry
from .queueing import enqueue, enqueue_going_on
from .worker import Worker

State = OutboxRow.State
Outcome = OutboxTry.Outcome
logger = logging.getLogger(__name__)

OVERDUE_AFTER = dt.timedelta(minutes=1)
"""A row this late lost its job, or its worker's clock was behind: it is queued once more."""

GO_ON_FOR = dt.timedelta(seconds=5)
"""Then others of the queue have their turn."""


class WorkerStopped(HandlerFailed):
    """What is known of a try whose worker died."""


def run_row(row_id: int, now: dt.datetime, worker: Worker | None = None) -> bool:
    """Does one row, if it can be claimed; whether it was."""
    worker = worker or Worker()
    row = claim(now, worker, row_id) or breaker.claim_past_breaker(row_id, now, worker)
    if row is not None:
        _do(row, now, worker)
    return row is not None


def go_on(now: dt.datetime, worker: Worker) -> int:
    """Does what is due, one row after the other, for some seconds; how many.

    A job costs more than most rows do, so a worker that is at it does more than the row that its job was for.
    """
    done, row = 0, claim(now, worker)
    while row is not None:
        begun, done = row.claimed_at or now, done + 1
        ended = _handle(row, begun, worker)
        moment = ended or worker.moment(begun)
        if moment - now > GO_ON_FOR:
            if ended is not None:
                _end(row, ended, worker)
            enqueue_going_on(moment)
            break
        row = claim(moment, worker) if ended is None else _end_and_claim(row, ended, worker)
    return done


def run_probe(name: str, now: dt.datetime, worker: Worker | None = None) -> bool:
    """Tries a system that is down with one of the rows that wait for it; whether there was one to try."""
    worker = worker or Worker()
    row = breaker.claim_probe(name, now, worker)
    if row is not None:
        _do(row, now, worker)
    return row is not None


def run_due(now: dt.datetime, worker: Worker | None = None) -> int:
    """Does every row due by a moment, those that they plan for that moment included; how many."""
    worker = worker or Worker()
    done, seen = 0, list[int]()
    while True:
        row_ids = list(due_rows(now).order_by("due_at", "pk").values_list("pk", flat=True)[:100])
        done += sum(run_row(row_id, now, worker) for row_id in row_ids)
        probed = 0 if row_ids else sum(run_probe(name, now, worker) for name in breaker.due_probes(now))
        if row_ids == seen and not probed:
            return done
        done, seen = done + probed, row_ids


def rescue(now: dt.datetime, worker: Worker | None = None) -> int:
    """Queues again what a dead worker held, and what is overdue without anybody having taken it."""
    worker = worker or Worker()
    held_too_long = Q(claimed_at__lt=now - worker.terms.stalled_after)
    for rows, after in (
        (~Q(connection=""), worker.terms.stalled_on_connection),
        (Q(kind__in=kinds_in_one_transaction()), worker.terms.stalled_in_one_transaction),
    ):
        held_too_long |= rows & Q(claimed_at__lt=now - after)
    stalled = OutboxRow.objects.filter(held_too_long, state=State.RUNNING)
    for row in stalled:
        _settle_failure(row, WorkerStopped("the worker stopped before it was done"), now, worker)
    breaker.mend(now, worker)
    overdue = due_rows(now).filter(due_at__lt=now - OVERDUE_AFTER).order_by("due_at")[:500]
    for row in overdue:
        enqueue(row)
    return len(stalled) + len(overdue)


def _do(row: OutboxRow, now: dt.datetime, worker: Worker) -> None:
    ended = _handle(row, now, worker)
    if ended is not None:
        _end(row, ended, worker)


def _handle(row: OutboxRow, now: dt.datetime, worker: Worker) -> dt.datetime | None:
    """When its handler had done the row; None where it failed, which is settled then."""
    try:
        handler_of(row.kind)(row, now)
    except Exception as error:  # whatever a handler throws, the row must not stay claimed
        ended = worker.moment(now)
        if _settle_failure(row, error, ended, worker).is_back:
            breaker.release(row.connection, ended, worker)
        return None
    return worker.moment(now)


def _end(row: OutboxRow, ended: dt.datetime, worker: Worker) -> None:
    if not end_well(row, ended):
        _end_after_trouble(row, ended, worker)


def _end_and_claim(row: OutboxRow, ended: dt.datetime, worker: Worker) -> OutboxRow | None:
    is_ended, following = end_well_and_claim(row, ended, worker)
    if not is_ended:
        _end_after_trouble(row, ended, worker)
    return following


def _end_after_trouble(row: OutboxRow, ended: dt.datetime, worker: Worker) -> None:
    """Its system was not well before, or its claim was lost."""
    if _settle_done(row, ended).is_back:
        breaker.release(row.connection, ended, worker)


@transaction.atomic
def _settle_done(row: OutboxRow, ended: dt.datetime) -> Verdict:
    verdict = breaker.note_answer(row, ended)
    row.state, row.done_at = State.DONE, ended
    end_try(row, Outcome.DONE, ended, probe=verdict.was_probe)
    return verdict


@transaction.atomic
def _settle_failure(row: OutboxRow, error: Exception, ended: dt.datetime, worker: Worker) -> Verdict:
    told = as_told(error, row.connection)
    verdict = _verdict(row, told, ended, worker)
    _log(row, error, str(told))
    pause = worker.terms.pause(row.tries - row.forgiven, worker.rng)
    if row.tries == 1 and isinstance(told, WorkerStopped):
        # That a worker died is seldom its row's doing: only a row that has it happen again rests.
        pause = dt.timedelta()
    if verdict.is_down:
        row.state, row.held_since, row.forgiven = State.FAILED, ended, row.forgiven + 1
    elif isinstance(told, NoUseTrying) or pause is None:
        row.state = State.GIVEN_UP
    else:
        row.state, row.due_at = State.FAILED, ended + pause
    written = end_try(row, _outcome(told), ended, error=str(told)[:300], probe=verdict.was_probe)
    if written and row.state == State.FAILED and not verdict.is_down:
        enqueue(row)
    return verdict


def _verdict(row: OutboxRow, told: HandlerFailed, ended: dt.datetime, worker: Worker) -> Verdict:
    if row.connection and isinstance(told, ConnectionFailed):
        return breaker.note_failure(row, told, ended, worker)
    if row.exchange.has_answer:
        return breaker.note_answer(row, ended)
    return breaker.note_nothing(row, ended)


def _outcome(told: HandlerFailed) -> OutboxTry.Outcome:
    if isinstance(told, WorkerStopped):
        return Outcome.LOST
    if isinstance(told, ConnectionFailed):
        return Outcome.NO_CONNECTION
    return Outcome.REFUSED if isinstance(told, NoUseTrying) else Outcome.FAILED


def _log(row: OutboxRow, error: Exception, told: str) -> None:
    logger.warning(
        "outbox row %s (%s), try %s: %s\n%s",
        row.pk,
        row.kind,
        row.tries,
        told,
        "".join(traceback.format_tb(error.__traceback__)),
    )
