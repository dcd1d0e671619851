"""The process in which a run is read: as large as the feed is, the worker stays as it was.

`python -m vinculo.network.sync_jobs.process 12` reads run 12. It ends with whoever started it: that one holds
the other end of its standard input.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable

SECONDS_BETWEEN_LOOKS = 0.5
_PROCESSES = 2


def read_in_process(run_id: int, should_stop: Callable[[], bool] = lambda: False) -> bool:
    """Whether the process came to its end; it is stopped with this one."""
    command = [sys.executable, "-m", "vinculo.network.sync_jobs.process", str(run_id)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603
    try:
        while process.poll() is None:
            if should_stop():
                return False
            try:
                process.wait(SECONDS_BETWEEN_LOOKS)
            except subprocess.TimeoutExpired:
                continue
    finally:
        assert process.stdin
        process.stdin.close()
        process.wait()
    return process.returncode == 0


def _end_with_the_starter() -> None:
    os.read(sys.stdin.fileno(), 1)
    # Those who read tables beside this one are of its session.
    os.killpg(os.getpgrp(), signal.SIGKILL)


def _main(run_id: int) -> None:
    threading.Thread(target=_end_with_the_starter, daemon=True).start()
    import django  # noqa: PLC0415 - before the first model is imported

    django.setup()
    from django.utils import timezone  # noqa: PLC0415

    from vinculo.network.sync_jobs.work import apply_by_itself, work_on_run  # noqa: PLC0415

    run = work_on_run(run_id, clock=timezone.now, processes=_PROCESSES)
    if run is not None:
        apply_by_itself(run, clock=timezone.now)


if __name__ == "__main__":
    _main(int(sys.argv[1]))
