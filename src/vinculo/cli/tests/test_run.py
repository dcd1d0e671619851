"""What `vinculo run` decides and says, and one real life of it from start to Ctrl-C."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from vinculo.cli import exit_codes
from vinculo.cli.main import main
from vinculo.cli.run import CannotListen, chosen_port, listen, welcome

SECONDS_TO_START = 90


@pytest.fixture
def taken() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def port_of(server: socket.socket) -> int:
    return int(server.getsockname()[1])


def test_a_taken_port_says_which_other_to_use(taken: socket.socket, capsys) -> None:
    assert main(["run", "--port", str(port_of(taken))]) == exit_codes.PORT_TAKEN
    said = capsys.readouterr()
    assert f"A porta {port_of(taken)} já está em uso" in said.err
    assert f"PORT={port_of(taken) + 1} make run" in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""


@pytest.mark.parametrize("text", ["abc", "0", "65536", "-1"])
def test_what_is_not_a_port_is_a_usage_error(text: str) -> None:
    with pytest.raises(CannotListen) as caught:
        chosen_port(None, {"PORT": text})
    assert caught.value.code == exit_codes.USAGE


def test_the_argument_goes_before_the_environment_and_that_before_the_default() -> None:
    assert chosen_port(9001, {"PORT": "9002"}) == 9001
    assert chosen_port(None, {"PORT": "9002"}) == 9002
    assert chosen_port(None, {"PORT": ""}) == 8000


def test_the_welcome_shows_the_address_and_the_demo_users() -> None:
    users = [
        {"email": "ana@exemplo.com.br", "role": "Consultor", "password": "segredo"},
        {"email": "b@exemplo.com.br", "role": "Supervisor", "password": "outro"},
    ]
    with listen("127.0.0.1", 0) as listener:
        text = welcome(listener, {"demo_users": users}, 1.23)
        assert f"Vínculo no ar em 1.2 s: http://127.0.0.1:{port_of(listener)}\n" in text
    assert "  E-mail              Papel       Senha\n" in text
    assert "  b@exemplo.com.br    Supervisor  outro\n" in text


class Product:
    """The real thing on its own port, with its own data."""

    def __init__(self, home: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = port_of(free)
        environment = os.environ | {"VINCULO_HOME": str(home), "PORT": str(self.port)}
        environment.pop("DATABASE_URL")
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "vinculo.cli.main", "run", "--no-demo"],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        self.said = ""
        for line in self.process.stdout:
            self.said += line
            if "Ctrl-C" in line:
                break

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=10):
                return True
        except OSError as problem:
            return isinstance(problem, urllib.error.HTTPError)

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        rest, _ = self.process.communicate(timeout=30)
        self.said += rest
        return self.process.returncode


@pytest.fixture
def home() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="vinculo-test-"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path)


def test_a_life_of_the_product(home: Path) -> None:
    first = Product(home)
    assert first.answers(), first.said
    assert first.end(signal.SIGINT) == 0, first.said
    assert "Encerrado" in first.said
    assert not first.answers()
    assert not (home / "postgres/data/postmaster.pid").exists()

    killed = Product(home)
    assert killed.answers(), killed.said
    killed.end(signal.SIGKILL)
    until = time.monotonic() + 20
    while (home / "postgres/data/postmaster.pid").exists():
        assert time.monotonic() < until, "the database outlived the product"
        time.sleep(0.1)

    again = Product(home)
    assert again.answers(), again.said
    assert "Atualizando" not in again.said
    assert again.end(signal.SIGTERM) == 0, again.said
