"""`vinculo manage`: Django's own administration commands."""

from __future__ import annotations

import argparse
from typing import Any

from vinculo.cli import exit_codes


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "manage",
        help="comandos de administração do Django",
        description="Executa um comando de administração do Django no banco de dados do Vínculo.",
        epilog="exemplos:\n  vinculo manage migrate\n  vinculo manage changepassword ana@exemplo.com.br",
    )
    parser.add_argument("words", nargs=argparse.REMAINDER, metavar="…", help="o comando e seus argumentos")


def run(args: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["vinculo manage", *args.words])
    return exit_codes.OK
