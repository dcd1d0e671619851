"""`vinculo sandbox core`: an invented core system (SIO) to try things out on, with faults at will."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import Any

from vinculo.cli import exit_codes
from vinculo.cli.sandbox_serving import add_serving_arguments, fail, serve, wrong_port
from vinculo.sandbox.mapping import USUAL_PORT, USUAL_TOKEN

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


def add_parser(kinds: Any) -> None:
    core = kinds.add_parser(
        "core", help="o sistema da operadora (SIO)", description=DESCRIPTION, epilog=EPILOG
    )
    add_serving_arguments(core, USUAL_PORT, USUAL_TOKEN)
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


def run(args: argparse.Namespace) -> int:
    from vinculo.kernel.dates import SAO_PAULO
    from vinculo.sandbox.answers import Sandbox
    from vinculo.sandbox.changes import change
    from vinculo.sandbox.core_system import CoreSystem
    from vinculo.sandbox.faults import KINDS
    from vinculo.sandbox.given import read_given
    from vinculo.sandbox.invention import Size
    from vinculo.sandbox.refused import Refused
    from vinculo.sandbox.server import SandboxServer

    if problem := _wrong_size(args):
        return fail(problem, exit_codes.USAGE)
    try:
        faults = KINDS.of_words(args.fault)
    except Refused as refused:
        return fail(refused.message, exit_codes.USAGE)
    today = args.today or dt.datetime.now(SAO_PAULO).date()
    if args.given is None:
        core = CoreSystem(Size(args.providers, args.months, args.seed, today))
    else:
        given = read_given(args.given)
        core = CoreSystem(Size(len(given.rows.keys), args.months, args.seed, today), given.rows)
        for news in given.news:
            change(core, news)
    sandbox = Sandbox(core, args.token, faults)
    return serve("SIO", args, lambda log: SandboxServer(sandbox, args.port, log, args.listen_fd))


def _wrong_size(args: argparse.Namespace) -> str:
    if not 1 <= args.providers <= MOST_PROVIDERS:
        return f"--providers vai de 1 a {MOST_PROVIDERS}."
    if not 1 <= args.months <= MOST_MONTHS:
        return f"--months vai de 1 a {MOST_MONTHS}."
    return wrong_port(args)
