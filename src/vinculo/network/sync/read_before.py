"""What the last run staged is taken over where it is told again, so that only what is new is read.

Tables that come again byte for byte are not read at all, but for the rows that were refused: those depend on
the day. Of others each row is known by a number that stands for what it says (`content`), and is not checked
a second time. Who is told twice is found out among all rows of the table, as ever.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from django.db.backends.utils import CursorWrapper

from ..feed.checking import Reading, SeenRow
from ..feed.entities import Entity
from ..feed.repeats import Contents
from ..models import SyncRun
from .run_schema import has_table, schema_of
from .staged_tables import STAGED_TABLES, CopyingCursor
from .tally import Tally

REFUSED = "staged_refused"
MOST_REFUSED = 10_000
"""More refused rows of a table than that are not kept: they are as well read again with the others."""
MOST_GAPS = 0.25
"""Of the rows of a table: with more, it is written anew."""


@dataclass(frozen=True, slots=True)
class Former:
    """What the last run found. `is_same`: the table comes again byte for byte, and is read the same way."""

    tally: Tally
    is_same: bool


def take_over_staged(
    cursor: CursorWrapper, run: SyncRun, readings: Sequence[Reading]
) -> dict[Entity, Former]:
    """Its rows go into this run's tables. The run before keeps its undo, and staged rows have one owner."""
    former = SyncRun.objects.filter(operator_id=run.operator_id, keeps_undo=True).first()
    if former is None or not has_table(former.pk, REFUSED):
        return {}
    found: dict[Entity, Former] = {}
    ours, theirs = schema_of(run.pk), schema_of(former.pk)
    for reading in readings:
        told, table = former.told.get(reading.entity), STAGED_TABLES[reading.entity].name
        if not told or told.get("meaning") != reading.meaning or not has_table(former.pk, table):
            continue
        tally = Tally(**told)
        if tally.gaps > MOST_GAPS * tally.right:
            # Rows that were taken out leave gaps that every later scan would read through.
            cursor.execute(f"INSERT INTO {ours}.{table} SELECT * FROM {theirs}.{table}")
            tally = tally.without_gaps()
        else:
            cursor.execute(f"DROP TABLE {ours}.{table}")
            cursor.execute(f"ALTER TABLE {theirs}.{table} SET SCHEMA {ours}")
        found[reading.entity] = Former(tally, _is_same(cursor, reading, tally, ours, theirs))
    return found


def _is_same(cursor: CursorWrapper, reading: Reading, tally: Tally, ours: str, theirs: str) -> bool:
    """Nobody logs these rows: a server that broke down has none of them. The plan may have taken some out."""
    if not tally.fingerprint or tally.fingerprint != reading.fingerprint():
        return False
    cursor.execute(f"SELECT count(*) FROM {ours}.{STAGED_TABLES[reading.entity].name}")
    if cursor.fetchone()[0] != tally.right:
        return False
    refused = [str(reading.entity)]
    cursor.execute(f"SELECT count(*) FROM {theirs}.{REFUSED} WHERE entity = %s", refused)
    if cursor.fetchone()[0] != tally.rejected:
        return False
    cursor.execute(
        f"INSERT INTO {ours}.{REFUSED} SELECT * FROM {theirs}.{REFUSED} WHERE entity = %s", refused
    )
    return True


def make_refused_table(cursor: CursorWrapper) -> None:
    cursor.execute(f"CREATE UNLOGGED TABLE {REFUSED} (entity text, number bigint, mark integer, cells text)")


def take_refused(cursor: CopyingCursor, schema: str, entity: Entity) -> list[SeenRow]:
    """Those of the last run, in their order; they are to be kept anew."""
    cursor.execute(
        f"WITH taken AS (DELETE FROM {schema}.{REFUSED} WHERE entity = %s RETURNING number, mark, cells)"
        " SELECT number, mark, cells FROM taken ORDER BY number",
        [str(entity)],
    )
    return [SeenRow(number, json.loads(cells), mark) for number, mark, cells in cursor.fetchall()]


def keep_refused(cursor: CopyingCursor, schema: str, entity: Entity, rows: Iterable[SeenRow]) -> None:
    with cursor.copy(f"COPY {schema}.{REFUSED} FROM STDIN") as copy:
        for row in rows:
            # JSON writes what PostgreSQL would refuse, as noughts within a text, in letters.
            copy.write_row((str(entity), row.number, row.mark, json.dumps(list(row.values))))


def known_contents(cursor: CopyingCursor, schema: str, entity: Entity) -> Contents:
    table = STAGED_TABLES[entity].name
    cursor.execute(f"SELECT string_agg(int8send(content), '') FROM {schema}.{table}")
    (packed,) = cursor.fetchone()
    return np.frombuffer(packed or b"", dtype=">i8").astype(np.int64)


def forget_contents(cursor: CopyingCursor, schema: str, entity: Entity, gone: Contents) -> None:
    table = STAGED_TABLES[entity].name
    if gone.size:
        cursor.execute(f"DELETE FROM {schema}.{table} WHERE content = ANY(%s::bigint[])", [gone.tolist()])
