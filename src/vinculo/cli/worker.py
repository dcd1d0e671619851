"""`vinculo worker`: the queue's worker alone, as many as one wants against one database."""

from __future__ import annotations

import argparse
from typing import Any

from vinculo.cli import exit_codes, lifeline

SECONDS_TO_FINISH_JOBS = 5
SEATS_OF_LONG_TASKS = 2
"""Reading files, for as long as there are any, and a sync: they take no seat from the others."""


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "worker",
        help="executa só as tarefas em segundo plano",
        description="Executa as tarefas em segundo plano até ser interrompido. `vinculo run` já inicia um.",
        epilog="exemplo:\n  DATABASE_URL=postgresql://… vinculo worker --concurrency 4",
    )
    parser.add_argument("--concurrency", type=int, default=2, metavar="N", help="tarefas ao mesmo tempo (2)")


def run(args: argparse.Namespace) -> int:
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    lifeline.watch()
    assert isinstance(app.connector, DjangoConnector)
    # The connector of web requests works inside their transactions; a worker waits for news on its own.
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
        worker_app.run_worker(
            concurrency=args.concurrency + SEATS_OF_LONG_TASKS,
            shutdown_graceful_timeout=SECONDS_TO_FINISH_JOBS,
        )
    return exit_codes.OK
