"""Tables of a feed read at the same time, each in a forked process with a connection of its own.

The process that forks has no threads that write: it is one that does nothing but this run.
"""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from ..feed.checking import Reading
from ..feed.entities import Entity
from ..feed.refusals import UnableToReadFeed
from .own_connection import connection_settings, open_own
from .read_before import Former
from .staging import stage_reading
from .tally import Tally

_FORK = multiprocessing.get_context("fork")
_SECONDS = 1.0
# The largest first, so that the others find room beside it.
_LONGEST_FIRST = (Entity.PRODUCTION, Entity.AFFILIATIONS, Entity.CONTACT_PERSONS, Entity.DENTISTS)
Tell = Callable[[Entity, int], None]


class ProcessDied(RuntimeError):
    """One of the processes ended without a word."""


def stage_side_by_side(
    schema: str,
    readings: Sequence[Reading],
    formers: Mapping[Entity, Former],
    folder: Path,
    *,
    processes: int,
    tell: Tell,
) -> dict[Entity, Tally]:
    """What `tell` raises ends all of them, as does the first table that cannot be read."""
    waiting = sorted(readings, key=_turn)
    running: dict[Connection, tuple[BaseProcess, Entity]] = {}
    tallies: dict[Entity, Tally] = {}
    settings = connection_settings()
    try:
        while waiting or running:
            while waiting and len(running) < processes:
                reading = waiting.pop(0)
                ours, theirs = _FORK.Pipe(duplex=False)
                process: BaseProcess = _FORK.Process(
                    target=_stage,
                    args=(settings, schema, reading, formers.get(reading.entity)),
                    kwargs={"folder": folder, "pipe": theirs},
                    daemon=True,
                )
                process.start()
                theirs.close()
                running[ours] = process, reading.entity
            for pipe in wait(list(running), timeout=_SECONDS):
                assert isinstance(pipe, Connection)
                process, entity = running[pipe]
                said = _heard(pipe)
                if isinstance(said, int):
                    tell(entity, said)
                    continue
                process.join()
                del running[pipe]
                if not isinstance(said, Tally):
                    raise said
                tallies[entity] = said
    finally:
        for process, _ in running.values():
            process.kill()
            process.join()
    return tallies


def _turn(reading: Reading) -> int:
    return _LONGEST_FIRST.index(reading.entity) if reading.entity in _LONGEST_FIRST else len(_LONGEST_FIRST)


def _heard(pipe: Connection) -> int | Tally | Exception:
    try:
        said: int | Tally | Exception = pipe.recv()
    except EOFError:
        return ProcessDied()
    return said


def _stage(
    settings: dict[str, Any],
    schema: str,
    reading: Reading,
    former: Former | None,
    *,
    folder: Path,
    pipe: Connection,
) -> None:
    # Rows come by the million and hold no circles: there is nothing to look for among them.
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    try:
        with open_own(settings) as own, own.cursor() as cursor:
            rejects = folder / f"{reading.entity}.csv"
            said = stage_reading(cursor, schema, reading, rejects=rejects, tell=pipe.send, former=former)
            pipe.send(said)
    except UnableToReadFeed as refusal:
        pipe.send(UnableToReadFeed(refusal.message))
    except Exception as problem:
        pipe.send(ProcessDied(type(problem).__name__))
