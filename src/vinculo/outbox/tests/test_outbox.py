from __future__ import annotations

import datetime as dt
from random import Random

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from vinculo.outbox.actions import cancel, plan
from vinculo.outbox.claiming import claim
from vinculo.outbox.handlers import HandlerFailed, NoUseTrying
from vinculo.outbox.models import OutboxRow
from vinculo.outbox.running import OVERDUE_AFTER, rescue, run_due, run_row
from vinculo.outbox.terms import PAUSES, Terms
from vinculo.outbox.worker import Worker

NOW = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
State = OutboxRow.State


class Recorder:
    """A handler that notes what it was given, and fails as told."""

    def __init__(self) -> None:
        self.done: list[tuple[str, dt.datetime]] = []
        self.fails_with: Exception | None = None

    def __call__(self, row: OutboxRow, now: dt.datetime) -> None:
        if self.fails_with is not None:
            raise self.fails_with
        self.done.append((row.payload["name"], now))


RECORDER = Recorder()
HANDLERS = {"note": RECORDER}


@pytest.fixture
def recorder(settings, db) -> Recorder:
    settings.OUTBOX_HANDLERS = "vinculo.outbox.tests.test_outbox.HANDLERS"
    RECORDER.__init__()  # type: ignore[misc]
    return RECORDER


def note(name: str, due_at: dt.datetime | None = None, kind: str = "note") -> OutboxRow:
    with transaction.atomic():
        return plan(kind=kind, payload={"name": name}, now=NOW, due_at=due_at)


def test_rows_are_done_once_when_due(recorder: Recorder) -> None:
    note("now")
    note("tomorrow", NOW + dt.timedelta(days=1))
    assert run_due(NOW) == 1
    assert run_due(NOW + MINUTE) == 0
    assert recorder.done == [("now", NOW)]
    assert OutboxRow.objects.get(payload__name="now").done_at == NOW
    assert run_due(NOW + dt.timedelta(days=1)) == 1
    assert [name for name, _ in recorder.done] == ["now", "tomorrow"]


def test_a_row_is_claimed_by_one_worker_alone(recorder: Recorder) -> None:
    row = note("one")
    assert claim(NOW, Worker(), row.pk) is not None
    assert claim(NOW, Worker(), row.pk) is None
    assert run_row(row.pk, NOW) is False
    assert recorder.done == []


def test_failures_rest_longer_and_longer_and_are_given_up(recorder: Recorder) -> None:
    row = note("stubborn")
    recorder.fails_with = HandlerFailed("the other side is down")
    worker, now = Worker(terms=Terms(jitter=0)), NOW
    for pause in PAUSES:
        assert run_due(now, worker) == 1
        row.refresh_from_db()
        assert (row.state, row.due_at - now) == (State.FAILED, pause)
        assert run_due(now + pause - MINUTE, worker) == 0
        now += pause
    assert run_due(now, worker) == 1
    row.refresh_from_db()
    assert (row.state, row.tries) == (State.GIVEN_UP, len(PAUSES) + 1)
    assert row.last_error == "the other side is down"
    assert list(PAUSES) == sorted(set(PAUSES))


def test_what_failed_together_does_not_come_back_together(recorder: Recorder) -> None:
    rows = [note(str(number)) for number in range(20)]
    recorder.fails_with = HandlerFailed("the other side is down")
    assert run_due(NOW, Worker(rng=Random(1))) == 20
    pauses = {OutboxRow.objects.get(pk=row.pk).due_at - NOW for row in rows}
    assert len(pauses) == 20
    assert PAUSES[0] * 0.75 <= min(pauses) < max(pauses) <= PAUSES[0]


def test_a_failed_row_is_done_later(recorder: Recorder) -> None:
    row = note("later")
    recorder.fails_with = HandlerFailed("down")
    run_due(NOW)
    recorder.fails_with = None
    run_due(NOW + PAUSES[0])
    row.refresh_from_db()
    assert (row.state, row.last_error, row.tries) == (State.DONE, "", 2)


def test_what_has_no_use_is_given_up_at_once(recorder: Recorder) -> None:
    recorder.fails_with = NoUseTrying("the account is gone")
    hopeless, unknown = note("hopeless"), note("unknown", kind="nobody does this")
    run_due(NOW)
    for row in (hopeless, unknown):
        row.refresh_from_db()
        assert (row.state, row.tries) == (State.GIVEN_UP, 1)


def test_the_words_of_foreign_exceptions_are_not_kept(recorder: Recorder, caplog) -> None:
    recorder.fails_with = ValueError("CPF 529.982.247-25 of the patient")
    row = note("secret")
    run_due(NOW)
    row.refresh_from_db()
    assert row.last_error == "ValueError"
    assert "529" not in caplog.text
    assert "ValueError" in caplog.text


def test_what_a_dead_worker_held_is_rescued_and_its_late_end_changes_nothing(recorder: Recorder) -> None:
    row = note("held")
    dead = claim(NOW, Worker(), row.pk)
    assert dead is not None
    stalled_after = Terms().stalled_after
    assert rescue(NOW + stalled_after) == 0
    later = NOW + stalled_after + MINUTE
    assert rescue(later) == 1
    row.refresh_from_db()
    assert row.state == State.FAILED
    run_due(later + PAUSES[0])
    row.refresh_from_db()
    assert (row.state, row.tries) == (State.DONE, 2)


def test_an_overdue_row_without_a_job_gets_one_again(recorder: Recorder) -> None:
    row = note("lost")
    jobs = ProcrastinateJob.objects.filter(args__row_id=row.pk)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    assert not jobs.exists()
    assert rescue(NOW + OVERDUE_AFTER + MINUTE) == 1
    assert rescue(NOW + OVERDUE_AFTER + MINUTE) == 1
    assert jobs.count() == 1


def test_a_cancelled_row_is_not_done(recorder: Recorder) -> None:
    row = note("taken back")
    assert cancel(row=row) is True
    assert cancel(row=row) is False
    assert run_due(NOW) == 0
    assert recorder.done == []


def test_a_done_row_cannot_be_cancelled(recorder: Recorder) -> None:
    row = note("done")
    run_due(NOW)
    assert cancel(row=row) is False


@pytest.mark.django_db(transaction=True)
def test_planning_needs_the_transaction_of_an_action() -> None:
    with pytest.raises(RuntimeError):
        plan(kind="note", payload={}, now=NOW)
    assert not OutboxRow.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_row_and_job_go_with_the_transaction() -> None:
    # The queue's own tables are not emptied between tests.
    before = ProcrastinateJob.objects.count()
    with transaction.atomic():
        plan(kind="note", payload={}, now=NOW)
        assert ProcrastinateJob.objects.count() == before + 1
        transaction.set_rollback(True)
    assert not OutboxRow.objects.exists()
    assert ProcrastinateJob.objects.count() == before
