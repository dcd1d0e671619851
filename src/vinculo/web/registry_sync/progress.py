"""How far a run is, and how long it still takes, as far as the page that looks on has seen it go."""

from __future__ import annotations

import datetime as dt
import zlib
from dataclasses import dataclass

from vinculo.kernel.numbers import format_count
from vinculo.network.models import SyncRun
from vinculo.web.imports.batch_presenters import time_left

FEWEST_SECONDS = 3


@dataclass(frozen=True, slots=True)
class RunProgress:
    """`total` is 0 where nobody knows it. `seen` goes into the address by which the page asks again: since
    when it has looked at this step, and how many rows there were then.
    """

    step: str
    sentence: str
    left: str
    done: int
    total: int
    seen: str


def progress_of(run: SyncRun, now: dt.datetime, seen: str) -> RunProgress:
    mark, done, at = _parsed(seen)
    if mark != _mark(run.step) or done > run.done:
        mark, done, at = _mark(run.step), run.done, int(now.timestamp())
    return RunProgress(
        step=run.step or "Esperando a vez",
        sentence=_rows(run),
        left=_left(run, run.done - done, now.timestamp() - at),
        done=min(run.done, run.total),
        total=run.total,
        seen=f"{mark}.{done}.{at}",
    )


def _rows(run: SyncRun) -> str:
    if not run.done:
        return ""
    of = f" de {format_count(run.total)}" if run.total else ""
    return f"{format_count(run.done)}{of} {'linha' if run.done == 1 and not of else 'linhas'}"


def _left(run: SyncRun, rows: int, seconds: float) -> str:
    """Of this step; blank where too little was seen."""
    if not run.total or rows <= 0 or seconds < FEWEST_SECONDS or run.done >= run.total:
        return ""
    return time_left(seconds / rows * (run.total - run.done))


def _mark(step: str) -> int:
    return zlib.crc32(step.encode())


def _parsed(seen: str) -> tuple[int, int, int]:
    parts = [
        int(part) if part.isascii() and part.isdecimal() and len(part) < 18 else 0 for part in seen.split(".")
    ]
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 else (0, 0, 0)
