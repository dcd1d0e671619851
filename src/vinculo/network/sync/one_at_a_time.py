"""One run of an operator at a time: a lock that PostgreSQL lets go of when the process that holds it dies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_CLASS = 7_411_102
"""Of all advisory locks of the product those of the sync have this first number."""


@contextmanager
def holding(operator_id: int) -> Iterator[bool]:
    """Whether it could be taken; until the block ends, over any number of transactions."""
    taken = _ask("pg_try_advisory_lock", operator_id)
    try:
        yield taken
    finally:
        if taken and connection.is_usable():
            _ask("pg_advisory_unlock", operator_id)


def hold_to_the_end(operator_id: int) -> bool:
    """Whether it could be taken; until the transaction ends."""
    return _ask("pg_try_advisory_xact_lock", operator_id)


def is_held_by_nobody(operator_id: int) -> bool:
    with holding(operator_id) as taken:
        return taken


def _ask(function: str, operator_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [_CLASS, operator_id])
        return bool(cursor.fetchone()[0])
