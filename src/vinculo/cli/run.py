"""`vinculo run`: everything that the product is, in the foreground, until Ctrl-C."""

from __future__ import annotations

import argparse
import errno
import http.client
import json
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from vinculo.cli import exit_codes
from vinculo.cli.demo_core import demo_environment, start_demo_core
from vinculo.cli.demo_protocols import protocols_environment, start_demo_protocols
from vinculo.cli.supervisor import Child, Supervisor

DEFAULT_PORT = 8000
SECONDS_TO_ANSWER = 60.0
TRIES_OF_A_NEW_SERVER = 3


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "run",
        help="inicia o Vínculo: banco de dados, servidor web e tarefas",
        description=(
            "Inicia tudo e fica em primeiro plano; Ctrl-C encerra tudo o que foi iniciado.\n"
            "Sem DATABASE_URL, inicia um PostgreSQL só do Vínculo; os dados ficam em VINCULO_HOME."
        ),
        epilog=(
            "exemplos:\n  vinculo run\n  PORT=9000 vinculo run\n"
            "  DATABASE_URL=postgresql://usuario:senha@servidor/vinculo vinculo run --no-demo\n\n"
            "códigos de saída:\n  0  encerrado a pedido\n  1  o servidor web não iniciou\n"
            "  3  o banco de dados não iniciou ou não responde\n  4  a porta já está em uso"
        ),
    )
    parser.add_argument("--port", type=int, metavar="N", help="porta do servidor web (PORT ou 8000)")
    parser.add_argument("--host", default="127.0.0.1", metavar="ENDEREÇO", help="endereço (127.0.0.1)")
    parser.add_argument("--no-demo", action="store_true", help="não cria dados de demonstração")


class CannotListen(Exception):
    """Portuguese; says what to do."""

    def __init__(self, message: str, code: int = exit_codes.PORT_TAKEN) -> None:
        super().__init__(message)
        self.code = code


def run(args: argparse.Namespace) -> int:
    os.umask(0o077)
    begun = time.monotonic()
    try:
        listener = listen(args.host, chosen_port(args.port, os.environ))
    except CannotListen as problem:
        print(f"vinculo run: {problem}", file=sys.stderr)
        return problem.code
    with listener, Supervisor(tell=tell) as supervisor, database(supervisor) as keep_database:
        if supervisor.stopping:
            return exit_codes.OK
        code, report = prepare(supervisor, demo=not args.no_demo)
        if code is None or code != exit_codes.OK:
            return exit_codes.OK if code is None else code
        start_servers(supervisor, listener)
        if not wait_for_answer(supervisor, listener):
            return exit_codes.OK if supervisor.stopping else exit_codes.FAILED
        # Only then: nobody waits for it.
        shows_demo = report.get("demo_users") and not args.no_demo
        starts = (start_demo_core, start_demo_protocols) if shows_demo else ()
        kept = [start(supervisor) for start in starts]
        tell(welcome(listener, report, time.monotonic() - begun))
        supervisor.wait(each_tick=keep_database)
        tell("Encerrando…")
        supervisor.stop()
        for socket_of_ours in filter(None, kept):
            socket_of_ours.close()
    tell("Encerrado. Os dados estão guardados.")
    return exit_codes.OK


def tell(message: str) -> None:
    print(message, flush=True)


def chosen_port(argument: int | None, environment: Mapping[str, str]) -> int:
    text = str(argument) if argument is not None else environment.get("PORT") or str(DEFAULT_PORT)
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise CannotListen(f"{text} não é uma porta; use um número de 1 a 65535.", exit_codes.USAGE)
    return int(text)


def listen(host: str, port: int) -> socket.socket:
    """Taken before anything else starts, and kept: the web server inherits it, at every restart too."""
    try:
        return socket.create_server((host, port), backlog=512)
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            raise CannotListen(
                f"A porta {port} já está em uso. Encerre o outro programa ou escolha outra porta, "
                f"por exemplo: PORT={port + 1 if port < 65535 else port - 1} make run"
            ) from problem
        if problem.errno == errno.EACCES:
            text = f"Falta permissão para a porta {port}; escolha uma acima de 1023: PORT=8000 make run"
            raise CannotListen(text, exit_codes.FAILED) from problem
        text = f"O endereço {host}:{port} não pode ser usado: {problem.strerror}."
        raise CannotListen(text, exit_codes.FAILED) from problem


