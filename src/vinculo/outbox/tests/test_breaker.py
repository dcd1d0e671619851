"""A system that is down: its rows wait at no cost, one is tried now and then, the answer frees all."""

from __future__ import annotations

import datetime as dt

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from vinculo.outbox.actions import probe_now
from vinculo.outbox.claiming import claim
from vinculo.outbox.models import ConnectionHealth, Outage, OutboxRow, OutboxTry
from vinculo.outbox.queueing import PROBE_TASK
from vinculo.outbox.running import rescue, run_due, run_probe, run_row
from vinculo.outbox.terms import PAUSES, PROBE_PAUSES
from vinculo.outbox.tests.invented_system import (
    DOWN,
    NOW,
    SYSTEM,
    THE_SYSTEM,
    InventedSystem,
    health,
    planned,
    quiet_worker,
)

SECOND = dt.timedelta(seconds=1)
MINUTE = dt.timedelta(minutes=1)
State = OutboxRow.State
Health = ConnectionHealth.State
Outcome = OutboxTry.Outcome
WORKER = quiet_worker()


@pytest.fixture
def system(settings, db) -> InventedSystem:
    settings.OUTBOX_HANDLERS = "vinculo.outbox.tests.invented_system.HANDLERS"
    THE_SYSTEM.__init__()  # type: ignore[misc]
    return THE_SYSTEM


@pytest.fixture
def down(system: InventedSystem) -> InventedSystem:
    """Down since NOW: three rows have met it."""
    system.is_down = True
    for number in range(3):
        planned(f"first {number}")
    run_due(NOW, WORKER)
    assert health().state == Health.DOWN
    system.asked.clear()
    return system


def test_failures_in_a_row_open_it_and_an_answer_between_them_does_not(system: InventedSystem) -> None:
    system.poison = {"a", "b", "d", "e"}
    for name in "abcde":
        planned(name)
    run_due(NOW, WORKER)
    assert (health().state, health().failures) == (Health.WELL, 2)
    assert not Outage.objects.exists()
    assert OutboxRow.objects.filter(held_since=None, state=State.FAILED).count() == 4


def test_rows_of_a_system_that_is_down_wait_without_a_try_and_without_a_job(down: InventedSystem) -> None:
    rows = [planned(str(number)) for number in range(5)]
    other = planned("other", connection="core/ODL", kind="note")
    run_due(NOW, WORKER)
    assert down.asked == []
    for row in rows:
        row.refresh_from_db()
        assert (row.state, row.tries, row.held_since) == (State.PLANNED, 0, NOW)
    other.refresh_from_db()
    assert other.state == State.DONE
    tasks = list(ProcrastinateJob.objects.filter(status="todo").values_list("args__row_id", flat=True))
    assert not {row.pk for row in rows} & set(tasks)
    assert run_due(NOW + PROBE_PAUSES[0] - SECOND, WORKER) == 0


def test_it_is_tried_at_growing_intervals_by_rows_in_turn(down: InventedSystem) -> None:
    late, now = planned("late"), NOW
    for pause in (*PROBE_PAUSES, PROBE_PAUSES[-1]):
        assert run_due(now + pause - SECOND, WORKER) == 0
        now += pause
        assert run_due(now, WORKER) == 1
        assert (health().state, health().probe_at) == (Health.DOWN, now + _next(pause))
    assert down.asked[0] == "late"
    assert set(down.asked[:4]) == {"late", "first 0", "first 1", "first 2"}
    late.refresh_from_db()
    assert late.tries - late.forgiven == 0
    assert OutboxTry.objects.filter(was_probe=True, outcome=Outcome.NO_CONNECTION).count() == 6


def _next(pause: dt.timedelta) -> dt.timedelta:
    return PROBE_PAUSES[min(PROBE_PAUSES.index(pause) + 1, len(PROBE_PAUSES) - 1)]


def test_a_system_that_is_slow_leaves_workers_to_the_others(system: InventedSystem) -> None:
    worker = quiet_worker(at_once=2)
    first, *others = [planned(str(number)) for number in range(4)]
    letter = planned("letter", kind="note", connection="")
    in_hand = [claim(NOW, worker) for _ in range(2)]
    assert claim(NOW, worker, others[-1].pk) is None
    assert claim(NOW, worker) == letter
    assert claim(NOW, worker) is None
    assert in_hand[0] == first
    OutboxRow.objects.filter(pk=first.pk).update(state=State.DONE)
    assert claim(NOW, worker, others[-1].pk) == others[-1]


def test_an_outage_of_days_gives_no_row_up(down: InventedSystem) -> None:
    now = NOW
    for _ in range(15):
        now += PROBE_PAUSES[-1]
        run_due(now, WORKER)
    assert set(OutboxRow.objects.values_list("state", flat=True)) == {State.FAILED}
    assert len(down.asked) >= 15


def test_an_answer_ends_the_outage_and_frees_the_rows_one_after_the_other(down: InventedSystem) -> None:
    for number in range(10):
        planned(str(number), NOW + SECOND)
    run_due(NOW + SECOND, WORKER)
    down.is_down = False
    back = NOW + PROBE_PAUSES[0]
    worker = quiet_worker(released_per_second=2)
    assert run_due(back, worker) == 1
    assert (health().state, health().failures, health().probe_at) == (Health.WELL, 0, None)
    outage = Outage.objects.get()
    assert (outage.began_at, outage.ended_at, outage.reason) == (NOW, back, DOWN)
    waiting = OutboxRow.objects.exclude(state=State.DONE).order_by("due_at")
    dues = [row.due_at - back for row in waiting]
    assert [int(due / SECOND * 2) for due in dues] == list(range(12))
    assert [row.payload["name"] for row in waiting][:3] == ["first 0", "first 1", "first 2"]
    jobs = ProcrastinateJob.objects.filter(args__row_id__in=[row.pk for row in waiting], status="todo")
    assert sorted(job.scheduled_at for job in jobs) == [row.due_at for row in waiting]
    run_due(back + 6 * SECOND, worker)
    assert not OutboxRow.objects.exclude(state=State.DONE).exists()


