"""`vinculo print`: the official form of a case, or a blank one, as PDF."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vinculo.cli import exit_codes

if TYPE_CHECKING:
    from vinculo.cases.models import Case

EPILOG = """\
exemplos:
  vinculo print ODL-2026-000123               grava ODL-2026-000123.pdf
  vinculo print 57 -o rascunho.pdf            um rascunho, pelo seu número na tela
  vinculo print ODL-2026-000123 -o - | lp     na saída padrão
  vinculo print --blank 2                     o formulário em branco da edição 2 (formulario-edicao-2.pdf)

códigos de saída:
  0  o PDF foi gravado
  1  não há esse processo, ou o arquivo não pôde ser gravado
  2  argumentos errados
"""


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "print",
        help="imprime um processo em PDF",
        description="Grava em PDF o formulário oficial de um processo, ou um formulário em branco.",
        epilog=EPILOG,
    )
    parser.add_argument("case", nargs="?", metavar="PROCESSO", help="número do processo, ou do rascunho")
    parser.add_argument("--blank", type=int, metavar="EDIÇÃO", help="formulário em branco: 1 ou 2")
    parser.add_argument("-o", "--output", metavar="ARQUIVO", help="onde gravar; - é a saída padrão")


def run(args: argparse.Namespace) -> int:
    if (args.case is None) == (args.blank is None):
        print("vinculo print: diga um processo, ou --blank e a edição", file=sys.stderr)
        return exit_codes.USAGE
    if args.blank is not None:
        return _print_blank(args.blank, args.output)
    # A blank form needs no database, so this command asks for it itself.
    from vinculo.cli.main import database

    with database():
        return _print_case(args.case, args.output)


def _print_case(name: str, output: str | None) -> int:
    from django.utils import timezone

    from vinculo.accounts.actor import Actor
    from vinculo.cases.actions.print_case import print_case
    from vinculo.cases.queries.case_records import records_of

    case = _find(name)
    if case is None:
        print(f"vinculo print: não há processo {name}", file=sys.stderr)
        return exit_codes.FAILED
    content = print_case(case=case, records=records_of(case), actor=Actor.system(), now=timezone.now())
    return _write(content, output or f"{case.number or f'rascunho-{case.pk}'}.pdf")


def _print_blank(number: int, output: str | None) -> int:
    from vinculo.paper.editions import PACKAGED_EDITIONS, packaged_edition
    from vinculo.paper.printing import print_blank

    if number not in PACKAGED_EDITIONS:
        known = " e ".join(str(edition) for edition in PACKAGED_EDITIONS)
        print(f"vinculo print: só há as edições {known}", file=sys.stderr)
        return exit_codes.USAGE
    return _write(print_blank(packaged_edition(number)), output or f"formulario-edicao-{number}.pdf")


def _find(name: str) -> Case | None:
    """By its number, or, for a draft, by its own."""
    from vinculo.accounts.actor import Actor
    from vinculo.cases.models import Case
    from vinculo.cases.queries.case_records import find_case

    system = Actor.system()
    numbered = (
        Case.objects.visible_to(system).filter(number__iexact=name).values_list("pk", flat=True).first()
    )
    if numbered is not None:
        return find_case(system, numbered)
    return find_case(system, int(name)) if re.fullmatch(r"[0-9]{1,18}", name) else None


def _write(content: bytes, output: str) -> int:
    if output == "-":
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return exit_codes.OK
    Path(output).write_bytes(content)
    print(output)
    return exit_codes.OK
