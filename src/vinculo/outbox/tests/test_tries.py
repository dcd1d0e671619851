"""What is kept of each try, and asking for another one by hand."""

from __future__ import annotations

import datetime as dt

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from vinculo.outbox.actions import cancel, try_again, try_again_all
from vinculo.outbox.claiming import claim
from vinculo.outbox.exchange import MOST_KEPT, Exchange
from vinculo.outbox.handlers import HandlerFailed
from vinculo.outbox.keeping import sweep_tries
from vinculo.outbox.models import OutboxRow, OutboxTry
from vinculo.outbox.queries import tries_of
from vinculo.outbox.running import _settle_done, rescue, run_due, run_row
from vinculo.outbox.terms import PAUSES, PROBE_PAUSES, terms_from
from vinculo.outbox.tests.invented_system import (
    DOWN,
    NOW,
    SYSTEM,
    THE_SYSTEM,
    InventedSystem,
    planned,
    quiet_worker,
)
from vinculo.outbox.worker import Worker

SECOND = dt.timedelta(seconds=1)
State = OutboxRow.State
Outcome = OutboxTry.Outcome
WORKER = quiet_worker()


@pytest.fixture
def system(settings, db) -> InventedSystem:
    settings.OUTBOX_HANDLERS = "vinculo.outbox.tests.invented_system.HANDLERS"
    THE_SYSTEM.__init__()  # type: ignore[misc]
    return THE_SYSTEM


def test_each_try_is_kept_with_what_was_asked_and_answered(system: InventedSystem, caplog) -> None:
    row = planned("Iara")
    system.is_down = True
    moments = iter([NOW + 10 * SECOND, NOW + PAUSES[0] + 2 * SECOND])
    worker = Worker(WORKER.rng, WORKER.terms, lambda: next(moments))
    run_row(row.pk, NOW, worker)
    system.is_down = False
    run_row(row.pk, NOW + PAUSES[0] + SECOND, worker)
    row.refresh_from_db()
    assert row.due_at == NOW + PAUSES[0] + 10 * SECOND
    assert row.state == State.FAILED
    run_row(row.pk, row.due_at, WORKER)
    first, second = tries_of(row)
    assert (first.number, first.outcome, first.error) == (1, Outcome.NO_CONNECTION, DOWN)
    assert (first.begun_at, first.ended_at) == (NOW, NOW + 10 * SECOND)
    assert (first.request, first.answer) == ("POST Iara", "")
    assert (second.outcome, second.answer, second.error) == (Outcome.DONE, "201 SAD174104640000", "")
    assert "Iara" not in caplog.text


def test_of_rows_that_talk_to_nobody_only_failures_are_kept(system: InventedSystem) -> None:
    done = planned("done", kind="note", connection="")
    gone = planned("gone", kind="forgetful", connection="")
    run_due(NOW, WORKER)
    assert tries_of(done) == []
    assert [kept.outcome for kept in tries_of(gone)] == [Outcome.REFUSED]


def test_a_clock_that_is_put_back_does_not_end_a_try_before_it_began(system: InventedSystem) -> None:
    row = planned("a")
    run_row(row.pk, NOW, Worker(WORKER.rng, WORKER.terms, lambda: NOW - dt.timedelta(hours=1)))
    assert tries_of(row)[0].ended_at == NOW


def test_a_worker_that_ends_after_it_was_given_up_adds_what_it_was_answered(system: InventedSystem) -> None:
    row = planned("slow")
    slow = claim(NOW, WORKER, row.pk)
    assert slow is not None
    later = NOW + WORKER.terms.stalled_on_connection + SECOND
    assert rescue(later, WORKER) == 1
    slow.exchange.answered("201 SAD174104640000")
    _settle_done(slow, later)
    (lost,) = tries_of(row)
    assert (lost.outcome, lost.answer) == (Outcome.LOST, "201 SAD174104640000")
    row.refresh_from_db()
    assert row.state == State.FAILED


