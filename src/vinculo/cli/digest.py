"""`vinculo digest`: the morning's e-mails, shown or planned by hand."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from typing import Any

from vinculo.cli import exit_codes

DESCRIPTION = """\
Planeja o resumo do dia de cada pessoa que o quer e tem algo a fazer; quem já o recebeu hoje não
recebe outro. De manhã isso acontece sozinho. Com --dry-run, só mostra o que seria enviado.
"""

EPILOG = """\
exemplos:
  vinculo digest --dry-run
  vinculo digest --dry-run --day 2026-03-10 --to alice@odontolife.example
  vinculo digest

códigos de saída:
  0  planejado, ou mostrado
  1  não há essa pessoa
  2  argumentos errados
"""


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "digest", help="mostra ou envia o resumo do dia", description=DESCRIPTION, epilog=EPILOG
    )
    parser.add_argument("--dry-run", action="store_true", help="mostra os resumos e não envia nada")
    parser.add_argument("--day", type=_day, metavar="DIA", help="só com --dry-run: outro dia (2026-03-10)")
    parser.add_argument("--to", metavar="E-MAIL", help="só para esta pessoa")


def _day(text: str) -> dt.date:
    from vinculo.kernel.dates import parse_date

    day = parse_date(text)
    if day is None:
        raise ValueError
    return day


def run(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from vinculo.desk.actions.digests import plan_digest, readers_of
    from vinculo.kernel.dates import SAO_PAULO

    if args.day and not args.dry_run:
        print("vinculo digest: --day só vale com --dry-run", file=sys.stderr)
        return exit_codes.USAGE
    now = timezone.now()
    day = args.day or now.astimezone(SAO_PAULO).date()
    people = [user for user in readers_of() if args.to in (None, user.email)]
    if args.to and not people:
        print(f"vinculo digest: ninguém com o e-mail {args.to} recebe o resumo.", file=sys.stderr)
        return exit_codes.FAILED
    if args.dry_run:
        return _show(people, day)
    planned = sum(plan_digest(user=user, day=day, now=now) for user in people)
    print(f"Resumos planejados: {planned}. As tarefas em segundo plano enviam os que têm algo a dizer.")
    return exit_codes.OK


def _show(people: list[Any], day: dt.date) -> int:
    from django.conf import settings
    from django.utils.module_loading import import_string

    # The letter is a screen's work, and commands know no screens.
    letter_for = import_string(settings.DIGEST_LETTER)
    for user in people:
        message = letter_for(user, day)
        if message is None:
            print(f"{user.email}: nada a dizer.\n")
            continue
        print(f"Para: {user.email}\nAssunto: {message.subject}\n\n{message.body}")
    return exit_codes.OK
