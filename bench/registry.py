"""How fast the registry is fed: `python -m bench.registry [providers]`, by default 300,000.

The invented core system is written into files once; then a run of each sort is timed: the first one, the same
files again, the same rows in another order and under other quotes, and with one row of a hundred changed.
Beside the first one stands plain COPY of the rows it wrote into the same tables with the same indexes.

Prints wall time, the processor's seconds of our processes and of PostgreSQL's, and the most memory that our
processes held together. In VINCULO_BENCH_HOME, a folder for each size.
"""

# Django is set up on the database that is measured, and only then imported.

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from bench.registry_files import write_feeds
from bench.spent_resources import Spent, measured

from vinculo.kernel.private_postgres import Cluster, cluster_in, running

HOME = Path(os.environ.get("VINCULO_BENCH_HOME") or Path.home() / ".cache" / "vinculo-bench")
USUAL_SIZE = 300_000
PROCESSES = 2
NOW = dt.datetime(2026, 11, 1, 13, 0, tzinfo=dt.UTC)
COPIED = (
    *("network_provider", "network_dentist", "network_contactperson", "network_affiliation"),
    *("network_statusperiod", "network_addressperiod", "network_contract", "network_citycoverage"),
    "network_monthlyproduction",
)
WANTED = {"first load": 180.0, "same files": 30.0, "same rows, written anew": 30.0, "1 % changed": 40.0}


def main(size: int) -> int:
    folder = HOME / f"registry-{size}"
    feeds = write_feeds(folder, size)
    with _database(folder / "postgres") as cluster:
        spent: dict[str, Spent] = {}
        spent["first load"] = _fed(cluster, feeds["same"], 0)
        spent["plain COPY"] = _copied(cluster, folder / "copied")
        spent["same files"] = _fed(cluster, feeds["same"], 1)
        spent["same rows, written anew"] = _fed(cluster, feeds["shuffled"], 2)
        spent["1 % changed"] = _fed(cluster, feeds["changed"], 3)
        spent["its undo"] = _undone(cluster, 4)
    print("\n| what | wall | wanted | our processor | PostgreSQL's | memory |\n|---|---|---|---|---|---|")
    for name, one in spent.items():
        wanted = f"{WANTED[name]:.0f} s" if name in WANTED else ""
        print(
            f"| {name} | {one.wall:.1f} s | {wanted} | {one.ours:.1f} s | {one.server:.1f} s"
            f" | {one.memory:.0f} MB |"
        )
    print(f"\nfirst load: {spent['first load'].wall / spent['plain COPY'].wall:.1f} times plain COPY")
    return int(any(spent[name].wall > wanted for name, wanted in WANTED.items()))


@contextmanager
def _database(folder: Path) -> Iterator[Cluster]:
    """A fresh one, with an operator."""
    shutil.rmtree(folder, ignore_errors=True)
    cluster = cluster_in(folder)
    os.environ["DATABASE_URL"] = cluster.dsn()
    os.environ["VINCULO_HOME"] = str(folder.with_name("home"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vinculo.config.settings_test")
    with running(cluster):
        import django

        django.setup()
        from django.core.management import call_command

        from vinculo.accounts.models import Operator

        call_command("migrate", verbosity=0)
        Operator.objects.create(code="ODL", name="ODONTOLIFE")
        yield cluster


def _fed(cluster: Cluster, folder: Path, day: int) -> Spent:
    from django.db import connection

    from vinculo.accounts.actor import Actor
    from vinculo.accounts.models import Operator
    from vinculo.network.actions.sync_apply import apply_sync
    from vinculo.network.actions.sync_read import read_feed
    from vinculo.network.actions.sync_start import start_sync
    from vinculo.network.feed.checking import Reading
    from vinculo.network.feed.mapping_file import read_mapping
    from vinculo.network.feed.sources.opening import open_table
    from vinculo.sandbox.mapping import mapping_for

    now = NOW + dt.timedelta(days=day)
    actor = Actor.system("bench")
    mapping = read_mapping(mapping_for("", downloads="csv"))
    steps: dict[str, float] = {}

    def note(step: str, done: int, total: int) -> None:
        steps.setdefault(step, time.perf_counter())

    def feed() -> None:
        run = start_sync(
            operator=Operator.objects.get(), label=folder.name, origin="upload", actor=actor, now=now
        )
        tables = [open_table(mapping, entity, folder=folder, environment={}) for entity in mapping.entities]
        readings = [
            Reading(table, mapping, entity, today=now.date())
            for table, entity in zip(tables, mapping.entities, strict=True)
        ]
        run = read_feed(run=run, readings=readings, now=now, processes=PROCESSES, progress=note)
        steps["apply"] = time.perf_counter()
        if run.state != "ready":
            raise RuntimeError(f"{run.state}: {run.failure}")
        run = apply_sync(run=run, actor=actor, now=now)
        steps["end"] = time.perf_counter()
        if run.state != "applied":
            raise RuntimeError(f"{run.state}: {run.failure}")
        for entity, count in run.counts.items():
            print(f"  {entity:16}", *(f"{kind} {number:,}" for kind, number in count.items() if number))

    spent = measured(cluster, feed)
    ordered = sorted(steps.items(), key=lambda item: item[1])
    for (name, at), (_, after) in pairwise(ordered):
        print(f"  {after - at:6.1f} s  {name}")
    print(f"{folder.name}: {spent}", flush=True)
    connection.close()
    return spent


def _undone(cluster: Cluster, day: int) -> Spent:
    from vinculo.accounts.actor import Actor
    from vinculo.network.actions.sync_undo import undo_sync
    from vinculo.network.models import SyncRun

    def undo() -> None:
        run = SyncRun.objects.get(keeps_undo=True)
        undo_sync(run=run, actor=Actor.system("bench"), now=NOW + dt.timedelta(days=day))

    return measured(cluster, undo)


def _copied(cluster: Cluster, folder: Path) -> Spent:
    """The rows that the first load wrote, written out, taken out, and copied in again."""
    import psycopg

    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    with psycopg.connect(cluster.dsn(), autocommit=True) as connection:
        for table in COPIED:
            with (
                (folder / table).open("wb") as file,
                connection.cursor().copy(f"COPY {table} TO STDOUT") as out,
            ):
                for data in out:
                    file.write(data)
        connection.execute(f"TRUNCATE {', '.join(COPIED)} CASCADE")

        def copy() -> None:
            with connection.transaction():
                for table in COPIED:
                    cursor = connection.cursor()
                    with (folder / table).open("rb") as file, cursor.copy(f"COPY {table} FROM STDIN") as into:
                        while data := file.read(1 << 20):
                            into.write(data)

        spent = measured(cluster, copy)
        connection.execute(f"ANALYZE {', '.join(COPIED)}")
    shutil.rmtree(folder)
    print(f"COPY: {spent}", flush=True)
    return spent


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else USUAL_SIZE))
