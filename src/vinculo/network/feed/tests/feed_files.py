"""Small feeds, and what a reading makes of them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from vinculo.network.feed.checking import Reading, RejectedRow
from vinculo.network.feed.entities import Entity, FedRow
from vinculo.network.feed.mapping import FeedMapping
from vinculo.network.feed.mapping_file import read_mapping, sample_mapping
from vinculo.network.feed.sources.opening import open_file

TODAY = dt.date(2026, 11, 20)
MAPPING = read_mapping(sample_mapping())
PROVIDER_HEAD = (
    "COD_PRESTADOR;TIPO_PESSOA;RAZAO_SOCIAL;NOME_FANTASIA;CNPJ;CPF;CNES;SITUACAO;DT_SITUACAO;DT_INCLUSAO;"
    "MUNICIPIO;UF;ENDERECO;BAIRRO;CEP;OUTROS_CONVENIOS"
)
PRODUCTION_HEAD = "COD_PRESTADOR;COMPETENCIA;QTD_US;VALOR;DT_ULTIMO_ATENDIMENTO"
CNPJ = "11222333000181"
CPF = "52998224725"


def provider_line(**changes: str) -> str:
    values = {
        "COD_PRESTADOR": "P1",
        "TIPO_PESSOA": "J",
        "RAZAO_SOCIAL": "Clínica Aurora Ltda.",
        "CNPJ": CNPJ,
        "SITUACAO": "A",
        "MUNICIPIO": "MACEIO",
        "UF": "AL",
    } | changes
    return ";".join(values.get(name, "") for name in PROVIDER_HEAD.split(";"))


def written(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path.write_bytes("".join(f"{line}\r\n" for line in lines).encode(encoding))
    return path


def read_through(
    path: Path, entity: Entity, mapping: FeedMapping = MAPPING
) -> tuple[list[FedRow], list[RejectedRow], Reading]:
    """What is right, what is refused, and the reading itself."""
    table = open_file(path, mapping.entities[entity], mapping.forms)
    reading = Reading(table, mapping, entity, today=TODAY)
    rows = list(reading.rows())
    right = [row for row in rows if not isinstance(row, RejectedRow)]
    return right, [row for row in rows if isinstance(row, RejectedRow)], reading
