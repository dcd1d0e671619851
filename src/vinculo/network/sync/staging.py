"""The rows of a feed are copied into the run's schema, those that are refused into a file of their own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from vinculo.kernel.refusal import Refusal

from ..feed.checking import Reading, ReadRow, RejectedRow, SeenRow
from ..feed.refusals import UnableToReadFeed
from ..feed.rejects import RejectsFile
from .planning_desk import MANY
from .read_before import (
    MOST_REFUSED,
    Former,
    forget_contents,
    keep_refused,
    known_contents,
    take_refused,
)
from .staged_tables import STAGED_TABLES, CopyingCursor
from .tally import Tally

MOST_GONE = 0.2
"""Of the rows that are known: where more are told no more, the table is read from top to bottom."""
_SPREAD_ANEW = 0.1
_WRITTEN_MEANWHILE = (
    "{name} mudou enquanto era lido: a exportação ainda não tinha terminado. Nada dele foi lido; espere que"
    " ela termine e leia de novo."
)
_ROWS_AT_ONCE = 2000
_SECONDS_AT_ONCE = 1.0
Tell = Callable[[int], None]
"""Called about once a second with how many rows were read; what it raises ends the reading."""


def stage_reading(
    cursor: CopyingCursor,
    schema: str,
    reading: Reading,
    *,
    rejects: Path,
    tell: Tell,
    former: Former | None = None,
) -> Tally:
    """All rows of one table, committed bit by bit: nobody looks at them before all are there.

    With `former` its rows are there, and those that are told again stay.

    Raises:
        UnableToReadFeed: the table is cut, wrong from top to bottom, or was written while it was read.
    """
    table = STAGED_TABLES[reading.entity]
    is_same = former is not None and former.is_same
    fingerprint = former.tally.fingerprint if former and is_same else reading.fingerprint()
    rows, gaps = _rows_to_stage(cursor, schema, reading, former)
    statement = table.copy_statement(schema)
    seen: list[SeenRow] = []
    keys: set[str] = set()
    nameless = staged = 0
    with RejectsFile(rejects) as file:
        while True:
            is_more, refused, copied = _next_rows(rows, table.line, cursor, statement)
            staged += copied
            for row in refused:
                file.write(row)
                nameless += row.is_nameless
                keys.update((row.key, *row.names))
                if row.seen is not None and len(seen) <= MOST_REFUSED:
                    seen.append(row.seen)
            tell(reading.right + reading.rejected + reading.repeated)
            if not is_more:
                break
    if not is_same and reading.fingerprint() != fingerprint:
        raise UnableToReadFeed(_WRITTEN_MEANWHILE.format(name=reading.table.name))
    keys.discard("")
    with cursor.copy(f"COPY {schema}.refused_keys FROM STDIN") as copy:
        for key in keys:
            copy.write_row((str(reading.entity), key))
    keep_refused(cursor, schema, reading.entity, seen[:MOST_REFUSED])
    if staged >= MANY and staged >= _SPREAD_ANEW * reading.right:
        cursor.execute(f"ANALYZE {schema}.{table.name}")
    return Tally(
        fields=sorted(reading.told),
        whole=reading.is_whole,
        right=reading.right,
        rejected=reading.rejected,
        repeated=reading.repeated,
        nameless=nameless,
        fingerprint=fingerprint,
        meaning=reading.meaning,
        gaps=gaps,
    )


def _rows_to_stage(
    cursor: CopyingCursor, schema: str, reading: Reading, former: Former | None
) -> tuple[Iterator[ReadRow], int]:
    """Rows that are not staged yet, and how many were taken out of what is."""
    entity = reading.entity
    if former is None:
        return reading.read(), 0
    if former.is_same:
        refused = take_refused(cursor, schema, entity)
        tally = former.tally
        return reading.read_again(refused, right=tally.right, repeated=tally.repeated), tally.gaps
    known = known_contents(cursor, schema, entity)
    gone = reading.look(known)
    if gone.size > MOST_GONE * known.size:
        cursor.execute(f"TRUNCATE {schema}.{STAGED_TABLES[entity].name}")
        reading.forget_known()
        return reading.read(), 0
    forget_contents(cursor, schema, entity, gone)
    return reading.read(), former.tally.gaps + gone.size


def _next_rows(
    rows: Iterator[ReadRow], line: Callable[[Any], str], cursor: CopyingCursor, statement: str
) -> tuple[bool, list[RejectedRow], int]:
    """Copies for about a second; whether there may be more, what was refused, how many were not."""
    refused: list[RejectedRow] = []
    copied = 0
    until = time.monotonic() + _SECONDS_AT_ONCE
    problem: Refusal | None = None
    is_more = True
    with cursor.copy(statement) as copy:
        while is_more and time.monotonic() < until:
            chunk: list[str] = []
            try:
                is_more = _fill(chunk, islice(rows, _ROWS_AT_ONCE), line, refused)
            except Refusal as found:
                # Told once the copy has come to its end: broken off, it would break the transaction, too.
                problem, is_more = found, False
            copied += len(chunk)
            copy.write("".join(chunk))
    if problem is not None:
        raise problem
    return is_more, refused, copied


def _fill(
    chunk: list[str],
    rows: Iterator[ReadRow],
    line: Callable[[Any], str],
    refused: list[RejectedRow],
) -> bool:
    """Whether there was any row."""
    is_any = False
    for row, content in rows:
        is_any = True
        if isinstance(row, RejectedRow):
            refused.append(row)
        else:
            chunk.append(f"{line(row)}\t{content}\n")
    return is_any
