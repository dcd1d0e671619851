"""`vinculo sync`: the same actions as the page Sincronização, from the terminal or another program."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vinculo.cli import exit_codes
from vinculo.cli.chosen_operator import chosen_operator

if TYPE_CHECKING:
    from vinculo.accounts.actor import Actor
    from vinculo.accounts.models import Operator
    from vinculo.network.models import SyncRun

DESCRIPTION = """\
Lê o sistema da operadora (SIO) pela conexão dela, ou os arquivos dados, e mostra o que mudaria no
cadastro. Nada muda sem --apply; o que foi lido fica em Administração, Sincronização, para aplicar lá.
"""

EPILOG = """\
exemplos:
  vinculo sync                                       lê e mostra o que mudaria
  vinculo sync --operator ODL --apply                lê e aplica, a menos que precise perguntar
  vinculo sync --file prestadores.csv --file vinculos.csv
  vinculo sync --file exportacao.zip --apply --json
  vinculo sync --sample > /var/lib/vinculo/feeds/ODL.toml   o modelo do arquivo de conexão
  vinculo sync --check                               confere o arquivo de conexão, sem ler nada

Se a leitura desativaria prestadores demais, ela para e pergunta: confira na página, ou aplique com
--apply --accept-deactivations --user e-mail, em nome de quem conferiu.

códigos de saída:
  0  lido (e aplicado, com --apply)
  1  não foi lido ou aplicado; o motivo está na saída de erros, e o cadastro está como antes
  2  argumentos errados, ou a pessoa não pode sincronizar
  130  interrompido; o cadastro está como antes
"""


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "sync", help="lê o cadastro do sistema da operadora", description=DESCRIPTION, epilog=EPILOG
    )
    parser.add_argument("--operator", metavar="SIGLA", help="operadora (dispensável quando há só uma)")
    parser.add_argument(
        "--file", action="append", default=[], metavar="ARQUIVO", help="CSV, XLSX ou ZIP; pode repetir"
    )
    parser.add_argument("--user", metavar="E-MAIL", help="em nome de quem; sem ele, o próprio Vínculo")
    parser.add_argument("--apply", action="store_true", help="aplica o que foi lido")
    parser.add_argument(
        "--accept-deactivations", action="store_true", help="aplica mesmo que desative prestadores demais"
    )
    parser.add_argument("--rejects", metavar="ARQUIVO", help="grava aqui as linhas recusadas (CSV)")
    parser.add_argument("--json", action="store_true", help="o resultado em JSON, para outro programa")
    parser.add_argument("--check", action="store_true", help="só confere o arquivo de conexão")
    parser.add_argument("--sample", action="store_true", help="escreve o modelo do arquivo de conexão")


def run(args: argparse.Namespace) -> int:
    from vinculo.cli.acting import actor_named
    from vinculo.cli.sync_report import tell_run
    from vinculo.network.feed.mapping_file import sample_mapping

    if args.sample:
        print(sample_mapping(), end="")
        return exit_codes.OK
    actor = actor_named(args.user)
    if actor is None:
        return _misused(f"não há pessoa ativa com o e-mail {args.user}")
    operator, problem = _operator(actor, args.operator)
    if operator is None:
        return _misused(problem)
    if args.check:
        return _check(operator)
    for name in args.file:
        if not Path(name).is_file():
            print(f"vinculo sync: {name}: arquivo não encontrado. Nada foi lido.", file=sys.stderr)
            return exit_codes.FAILED
    synced = _sync(args, operator, actor)
    if args.rejects and synced.rejects:
        with synced.rejects.open("rb") as kept, Path(args.rejects).open("wb") as target:
            shutil.copyfileobj(kept, target)
    return tell_run(synced, as_json=args.json, was_to_apply=args.apply)


def _misused(sentence: str) -> int:
    print(f"vinculo sync: {sentence}", file=sys.stderr)
    return exit_codes.USAGE


def _operator(actor: Actor, code: str | None) -> tuple[Operator | None, str]:
    """The operator whose registry is synced, or a sentence about why it is none."""
    from vinculo.network.sync_jobs.connections import connections_visible_to

    allowed = [one.operator for one in connections_visible_to(actor)]
    told = "não há operadora cujo cadastro esta pessoa possa sincronizar"
    return chosen_operator(allowed, code, none_told=told)


def _check(operator: Operator) -> int:
    from vinculo.network.sync_jobs.connections import connection_for

    connection = connection_for(operator)
    if connection.mapping is not None:
        print(f"{connection.path}: certo. Lê de: {connection.address or 'arquivos enviados'}.")
        return exit_codes.OK
    mistakes = connection.mistakes or ("Não há este arquivo. O modelo: vinculo sync --sample",)
    for mistake in mistakes:
        print(f"{connection.path}: {mistake}", file=sys.stderr)
    return exit_codes.FAILED


def _sync(args: argparse.Namespace, operator: Operator, actor: Actor) -> SyncRun:
    """
    Raises:
        Refusal: it cannot begin, or cannot be applied.
    """
    from django.utils import timezone

    from vinculo.cli.progress import Progress
    from vinculo.cli.sync_report import has_changes
    from vinculo.network.actions.sync_apply import apply_sync
    from vinculo.network.actions.sync_end import dismiss_sync
    from vinculo.network.actions.sync_request import open_run
    from vinculo.network.feed.unpacking import GivenFile
    from vinculo.network.models import SyncRun
    from vinculo.network.sync_jobs.incoming import file_name
    from vinculo.network.sync_jobs.telling import end_run
    from vinculo.network.sync_jobs.work import work_on_run

    files = [GivenFile(file_name(name), Path(name)) for name in args.file]
    names = [file.name for file in files]
    opened = open_run(operator=operator, names=names, actor=actor, now=timezone.now())
    with Progress(0, "linhas") as progress:
        try:
            read = work_on_run(
                opened.pk, clock=timezone.now, files=files, progress=progress.reach, processes=2
            )
        except KeyboardInterrupt:
            end_run(opened, SyncRun.State.STOPPED, now=timezone.now())
            raise
    assert read is not None
    if read.state == SyncRun.State.READY and not args.apply and not has_changes(read):
        # What would change nothing must not stand in the way of the next one.
        return dismiss_sync(run=read, actor=actor, now=timezone.now())
    is_asking = read.state == SyncRun.State.ASKS
    if args.apply and (read.state == SyncRun.State.READY or (is_asking and args.accept_deactivations)):
        return apply_sync(
            run=read, actor=actor, now=timezone.now(), accept_deactivations=args.accept_deactivations
        )
    return read
