"""Tables filled at once: rows as PostgreSQL copies them, and indexes made after the rows.

The defaults of a model stand in for whatever a row does not say, so that a new column needs no change here.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import psycopg
from django.contrib.postgres.fields import ArrayField
from django.db import models

NULL = "\\N"

INDEXES = """
SELECT i.relname, pg_get_indexdef(x.indexrelid), c.conname, pg_get_constraintdef(c.oid)
FROM pg_index x
JOIN pg_class i ON i.oid = x.indexrelid
LEFT JOIN pg_constraint c ON c.conindid = x.indexrelid AND c.conrelid = x.indrelid
WHERE x.indrelid = %s::regclass AND NOT x.indisprimary
"""


class BulkTable:
    """Rows of one model as lines of COPY."""

    def __init__(self, model: type[models.Model]) -> None:
        self.name = model._meta.db_table
        fields = [item for item in model._meta.concrete_fields if not item.generated]
        self.columns = [field.column for field in fields]
        self._defaults = {field.column: _default(field) for field in fields}
        quoted = ", ".join(f'"{column}"' for column in self.columns)
        self.copy = f"COPY {self.name} ({quoted}) FROM STDIN"

    def line(self, values: Mapping[str, Any]) -> str:
        """Raises KeyError for a column that the table does not have."""
        row = self._defaults | {column: text_of(value) for column, value in values.items()}
        if len(row) != len(self.columns):
            raise KeyError(sorted(set(values) - set(self.columns)))
        return "\t".join(row.values()) + "\n"


def _default(field: models.Field[Any, Any]) -> str:
    value = field.get_default()
    if value == [] and isinstance(field, ArrayField):
        return "{}"
    return text_of(str(value) if isinstance(value, str) else value)


def text_of(value: Any) -> str:
    """A value as COPY reads it."""
    if value is None:
        return NULL
    return _WRITERS[type(value)](value)


def _escaped(text: str) -> str:
    if "\\" in text:
        text = text.replace("\\", "\\\\")
    if "\n" in text:
        text = text.replace("\n", "\\n")
    return text


def _array(value: Sequence[str]) -> str:
    return _escaped("{" + ",".join(map(_quoted, value)) + "}")


def _quoted(item: str) -> str:
    if "\\" not in item and '"' not in item:
        return f'"{item}"'
    return '"' + item.replace("\\", "\\\\").replace('"', '\\"') + '"'


_JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
_WRITERS: Mapping[type, Callable[[Any], str]] = {
    str: _escaped,
    int: str,
    bool: str,
    Decimal: str,
    dt.date: dt.date.isoformat,
    dt.datetime: dt.datetime.isoformat,
    dt.time: dt.time.isoformat,
    dict: lambda value: _escaped(_JSON(value)),
    list: _array,
    tuple: _array,
}


@dataclass(frozen=True)
class DroppedIndex:
    table: str
    name: str
    definition: str
    constraint: str | None

    @property
    def remake(self) -> str:
        if self.constraint is None:
            return self.definition
        return f'ALTER TABLE {self.table} ADD CONSTRAINT "{self.name}" {self.constraint}'


def drop_indexes(connection: psycopg.Connection[Any], tables: Iterable[str]) -> list[DroppedIndex]:
    """All but the primary keys."""
    dropped = []
    for table in tables:
        for index, definition, constraint, said in connection.execute(INDEXES, [table]).fetchall():
            dropped.append(DroppedIndex(table, constraint or index, definition, said))
            what = (
                f'ALTER TABLE {table} DROP CONSTRAINT "{constraint}"'
                if constraint
                else f'DROP INDEX "{index}"'
            )
            connection.execute(what)
    return dropped


def remake_indexes(dsn: str, dropped: Sequence[DroppedIndex], *, at_once: int = 2) -> None:
    """Two at once, on two cores; those of one table wait for each other only where they are constraints."""

    def remake(index: DroppedIndex) -> None:
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute("SET maintenance_work_mem = '512MB'; SET max_parallel_maintenance_workers = 0")
            connection.execute(index.remake)

    constraints = [index for index in dropped if index.constraint]
    others = [index for index in dropped if not index.constraint]
    for group in (constraints, others):
        with ThreadPoolExecutor(at_once) as pool:
            list(pool.map(remake, group))
