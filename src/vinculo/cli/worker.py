"""`vinculo worker`: the queue's worker alone, as many as one wants against one database."""

from __future__ import annotations

import argparse
from typing import Any

from vinculo.cli import exit_codes, lifeline

SECONDS_TO_FINISH_JOBS = 5


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "worker",
        help="executa só as tarefas em segundo plano",
        description="Executa as tarefas em segundo plano até ser interrompido. `vinculo run` já inicia um.",
        epilog="exemplo:\n  DATABASE_URL=postgresql://… vinculo worker --concurrency 4",
    )
    parser.add_argument("--concurrency", type=int, default=2, metavar="N", help="tarefas ao mesmo tempo (2)")


def run(args: argparse.Namespace) -> int:
    from django.core.management import call_command

    lifeline.watch()
    call_command(
        "procrastinate",
        "worker",
        f"--concurrency={args.concurrency}",
        f"--shutdown-graceful-timeout={SECONDS_TO_FINISH_JOBS}",
    )
    return exit_codes.OK
