"""Several readers at once, one to a core."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import TypeVar

from ..limits import BOUNDS, LIMITS, Bounds, Limits
from .reader import FileReader

Done = TypeVar("Done")


class ReadingPool:
    """So many threads, each with a reader of its own. Use as a context: at its end the readers are ended."""

    def __init__(
        self,
        jobs: int,
        *,
        limits: Limits = LIMITS,
        bounds: Bounds = BOUNDS,
        make_reader: Callable[[Limits, Bounds], FileReader] = FileReader,
    ) -> None:
        self.jobs = max(jobs, 1)
        self._limits, self._bounds, self._make_reader = limits, bounds, make_reader
        self._mine = threading.local()
        self._readers: list[FileReader] = []
        self._threads = ThreadPoolExecutor(self.jobs, thread_name_prefix="reading")

    def __enter__(self) -> ReadingPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def submit(self, task: Callable[[FileReader], Done]) -> Future[Done]:
        """A task that is given the reader of the thread that does it."""
        return self._threads.submit(lambda: task(self._reader()))

    def stop(self) -> None:
        """Ends the readers, whatever they are at."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for reader in list(self._readers):
            reader.stop()
        self._threads.shutdown(wait=True)

    def _reader(self) -> FileReader:
        reader: FileReader | None = getattr(self._mine, "reader", None)
        if reader is None:
            reader = self._mine.reader = self._make_reader(self._limits, self._bounds)
            self._readers.append(reader)
        return reader
