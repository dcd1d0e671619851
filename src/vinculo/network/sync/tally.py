"""What is kept of a table of a feed that was read, as `SyncRun.told` has it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Tally:
    """`nameless`: refused without a key. `fingerprint`: by which the same bytes are known when they come
    again; `meaning`: by which what is staged of them can be taken over, row by row. `gaps` are the rows that
    were taken out of what is staged since it was written.
    """

    fields: list[str]
    whole: bool
    right: int
    rejected: int
    repeated: int
    nameless: int
    fingerprint: str = ""
    meaning: str = ""
    gaps: int = 0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def without_gaps(self) -> Tally:
        return replace(self, gaps=0)
