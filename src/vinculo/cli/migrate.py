"""`vinculo migrate`: the database's tables brought up to date and, if asked, something to see in them."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from vinculo.cli import exit_codes, lifeline

DEMO_MODULE = "vinculo.cli.demo"
# Any number that nothing else in this database locks by.
LOCK = 7_601_115


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "migrate",
        help="atualiza as tabelas do banco de dados",
        description="Atualiza as tabelas do banco de dados. `vinculo run` já o faz ao iniciar.",
        epilog="exemplo:\n  DATABASE_URL=postgresql://… vinculo migrate",
    )
    parser.add_argument(
        "--demo-if-empty", action="store_true", help="cria os dados de demonstração se não há operadora"
    )
    parser.add_argument(
        "--report-to", type=int, metavar="FD", help="descritor que recebe o resultado em JSON"
    )


def run(args: argparse.Namespace) -> int:
    lifeline.watch()
    with _alone():
        _bring_up_to_date()
        if args.demo_if_empty and _nobody_is_here():
            _make_demo()
    if args.report_to is not None:
        with os.fdopen(args.report_to, "w", encoding="utf-8") as report:
            json.dump({"demo_users": _demo_users()}, report)
    return exit_codes.OK


def make_tables() -> None:
    """For a command that finds itself on a new database."""
    with _alone():
        _bring_up_to_date()


@contextmanager
def _alone() -> Iterator[None]:
    """Two processes that start at once on one database: the second waits and finds nothing left to do."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _bring_up_to_date() -> None:
    """Django's own command looks at every permission and content type, even when nothing changed."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    steps = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if steps:
        # Not on standard output, which may be a command's result.
        print(f"Atualizando as tabelas do banco de dados ({steps} passos)…", file=sys.stderr, flush=True)
        call_command("migrate", verbosity=0, interactive=False)
        _index_cases()


def _index_cases() -> None:
    """Those that the search does not know yet, where the tables of the search are new."""
    from vinculo.cases.search_index import cases_without_index, refresh_search_indexes

    if missing := cases_without_index():
        print(f"Preparando a busca ({len(missing)} processos)…", file=sys.stderr, flush=True)
        refresh_search_indexes(missing)


def _nobody_is_here() -> bool:
    from vinculo.accounts.models import Operator

    return not Operator.objects.exists()


def _make_demo() -> None:
    """The cases all or nothing, so that a first start that was cut short is a first start again."""
    if importlib.util.find_spec(DEMO_MODULE) is None:
        return
    print("Primeiro início: criando os dados de demonstração…", flush=True)
    demo = importlib.import_module(DEMO_MODULE)
    parser = argparse.ArgumentParser()
    demo.add_parser(parser.add_subparsers())
    demo.run(parser.parse_args(["demo"]))


def _demo_users() -> list[dict[str, str]]:
    """Those of the demonstration that exist here and may still sign in."""
    from django.contrib.auth import get_user_model

    if importlib.util.find_spec(DEMO_MODULE) is None:
        return []
    users = importlib.import_module(DEMO_MODULE).DEMO_USERS
    emails = get_user_model().objects.filter(is_active=True).values_list("email", flat=True)
    known = set(emails.filter(email__in=[user.email for user in users]))
    return [
        {"email": user.email, "role": user.role, "password": user.password}
        for user in users
        if user.email in known
    ]
