"""Queries that are built once: Django takes longer to write a large one than the database to answer it.

What is prepared is a function from ids to a queryset. It is called once, with stand-ins for the ids; later
only the values change. It must follow from nothing else: no day, no setting, no row that was read.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from functools import lru_cache, wraps
from inspect import signature
from typing import Any, TypeVar

from django.db import connections
from django.db.models import QuerySet

Row = TypeVar("Row")

# Numbers that no query of ours says for itself, and that fit any column of ids.
FIRST_MARK = 2_000_000_011
LARGEST = 2**63 - 1


class Statement:
    """A queryset as SQL, with places for the ids."""

    def __init__(self, rows: QuerySet[Any, Any], marks: tuple[int, ...]) -> None:
        self._rows = rows
        self._places = {mark: place for place, mark in enumerate(marks)}
        self._compiler: Any = rows.query.get_compiler(rows.db)
        self._sql, params = self._compiler.as_sql()
        self._params = tuple(params)
        if not set(marks) <= {param for param in self._params if isinstance(param, int)}:
            raise ValueError("every id that a query is prepared for has to stand in it")

    def ask(self, values: tuple[int, ...]) -> list[Any]:
        rows = self._rows._chain()  # type: ignore[attr-defined]
        # Connections belong to threads, and so does what asks them.
        compiler = copy(self._compiler)
        compiler.query, compiler.connection = rows.query, connections[rows.db]
        statement = self._sql, tuple(self._valued(param, values) for param in self._params)
        compiler.as_sql = lambda *args, **kwargs: statement
        rows.query.get_compiler = lambda *args, **kwargs: compiler
        return list(rows)

    def _valued(self, param: Any, values: tuple[int, ...]) -> Any:
        place = self._places.get(param) if isinstance(param, int) else None
        return param if place is None else values[place]


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
