"""argparse that speaks Portuguese."""

from __future__ import annotations

import argparse
import re
import sys
from typing import NoReturn

from vinculo.cli import exit_codes

TRANSLATIONS = (
    (r"the following arguments are required: (.*)", r"falta informar: \1"),
    (r"unrecognized arguments: (.*)", r"argumento desconhecido: \1"),
    (r"argument (\S+): invalid choice: (\S+) .*", r"\1: opção desconhecida: \2"),
    (r"argument (\S+): invalid (?:\w+) value: (\S+)", r"\1: valor inválido: \2"),
    (r"argument (\S+): expected one argument", r"\1: falta o valor"),
    (r"argument (\S+): expected at least one argument", r"\1: falta ao menos um valor"),
    (r"argument (\S+): (.*)", r"\1: \2"),
)


class Parser(argparse.ArgumentParser):
    """Its sub-parsers are of this class too. A `description` or `epilog` keeps its line breaks."""

    def __init__(self, **arguments: object) -> None:
        settings = {"formatter_class": PortugueseFormatter, "add_help": False, "allow_abbrev": False}
        super().__init__(**(settings | arguments))  # type: ignore[arg-type]
        self._positionals.title = "argumentos"
        self._optionals.title = "opções"
        self.add_argument("-h", "--help", action="help", help="mostra esta ajuda")

    def error(self, message: str) -> NoReturn:
        for pattern, portuguese in TRANSLATIONS:
            if re.fullmatch(pattern, message):
                message = re.sub(pattern, portuguese, message)
                break
        print(f"vinculo: {message} (veja {self.prog} --help)", file=sys.stderr)
        sys.exit(exit_codes.USAGE)


class PortugueseFormatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]
        super().add_usage(usage, actions, groups, "uso: " if prefix is None else prefix)
