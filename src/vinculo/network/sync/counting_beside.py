"""How many rows the registry has when a plan of it begins, so that rows that go meanwhile are noticed.

Millions are counted by a connection beside the one that plans, which sees what that one saw: on the core of
the machine that has less to do.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Thread

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from .own_connection import connection_settings, open_own
from .registry_tables import REGISTRY_TABLES

logger = logging.getLogger(__name__)
LARGE = 64 * 2**20
"""Bytes of the registry from which another connection is worth while."""
Counts = Callable[[], Mapping[str, int]]
"""Rows of each table, by its name; waits until they are counted. None at all where that went wrong."""


@contextmanager
def counting_beside(cursor: CursorWrapper) -> Iterator[Counts]:
    """For the transaction that is open: the rows that stand now."""
    own = _opened(cursor) if _is_large(cursor) else None
    if own is None:
        counted = _counted(cursor)
        yield lambda: counted
        return
    counts: dict[str, int] = {}
    thread = Thread(target=_count, args=(own, counts), daemon=True)

    def waited_for() -> Mapping[str, int]:
        thread.join()
        return counts

    with own:
        thread.start()
        try:
            yield waited_for
        finally:
            thread.join()


def _is_large(cursor: CursorWrapper) -> bool:
    names = [f"public.{table.name}" for table in REGISTRY_TABLES]
    cursor.execute("SELECT sum(pg_relation_size(name::regclass)) FROM unnest(%s::text[]) name", [names])
    return bool(cursor.fetchone()[0] > LARGE)


def _opened(cursor: CursorWrapper) -> psycopg.Connection | None:
    """One that sees what this transaction sees, but for what it has written itself."""
    if connection.savepoint_ids:
        # PostgreSQL shares what a transaction sees, and not what a part of one does.
        return None
    cursor.execute("SELECT pg_export_snapshot()")
    (snapshot,) = cursor.fetchone()
    try:
        own = open_own(connection_settings())
        try:
            own.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            own.execute(sql.SQL("SET TRANSACTION SNAPSHOT {}").format(snapshot))
        except psycopg.Error:
            own.close()
            raise
    except psycopg.Error as problem:
        logger.info("the registry is not counted beside the plan: %s", type(problem).__name__)
        return None
    return own


def _counted(cursor: CursorWrapper) -> Mapping[str, int]:
    counts = {}
    for table in REGISTRY_TABLES:
        cursor.execute(f"SELECT count(*) FROM {table.name}")
        (counts[table.name],) = cursor.fetchone()
    return counts


def _count(own: psycopg.Connection, counts: dict[str, int]) -> None:
    found = {}
    try:
        for table in REGISTRY_TABLES:
            counted = own.execute(
                sql.SQL("SELECT count(*) FROM public.{}").format(sql.Identifier(table.name))
            )
            (found[table.name],) = counted.fetchone() or (0,)
    except psycopg.Error as problem:
        logger.warning("the registry was not counted beside the plan: %s", type(problem).__name__)
        return
    counts |= found
