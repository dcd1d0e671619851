"""Many workers at the same rows, really at once: threads, each with a connection of its own."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from vinculo.outbox import breaker
from vinculo.outbox.actions import cancel, try_again_all
from vinculo.outbox.handlers import ConnectionFailed
from vinculo.outbox.models import ConnectionHealth, Outage, OutboxRow, OutboxTry
from vinculo.outbox.running import go_on, rescue, run_due, run_probe, run_row
from vinculo.outbox.terms import Terms
from vinculo.outbox.tests.invented_system import SYSTEM, planned
from vinculo.outbox.worker import Worker

pytestmark = pytest.mark.django_db(transaction=True)
State = OutboxRow.State
AT_ONCE = 6
QUICK = Terms(
    pauses=(dt.timedelta(milliseconds=5),) * 60,
    probe_pauses=(dt.timedelta(milliseconds=5), dt.timedelta(milliseconds=20)),
    opens_after=3,
    released_per_second=500,
)


class Watched:
    """A handler that knows who is in it, and fails as chance and the state of its system want."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.inside: Counter[int] = Counter()
        self.ends: Counter[int] = Counter()
        self.is_down = False
        self.chance = Random(5)

    def __call__(self, row: OutboxRow, now: dt.datetime) -> None:
        with self.lock:
            self.inside[row.pk] += 1
            assert self.inside[row.pk] == 1
        try:
            time.sleep(0.002)
            if row.connection and (self.is_down or self.chance.random() < 0.3):
                raise ConnectionFailed("O sistema não respondeu.")
            self.ends[row.pk] += 1
        finally:
            with self.lock:
                self.inside[row.pk] -= 1


WATCHED = Watched()
HANDLERS = {"watched": WATCHED}


@pytest.fixture(autouse=True)
def watched(settings) -> Watched:
    settings.OUTBOX_HANDLERS = "vinculo.outbox.tests.test_many_workers.HANDLERS"
    WATCHED.__init__()  # type: ignore[misc]
    return WATCHED


def at_once(work: Callable[[int], Any]) -> list[Any]:
    ready = threading.Barrier(AT_ONCE)

    def one(number: int) -> Any:
        try:
            ready.wait(5)
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def worker(seed: int = 0) -> Worker:
    return Worker(Random(seed), QUICK, timezone.now)


def probe(now: dt.datetime, number: int) -> bool:
    return run_probe(SYSTEM, now, Worker(Random(number), QUICK))


def test_rows_are_done_by_one_worker_each_however_they_are_taken(watched: Watched) -> None:
    rows = [planned(str(number), timezone.now(), kind="watched", connection="") for number in range(40)]

    def work(number: int) -> int:
        if number % 2:
            return go_on(timezone.now(), worker())
        return sum(run_row(row.pk, timezone.now(), worker()) for row in rows)

    assert sum(at_once(work)) == len(rows)
    assert watched.ends == Counter(row.pk for row in rows)


def test_of_workers_that_ask_exactly_one_tries_the_system(watched: Watched) -> None:
    watched.is_down = True
    later = timezone.now()
    for number in range(12):
        planned(str(number), later, kind="watched")
    run_due(later, Worker(Random(1), QUICK))
    for _ in range(5):
        before = OutboxTry.objects.count()
        later += dt.timedelta(seconds=1)
        probed = at_once(partial(probe, later))
        assert sorted(probed) == [False] * (AT_ONCE - 1) + [True]
        assert OutboxTry.objects.count() == before + 1
    assert Outage.objects.count() == 1


def test_nothing_is_lost_or_done_twice_when_all_goes_wrong_at_once(watched: Watched) -> None:
    """A system that comes and goes, workers that rescue, people who ask for more and take rows back."""
    rows = [planned(str(number), timezone.now(), kind="watched") for number in range(60)]
    until = time.monotonic() + 1.5
    taken_back: set[int] = set()

    def work(number: int) -> None:
        chance = Random(number)
        while time.monotonic() < until:
            now, step = timezone.now(), chance.random()
            if number == 0:
                watched.is_down = step < 0.5
                time.sleep(0.05)
            elif step < 0.02:
                try_again_all(connection=SYSTEM, now=now, worker=worker(number))
            elif step < 0.04:
                row = chance.choice(rows)
                taken_back.update({row.pk} if cancel(row=row) else ())
            elif step < 0.06:
                rescue(now, worker(number))
            elif step < 0.3:
                run_row(chance.choice(rows).pk, now, worker(number))
            elif step < 0.5:
                for name in breaker.due_probes(now):
                    run_probe(name, now, worker(number))
            else:
                go_on(now, worker(number))

    at_once(work)
    watched.is_down, watched.chance.random = False, lambda: 1.0  # type: ignore[method-assign]
    rescue(timezone.now(), worker())
    # What ends the outage frees the others, one after the other.
    for minutes in (1, 2):
        run_due(timezone.now() + dt.timedelta(minutes=minutes), Worker(Random(1), QUICK))
    states = dict(OutboxRow.objects.values_list("pk", "state"))
    assert {pk for pk, state in states.items() if state == State.CANCELLED} == taken_back
    assert {state for pk, state in states.items() if pk not in taken_back} == {State.DONE}
    assert watched.ends == Counter(pk for pk, state in states.items() if state == State.DONE)
    assert ConnectionHealth.objects.get().state == ConnectionHealth.State.WELL
    _outages_are_apart()


def _outages_are_apart() -> None:
    outages = list(Outage.objects.order_by("began_at"))
    for outage in outages:
        assert outage.ended_at is not None
        assert outage.began_at <= outage.ended_at
    for before, after in pairwise(outages):
        assert before.ended_at is not None
        assert before.ended_at <= after.began_at + dt.timedelta(milliseconds=500)
