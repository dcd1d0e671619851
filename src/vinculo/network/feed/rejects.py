"""Rows that were refused, as a table for whoever mends the core system.

It holds personal data as the feed wrote it: it is kept where only those see it who may.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from .checking import RejectedRow
from .entities import Entity

ENTITY_WORDS: Mapping[Entity, str] = {
    Entity.PROVIDERS: "Prestadores",
    Entity.DENTISTS: "Dentistas",
    Entity.CONTACT_PERSONS: "Contatos",
    Entity.AFFILIATIONS: "Vínculos",
    Entity.CONTRACTS: "Contratos",
    Entity.COVERAGE: "Cobertura",
    Entity.PRODUCTION: "Produção",
}
FIELD_WORDS: Mapping[str, str] = {
    "core_key": "Código do prestador",
    "provider_key": "Código do prestador",
    "kind": "Tipo",
    "name": "Nome",
    "trade_name": "Nome fantasia",
    "cnpj": "CNPJ",
    "cpf": "CPF",
    "cnes": "CNES",
    "status": "Situação",
    "status_since": "Na situação desde",
    "joined_on": "Data de inclusão",
    "municipality_id": "Município (código do IBGE)",
    "street": "Endereço",
    "district": "Bairro",
    "postal_code": "CEP",
    "other_plans": "Outros convênios",
    "cro_uf": "UF do CRO",
    "cro": "CRO",
    "cro_number": "CRO",
    "is_technical_manager": "Responsável técnico",
    "starts_on": "Desde",
    "ends_on": "Até",
    "is_pending": "Alteração pendente",
    "protocol_number": "Nº do protocolo",
    "function": "Função",
    "phones": "Telefones",
    "email": "E-mail",
    "us_value": "Valor da US",
    "us_value_on": "Valor da US desde",
    "notice_days": "Aviso prévio (dias)",
    "month": "Mês",
    "us_quantity": "Quantidade de US",
    "amount": "Valor",
    "last_day": "Último dia",
}
"""The heads of rows that the plan refused, which stand there as we have them, by our fields and columns."""
HEAD = ("Cadastro", "Onde", "Motivo")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class RejectsFile:
    """Written row by row, as they come. Each kind of rows has its own columns, and so its own head."""

    def __init__(self, path: Path) -> None:
        self.count = 0
        self._file = path.open("w", encoding="utf-8-sig", newline="", errors="replace")
        self._writer = csv.writer(self._file, delimiter=";", lineterminator="\r\n")
        self._head: tuple[Entity, tuple[str, ...]] | None = None

    def write(self, row: RejectedRow) -> None:
        names = tuple(row.raw)
        if self._head is None or self._head[0] is not row.entity:
            if self._head is not None:
                self._writer.writerow([])
            self._head = (row.entity, names)
            self._writer.writerow([*HEAD, *map(_harmless, names)])
        ours = (ENTITY_WORDS[row.entity], row.place, row.reason)
        self._writer.writerow([*ours, *map(_harmless, row.raw.values())])
        self.count += 1

    def part(self) -> None:
        """What comes now has a head of its own, also if it is of the same kind."""
        if self._head is not None:
            self._writer.writerow([])
        self._head = None

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _harmless(text: str) -> str:
    """What a spreadsheet would run as a formula is written as text."""
    is_number = text[:1] == "-" and text[1:].replace(".", "").replace(",", "").isdigit()
    return f"'{text}" if text.startswith(_FORMULA) and not is_number else text
