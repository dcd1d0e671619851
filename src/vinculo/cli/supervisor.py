"""Keeps child processes running until it is asked to stop, and stops them in order."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

from vinculo.cli import lifeline

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
# A child that lived this long had started well; its next death is a new story.
GOOD_LIFE = 60.0
SECONDS_TO_STOP = 10.0
TICK = 1.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(slots=True)
class Child:
    """`name` is what people are told; `keep` are file descriptors that it inherits."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    keep: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    starts: int = 0
    pause: float = FIRST_PAUSE
    due: float | None = None
    """When to start it again; none while it runs."""


class Supervisor:
    """Use as a context: while it is entered, stop signals only end `wait` and wake `sleep`."""

    def __init__(self, *, tell: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> None:
        self.children: list[Child] = []
        self.stopping = False
        self._tell = tell
        self._clock = clock
        self._lifeline, self._held = os.pipe()
        self._woken, self._wake = os.pipe()
        os.set_blocking(self._wake, False)
        os.set_blocking(self._woken, False)
        self._before: dict[int, object] = {}

    def __enter__(self) -> Supervisor:
        for number in (*STOP_SIGNALS, signal.SIGCHLD):
            self._before[number] = signal.signal(number, self._on_signal)
        return self

    def __exit__(self, *_problem: object) -> None:
        self.stop()
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]
        for descriptor in (self._lifeline, self._held, self._woken, self._wake):
            os.close(descriptor)

    def start(self, child: Child) -> None:
        self.children.append(child)
        self._launch(child)

    def run_to_end(self, child: Child) -> int | None:
        """For a step on the way: its exit code, or none if we were asked to stop meanwhile."""
        self._launch(child)
        assert child.process is not None
        while child.process.poll() is None:
            self.sleep(TICK)
            if self.stopping:
                _ask_to_stop(child)
                _see_stopped(child)
                return None
        return child.process.returncode

    def wait(self, *, each_tick: Callable[[], None]) -> None:
        """Until a stop signal. `each_tick` may look after what is not a child of ours."""
        while not self.stopping:
            self.revive()
            each_tick()
            self.sleep(TICK)

    def revive(self) -> None:
        now = self._clock()
        for child in self.children:
            if child.due is None and child.process is not None and child.process.poll() is not None:
                self._plan_return(child, now)
            if child.due is not None and child.due <= now:
                self._launch(child)

    def stop(self) -> None:
        """All are asked at once, the first started first, and each gets its time to finish."""
        self.stopping = True
        running = [child for child in self.children if child.process and child.process.poll() is None]
        for child in running:
            _ask_to_stop(child)
        for child in running:
            _see_stopped(child)
        self.children.clear()

    def sleep(self, seconds: float) -> None:
        """Ends early when a signal arrives."""
        if select.select([self._woken], [], [], seconds)[0]:
            os.read(self._woken, 1024)

    def _plan_return(self, child: Child, now: float) -> None:
        if now - child.started >= GOOD_LIFE:
            child.pause = FIRST_PAUSE
        self._tell(f"{child.name} parou ({_ending(child)}); volta em {child.pause:.0f} s.")
        child.due = now + child.pause
        child.pause = min(child.pause * 2, LONGEST_PAUSE)

    def _launch(self, child: Child) -> None:
        child.process = subprocess.Popen(
            child.command,
            env=os.environ | child.environment | {lifeline.VARIABLE: str(self._lifeline)},
            stdin=subprocess.DEVNULL,
            pass_fds=(*child.keep, self._lifeline),
            # Ctrl-C reaches the whole foreground group; the order of stopping is ours to keep.
            start_new_session=True,
        )
        child.started, child.due, child.starts = self._clock(), None, child.starts + 1

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        if number != signal.SIGCHLD:
            self.stopping = True
        # A full pipe wakes just as well.
        with contextlib.suppress(BlockingIOError):
            os.write(self._wake, b"!")


def _ask_to_stop(child: Child) -> None:
    assert child.process is not None
    child.process.terminate()


def _see_stopped(child: Child) -> None:
    assert child.process is not None
    try:
        child.process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        # Its own session, so its own processes go with it.
        os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()


def _ending(child: Child) -> str:
    code = child.process.returncode if child.process else 0
    return f"sinal {-code}" if code < 0 else f"código {code}"
