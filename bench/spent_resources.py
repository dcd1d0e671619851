"""What something costs: wall time, the processor's seconds of this side and of PostgreSQL's, memory."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from vinculo.kernel.private_postgres import Cluster

_TICKS = os.sysconf("SC_CLK_TCK")
_BETWEEN = 1.0


@dataclass(frozen=True)
class Spent:
    """Seconds, and megabytes that our processes held together at most (what they share counted once)."""

    wall: float
    ours: float
    server: float
    memory: float

    def __str__(self) -> str:
        return (
            f"{self.wall:.1f} s; processor: {self.ours:.1f} s ours, {self.server:.1f} s PostgreSQL's;"
            f" {self.memory:.0f} MB"
        )


def measured(cluster: Cluster, act: Callable[[], None]) -> Spent:
    postmaster = int((cluster.data_dir / "postmaster.pid").read_text(encoding="ascii").splitlines()[0])
    sampler = _Sampler(postmaster)
    server, ours, began = _processor_of(postmaster), _ours(postmaster), time.perf_counter()
    sampler.start()
    try:
        act()
    finally:
        sampler.is_over.set()
        sampler.join()
    return Spent(
        time.perf_counter() - began,
        _ours(postmaster) - ours,
        _processor_of(postmaster) - server,
        sampler.most,
    )


class _Sampler(threading.Thread):
    def __init__(self, postmaster: int) -> None:
        super().__init__(daemon=True)
        self._postmaster = postmaster
        self.is_over = threading.Event()
        self.most = 0.0

    def run(self) -> None:
        while not self.is_over.wait(_BETWEEN):
            self.most = max(self.most, sum(map(_megabytes, _family(os.getpid(), self._postmaster))))


def _ours(postmaster: int) -> float:
    return sum(_ticks(member) for member in _family(os.getpid(), postmaster)) / _TICKS


def _processor_of(process: int) -> float:
    """Of a process and all it has started, those that have ended too."""
    return sum(_ticks(member) for member in _family(process)) / _TICKS


def _ticks(process: int) -> int:
    with suppress(OSError):
        fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return sum(int(fields[place]) for place in (11, 12, 13, 14))
    return 0


def _family(process: int, without: int = 0) -> Iterator[int]:
    """The server is started by whoever uses it first, and is not of the family."""
    if process == without:
        return
    yield process
    with suppress(OSError):
        for children in Path(f"/proc/{process}/task").glob("*/children"):
            for child in children.read_text(encoding="ascii").split():
                yield from _family(int(child), without)


def _megabytes(process: int) -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0
