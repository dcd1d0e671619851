"""The demonstration's protocol system beside the product: `vinculo run` starts it, on this machine alone.

What it has opened stays, so that the product finds it again after a restart.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from vinculo.cli.demo_core import MARK, is_ours, listen_at
from vinculo.cli.demo_data.cast import MAIN
from vinculo.cli.supervisor import Child, Supervisor
from vinculo.kernel.data_folder import data_folder, make_folder
from vinculo.sandbox.protocols.defaults import USUAL_PORT, USUAL_TOKEN

JOURNAL = "demo/protocols.jsonl"
TOKEN_VARIABLE = "VINCULO_DEMO_SAD_TOKEN"  # noqa: S105 - the name of one
CONNECTION = """
[http]
base_url = "{url}"
token_variable = "{token}"

[open.fields]
kind = "tipo"
in_name_of = "em_nome_de"
subject = "assunto"
text = "texto"

[attach]
"""


def protocols_environment() -> Mapping[str, str]:
    """What the product's processes must know to ask the protocol system."""
    return {TOKEN_VARIABLE: USUAL_TOKEN}


def start_demo_protocols(supervisor: Supervisor) -> socket.socket | None:
    """The socket, to be kept open; None where the demonstration's operator has another connection."""
    connection = Path(os.environ.get("VINCULO_PROTOCOLS") or data_folder() / "protocols") / f"{MAIN}.toml"
    if not is_ours(connection):
        return None
    listener = listen_at(USUAL_PORT)
    number = listener.fileno()
    make_folder(connection.parent)
    make_folder((data_folder() / JOURNAL).parent)
    url = "http://{}:{}".format(*listener.getsockname()[:2])
    text = CONNECTION.format(url=url, token=TOKEN_VARIABLE)
    connection.write_text(f"{MARK}\n{text}", encoding="utf-8")
    command = [sys.executable, "-m", "vinculo.cli.main", "sandbox", "protocols"]
    command += [f"--state={data_folder() / JOURNAL}", f"--listen-fd={number}"]
    supervisor.start(Child("O sistema de protocolos (demonstração)", command, keep=(number,)))
    return listener
