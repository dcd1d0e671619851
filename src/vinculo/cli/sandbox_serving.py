"""What all invented systems have in common on the command line: where one listens, and until when."""

from __future__ import annotations

import argparse
import errno
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from vinculo.cli import exit_codes, lifeline

if TYPE_CHECKING:
    from vinculo.sandbox.listening import LocalServer

Log = Callable[[str], None]


def add_serving_arguments(parser: argparse.ArgumentParser, port: int, token: str) -> None:
    parser.add_argument("--port", type=int, default=port, metavar="N", help=f"porta; 0: uma livre ({port})")
    parser.add_argument(
        "--ready-file", type=Path, metavar="ARQUIVO", help="grava aqui o endereço, ao iniciar"
    )
    parser.add_argument("--token", default=token, metavar="TEXTO", help=f"token que abre a API ({token})")
    parser.add_argument("--listen-fd", type=int, metavar="FD", help=argparse.SUPPRESS)
    parser.add_argument("--fault", action="append", default=[], metavar="FALHA", help="liga uma falha")
    parser.add_argument("--log", action="store_true", help="mostra cada pedido")


def wrong_port(args: argparse.Namespace) -> str:
    """What is wrong with it, if anything."""
    return "" if 0 <= args.port < 65_536 else f"{args.port} não é uma porta; use um número de 0 a 65535."


def serve(name: str, args: argparse.Namespace, made: Callable[[Log], LocalServer]) -> int:
    """Serves until a signal, or the end of who started this; the exit code."""
    from vinculo.sandbox.listening import serve_until

    told_to_stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told_to_stop.set())
    lifeline.watch()
    try:
        server = made(_tell if args.log else _say_nothing)
    except OSError as problem:
        if problem.errno != errno.EADDRINUSE:
            raise
        text = f"A porta {args.port} já está em uso; escolha outra com --port (0: uma livre)."
        return fail(text, exit_codes.PORT_TAKEN)
    _tell(f"{name} no ar: {server.url} (token: {args.token}). Ctrl-C encerra.")
    if args.ready_file:
        _write_at_once(args.ready_file, server.url)
    serve_until(server, told_to_stop)
    if args.ready_file:
        args.ready_file.unlink(missing_ok=True)
    _tell(f"{name} encerrado.")
    return exit_codes.OK


def fail(message: str, code: int) -> int:
    print(f"vinculo sandbox: {message}", file=sys.stderr)
    return code


def _write_at_once(path: Path, text: str) -> None:
    """Who waits for the file never sees half of it."""
    new = path.with_name(f".{path.name}.new")
    new.write_text(text, encoding="utf-8")
    new.replace(path)


def _tell(message: str) -> None:
    print(message, flush=True)


def _say_nothing(message: str) -> None:
    pass
