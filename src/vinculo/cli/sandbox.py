"""`vinculo sandbox`: invented systems to try things out on, each a process of its own."""

from __future__ import annotations

import argparse
from typing import Any

from vinculo.cli import exit_codes, sandbox_core, sandbox_protocols
from vinculo.sandbox.mapping import USUAL_URL, mapping_for


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser("sandbox", help="inicia sistemas inventados, para experimentar")
    kinds = parser.add_subparsers(title="sistemas", metavar="SISTEMA", dest="system", required=True)
    mapping = kinds.add_parser(
        "mapping",
        help="o mapeamento que lê o SIO de demonstração",
        description="Escreve, em TOML, o mapeamento que lê o SIO de demonstração.",
        epilog=(
            "exemplos:\n  vinculo sandbox mapping > sio.toml\n  vinculo sandbox mapping --files csv\n"
            "  export SIO_TOKEN=sio-demo"
        ),
    )
    mapping.add_argument("--files", choices=("csv", "xlsx"), default="", help="para os arquivos baixados")
    mapping.add_argument("--url", default=USUAL_URL, metavar="URL", help="endereço do SIO")
    sandbox_core.add_parser(kinds)
    sandbox_protocols.add_parser(kinds)


def run(args: argparse.Namespace) -> int:
    if args.system == "core":
        return sandbox_core.run(args)
    if args.system == "protocols":
        return sandbox_protocols.run(args)
    print(mapping_for(args.url, args.files), end="")
    return exit_codes.OK