def test_a_row_that_rests_for_hours_is_freed_with_the_others(system: InventedSystem) -> None:
    """It met the dead system before that counted as down."""
    system.is_down = True
    early = planned("early")
    now = NOW
    for pause in PAUSES[:2]:
        run_row(early.pk, now, quiet_worker(opens_after=4))
        now += pause
    planned("a", now)
    planned("b", now)
    run_due(now, quiet_worker(opens_after=5))
    early.refresh_from_db()
    assert early.held_since == now
    assert not ProcrastinateJob.objects.filter(args__row_id=early.pk, status="todo").exists()
    system.is_down = False
    run_due(now + PROBE_PAUSES[0], WORKER)
    run_due(now + PROBE_PAUSES[0] + SECOND, WORKER)
    early.refresh_from_db()
    assert early.state == State.DONE


def test_a_refusal_is_an_answer(down: InventedSystem) -> None:
    down.is_down, down.refused = False, {"first 0", "first 1", "first 2"}
    assert run_due(NOW + PROBE_PAUSES[0], WORKER) == 1
    assert health().state == Health.WELL
    assert OutboxRow.objects.filter(state=State.GIVEN_UP).count() == 1


def test_a_row_that_never_asks_says_nothing_of_the_system(down: InventedSystem) -> None:
    gone = planned("gone", kind="forgetful")
    run_due(NOW, WORKER)
    assert run_due(NOW + PROBE_PAUSES[0], WORKER) == 2
    gone.refresh_from_db()
    assert gone.state == State.GIVEN_UP
    assert len(down.asked) == 1
    assert (health().state, health().failed_probes) == (Health.DOWN, 1)


def test_one_row_that_the_system_breaks_on_does_not_keep_it_down(down: InventedSystem) -> None:
    down.is_down, down.poison = False, {"first 0"}
    now = NOW
    for pause in PROBE_PAUSES[:2]:
        now += pause
        run_due(now, WORKER)
    assert health().state == Health.WELL
    run_due(now + SECOND, WORKER)
    assert OutboxRow.objects.filter(state=State.DONE).count() == 2
    poison = OutboxRow.objects.exclude(state=State.DONE).get()
    assert (poison.state, poison.held_since) == (State.FAILED, None)


def test_who_asks_to_be_left_alone_is_left_alone(system: InventedSystem) -> None:
    system.is_down, system.rest = True, dt.timedelta(seconds=90)
    planned("a")
    run_due(NOW, WORKER)
    assert health().probe_at == NOW + dt.timedelta(seconds=90)
    assert OutboxRow.objects.get().forgiven == 1


def test_somebody_who_knows_that_it_is_back_has_it_tried_at_once(down: InventedSystem) -> None:
    down.is_down = False
    assert probe_now(connection=SYSTEM, now=NOW + SECOND) is True
    job = ProcrastinateJob.objects.get(task_name=PROBE_TASK, status="todo")
    assert (job.scheduled_at, job.args) == (NOW + SECOND, {"name": SYSTEM})
    run_due(NOW + SECOND, WORKER)
    assert probe_now(connection=SYSTEM, now=NOW + MINUTE) is False
    assert Outage.objects.get().ended_at == NOW + SECOND


def test_a_prober_that_died_is_followed_by_another(down: InventedSystem, monkeypatch) -> None:
    def die(row: OutboxRow, now: dt.datetime) -> None:
        raise SystemExit

    probe_at, stalled = NOW + PROBE_PAUSES[0], WORKER.terms.stalled_on_connection
    monkeypatch.setattr("vinculo.outbox.running.handler_of", lambda kind: die)
    with pytest.raises(SystemExit):
        run_probe(SYSTEM, probe_at, WORKER)
    monkeypatch.undo()
    assert run_probe(SYSTEM, probe_at + stalled, WORKER) is False
    down.is_down = False
    later = probe_at + stalled + SECOND
    rescue(later, WORKER)
    assert OutboxTry.objects.filter(outcome=Outcome.LOST, was_probe=True).count() == 1
    assert ProcrastinateJob.objects.filter(task_name=PROBE_TASK, scheduled_at=later).exists()
    run_due(later, WORKER)
    assert health().state == Health.WELL


def test_what_was_put_aside_for_a_system_that_answers_is_found(system: InventedSystem) -> None:
    """The worker that ended the outage died before it had freed every row."""
    row = planned("left")
    OutboxRow.objects.update(held_since=NOW)
    assert run_due(NOW, WORKER) == 0
    rescue(NOW + MINUTE, WORKER)
    run_due(NOW + MINUTE + SECOND, WORKER)
    row.refresh_from_db()
    assert row.state == State.DONE


@pytest.mark.parametrize("error", [TimeoutError("CPF 529.982.247-25"), ConnectionRefusedError(111, "no")])
def test_what_the_network_throws_counts_against_the_system(system, error, monkeypatch, caplog) -> None:
    def fail(row: OutboxRow, now: dt.datetime) -> None:
        raise error

    monkeypatch.setattr("vinculo.outbox.running.handler_of", lambda kind: fail)
    planned("a")
    planned("b", connection="")
    run_due(NOW, WORKER)
    assert health().failures == 1
    assert OutboxTry.objects.filter(outcome=Outcome.NO_CONNECTION).count() == 1
    assert "529" not in caplog.text
