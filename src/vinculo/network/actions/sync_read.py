"""What a feed tells is staged beside the registry, and held against it. The registry stands as it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from ..feed.checking import Reading
from ..models import SyncRun

Progress = Callable[[str, int, int], None]
"""What is being done, how many rows of it are done, and how many there are (0: unknown)."""


def read_feed(
    *,
    run: SyncRun,
    readings: Sequence[Reading],
    now: dt.datetime,
    progress: Progress | None = None,
    processes: int = 1,
) -> SyncRun:
    """Reads, checks, stages and plans; the run is `ready`, or `asks`, `failed` or `stopped` afterwards.

    Long, and a transaction of its own at each step: not to be called within one. With `processes` 2 two
    tables are read at once, each in a process of its own (forked).
    """
    raise NotImplementedError
