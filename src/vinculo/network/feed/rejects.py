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