@contextmanager
def database(supervisor: Supervisor) -> Iterator[Callable[[], None]]:
    """Yields what looks after it: ours is started again if it fell, another's is not our business."""
    if os.environ.get("DATABASE_URL"):
        yield lambda: None
        return
    from vinculo.kernel.private_postgres import ServerProblem, Use, default_cluster

    tell("Iniciando o banco de dados…")
    use = Use(default_cluster())

    def keep() -> None:
        if use.is_running() or supervisor.stopping:
            return
        tell("O banco de dados parou; iniciando de novo…")
        try:
            use.ensure_running()
        except ServerProblem as problem:
            tell(str(problem))

    try:
        use.ensure_running()
        yield keep
    finally:
        # Before the database, what uses it.
        supervisor.stop()
        use.leave()


def prepare(supervisor: Supervisor, *, demo: bool) -> tuple[int | None, dict[str, Any]]:
    """The exit code, none if we were asked to stop, and what the step reports."""
    receiving, sending = os.pipe()
    command = [*vinculo("migrate"), f"--report-to={sending}", *(["--demo-if-empty"] if demo else [])]
    with os.fdopen(receiving, encoding="utf-8") as report:
        with os.fdopen(sending, "w"):
            code = supervisor.run_to_end(Child("A preparação", command, keep=(sending,)))
        return code, json.loads(report.read() or "{}")


def start_servers(supervisor: Supervisor, listener: socket.socket) -> None:
    number = listener.fileno()
    web = [sys.executable, "-m", "gunicorn", "-c", "python:vinculo.config.gunicorn", "vinculo.config.wsgi"]
    demo = {**demo_environment(), **protocols_environment()}
    supervisor.start(Child("O servidor web", web, {"VINCULO_BIND": f"fd://{number}"}, keep=(number,)))
    supervisor.start(Child("O executor de tarefas", vinculo("worker"), demo))


def vinculo(command: str) -> list[str]:
    return [sys.executable, "-m", "vinculo.cli.main", command]


def wait_for_answer(supervisor: Supervisor, listener: socket.socket) -> bool:
    """Whether the product is there. What it says of itself is on the terminal already."""
    until = time.monotonic() + SECONDS_TO_ANSWER
    web = supervisor.children[0]
    host, port = listener.getsockname()[:2]
    status = None
    while not supervisor.stopping and time.monotonic() < until and web.starts < TRIES_OF_A_NEW_SERVER:
        supervisor.revive()
        status = status_of(host, port)
        if status is not None:
            break
    if status is not None and status < http.client.INTERNAL_SERVER_ERROR:
        return True
    if not supervisor.stopping:
        print("vinculo run: o servidor web não iniciou; o motivo está acima.", file=sys.stderr)
    return False


def status_of(host: str, port: int) -> int | None:
    """The socket is open from the start, so a server that is still loading just takes its time."""
    connection = http.client.HTTPConnection("127.0.0.1" if host == "0.0.0.0" else host, port, timeout=1)  # noqa: S104
    try:
        connection.request("GET", "/", headers={"Host": "localhost"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def welcome(listener: socket.socket, report: Mapping[str, Any], seconds: float) -> str:
    host, port = listener.getsockname()[:2]
    lines = ["", f"Vínculo no ar em {seconds:.1f} s: http://{host}:{port}", ""]
    users = report.get("demo_users") or []
    if users:
        rows = [("E-mail", "Papel", "Senha"), *((u["email"], u["role"], u["password"]) for u in users)]
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        lines += ["Usuários de demonstração:"]
        lines += [
            "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]
        lines += [""]
    return "\n".join([*lines, "Ctrl-C encerra tudo."])
