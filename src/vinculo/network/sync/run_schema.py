"""The PostgreSQL schema in which a run works: made, entered, dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from ..models import SyncRun

_NAME = re.compile(r"sync_([0-9]+)")
_SETTINGS = {
    # Sorting and hashing some hundred thousand rows is done in memory, not in files.
    "work_mem": "96MB",
    "maintenance_work_mem": "96MB",
    # How many rows differ PostgreSQL cannot guess, and keeps to one process for fear of handing on all.
    "parallel_tuple_cost": "0.001",
}


def schema_of(run_id: int) -> str:
    return f"sync_{run_id:d}"


def create_schema(run_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {schema_of(run_id)}")


def drop_schema(run_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {schema_of(run_id)} CASCADE")


def drop_staged(cursor: CursorWrapper) -> None:
    """What neither the undo nor the next run needs."""
    cursor.execute(
        "SELECT relname, relkind FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
        " AND relkind IN ('r', 'v') AND relname !~ '^(plan|before|staged)_' AND relname <> 'last_ids'"
    )
    for name, kind in cursor.fetchall():
        cursor.execute(f"DROP {'VIEW' if kind == 'v' else 'TABLE'} IF EXISTS {name} CASCADE")


def stray_schemas() -> list[int]:
    """Runs that have a schema and no use for it: those who read are dead, or have never been."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'sync\\_%%'")
        names = [_NAME.fullmatch(name) for (name,) in cursor.fetchall()]
    ids = {int(name[1]) for name in names if name}
    used = SyncRun.objects.filter(pk__in=ids)
    in_use = {run.pk for run in used if run.is_open or run.keeps_undo}
    return sorted(ids - in_use)


def has_table(run_id: int, name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [f"{schema_of(run_id)}.{name}"])
        return bool(cursor.fetchone()[0])


@contextmanager
def working_in(run_id: int) -> Iterator[CursorWrapper]:
    """A transaction in which names without a schema are the run's, then those of the registry."""
    settings = {"search_path": f"{schema_of(run_id)}, public", **_SETTINGS}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(f'current_setting({name!r})' for name in settings)}")
        former = dict(zip(settings, cursor.fetchone(), strict=True))
        _set(cursor, settings)
        yield cursor
        _set(cursor, former)


def _set(cursor: CursorWrapper, settings: Mapping[str, str]) -> None:
    """Until the transaction ends."""
    for name, value in settings.items():
        cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
