"""Queries that are built once: Django takes longer to write a large one than the database to answer it.

What is prepared is a function from ids to a queryset. It is called once, with stand-ins for the ids; later
only the values change. It must follow from nothing else: no day, no setting, no row that was read.

The database takes longer to plan them than to answer, too: a wide table has many indexes to choose from. So
it gets the values apart from the statement, and after some times keeps its plan for the connection
(`prepare_threshold` of the settings).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from functools import lru_cache, wraps
from inspect import signature
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from psycopg import Cursor

Row = TypeVar("Row")

# Numbers that no query of ours says for itself, and that fit any column of ids.
FIRST_MARK = 2_000_000_011
LARGEST = 2**63 - 1


class Statement:
    """A queryset as SQL, with places for the ids. What else it holds stands in it, for its indexes to see."""

    def __init__(self, rows: QuerySet[Any, Any], marks: tuple[int, ...]) -> None:
        self._rows = rows
        self._compiler: Any = rows.query.get_compiler(rows.db)
        sql, params = self._compiler.as_sql()
        if not set(marks) <= {param for param in params if isinstance(param, int)}:
            raise ValueError("every id that a query is prepared for has to stand in it")
        self._places = [marks.index(param) for param in params if _is_mark(param, marks)]
        told = ["%s" if _is_mark(param, marks) else _in_words(param, rows.db) for param in params]
        first, *others = sql.split("%s")
        self._sql = first + "".join(part + text for part, text in zip(told, others, strict=True))

    def ask(self, values: tuple[int, ...]) -> list[Any]:
        rows = self._rows._chain()  # type: ignore[attr-defined]
        # Connections belong to threads, and so does what asks them.
        compiler = copy(self._compiler)
        compiler.query, compiler.connection = rows.query, connections[rows.db]
        statement = self._sql, tuple(values[place] for place in self._places)
        compiler.as_sql = lambda *args, **kwargs: statement
        execute_sql = compiler.execute_sql

        def execute(*args: Any, **kwargs: Any) -> Any:
            with _values_apart(rows.db):
                return execute_sql(*args, **kwargs)

        compiler.execute_sql = execute
        rows.query.get_compiler = lambda *args, **kwargs: compiler
        return list(rows)


def _is_mark(param: Any, marks: tuple[int, ...]) -> bool:
    return isinstance(param, int) and param in marks


def _in_words(param: Any, alias: str) -> str:
    connections[alias].ensure_connection()
    ops: Any = connections[alias].ops
    told: str = ops.compose_sql("%s", [param])
    return told.replace("%", "%%")


@contextmanager
def _values_apart(alias: str) -> Iterator[None]:
    """Cursors of the connection that are made within give the database the values apart.

    Where somebody looks at what is asked, it is asked as it reads: with its values.
    """
    connections[alias].ensure_connection()
    if connections[alias].queries_logged:
        yield
        return
    connection: Any = connections[alias].connection
    usual, connection.cursor_factory = connection.cursor_factory, Cursor
    try:
        yield
    finally:
        connection.cursor_factory = usual


def rows_of(statement: str, values: Mapping[str, Any]) -> Sequence[tuple[Any, ...]]:
    """What a statement that is always the same says, prepared likewise."""
    with _values_apart(DEFAULT_DB_ALIAS), connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(statement, values)
        rows: Sequence[tuple[Any, ...]] = cursor.fetchall() if cursor.description else ()
        return rows


def prepared(build: Callable[..., QuerySet[Any, Row]]) -> Callable[..., list[Row]]:
    """For a function of ids alone."""
    marks = marks_of(len(signature(build).parameters))

    @lru_cache(maxsize=1)
    def statement() -> Statement:
        return Statement(build(*marks), marks)

    @wraps(build)
    def ask(*ids: int) -> list[Row]:
        return statement().ask(ids) if fit(ids) else list(build(*ids))

    return ask


def marks_of(many: int) -> tuple[int, ...]:
    """Stand-ins for so many ids."""
    return tuple(range(FIRST_MARK, FIRST_MARK + many))


def fit(ids: tuple[int, ...]) -> bool:
    """Django itself answers for numbers that no database holds."""
    return all(0 < number <= LARGEST for number in ids)
