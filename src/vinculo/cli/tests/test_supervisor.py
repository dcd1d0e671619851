"""The supervisor against children that behave, die and hang. No Django, no database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from vinculo.cli import supervisor as module
from vinculo.cli.supervisor import Child, Supervisor

SLEEPS = "import time; time.sleep(60)"
DIES = "import sys; sys.exit(7)"
IGNORES_TERM = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"
)
SUPERVISES = """
import sys
from vinculo.cli.supervisor import Child, Supervisor
program = "from vinculo.cli import lifeline; import time; lifeline.watch(); time.sleep(60)"
with Supervisor(tell=print) as supervisor:
    supervisor.start(Child("child", [sys.executable, "-c", program]))
    print(supervisor.children[0].process.pid, flush=True)
    supervisor.wait(each_tick=lambda: None)
"""


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Watched:
    def __init__(self) -> None:
        self.clock, self.told = Clock(), list[str]()
        self.supervisor = Supervisor(tell=self.told.append, clock=self.clock)


@pytest.fixture
def watched() -> Iterator[Watched]:
    watched = Watched()
    with watched.supervisor:
        yield watched


def child(program: str, name: str = "child") -> Child:
    return Child(name, [sys.executable, "-I", "-S", "-c", program])


def after_its_death(watched: Watched, dying: Child) -> None:
    assert dying.process is not None
    dying.process.wait()
    watched.supervisor.revive()


def test_a_dead_child_returns_after_growing_pauses(watched: Watched) -> None:
    dying = child(DIES)
    watched.supervisor.start(dying)
    pauses = []
    for _ in range(3):
        after_its_death(watched, dying)
        assert dying.due is not None
        pauses.append(dying.due - watched.clock.now)
        watched.clock.now = dying.due
        watched.supervisor.revive()
    assert pauses == [1, 2, 4]
    assert dying.starts == 4
    assert watched.told[0] == "child parou (código 7); volta em 1 s."


def test_a_child_that_lived_well_starts_over_with_a_short_pause(watched: Watched) -> None:
    dying = child(DIES)
    dying.pause = module.LONGEST_PAUSE
    watched.supervisor.start(dying)
    watched.clock.now += module.GOOD_LIFE
    after_its_death(watched, dying)
    assert watched.told == ["child parou (código 7); volta em 1 s."]


def test_a_stop_signal_ends_the_wait_and_the_children_in_order(watched: Watched) -> None:
    first, second = child(SLEEPS, "first"), child(SLEEPS, "second")
    watched.supervisor.start(first)
    watched.supervisor.start(second)
    begun = time.monotonic()
    watched.supervisor.wait(each_tick=lambda: os.kill(os.getpid(), signal.SIGTERM))
    watched.supervisor.stop()
    assert time.monotonic() - begun < 5
    for stopped in (first, second):
        assert stopped.process is not None
        assert stopped.process.returncode == -signal.SIGTERM


def test_a_child_that_will_not_stop_is_killed(watched: Watched, monkeypatch) -> None:
    monkeypatch.setattr(module, "SECONDS_TO_STOP", 0.2)
    receiving, sending = os.pipe()
    stubborn = child(IGNORES_TERM.replace("print(flush=True)", f"__import__('os').write({sending}, b'!')"))
    stubborn.keep = (sending,)
    watched.supervisor.start(stubborn)
    os.read(receiving, 1)
    watched.supervisor.stop()
    assert stubborn.process is not None
    assert stubborn.process.returncode == -signal.SIGKILL
    os.close(receiving)
    os.close(sending)


def test_a_step_gives_its_exit_code_and_a_stop_cuts_it_short(watched: Watched) -> None:
    assert watched.supervisor.run_to_end(child(DIES)) == 7
    os.kill(os.getpid(), signal.SIGINT)
    assert watched.supervisor.run_to_end(child(SLEEPS)) is None


@pytest.mark.skipif(not Path("/proc").exists(), reason="asks /proc who still runs")
def test_children_end_with_a_supervisor_that_was_killed() -> None:
    supervising = subprocess.Popen([sys.executable, "-c", SUPERVISES], stdout=subprocess.PIPE, text=True)
    assert supervising.stdout is not None
    pid = int(supervising.stdout.readline())
    supervising.kill()
    supervising.communicate()
    until = time.monotonic() + 10
    while Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_bytes():
        assert time.monotonic() < until, "the child outlived its supervisor"
        time.sleep(0.05)
