"""The `vinculo` command: finds the subcommand, imports that one alone, runs it."""

from __future__ import annotations

import argparse
import errno
import importlib
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType

from vinculo.cli import exit_codes
from vinculo.cli.parser import Parser

SETTINGS = "vinculo.config.settings"
OS_ERRORS = {
    errno.ENOENT: "arquivo não encontrado",
    errno.EACCES: "sem permissão",
    errno.EISDIR: "é uma pasta",
    errno.ENOTDIR: "não é uma pasta",
    errno.EEXIST: "já existe",
    errno.ENOSPC: "não há espaço no disco",
}
UNDEFINED_TABLE_OR_COLUMN = ("42P01", "42703")


@dataclass(frozen=True, slots=True)
class Command:
    """`module` has `add_parser(subparsers)` and `run(args) -> int`, and is light to import.

    With `database`, the private cluster runs and Django is ready when `run` is called.
    """

    name: str
    module: str
    summary: str
    database: bool = False


COMMANDS = (
    Command("run", "vinculo.cli.run", "inicia o Vínculo: banco de dados, servidor web e tarefas"),
    Command("read", "vinculo.cli.read", "lê formulários e mostra o que dizem, em JSON"),
    Command("import", "vinculo.cli.import_forms", "cria processos a partir de formulários", database=True),
    Command("sync", "vinculo.cli.sync", "lê o cadastro do sistema da operadora", database=True),
    Command("digest", "vinculo.cli.digest", "mostra ou envia o resumo do dia", database=True),
    Command("print", "vinculo.cli.print_case", "imprime um processo em PDF"),
    Command("demo", "vinculo.cli.demo", "cria dados de demonstração", database=True),
    Command("migrate", "vinculo.cli.migrate", "atualiza as tabelas do banco de dados", database=True),
    Command("worker", "vinculo.cli.worker", "executa só as tarefas em segundo plano", database=True),
    Command("sandbox", "vinculo.cli.sandbox", "inicia sistemas inventados, para experimentar"),
    Command("manage", "vinculo.cli.manage", "comandos de administração do Django", database=True),
)

EPILOG = """\
exemplos:
  vinculo run                         inicia tudo em http://127.0.0.1:8000
  vinculo read formulario.txt         uma linha JSON por arquivo
  vinculo import pasta/*.txt          cria rascunhos para conferir
  vinculo sync --operator ODL         lê o sistema da operadora e mostra o que mudaria
  vinculo print ODL-2026-000123       grava o PDF do processo

códigos de saída:
  0  tudo feito
  1  algo não pôde ser feito; o motivo está em uma linha na saída de erros
  2  argumentos errados
  3  o banco de dados não iniciou ou não responde
  4  a porta já está em uso
  130  interrompido

ambiente:
  DATABASE_URL     servidor PostgreSQL a usar; sem ele, o Vínculo inicia um só seu
  PORT             porta do servidor web (8000)
  VINCULO_HOME     pasta dos dados (root: /var/lib/vinculo; demais: ~/.local/share/vinculo)
  VINCULO_PG_BIN   pasta dos programas do PostgreSQL
  VINCULO_DEBUG=1  mostra o erro completo
"""


def main(arguments: Sequence[str] | None = None) -> int:
    words = list(sys.argv[1:] if arguments is None else arguments)
    chosen = next((command for command in COMMANDS if words and command.name == words[0]), None)
    module = importlib.import_module(chosen.module) if chosen else None
    parsed = build_parser(chosen, module).parse_args(words)
    if chosen is None or module is None:
        return exit_codes.USAGE
    if os.environ.get("VINCULO_DEBUG") == "1":
        return run(chosen, module, parsed)
    try:
        return run(chosen, module, parsed)
    except KeyboardInterrupt:
        return exit_codes.INTERRUPTED
    except BrokenPipeError:
        # Who read our output, `head` say, has seen enough; the interpreter must not complain about it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return exit_codes.FAILED
    except Exception as problem:  # the last resort of every command
        code, message = explain(problem)
        print(f"vinculo {chosen.name}: {message}", file=sys.stderr)
        return code


def build_parser(chosen: Command | None, module: ModuleType | None) -> Parser:
    """With the chosen command's own arguments; the others need only be listed."""
    parser = Parser(prog="vinculo", description="Processo de retenção da rede credenciada.", epilog=EPILOG)
    subparsers = parser.add_subparsers(title="comandos", metavar="COMANDO", dest="command", required=True)
    for command in COMMANDS:
        if command is chosen and module is not None:
            module.add_parser(subparsers)
        else:
            subparsers.add_parser(command.name, help=command.summary)
    return parser


def run(command: Command, module: ModuleType, parsed: argparse.Namespace) -> int:
    if not command.database:
        return int(module.run(parsed))
    with database():
        return int(module.run(parsed))


@contextmanager
def database() -> Iterator[None]:
    """Django ready, on a server that runs: the one of `DATABASE_URL`, else ours."""
    import django

    from vinculo.cli import migrate
    from vinculo.kernel.private_postgres import default_cluster, running

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    if os.environ.get("DATABASE_URL"):
        django.setup()
        yield
        return
    cluster = default_cluster()
    is_new = not cluster.data_dir.exists()
    with running(cluster):
        django.setup()
        if is_new:
            migrate.make_tables()
        yield


def explain(problem: Exception) -> tuple[int, str]:
    """Exit code and one Portuguese line. What has no sentence of its own shows no data either."""
    from vinculo.kernel.private_postgres.problem import ServerProblem
    from vinculo.kernel.refusal import Refusal

    if isinstance(problem, ServerProblem):
        return exit_codes.NO_DATABASE, str(problem)
    if isinstance(problem, Refusal):
        return exit_codes.FAILED, problem.message
    if (type(problem).__module__, type(problem).__name__) == ("django.db.utils", "OperationalError"):
        return exit_codes.NO_DATABASE, "O banco de dados não responde. Confira DATABASE_URL e tente de novo."
    if getattr(problem.__cause__, "sqlstate", "") in UNDEFINED_TABLE_OR_COLUMN:
        return exit_codes.NO_DATABASE, "O banco de dados não está atualizado. Rode: vinculo migrate"
    if isinstance(problem, OSError) and problem.errno:
        told = OS_ERRORS.get(problem.errno, problem.strerror or "")
        return exit_codes.FAILED, f"{problem.filename}: {told}" if problem.filename else told
    kind = type(problem).__name__
    return exit_codes.FAILED, f"Erro inesperado ({kind}). Para ver os detalhes: VINCULO_DEBUG=1 vinculo …"


if __name__ == "__main__":
    sys.exit(main())
