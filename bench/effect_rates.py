"""How many effects two workers do in a second, and what a dead protocol system costs the other kinds.

Signed beforehand, so that the workers have all of it before them. What a dead system costs is measured in
turns, so that whatever else the machine does falls on both alike.
"""

# Django is set up on the database that is measured, and only then imported.

from __future__ import annotations

import time
from random import Random
from typing import TYPE_CHECKING, Any

from bench.chaos_cases import decided_copies, sign
from bench.chaos_workers import Workers, chaos_workers

if TYPE_CHECKING:
    from vinculo.accounts.tests.cast import Cast
    from vinculo.sandbox.tests.running_protocols import RunningProtocols

WORKERS = 2
WANTED_PER_SECOND = 100.0
SECONDS_WITHOUT_PROGRESS = 300.0
DEAD = "http://127.0.0.1:9"
TURNS = 4


def connect(cast: Cast, url: str) -> None:
    from django.conf import settings

    from vinculo.consequences.tests.asked_protocols import write_connection

    write_connection(settings.PROTOCOLS_FOLDER, cast.operator.code, url, seconds=5)


def measure_rates(cast: Cast, sad: RunningProtocols, case: Any, count: int) -> None:
    from vinculo.cases.actions.change_state import CASE_MOVED
    from vinculo.consequences.actions.signed_protocols import OPEN_PROTOCOL

    connect(cast, sad.url)
    for told, year, kinds in (
        ("protocols opened, their signatures followed before", 2021, [OPEN_PROTOCOL]),
        ("signatures followed and protocols opened", 2022, [CASE_MOVED, OPEN_PROTOCOL]),
    ):
        sign(decided_copies(case, count, year), cast.bob, between=lambda: None)
        if kinds == [OPEN_PROTOCOL]:
            follow_signatures()
        seconds = seconds_for(kinds, len(kinds) * count)
        per_second = len(kinds) * count / seconds
        verdict = "" if per_second >= WANTED_PER_SECOND else f"   MISSED: {WANTED_PER_SECOND:.0f} wanted"
        print(f"{told:73} {per_second:6.0f} effects/s{verdict}", flush=True)
        forget_all()


def measure_beside_dead(cast: Cast, sad: RunningProtocols, case: Any, count: int) -> None:
    """The same signatures are followed with the protocol system well, dead, and with none connected."""
    from django.conf import settings

    from vinculo.cases.actions.change_state import CASE_MOVED
    from vinculo.consequences.actions.signed_protocols import OPEN_PROTOCOL
    from vinculo.outbox.models import OutboxRow

    each, met = max(1, count // TURNS), 0
    spent = dict.fromkeys(("well", "dead", "none"), 0.0)
    for turn in range(TURNS):
        for place, state in enumerate(spent):
            sign(decided_copies(case, each, 2030 + 3 * turn + place), cast.bob, between=lambda: None)
            if state == "dead":
                connect(cast, DEAD)
            elif state == "none":
                (settings.PROTOCOLS_FOLDER / f"{cast.operator.code}.toml").unlink()
            spent[state] += seconds_for([CASE_MOVED], each)
            met += OutboxRow.objects.filter(kind=OPEN_PROTOCOL, tries__gt=0).exclude(state="done").count()
            forget_all()
            connect(cast, sad.url)
    rates = {state: TURNS * each / seconds for state, seconds in spent.items()}
    for state, told in (
        ("none", "no protocol system connected"),
        ("dead", f"the protocol system dead, {met} tries met it"),
        ("well", "the protocol system well, protocols opened beside"),
    ):
        print(f"signatures followed, {told:52} {rates[state]:6.0f} effects/s", flush=True)


def seconds_for(kinds: list[str], wanted: int) -> float:
    """From the first claim to the last end of so many rows of these kinds, by workers that start now."""
    with chaos_workers(WORKERS, {}, Random(1)) as workers:
        workers.keep_up()
        return _watched(kinds, wanted, workers)


def _watched(kinds: list[str], wanted: int, workers: Workers) -> float:
    from django.db.models import Max, Min

    from vinculo.outbox.models import OutboxRow

    done = OutboxRow.objects.filter(kind__in=kinds, state=OutboxRow.State.DONE)
    last, moved_at = -1, time.monotonic()
    while (count := done.count()) < wanted and time.monotonic() - moved_at < SECONDS_WITHOUT_PROGRESS:
        if count != last:
            last, moved_at = count, time.monotonic()
        time.sleep(0.2)
    workers.stop()
    if count < wanted:
        raise RuntimeError(f"{count} of {wanted} done, and no more of them")
    span = done.aggregate(first=Min("claimed_at"), last=Max("done_at"))
    return float((span["last"] - span["first"]).total_seconds())


def follow_signatures() -> None:
    from django.utils import timezone

    from vinculo.cases.actions.change_state import CASE_MOVED
    from vinculo.outbox.models import OutboxRow
    from vinculo.outbox.running import run_row

    for row_id in OutboxRow.objects.filter(kind=CASE_MOVED).values_list("pk", flat=True):
        run_row(row_id, timezone.now())


def forget_all() -> None:
    """But for the cases, whose timeline takes no deletes."""
    from django.db import connection

    from vinculo.cases.models import OpenedProtocol
    from vinculo.consequences.models import ProtocolRequest
    from vinculo.outbox.models import ConnectionHealth, Outage, OutboxRow

    for model in (ProtocolRequest, OpenedProtocol, OutboxRow, ConnectionHealth, Outage):
        model.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
