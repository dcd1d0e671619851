"""What a process may take of the machine, set from within: for what strangers' files are unfolded in.

A few kilobytes may unfold into gigabytes, in a library that nothing in its own process could stop.
"""

from __future__ import annotations

import contextlib
import resource

# Pages of code and of fonts are mapped from files: they count as memory, not as data.
MAPPED_FROM_FILES = 64_000_000


def bound_memory(most_bytes: int) -> None:
    """Asking for more fails, in this process alone; nothing of it is written to disk when it dies."""
    data = max(most_bytes - MAPPED_FROM_FILES, MAPPED_FROM_FILES)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # A system that does not count data bounds nothing here; time is bounded all the same.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (data, data))


def bound_seconds(more: int) -> None:
    """So many seconds of work from now on, even where nobody is left to end it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + more + 1, hard))
