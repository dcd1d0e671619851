"""Workers that are killed and come back at once: forked from a process that has Django set up already.

    python -m bench.chaos_workers            a line of its input starts one, and it answers with its pid

Each is a `vinculo worker` in a process of its own, which does what `chaos_handlers` says; all end with who
has started them.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from random import Random

PR_SET_PDEATHSIG = 1
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Workers:
    """So many of them at any time; `kill_one` is what nobody is prepared for."""

    def __init__(self, nursery: subprocess.Popen[str], count: int, chance: Random) -> None:
        self._nursery = nursery
        self._chance = chance
        self._count = count
        self._pids: list[int] = []
        self.killed = 0
        self.died = 0

    def keep_up(self) -> None:
        """Starts one for each that is gone, as the supervisor does."""
        running = [pid for pid in self._pids if _runs(pid)]
        self.died += len(self._pids) - len(running)
        self._pids = running
        while len(self._pids) < self._count:
            self._pids.append(self._start())

    def kill_one(self) -> None:
        pid = self._pids.pop(self._chance.randrange(len(self._pids)))
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        self.killed += 1
        self.keep_up()

    def stop(self) -> None:
        for pid in self._pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._pids = []

    def _start(self) -> int:
        assert self._nursery.stdin is not None
        assert self._nursery.stdout is not None
        self._nursery.stdin.write("start\n")
        self._nursery.stdin.flush()
        return int(self._nursery.stdout.readline())


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@contextlib.contextmanager
def chaos_workers(count: int, environment: dict[str, str], chance: Random) -> Iterator[Workers]:
    """Workers with these settings in their environment, none of them started yet."""
    nursery = subprocess.Popen(
        [sys.executable, "-m", "bench.chaos_workers"],
        env=os.environ | environment,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # Of a database that crashes each of its connections complains, again and again.
        stderr=subprocess.DEVNULL,
        text=True,
    )
    workers = Workers(nursery, count, chance)
    try:
        yield workers
    finally:
        workers.stop()
        assert nursery.stdin is not None
        nursery.stdin.close()
        nursery.wait(20)


def nurse() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vinculo.config.settings")
    import django
    from django.conf import settings

    django.setup()
    settings.OUTBOX_HANDLERS = "bench.chaos_handlers.HANDLERS"
    from bench import chaos_handlers

    from vinculo.cli import worker

    assert chaos_handlers.HANDLERS
    # Nobody waits for those that were killed.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _ in sys.stdin:
        pid = os.fork()
        if not pid:
            _be_a_worker(worker)
        print(pid, flush=True)


def _be_a_worker(worker: object) -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    sys.stdin.close()
    os.dup2(2, 1)
    try:
        worker.run(argparse.Namespace(concurrency=2))  # type: ignore[attr-defined]
    finally:
        os._exit(1)


if __name__ == "__main__":
    nurse()
