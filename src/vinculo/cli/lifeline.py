"""A child process ends with its supervisor, however that one ends.

The supervisor keeps the writing end of a pipe open and never writes. When it dies, kill -9 included, the
child reads the end of the file and asks itself to stop. This works alike on every system.
"""

from __future__ import annotations

import os
import signal
import threading

VARIABLE = "VINCULO_LIFELINE"


def watch() -> None:
    """Call once, in a child. Does nothing for a process that was started by hand."""
    descriptor = os.environ.pop(VARIABLE, "")
    if descriptor:
        threading.Thread(target=_stop_at_end_of, args=(int(descriptor),), daemon=True).start()


def _stop_at_end_of(descriptor: int) -> None:
    os.read(descriptor, 1)
    os.kill(os.getpid(), signal.SIGTERM)
