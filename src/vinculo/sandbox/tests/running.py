"""A core system that runs, for tests: a real process, asked over real HTTP.

    def test_something(sandbox_core):
        core = sandbox_core(providers=24)
        core.fault("cut_on_page", 3, entity="production")
        core.change(deactivate="100003")
        … core.url, core.token …

The same options get the same process for all tests of a session, as it was at its start.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import httpx
import pytest

from vinculo.sandbox.mapping import USUAL_TOKEN

TODAY = dt.date(2026, 11, 20)
"""The core system's day, where a test names no other."""
LIFELINE = "VINCULO_LIFELINE"
"""As the command line knows it: the process ends when nobody holds the other end any more."""
SECONDS_TO_START = 60.0
SECONDS_TO_STOP = 20.0


@dataclass(eq=False)
class RunningSystem:
    """An invented system in a process of its own."""

    url: str
    token: str
    process: subprocess.Popen[str]

    def __post_init__(self) -> None:
        # One for all requests: each new client reads the certificates of the whole world.
        self.client = httpx.Client(base_url=self.url, verify=False, trust_env=False)

    def clear_faults(self) -> None:
        self.client.delete("/_faults").raise_for_status()

    def reset(self) -> None:
        self.send("/_reset", {}).raise_for_status()

    def send(self, path: str, told: object, *, once: str = "") -> httpx.Response:
        heads = {"Authorization": f"Bearer {self.token}"} | ({"Idempotency-Key": once} if once else {})
        return self.client.post(path, json=told, headers=heads)

    def stop(self) -> int:
        """What it exits with."""
        self.client.close()
        self.process.terminate()
        return self.process.wait(SECONDS_TO_STOP)


class RunningCore(RunningSystem):
    def ask(self, path: str, *, token: str | None = None, **query: object) -> httpx.Response:
        told = {"Authorization": f"Bearer {self.token if token is None else token}"}
        # An empty query would take away the one that stands in the path.
        asked = {name: str(value) for name, value in query.items()} or None
        return self.client.get(path, params=asked, headers=told)

    def rows(self, entity: str, size: int = 500) -> list[dict[str, Any]]:
        """All of them, page by page."""
        found: list[dict[str, Any]] = []
        address = f"/v1/{entity}?size={size}"
        while address:
            page = self.ask(address).json()
            found += page["items"]
            address = (page["next"] or "").removeprefix(self.url)
        return found

    def mapping(self) -> str:
        """How a registry reads all of this, as TOML; the token is asked for in `SIO_TOKEN`."""
        return self.client.get("/_mapping").text

    def provider(self, key: str) -> dict[str, Any]:
        return dict(self.ask(f"/v1/providers/{key}").json())

    def fault(self, name: str, value: object = True, *, entity: str = "") -> None:
        """On, until the test ends or the value is False."""
        self.send("/_faults", {name: value and {"value": value, "entity": entity}}).raise_for_status()

    def change(self, **asked: str) -> None:
        """`deactivate="100003"`, `change_rt=…`, `produce=…`, with `on="dd/mm/aaaa"`."""
        self.send("/_changes", asked).raise_for_status()


class StartCore(Protocol):
    def __call__(self, **options: object) -> RunningCore: ...


def start_core(folder: Path, **options: object) -> RunningCore:
    """A process of its own; it ends with this one, however that ends. Options as the command has them."""
    url, process = start_process("core", folder, {"today": TODAY} | options)
    return RunningCore(url, str(options.get("token", USUAL_TOKEN)), process)


def start_process(
    system: str, folder: Path, options: Mapping[str, object]
) -> tuple[str, subprocess.Popen[str]]:
    """Its address too. An option may have several values."""
    ready = folder / f"{system}.url"
    # One that was killed has left it there.
    ready.unlink(missing_ok=True)
    words = [
        f"--{name.replace('_', '-')}={one}"
        for name, value in {"port": 0, **options}.items()
        for one in (value if isinstance(value, tuple) else (value,))
    ]
    kept, lifeline = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-m", "vinculo.cli.main", "sandbox", system, f"--ready-file={ready}", *words],
        env=os.environ | {LIFELINE: str(kept)},
        pass_fds=(kept,),
        stdout=subprocess.DEVNULL,
        text=True,
    )
    os.close(kept)
    # The other end is left open for as long as this process lives.
    assert lifeline
    until = time.monotonic() + SECONDS_TO_START
    while not ready.exists():
        assert process.poll() is None, f"{system} did not start"
        assert time.monotonic() < until, f"{system} took too long to start"
        time.sleep(0.02)
    return ready.read_text(encoding="utf-8"), process


@pytest.fixture(scope="session")
def started_cores() -> Iterator[dict[tuple[tuple[str, object], ...], RunningCore]]:
    started: dict[tuple[tuple[str, object], ...], RunningCore] = {}
    yield started
    for core in started.values():
        core.stop()


@pytest.fixture
def sandbox_core(
    started_cores: dict[tuple[tuple[str, object], ...], RunningCore], tmp_path_factory: pytest.TempPathFactory
) -> StartCore:
    def start(**options: object) -> RunningCore:
        wanted = tuple(sorted(options.items()))
        if wanted not in started_cores:
            started_cores[wanted] = start_core(tmp_path_factory.mktemp("core"), **options)
        core = started_cores[wanted]
        core.reset()
        return core

    return start
