"""The demonstration's core system beside the product: `vinculo run` starts it, on this machine alone.

Its socket is taken here and kept, so that the process may be started again at the same address.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from vinculo.cli.demo_data.cast import MAIN
from vinculo.cli.supervisor import Child, Supervisor
from vinculo.kernel.data_folder import data_folder, make_folder
from vinculo.sandbox.mapping import USUAL_PORT, USUAL_TOKEN, mapping_for

HOST = "127.0.0.1"
GIVEN = "demo/core-system.json"
TOKEN_VARIABLE = "VINCULO_DEMO_SIO_TOKEN"  # noqa: S105 - the name of one
FILING = """
[http]
base_url = "{url}"
token_variable = "{token}"

[history]

[inactivate]

[inactivate.status]
"""
MARK = "# Demonstração: vinculo run reescreve este arquivo. Apague esta linha, e ele fica como você o deixar."


def demo_environment() -> Mapping[str, str]:
    """What the product's processes must know to ask the core system."""
    return {TOKEN_VARIABLE: USUAL_TOKEN}


def start_demo_core(supervisor: Supervisor) -> socket.socket | None:
    """The socket, to be kept open; None where there is no demonstration, or it has another connection."""
    given = data_folder() / GIVEN
    connection = Path(os.environ.get("VINCULO_FEEDS") or data_folder() / "feeds") / f"{MAIN}.toml"
    if not given.is_file() or not is_ours(connection):
        return None
    listener = listen_at(USUAL_PORT)
    number = listener.fileno()
    make_folder(connection.parent)
    url = f"http://{HOST}:{listener.getsockname()[1]}"
    text = mapping_for(url).replace('"SIO_TOKEN"', f'"{TOKEN_VARIABLE}"')
    connection.write_text(f"{MARK}\n{text}", encoding="utf-8")
    _connect_filing(url)
    command = [sys.executable, "-m", "vinculo.cli.main", "sandbox", "core"]
    command += [f"--given={given}", f"--listen-fd={number}"]
    supervisor.start(Child("O sistema da operadora (demonstração)", command, keep=(number,)))
    return listener


def _connect_filing(url: str) -> None:
    """The same system is told of decisions, unless somebody has another connection for that."""
    connection = Path(os.environ.get("VINCULO_FILING") or data_folder() / "filing") / f"{MAIN}.toml"
    if is_ours(connection):
        make_folder(connection.parent)
        text = FILING.format(url=url, token=TOKEN_VARIABLE)
        connection.write_text(f"{MARK}\n{text}", encoding="utf-8")


def is_ours(connection: Path) -> bool:
    """Whether nobody has made a connection of their own of it."""
    try:
        return connection.read_text(encoding="utf-8").startswith(MARK)
    except FileNotFoundError:
        return True
    except (OSError, UnicodeDecodeError):
        return False


def listen_at(usual_port: int) -> socket.socket:
    """At the usual port, or where there is room."""
    try:
        return socket.create_server((HOST, usual_port))
    except OSError:
        return socket.create_server((HOST, 0))
