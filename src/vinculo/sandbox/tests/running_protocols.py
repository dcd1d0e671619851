"""A protocol system that runs, for tests: a real process, asked over real HTTP.

    def test_something(sandbox_protocols):
        sad = sandbox_protocols()
        sad.fault("error_after", times=1, at="open")
        … sad.url, sad.token …
        assert [row["asked"] for row in sad.held()] == [2]

The same options get the same process for all tests of a session, as it was at its start.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import httpx
import pytest

from vinculo.sandbox.protocols.defaults import USUAL_TOKEN

from .running import SECONDS_TO_STOP, TODAY, RunningSystem, start_process


class RunningProtocols(RunningSystem):
    def ask(self, path: str, *, token: str | None = None, **query: object) -> httpx.Response:
        told = {"Authorization": f"Bearer {self.token if token is None else token}"}
        # An empty query would take away the one that stands in the path.
        asked = {name: str(value) for name, value in query.items()} or None
        return self.client.get(path, params=asked, headers=told)

    def open(self, key: str, **fields: object) -> httpx.Response:
        """Fields that a test does not name are there."""
        told = {
            "tipo": "Desligamento",
            "em_nome_de": "Clínica Vale Verde Ltda.",
            "assunto": "Desligamento da rede",
            "texto": "O prestador pediu o desligamento.",
        }
        return self.send("/protocols", told | fields, once=key)

    def look_up(self, key: str) -> list[dict[str, Any]]:
        return list(self.ask("/protocols", idempotency_key=key).json()["items"])

    def attach(self, number: str, name: str, data: bytes) -> httpx.Response:
        heads = {"Authorization": f"Bearer {self.token}"}
        return self.client.put(f"/protocols/{number}/attachments/{name}", content=data, headers=heads)

    def incoming(self, **query: str | int) -> list[dict[str, Any]]:
        """One page."""
        return list(self.ask("/incoming", token=None, **query).json()["items"])

    def take(self, number: str) -> httpx.Response:
        return self.send(f"/incoming/{number}/taken", {})

    def come_in(self, **fields: str) -> dict[str, Any]:
        """A request of somebody's own making: `nome`, `texto`, and of `cnpj`, `cpf`, `cro`, `uf_cro`,
        `municipio`, `uf` what there is.
        """
        answer = self.send("/_incoming", fields)
        answer.raise_for_status()
        return dict(answer.json())

    def fault(self, name: str, value: object = True, **setting: object) -> None:
        """On, with `at`, `share` and `times`, until the test ends or the value is False."""
        self.send("/_faults", {name: value and {"value": value, **setting}}).raise_for_status()

    def only_faults(self, **faults: object) -> None:
        """These and no others."""
        self.client.put("/_faults", json=faults).raise_for_status()

    def held(self) -> list[dict[str, Any]]:
        """Each protocol, with its `number`, its `key` and how often it was `asked` for."""
        return list(self.behind()["items"])

    def behind(self) -> dict[str, Any]:
        """`items`, their `total`, keys that were asked for in vain (`unopened`), `requests` by place."""
        return dict(self.client.get("/_protocols").json())

    def kill(self) -> None:
        """As nobody stops a system who means well."""
        self.client.close()
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(SECONDS_TO_STOP)


class StartProtocols(Protocol):
    def __call__(self, **options: object) -> RunningProtocols: ...


def start_protocols(folder: Path, **options: object) -> RunningProtocols:
    """A process of its own; it ends with this one, however that ends. Options as the command has them."""
    url, process = start_process("protocols", folder, {"today": TODAY, **options})
    return RunningProtocols(url, str(options.get("token", USUAL_TOKEN)), process)


@pytest.fixture(scope="session")
def started_protocols() -> Iterator[dict[tuple[tuple[str, object], ...], RunningProtocols]]:
    started: dict[tuple[tuple[str, object], ...], RunningProtocols] = {}
    yield started
    for system in started.values():
        system.stop()


@pytest.fixture
def sandbox_protocols(
    started_protocols: dict[tuple[tuple[str, object], ...], RunningProtocols],
    tmp_path_factory: pytest.TempPathFactory,
) -> StartProtocols:
    def start(**options: object) -> RunningProtocols:
        wanted = tuple(sorted(options.items()))
        if wanted not in started_protocols:
            started_protocols[wanted] = start_protocols(tmp_path_factory.mktemp("protocols"), **options)
        system = started_protocols[wanted]
        system.reset()
        return system

    return start
