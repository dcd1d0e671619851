"""How many rows of the outbox workers do in a second: `python -m bench.outbox [rows] [workers]`.

In a database of its own that is thrown away, with workers as `vinculo worker` starts them and handlers that
do nothing, so that what is measured is the outbox itself: rows alone, rows that talk to a system (each try
is kept), and rows alone while a system is down that as many others wait for.
"""

# Django is set up on the database that is measured, and only then imported.

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from vinculo.kernel.private_postgres import cluster_in, running

ROWS, WORKERS = 1_000, 2
WANTED_PER_SECOND = 100.0
SECONDS_AT_MOST = 60.0


def do_nothing(row: Any, now: dt.datetime) -> None:
    return


def ask_nobody(row: Any, now: dt.datetime) -> None:
    row.exchange.asked("POST /protocols")
    row.exchange.answered("201")


def meet_nobody(row: Any, now: dt.datetime) -> None:
    raise ConnectionRefusedError


HANDLERS = {"alone": do_nothing, "answered": ask_nobody, "unanswered": meet_nobody}


def set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vinculo.config.settings_test")
    os.environ.setdefault("VINCULO_LOG_LEVEL", "ERROR")
    import django
    from django.conf import settings

    django.setup()
    settings.OUTBOX_HANDLERS = "bench.outbox.HANDLERS"


def work() -> None:
    """The process of a worker."""
    set_up()
    import argparse

    from vinculo.cli import worker

    worker.run(argparse.Namespace(concurrency=2))


@contextmanager
def workers(count: int) -> Iterator[None]:
    with ExitStack() as stack:
        for _ in range(count):
            process = subprocess.Popen([sys.executable, "-m", "bench.outbox", "work"], stdin=subprocess.PIPE)
            stack.callback(process.wait)
            stack.callback(process.terminate)
        yield


def plan_rows(count: int, kind: str, connection: str) -> None:
    from django.db import transaction
    from django.utils import timezone

    from vinculo.outbox.actions import plan

    with transaction.atomic():
        for number in range(count):
            plan(kind=kind, payload={"number": number}, now=timezone.now(), connection=connection)


def rate(kind: str, count: int) -> float:
    """Rows of a kind that are done in a second, from the first claim to the last end."""
    from django.db.models import Max, Min

    from vinculo.outbox.models import OutboxRow

    done = OutboxRow.objects.filter(kind=kind, state=OutboxRow.State.DONE)
    until = time.monotonic() + SECONDS_AT_MOST
    while done.count() < count and time.monotonic() < until:
        time.sleep(0.2)
    span = done.aggregate(first=Min("claimed_at"), last=Max("done_at"))
    seconds: float = (span["last"] - span["first"]).total_seconds()
    return done.count() / seconds


def measure(rows: int, count: int) -> None:
    from vinculo.outbox.models import OutboxRow

    for told, kinds in (
        ("rows alone", [("alone", "")]),
        ("rows that a system answers", [("answered", "well")]),
        ("rows alone beside a dead system", [("unanswered", "dead"), ("alone", "")]),
    ):
        OutboxRow.objects.all().delete()
        for kind, connection in kinds:
            plan_rows(rows, kind, connection)
        with workers(count):
            per_second = rate(kinds[-1][0], rows)
        met = OutboxRow.objects.filter(kind="unanswered", tries__gt=0).count()
        tried = f", {met} of the others tried that" if met else ""
        verdict = "" if per_second >= WANTED_PER_SECOND else f"   MISSED: {WANTED_PER_SECOND:.0f} wanted"
        print(f"{told:35} {per_second:6.0f} rows/s{tried}{verdict}", flush=True)


def main(rows: int = ROWS, count: int = WORKERS) -> None:
    with tempfile.TemporaryDirectory(prefix="vinculo-bench-outbox-") as folder:
        cluster = cluster_in(Path(folder))
        os.environ["DATABASE_URL"] = cluster.dsn()
        with running(cluster):
            set_up()
            from django.core.management import call_command
            from django.db import connections

            call_command("migrate", verbosity=0)
            try:
                measure(rows, count)
            finally:
                connections.close_all()


if __name__ == "__main__":
    work() if sys.argv[1:] == ["work"] else main(*(int(given) for given in sys.argv[1:]))
