"""`vinculo sandbox core`: an invented core system (SIO) to try things out on, with faults at will."""

from __future__ import annotations

import argparse
import datetime as dt
import errno
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from vinculo.cli import exit_codes, lifeline
from vinculo.sandbox.mapping import USUAL_PORT, USUAL_TOKEN, USUAL_URL, mapping_for

MOST_PROVIDERS, MOST_MONTHS = 300_000, 60

DESCRIPTION = """\
Inicia um sistema da operadora (SIO) inventado, só nesta máquina, até Ctrl-C. Serve prestadores,
dentistas, contatos, vínculos, contratos, cobertura e produção, por página, em CSV e em XLSX.
A mesma semente, no mesmo dia, dá os mesmos dados. Nada fica guardado ao encerrar.
"""

EPILOG = """\
exemplos:
  vinculo sandbox core
  vinculo sandbox core --port 0 --ready-file /tmp/sio.url
  vinculo sandbox core --providers 300000 --months 12
  vinculo sandbox core --fault slow=2 --fault cut_on_page=3@production
  curl -H 'Authorization: Bearer sio-demo' 'http://127.0.0.1:8100/v1/providers?page=1&size=50'
  curl -H 'Authorization: Bearer sio-demo' -O http://127.0.0.1:8100/v1/providers.csv
  curl -d '{"deactivate": "100003"}' http://127.0.0.1:8100/_changes
  curl -d '{"bad_rows": 5}' http://127.0.0.1:8100/_faults
  curl -X DELETE http://127.0.0.1:8100/_faults

falhas (NOME, NOME=VALOR ou NOME=VALOR@ENTIDADE):
  down                responde 503                     unauthorised        responde 401
  slow=1              demora, em segundos              html_instead        uma página HTML no lugar de JSON
  cut_on_page=1       corta a resposta no meio         garbage             bytes sem sentido
  wrong_total=7       o total informado não confere    repeated_page=2     repete a página anterior
  missing_column=…    falta uma coluna                 swapped_columns=…   duas colunas trocadas (a,b)
  bad_rows=10         linhas com erros, de N em N      duplicate_keys=10   chaves repetidas, de N em N
  mass_deactivation=60  % dos prestadores inativos     wrong_encoding      CSV em cp1252, dito utf-8
  lost_answer         faz o que foi pedido e não responde

alterações (POST /_changes, com "on": "dd/mm/aaaa" se não for hoje):
  deactivate, suspend, reactivate, change_rt, ask_rt, stop_production, produce,
  set_us_value (com "value": "0,5200"); POST /_reset desfaz todas

códigos de saída:
  0  encerrado a pedido
  1  não pôde iniciar; o motivo está na saída de erros
  2  argumentos errados
  4  a porta já está em uso
"""


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser("sandbox", help="inicia sistemas inventados, para experimentar")
    kinds = parser.add_subparsers(title="sistemas", metavar="SISTEMA", dest="system", required=True)
    mapping = kinds.add_parser(
        "mapping",
        help="o mapeamento que lê o SIO de demonstração",
        description="Escreve, em TOML, o mapeamento que lê o SIO de demonstração.",
        epilog=(
            "exemplos:\n  vinculo sandbox mapping > sio.toml\n  vinculo sandbox mapping --files csv\n"
            "  export SIO_TOKEN=sio-demo"
        ),
    )
    mapping.add_argument("--files", choices=("csv", "xlsx"), default="", help="para os arquivos baixados")
    mapping.add_argument("--url", default=USUAL_URL, metavar="URL", help="endereço do SIO")
    core = kinds.add_parser(
        "core", help="o sistema da operadora (SIO)", description=DESCRIPTION, epilog=EPILOG
    )
    core.add_argument(
        "--port", type=int, default=USUAL_PORT, metavar="N", help=f"porta; 0: uma livre ({USUAL_PORT})"
    )
    core.add_argument("--ready-file", type=Path, metavar="ARQUIVO", help="grava aqui o endereço, ao iniciar")
    core.add_argument(
        "--token", default=USUAL_TOKEN, metavar="TEXTO", help=f"token que abre a API ({USUAL_TOKEN})"
    )
    core.add_argument("--providers", type=int, default=60, metavar="N", help="quantos prestadores (60)")
    core.add_argument("--months", type=int, default=24, metavar="N", help="meses de produção (24)")
    core.add_argument(
        "--seed", type=int, default=2026, metavar="N", help="outra semente, outros dados (2026)"
    )
    core.add_argument(
        "--today", type=dt.date.fromisoformat, metavar="AAAA-MM-DD", help="o dia de hoje do SIO"
    )
    core.add_argument(
        "--given", type=Path, metavar="ARQUIVO", help="serve estas linhas, em vez de inventar (demonstração)"
    )
    core.add_argument("--listen-fd", type=int, metavar="FD", help=argparse.SUPPRESS)
    core.add_argument("--fault", action="append", default=[], metavar="FALHA", help="liga uma falha")
    core.add_argument("--log", action="store_true", help="mostra cada pedido")


