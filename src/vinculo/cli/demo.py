"""`vinculo demo`: something to see: three invented operators with two years of cases."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from vinculo.cli import exit_codes
from vinculo.cli.demo_data.cast import DEMO_USERS, OPERATORS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

__all__ = ["DEMO_USERS", "add_parser", "make_demo", "run"]

CASES, FEWEST, MOST = 300, 1, 3000
SEED = 2026

DESCRIPTION = """\
Cria três operadoras inventadas, seus usuários, a rede credenciada e os processos de
retenção dos últimos dois anos, em todas as situações. Nomes, CPFs e CNPJs são inventados.

A mesma semente, no mesmo momento, dá os mesmos dados. Rodar de novo não cria nada.
Se já há uma operadora de verdade, nada é criado: o histórico não se apaga, e o inventado
ficaria misturado ao real para sempre. Use outra pasta (VINCULO_HOME) ou outro banco.
"""

EPILOG = """\
exemplos:
  vinculo demo
  vinculo demo --cases 60 --seed 7
  VINCULO_HOME=/tmp/demo vinculo demo

códigos de saída:
  0  criado, ou já estava criado
  1  há dados de verdade neste banco de dados
  2  argumentos errados
  3  o banco de dados não iniciou ou não responde
"""


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "demo", help="cria dados de demonstração", description=DESCRIPTION, epilog=EPILOG
    )
    parser.add_argument(
        "--cases",
        type=int,
        default=CASES,
        metavar="N",
        help=f"quantos processos, de {FEWEST} a {MOST} ({CASES})",
    )
    parser.add_argument(
        "--seed", type=int, default=SEED, metavar="N", help=f"outra semente, outros dados ({SEED})"
    )


def run(args: argparse.Namespace) -> int:
    from django.utils import timezone

    if not FEWEST <= args.cases <= MOST:
        print(f"vinculo demo: --cases vai de {FEWEST} a {MOST}.", file=sys.stderr)
        return exit_codes.USAGE
    if demo_is_here():
        tell("Os dados de demonstração já estão aqui. Nada foi criado.")
        return exit_codes.OK
    now = timezone.now()
    made = make_demo(cases=args.cases, seed=args.seed, now=now, tell=tell)
    tell(f"{made} processos de demonstração criados.")
    make_core_system(seed=args.seed, now=now)
    return exit_codes.OK


def tell(message: str) -> None:
    print(message, flush=True)


def demo_is_here() -> bool:
    """Whether the demonstration was made here.

    Raises:
        Refusal: there is an operator that is none of the demonstration's.
    """
    from vinculo.accounts.models import Operator
    from vinculo.kernel.refusal import Refusal

    ours = {(each.code, each.name) for each in OPERATORS}
    there = set(Operator.objects.values_list("code", "name"))
    if there - ours:
        raise Refusal(
            "Há dados de verdade neste banco de dados; nada foi criado. "
            "Para ver a demonstração, use outra pasta: VINCULO_HOME=/tmp/demo vinculo run"
        )
    return bool(there)


def make_core_system(*, seed: int, now: dt.datetime) -> None:
    """What the sandbox serves as the demonstration's core system, and a first sync from it."""
    from vinculo.cli.demo_data.core_stage import connect_core_system

    connect_core_system(seed=seed, now=now)


def make_demo(*, cases: int, seed: int, now: dt.datetime, tell: Callable[[str], None]) -> int:
    """Plans and performs the demonstration as of `now`, all or nothing; how many cases were made."""
    from django.db import transaction

    from vinculo.cli.demo_data.plan import make_plan
    from vinculo.cli.demo_data.stage import perform

    plan = make_plan(cases=cases, seed=seed, now=now)
    with transaction.atomic():
        return perform(plan, seed=seed, tell=tell)
