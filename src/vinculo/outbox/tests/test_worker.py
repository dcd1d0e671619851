"""The same with the real worker of the queue, in a process of its own kind: threads, its own connections."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob

from vinculo.outbox.actions import plan
from vinculo.outbox.claiming import claim
from vinculo.outbox.handlers import HandlerFailed
from vinculo.outbox.models import OutboxRow
from vinculo.outbox.queueing import enqueue
from vinculo.outbox.running import run_row
from vinculo.outbox.tasks import tidy_queue
from vinculo.outbox.worker import Worker

pytestmark = pytest.mark.django_db(transaction=True)
State = OutboxRow.State


def good(row: OutboxRow, now: dt.datetime) -> None:
    return


def broken(row: OutboxRow, now: dt.datetime) -> None:
    raise HandlerFailed("the other side is down")


def planner(row: OutboxRow, now: dt.datetime) -> None:
    """What a handler plans belongs to the handler's own transaction."""
    with transaction.atomic():
        plan(kind="good", payload={}, now=now)
    with transaction.atomic():
        plan(kind="broken", payload={}, now=now)
        transaction.set_rollback(True)


done_rows: list[int] = []


def slow(row: OutboxRow, now: dt.datetime) -> None:
    time.sleep(0.05)
    done_rows.append(row.pk)


HANDLERS = {"good": good, "broken": broken, "planner": planner, "slow": slow}


@pytest.fixture(autouse=True)
def handlers(settings, monkeypatch) -> None:
    # The worker's threads outlive it here, and would keep their connections to the test database.
    monkeypatch.setitem(connections.databases["default"], "CONN_MAX_AGE", 0)
    settings.OUTBOX_HANDLERS = "vinculo.outbox.tests.test_worker.HANDLERS"


def worker_connector() -> AbstractContextManager[App]:
    """The queue's own connections, as a worker process has them."""
    connector = app.connector
    assert isinstance(connector, DjangoConnector)
    return app.replace_connector(connector.get_worker_connector())


def work_until_idle() -> None:
    """Runs the worker until it finds no job that is due."""
    with worker_connector():
        app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False, queues=["outbox"])


def planned(kind: str) -> OutboxRow:
    with transaction.atomic():
        return plan(kind=kind, payload={}, now=timezone.now())


def test_the_worker_does_what_was_committed() -> None:
    rows = [planned("good") for _ in range(3)]
    work_until_idle()
    for row in rows:
        row.refresh_from_db()
        assert (row.state, row.tries) == (State.DONE, 1)


def test_a_failure_leaves_a_job_for_the_next_try() -> None:
    row = planned("broken")
    work_until_idle()
    row.refresh_from_db()
    assert row.state == State.FAILED
    waiting = ProcrastinateJob.objects.get(args__row_id=row.pk, status="todo")
    assert waiting.scheduled_at == row.due_at


def test_what_a_handler_plans_goes_with_its_transaction() -> None:
    row = planned("planner")
    work_until_idle()
    row.refresh_from_db()
    assert row.state == State.DONE
    assert list(OutboxRow.objects.exclude(pk=row.pk).values_list("kind", flat=True)) == ["good"]
    work_until_idle()
    assert not OutboxRow.objects.exclude(state=State.DONE).exists()


def test_a_job_too_many_does_nothing() -> None:
    row = planned("good")
    assert claim(timezone.now(), Worker(), row.pk) is not None
    enqueue(row)
    work_until_idle()
    row.refresh_from_db()
    assert row.state == State.RUNNING


def test_jobs_of_dead_workers_are_cleared_away() -> None:
    planned("good")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = NULL")

    async def tidy() -> None:
        async with app.open_async():
            await tidy_queue(0)

    with worker_connector():
        asyncio.run(tidy())
    assert not ProcrastinateJob.objects.exists()


def test_two_workers_at_once_do_a_row_once() -> None:
    done_rows.clear()
    row = planned("slow")
    now = timezone.now()

    def work(_: int) -> bool:
        try:
            return run_row(row.pk, now)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        claimed = list(threads.map(work, range(4)))
    assert sorted(claimed) == [False, False, False, True]
    assert done_rows == [row.pk]
