"""The command's manners: quick, Portuguese, one line for an error."""

from __future__ import annotations

import subprocess
import sys

import pytest

from vinculo.cli import exit_codes
from vinculo.cli import main as module
from vinculo.cli.main import COMMANDS, explain, main
from vinculo.kernel.private_postgres import ServerProblem
from vinculo.kernel.refusal import Refusal


def test_help_lists_every_command_with_examples_and_exit_codes(capsys) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == exit_codes.OK
    text = capsys.readouterr().out
    assert all(f"    {command.name} " in text for command in COMMANDS)
    assert "exemplos:" in text
    assert "códigos de saída:" in text
    assert "usage" not in text
    assert "optional" not in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "falta informar: COMANDO"),
        (["voar"], "COMANDO: opção desconhecida: 'voar'"),
        (["run", "--port", "x"], "--port: valor inválido: 'x'"),
        (["run", "--asas"], "argumento desconhecido: --asas"),
        (["run", "--port"], "--port: falta o valor"),
    ],
)
def test_wrong_arguments_are_one_portuguese_line(words: list[str], said: str, capsys) -> None:
    with pytest.raises(SystemExit) as caught:
        main(words)
    assert caught.value.code == exit_codes.USAGE
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("problem", "code", "said"),
    [
        (ServerProblem("Sem banco."), exit_codes.NO_DATABASE, "Sem banco."),
        (Refusal("Não pode."), exit_codes.FAILED, "Não pode."),
        (FileNotFoundError(2, "No such file", "a.txt"), exit_codes.FAILED, "a.txt: arquivo não encontrado"),
        (ValueError("CPF 123.456.789-09"), exit_codes.FAILED, "Erro inesperado (ValueError)"),
    ],
)
def test_a_failure_is_explained_without_anybodys_data(problem: Exception, code: int, said: str) -> None:
    found_code, message = explain(problem)
    assert found_code == code
    assert said in message
    assert "123" not in message


def test_a_command_that_fails_says_so_and_no_more(monkeypatch, capsys) -> None:
    def fail(*_arguments: object) -> int:
        raise Refusal("Nada foi feito.")

    monkeypatch.delenv("VINCULO_DEBUG", raising=False)
    monkeypatch.setattr(module, "run", fail)
    assert main(["run"]) == exit_codes.FAILED
    assert capsys.readouterr().err == "vinculo run: Nada foi feito.\n"


def test_finding_the_command_loads_neither_django_nor_the_rooms() -> None:
    program = (
        "import sys; from vinculo.cli import main; from vinculo.cli.run import add_parser;"
        "main.build_parser(None, None);"
        "heavy = {'django', 'psycopg', 'procrastinate', 'typst'} & set(sys.modules);"
        "sys.exit(', '.join(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
