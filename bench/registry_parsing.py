"""How fast a feed is read and checked, without a database: `python bench/registry_parsing.py [rows]`.

Writes a CSV of production as a core system would, of providers and of dentists, into a temporary folder, and
reads each of them through. Tells rows a second, memory, and how busy the machine is.
"""

from __future__ import annotations

import datetime as dt
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vinculo.config.settings")
django.setup()

from vinculo.kernel.invented import invented_cnpj, invented_cpf  # noqa: E402 - models want the settings
from vinculo.network.feed.checking import Reading, RejectedRow  # noqa: E402
from vinculo.network.feed.entities import Entity  # noqa: E402
from vinculo.network.feed.mapping_file import read_mapping, sample_mapping  # noqa: E402
from vinculo.network.feed.sources.opening import open_file  # noqa: E402

TODAY = dt.date(2026, 11, 20)
MONTHS = 12
SEED = 5


def production_lines(rows: int, rng: Random) -> Iterator[str]:
    yield "COD_PRESTADOR;COMPETENCIA;QTD_US;VALOR;DT_ULTIMO_ATENDIMENTO"
    for row in range(rows):
        provider, month = divmod(row, MONTHS)
        quantity = rng.randrange(1, 9000)
        cents = quantity * 45
        whole = f"{cents // 100:,}".replace(",", ".")
        yield (
            f"P{provider:06};{month % 10 + 1:02}/{2025 + month // 10};{quantity};{whole},{cents % 100:02};"
            f"{rng.randrange(1, 29):02}/{month % 10 + 1:02}/{2025 + month // 10}"
        )


def provider_lines(rows: int, rng: Random) -> Iterator[str]:
    yield (
        "COD_PRESTADOR;TIPO_PESSOA;RAZAO_SOCIAL;NOME_FANTASIA;CNPJ;CPF;CNES;SITUACAO;DT_SITUACAO;DT_INCLUSAO;"
        "MUNICIPIO;UF;ENDERECO;BAIRRO;CEP;OUTROS_CONVENIOS"
    )
    places = (("São Paulo", "SP"), ("MACEIO", "AL"), ("Niterói", "RJ"), ("Mogi Mirim", "SP"))
    # A hundred million roots: of so many drawn, some come twice.
    numbers = list(dict.fromkeys(invented_cnpj(rng) for _ in range(rows + rows // 100 + 9)))
    for row in range(rows):
        city, uf = places[row % len(places)]
        yield (
            f"P{row:06};J;Clínica Odontológica Aurora {row} Ltda.;Aurora {row};{numbers[row]};;"
            f"{row:07};A;01/02/2020;15/03/{rng.randrange(1990, 2025)};{city};{uf};Rua das Acácias, {row};"
            f"Centro;01001-000;"
        )


def dentist_lines(rows: int, rng: Random) -> Iterator[str]:
    yield "CRO;UF_CRO;NOME;CATEGORIA;TIPO_INSCRICAO;CPF;DIVULGADO;ESPECIALIDADES"
    for row in range(rows):
        yield f"{row + 1};SP;Helena de Araújo {row};CD;P;{invented_cpf(rng)};S;Ortodontia;"[:-1]


def measure(folder: Path, entity: Entity, lines: Iterator[str]) -> None:
    path = folder / f"{entity}.csv"
    with path.open("w", encoding="cp1252", newline="") as file:
        file.writelines(f"{line}\r\n" for line in lines)
    mapping = read_mapping(sample_mapping())
    started, used = time.perf_counter(), time.process_time()
    table = open_file(path, mapping.entities[entity], mapping.forms)
    reading = Reading(table, mapping, entity, today=TODAY)
    for row in reading.rows():
        if isinstance(row, RejectedRow):
            print(row.place, row.reason)
    wall, used = time.perf_counter() - started, time.process_time() - used
    print(
        f"{entity:12} {reading.right:>9,} rows, {path.stat().st_size / 1e6:.0f} MB: {wall:.1f} s,"
        f" {reading.right / wall:,.0f} rows/s; {used:.1f} s of processor, {reading.right / used:,.0f} rows/s"
    )


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 3_600_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measure(folder, Entity.PRODUCTION, production_lines(rows, Random(SEED)))
        measure(folder, Entity.PROVIDERS, provider_lines(rows // 12, Random(SEED)))
        measure(folder, Entity.DENTISTS, dentist_lines(rows // 9, Random(SEED)))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{memory:.0f} MB at most; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
