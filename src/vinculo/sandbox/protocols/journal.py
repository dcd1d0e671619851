"""What happened, one line of JSON each: a system that was killed goes on from there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

Event = Mapping[str, object]
_BEGINS = b'{"did": "'


class NotAJournal(Exception):
    """Somebody else's file, which is left as it was."""


class Journal:
    """Whoever writes has made sure that nobody else does at the same time."""

    def __init__(self, path: Path | None) -> None:
        """Without a path nothing is kept.

        Raises:
            OSError: the file cannot be read or written.
        """
        self._file = None if path is None else path.open("a+b", buffering=0)

    def events(self) -> Iterator[Event]:
        """Those of earlier lives. Half a line at the end, written while dying, is taken away: nobody was
        told of it.

        Raises:
            NotAJournal: the file is another one.
        """
        if self._file is None:
            return
        self._file.seek(0)
        kept, _, half = self._file.read().rpartition(b"\n")
        for line in kept.splitlines():
            yield _read(line)
        if not (half.startswith(_BEGINS) or _BEGINS.startswith(half)):
            raise NotAJournal
        self._file.truncate(len(kept) + 1 if kept else 0)

    def write(self, event: Event) -> None:
        if self._file is not None:
            self._file.write(json.dumps(event, ensure_ascii=False).encode() + b"\n")

    def forget(self) -> None:
        if self._file is not None:
            self._file.truncate(0)


def _read(line: bytes) -> Event:
    if not line.startswith(_BEGINS):
        raise NotAJournal
    try:
        event: Event = json.loads(line)
    except ValueError:
        raise NotAJournal from None
    return event
