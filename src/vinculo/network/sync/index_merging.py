"""Entries of the text indexes, merged by a connection beside the one that writes the rows.

A GIN index takes new entries into a list, and who finds that list full merges it: a third of the time of a
large run, on one of the machine's cores while the other has nothing to do.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import psycopg
from django.db.backends.utils import CursorWrapper

from .own_connection import connection_settings, open_own
from .registry_tables import REGISTRY_TABLES

logger = logging.getLogger(__name__)
LARGE = 1_000_000
"""Bytes of a plan from which another connection is worth while."""
_LONGEST_LIST = "64MB"
"""What waits at most where the other connection has died: the run merges after all."""
_SECONDS = 0.1
_LISTS = """
SELECT i.indexrelid::bigint FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_am a ON a.oid = c.relam WHERE a.amname = 'gin' AND i.indrelid = ANY(%s::text[]::regclass[])
"""


@contextmanager
def merging_beside(cursor: CursorWrapper) -> Iterator[None]:
    """For the transaction that is open, where the plan is a large one and there is another connection."""
    lists = _lists(cursor)
    own = _opened(lists) if _is_large(cursor) else None
    if own is None:
        yield
        return
    is_over = Event()
    with own:
        thread = Thread(target=_merge, args=(own, lists, is_over), daemon=True)
        thread.start()
        try:
            cursor.execute("SELECT set_config('gin_pending_list_limit', %s, true)", [_LONGEST_LIST])
            yield
            # Not when the transaction ends: what is left is merged meanwhile.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        finally:
            is_over.set()
            thread.join()


def _is_large(cursor: CursorWrapper) -> bool:
    plans = [table.plan for table in REGISTRY_TABLES]
    cursor.execute("SELECT sum(pg_relation_size(name::regclass)) FROM unnest(%s::text[]) name", [plans])
    return bool(cursor.fetchone()[0] > LARGE)


def _opened(lists: list[int]) -> psycopg.Connection | None:
    """One that has merged them once, and so may: with a long list that nobody merges searches are slow."""
    try:
        own = open_own(connection_settings())
        try:
            _merge_once(own, lists)
        except psycopg.Error:
            own.close()
            raise
    except psycopg.Error as problem:
        logger.info("indexes are not merged beside the run: %s", type(problem).__name__)
        return None
    return own


def _lists(cursor: CursorWrapper) -> list[int]:
    cursor.execute(_LISTS, [[f"public.{table.name}" for table in REGISTRY_TABLES]])
    return [index for (index,) in cursor.fetchall()]


def _merge(own: psycopg.Connection, lists: list[int], is_over: Event) -> None:
    """Round by round; the last one begins when the run has written all."""
    try:
        while True:
            is_last = is_over.wait(_SECONDS)
            _merge_once(own, lists)
            if is_last:
                return
    except psycopg.Error as problem:
        # The run merges by itself what waits too long.
        logger.warning("indexes are no longer merged beside the run: %s", type(problem).__name__)


def _merge_once(own: psycopg.Connection, lists: list[int]) -> None:
    for index in lists:
        own.execute("SELECT gin_clean_pending_list(%s::oid::regclass)", [index])
