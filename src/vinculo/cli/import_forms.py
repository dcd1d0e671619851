"""`vinculo import`: the same actions as the page, for files and folders."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vinculo.cli import exit_codes
from vinculo.cli.chosen_operator import chosen_operator
from vinculo.cli.main import OS_ERRORS

if TYPE_CHECKING:
    from vinculo.accounts.actor import Actor
    from vinculo.accounts.models import Operator
    from vinculo.cli.import_report import ImportReport

EPILOG = """\
exemplos:
  vinculo import formulario.txt                      um rascunho para conferir
  vinculo import entrada/ --operator ODL             os formulários da pasta, de todos os tipos
  vinculo import antigos.zip --history --user ana@exemplo.com.br

Cada formulário é criado, repetido (já veio antes), ou fica para conferir em Importar formulários: porque
parece um processo que já existe, porque já foi descartado, ou porque quase tudo foi lido sem certeza. Com
outras dúvidas ele vira processo, e as dúvidas são ditas. Importar de novo não cria nada de novo: depois
de uma interrupção, rode o mesmo comando, e só o que falta é lido.

códigos de saída:
  0  todos os arquivos foram lidos
  1  algum arquivo não pôde ser lido; os demais foram importados
  2  argumentos errados, ou a pessoa não pode importar
  130  interrompido; o que já foi importado fica
"""


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "import",
        help="cria processos a partir de formulários",
        description="Cria processos a partir de formulários: rascunhos ou, com --history, casos encerrados.",
        epilog=EPILOG,
    )
    parser.add_argument("files", nargs="+", metavar="ARQUIVO", help="arquivo, pasta ou ZIP")
    parser.add_argument("--operator", metavar="SIGLA", help="operadora (dispensável quando há só uma)")
    parser.add_argument("--user", metavar="E-MAIL", help="em nome de quem; sem ele, o próprio Vínculo")
    parser.add_argument("--history", action="store_true", help="casos do passado, já encerrados")
    parser.add_argument("--jobs", type=int, metavar="N", help="arquivos lidos ao mesmo tempo (os núcleos)")


def run(args: argparse.Namespace) -> int:
    from vinculo.cli.acting import actor_named
    from vinculo.cli.import_report import ImportReport
    from vinculo.cli.import_run import ImportRun

    actor = actor_named(args.user)
    if actor is None:
        return _misused(f"não há pessoa ativa com o e-mail {args.user}")
    operator, problem = _operator(actor, args.operator)
    if operator is None:
        return _misused(problem)
    report = ImportReport()
    run = ImportRun(operator, actor, report, as_history=args.history, jobs=args.jobs)
    try:
        for path in _paths(args.files, report):
            content = _content(path, report)
            if content is not None:
                run.receive(str(path), content)
        run.read()
    except KeyboardInterrupt:
        report.print_totals(run.batch)
        print("Interrompido. Rode o mesmo comando para importar o que falta.", file=sys.stderr)
        return exit_codes.INTERRUPTED
    report.print_totals(run.batch)
    return exit_codes.FAILED if report.refused else exit_codes.OK


def _misused(sentence: str) -> int:
    print(f"vinculo import: {sentence}", file=sys.stderr)
    return exit_codes.USAGE


def _operator(actor: Actor, code: str | None) -> tuple[Operator | None, str]:
    """The operator to import for, or a sentence about why it is none."""
    from vinculo.intake.queries import operators_to_import

    allowed = list(operators_to_import(actor))
    told = "não há operadora para a qual se possa importar em nome desta pessoa"
    return chosen_operator(allowed, code, none_told=told)


def _paths(given: list[str], report: ImportReport) -> Iterator[Path]:
    """The files to read: all those of a folder, whatever they are called, in the order of their names."""
    from vinculo.paper.reading.archives import is_left_behind

    for name in given:
        path = Path(name)
        if not path.is_dir():
            yield path
            continue
        found = sorted(
            Path(folder, file)
            for folder, _, files in os.walk(path)
            for file in files
            if not is_left_behind((*Path(folder).relative_to(path).parts, file))
        )
        if not found:
            report.refuse(str(path), "A pasta não tem arquivos.")
        yield from found


def _content(path: Path, report: ImportReport) -> bytes | None:
    """The bytes, one beyond the limit of a ZIP at most."""
    from django.conf import settings

    try:
        if path.exists() and not path.is_file():
            report.refuse(str(path), "Não é um arquivo comum.")
            return None
        with path.open("rb") as file:
            return file.read(settings.MAX_ARCHIVE_BYTES + 1)
    except (OSError, ValueError) as problem:
        told = OS_ERRORS.get(getattr(problem, "errno", None) or 0, "não pôde ser aberto")
        report.refuse(str(path), f"{told[0].upper()}{told[1:]}.")
        return None
