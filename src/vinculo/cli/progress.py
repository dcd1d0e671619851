"""A bar on the terminal, with the time left; nothing where nobody looks, in a pipe or a file."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import TextIO

WIDTH = 24
SECONDS_BETWEEN = 0.1
_CLEAR = "\r\x1b[K"


class Progress:
    """Use as a context; call `advance` for each that is done and `clear` before anything else is printed."""

    def __init__(
        self,
        total: int,
        what: str,
        *,
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.total, self.done = total, 0
        self._step = ""
        self._what, self._stream, self._clock = what, stream or sys.stderr, clock
        self._is_shown = total > 1 and self._stream.isatty()
        self._begun, self._drawn = clock(), float("-inf")

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()

    def advance(self) -> None:
        self.done += 1
        self.draw()

    def reach(self, what: str, done: int, total: int) -> None:
        """For work of several steps; `total` is 0 where nobody knows it."""
        if what != self._step:
            self._step, self._begun, self._drawn = what, self._clock(), float("-inf")
        self.done, self.total = done, total
        self._is_shown = self._stream.isatty()
        self.draw()

    def draw(self) -> None:
        now = self._clock()
        if not self._is_shown or now - self._drawn < SECONDS_BETWEEN:
            return
        self._drawn = now
        step = f"{self._step}: " if self._step else ""
        if not self.total:
            self._write(f"{_CLEAR}{step}{self.done or '…'}")
            return
        share = min(self.done / self.total, 1)
        bar = "█" * round(share * WIDTH) + "░" * (WIDTH - round(share * WIDTH))
        self._write(f"{_CLEAR}{bar} {step}{self.done} de {self.total} {self._what}{self._left(now)}")

    def clear(self) -> None:
        if self._is_shown:
            self._drawn = float("-inf")
            self._write(_CLEAR)

    def _left(self, now: float) -> str:
        if not self.done or self.done >= self.total:
            return ""
        return f" · {in_words((now - self._begun) / self.done * (self.total - self.done))}"

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


def in_words(seconds: float) -> str:
    """“faltam 3 min”: as roughly as it is known."""
    if seconds < 60:
        rough = max(round(seconds), 1)
        return f"{'falta' if rough == 1 else 'faltam'} {rough} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{'falta' if minutes == 1 else 'faltam'} {minutes} min"
    hours, rest = divmod(minutes, 60)
    verb = "falta" if hours == 1 and not rest else "faltam"
    return f"{verb} {hours} h" + (f" {rest} min" if rest else "")