def run(args: argparse.Namespace) -> int:
    if args.system == "core":
        return run_core(args)
    print(mapping_for(args.url, args.files), end="")
    return exit_codes.OK


def run_core(args: argparse.Namespace) -> int:
    from vinculo.kernel.dates import SAO_PAULO
    from vinculo.sandbox.answers import Sandbox
    from vinculo.sandbox.changes import change
    from vinculo.sandbox.core_system import CoreSystem
    from vinculo.sandbox.faults import fault_asked
    from vinculo.sandbox.given import read_given
    from vinculo.sandbox.invention import Size
    from vinculo.sandbox.refused import Refused

    if problem := _wrong_size(args):
        return _fail(problem, exit_codes.USAGE)
    try:
        faults = dict(map(fault_asked, args.fault))
    except Refused as refused:
        return _fail(refused.message, exit_codes.USAGE)
    today = args.today or dt.datetime.now(SAO_PAULO).date()
    if args.given is None:
        core = CoreSystem(Size(args.providers, args.months, args.seed, today))
    else:
        given = read_given(args.given)
        core = CoreSystem(Size(len(given.rows.keys), args.months, args.seed, today), given.rows)
        for news in given.news:
            change(core, news)
    return _serve(Sandbox(core, args.token, faults), args)


def _wrong_size(args: argparse.Namespace) -> str:
    if not 1 <= args.providers <= MOST_PROVIDERS:
        return f"--providers vai de 1 a {MOST_PROVIDERS}."
    if not 1 <= args.months <= MOST_MONTHS:
        return f"--months vai de 1 a {MOST_MONTHS}."
    return "" if 0 <= args.port < 65_536 else f"{args.port} não é uma porta; use um número de 0 a 65535."


def _serve(sandbox: Any, args: argparse.Namespace) -> int:
    from vinculo.sandbox.server import SandboxServer, serve_until

    told_to_stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told_to_stop.set())
    lifeline.watch()
    log = _tell if args.log else _say_nothing
    try:
        server = SandboxServer(sandbox, args.port, log, args.listen_fd)
    except OSError as problem:
        if problem.errno != errno.EADDRINUSE:
            raise
        text = f"A porta {args.port} já está em uso; escolha outra com --port (0: uma livre)."
        return _fail(text, exit_codes.PORT_TAKEN)
    _tell(f"SIO no ar: {server.url} (token: {args.token}). Ctrl-C encerra.")
    if args.ready_file:
        _write_at_once(args.ready_file, server.url)
    serve_until(server, told_to_stop)
    if args.ready_file:
        args.ready_file.unlink(missing_ok=True)
    _tell("SIO encerrado.")
    return exit_codes.OK


def _write_at_once(path: Path, text: str) -> None:
    """Who waits for the file never sees half of it."""
    new = path.with_name(f".{path.name}.new")
    new.write_text(text, encoding="utf-8")
    new.replace(path)


def _tell(message: str) -> None:
    print(message, flush=True)


def _say_nothing(message: str) -> None:
    pass


def _fail(message: str, code: int) -> int:
    print(f"vinculo sandbox: {message}", file=sys.stderr)
    return code
