"""The rows of a feed are copied into the run's schema, those that are refused into a file of their own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from vinculo.kernel.refusal import Refusal

from ..feed.checking import Reading, RejectedRow
from ..feed.entities import FedRow
from ..feed.rejects import RejectsFile
from .planning_desk import MANY
from .staged_tables import STAGED_TABLES

_ROWS_AT_ONCE = 2000
_SECONDS_AT_ONCE = 1.0
Tell = Callable[[int], None]
"""Called about once a second with how many rows were read; what it raises ends the reading."""


class CopyingCursor(Protocol):
    """Of Django or of psycopg itself."""

    def execute(self, query: Any, params: Any = None, /) -> Any: ...
    def copy(self, statement: Any, /) -> Any: ...


@dataclass(frozen=True, slots=True)
class Tally:
    """What is kept of a table that was read, as `SyncRun.told` has it. `nameless`: refused without a key;
    `fingerprint`: by which the same bytes are known when they come again.
    """

    fields: list[str]
    whole: bool
    right: int
    rejected: int
    repeated: int
    nameless: int
    fingerprint: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def stage_reading(
    cursor: CopyingCursor, schema: str, reading: Reading, *, rejects: Path, tell: Tell
) -> Tally:
    """All rows of one table, committed bit by bit: nobody looks at them before all are there.

    Raises:
        UnableToReadFeed: the table is cut, or wrong from top to bottom.
    """
    table = STAGED_TABLES[reading.entity]
    statement = table.copy_statement(schema)
    rows = reading.rows()
    keys: set[str] = set()
    nameless = 0
    with RejectsFile(rejects) as file:
        while True:
            is_more, refused = _next_rows(rows, table.line, cursor, statement)
            for row in refused:
                file.write(row)
                nameless += not row.key
                keys.add(row.key)
            tell(reading.right + reading.rejected + reading.repeated)
            if not is_more:
                break
    keys.discard("")
    with cursor.copy(f"COPY {schema}.refused_keys FROM STDIN") as copy:
        for key in keys:
            copy.write_row((str(reading.entity), key))
    if reading.right >= MANY:
        cursor.execute(f"ANALYZE {schema}.{table.name}")
    return Tally(
        fields=sorted(reading.told),
        whole=reading.is_whole,
        right=reading.right,
        rejected=reading.rejected,
        repeated=reading.repeated,
        nameless=nameless,
        fingerprint=reading.fingerprint(),
    )


def _next_rows(
    rows: Iterator[FedRow | RejectedRow], line: Callable[[Any], str], cursor: CopyingCursor, statement: str
) -> tuple[bool, list[RejectedRow]]:
    """Copies for about a second; whether there may be more, and what was refused on the way."""
    refused: list[RejectedRow] = []
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
            copy.write("".join(chunk))
    if problem is not None:
        raise problem
    return is_more, refused


def _fill(
    chunk: list[str],
    rows: Iterator[FedRow | RejectedRow],
    line: Callable[[Any], str],
    refused: list[RejectedRow],
) -> bool:
    """Whether there was any row."""
    is_any = False
    for row in rows:
        is_any = True
        if isinstance(row, RejectedRow):
            refused.append(row)
        else:
            chunk.append(line(row) + "\n")
    return is_any
