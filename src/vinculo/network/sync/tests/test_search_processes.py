"""The processes that put search texts together: none outlives who began it, none is forked beside threads."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from itertools import repeat
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread

import pytest

from vinculo.network.sync import search_texts

FORK = multiprocessing.get_context("fork")


def _who(rows: list[search_texts.Row]) -> str:
    return str(os.getpid())


def _put_together(pipe: Connection) -> None:
    for pid in search_texts._side_by_side(repeat([])):
        pipe.send(int(pid))


def _lives(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_they_end_with_a_process_that_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_texts, "_lines", _who)
    ours, theirs = FORK.Pipe(duplex=False)
    parent = FORK.Process(target=_put_together, args=(theirs,), daemon=False)
    parent.start()
    pids = {ours.recv() for _ in range(20)}
    assert parent.pid not in pids
    parent.kill()
    parent.join()
    until = time.monotonic() + 5
    while (left := list(filter(_lives, pids))) and time.monotonic() < until:
        time.sleep(0.02)
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert not left


def test_a_job_of_the_worker_forks_nothing() -> None:
    said: list[bool] = []
    thread = Thread(target=lambda: said.append(search_texts._may_fork()))
    thread.start()
    thread.join()
    assert [search_texts._may_fork(), *said] == [True, False]