@pytest.mark.parametrize("garbage", ["\x00\x00", "\udcff", "ç" * 9_000, "<html>" * 5_000, ""])
def test_whatever_a_system_sends_can_be_kept(system: InventedSystem, garbage: str, monkeypatch) -> None:
    def swallow(row: OutboxRow, now: dt.datetime) -> None:
        row.exchange.asked(garbage)
        row.exchange.answered(garbage)
        row.exchange.answered(garbage)
        raise HandlerFailed("A resposta não é a de um protocolo. " * 20)

    monkeypatch.setattr("vinculo.outbox.running.handler_of", lambda kind: swallow)
    row = planned("a")
    run_due(NOW, WORKER)
    (kept,) = tries_of(row)
    assert len(kept.request) <= MOST_KEPT
    assert len(kept.answer) <= MOST_KEPT
    assert len(kept.error) == 300


def test_several_answers_of_one_try_stand_below_each_other() -> None:
    exchange = Exchange()
    exchange.answered("404")
    exchange.answered("201")
    assert (exchange.answer, exchange.has_answer) == ("404\n\n201", True)


def test_what_was_given_up_is_tried_again_by_hand_with_all_its_tries(system: InventedSystem) -> None:
    system.refused = {"a"}
    row = planned("a")
    run_due(NOW, WORKER)
    row.refresh_from_db()
    assert row.state == State.GIVEN_UP
    later = NOW + dt.timedelta(days=1)
    assert try_again(row=row, now=later) is True
    row.refresh_from_db()
    assert (row.state, row.due_at, row.tries - row.forgiven) == (State.PLANNED, later, 0)
    system.refused = set()
    run_due(later, WORKER)
    assert [kept.outcome for kept in tries_of(row)] == [Outcome.REFUSED, Outcome.DONE]
    assert try_again(row=row, now=later) is False


def test_what_rests_is_tried_at_once_by_hand(system: InventedSystem) -> None:
    system.is_down = True
    row = planned("a")
    run_due(NOW, WORKER)
    assert try_again(row=row, now=NOW + SECOND) is True
    job = ProcrastinateJob.objects.get(args__row_id=row.pk, status="todo")
    assert job.scheduled_at == NOW + SECOND


def test_all_that_was_given_up_of_a_connection_comes_back_one_after_the_other(system) -> None:
    system.refused = {str(number) for number in range(6)}
    rows = [planned(str(number)) for number in range(6)]
    other = planned("0", connection="core/ODL")
    run_due(NOW, WORKER)
    worker = quiet_worker(released_per_second=1)
    assert try_again_all(connection=SYSTEM, now=NOW, worker=worker) == 6
    dues = [OutboxRow.objects.get(pk=row.pk).due_at - NOW for row in rows]
    assert [int(due / SECOND) for due in dues] == list(range(6))
    other.refresh_from_db()
    assert other.state == State.GIVEN_UP
    assert try_again_all(connection="nothing/ODL", now=NOW) == 0


def test_what_was_given_up_or_waits_for_its_system_is_taken_back(system: InventedSystem) -> None:
    system.refused = {"given up"}
    given_up = planned("given up")
    run_due(NOW, WORKER)
    system.is_down = True
    held = [planned(str(number)) for number in range(4)]
    run_due(NOW, WORKER)
    assert cancel(row=given_up) is True
    assert all(cancel(row=row) for row in held)
    assert try_again(row=given_up, now=NOW) is False
    system.asked.clear()
    run_due(NOW + PROBE_PAUSES[0], WORKER)
    assert system.asked == []


def test_tries_of_rows_that_are_over_go_in_time(system: InventedSystem) -> None:
    days = dt.timedelta(days=1)
    done, refused = planned("Iara"), planned("Davi")
    system.refused = {"Davi"}
    run_due(NOW, WORKER)
    later = NOW + 170 * days
    still_open = planned("Ivo", NOW)
    system.is_down = True
    run_due(NOW, WORKER)
    young = planned("Ana", later)
    system.is_down = False
    run_row(young.pk, later, WORKER)
    assert sweep_tries(NOW + 180 * days, WORKER) == 0
    assert sweep_tries(NOW + 181 * days, WORKER) == 2
    assert set(OutboxTry.objects.values_list("row_id", flat=True)) == {still_open.pk, young.pk}
    refused.refresh_from_db()
    assert (refused.state, refused.last_error) == (State.GIVEN_UP, "O sistema não conhece a cidade.")
    assert OutboxRow.objects.filter(pk=done.pk).exists()
    assert terms_from({"VINCULO_OUTBOX_TRIES_DAYS": "30"}).tries_kept == 30 * days
