"""A table as its source has it: texts under the names of columns."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

RawRow = tuple[int, Sequence[str]]
"""A number that `RawTable.place` puts into words, and the values in the order of the columns."""


class RawTable(Protocol):
    """`rows` may be asked for again and tells the same. What came as a number is written as the forms say.

    `counts_days`: a day may come as the number that spreadsheets count from 1900.
    """

    @property
    def name(self) -> str: ...

    @property
    def columns(self) -> tuple[str, ...]: ...

    @property
    def counts_days(self) -> bool: ...

    def rows(self) -> Iterator[RawRow]: ...

    def place(self, number: int) -> str:
        """Where the row stands, for people: "linha 123", "página 37, item 5"."""
        ...

    def close(self) -> None: ...

    def digest(self) -> str:
        """Of all bytes; blank where the source has none of its own."""
        ...


def file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "blake2b").hexdigest()


def number_text(value: float | str, decimal_mark: str) -> str:
    """A number that came as one, written so that it is read as the same: nothing parts its thousands."""
    if isinstance(value, float):
        value = str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(round(value, 6))
    return value if decimal_mark == "." else value.replace(".", ",")
