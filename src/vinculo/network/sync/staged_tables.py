"""What of each row of a feed is staged: the columns, and the row as a line of PostgreSQL's COPY.

Rows come by the million: a line is put together with as little ado as may be.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, Protocol

from django.db.backends.utils import CursorWrapper

from vinculo.kernel.folding import fold

from ..feed.entities import (
    Entity,
    FedAffiliation,
    FedContactPerson,
    FedContract,
    FedCoverage,
    FedDentist,
    FedProduction,
    FedProvider,
)
from ..search_text import LONGEST_FOLDED_NAME, folded_lines

NOTHING = "\\N"


class CopyingCursor(Protocol):
    """Of Django or of psycopg itself."""

    @property
    def rowcount(self) -> int: ...
    def execute(self, query: Any, params: Any = None, /) -> Any: ...
    def fetchone(self) -> Any: ...
    def fetchall(self) -> Any: ...
    def copy(self, statement: Any, /) -> Any: ...


@dataclass(frozen=True, slots=True)
class StagedTable:
    """`columns` with their types, in the order of `line`; behind them stands the row's `content`."""

    entity: Entity
    columns: Mapping[str, str]
    line: Callable[[Any], str]

    @property
    def name(self) -> str:
        return f"staged_{self.entity}"

    def make(self, cursor: CursorWrapper) -> None:
        cursor.execute(f"DROP TABLE IF EXISTS {self.name}")
        held = ", ".join(f'"{name}" {kind}' for name, kind in self.columns.items())
        held += ", content bigint"
        # Nothing else writes it, so that nothing has to clean it while it is filled.
        cursor.execute(f"CREATE UNLOGGED TABLE {self.name} ({held}) WITH (autovacuum_enabled = false)")

    def copy_statement(self, schema: str) -> str:
        return f"COPY {schema}.{self.name} FROM STDIN"


def _provider_line(row: FedProvider) -> str:
    return "\t".join(
        (
            *(_text(row.core_key), row.kind, _text(row.name), _text(row.trade_name), row.cnpj, row.cpf),
            *(row.cnes, row.status, _day(row.status_since), _day(row.joined_on), row.ibge_code or NOTHING),
            *(_text(row.street), _text(row.district), row.postal_code, _text(row.other_plans)),
        )
    )


def _dentist_line(row: FedDentist) -> str:
    folded = fold(row.name)
    search_text = folded_lines([folded, f"{row.cro_uf.lower()} {row.cro}"])
    return "\t".join(
        (
            *(row.cro_uf, row.cro, _text(row.name), row.category, row.registration_type, row.cpf),
            *(_flag(row.is_published), _list(row.specialities), _text(folded[:LONGEST_FOLDED_NAME])),
            _text(search_text).replace("\n", "\\n"),
        )
    )


def _contact_person_line(row: FedContactPerson) -> str:
    phones = "{" + ",".join(row.phones) + "}"
    return "\t".join(
        (*(_text(row.provider_key), _text(row.name), _text(row.function), phones, _text(row.email)),)
    )


def _affiliation_line(row: FedAffiliation) -> str:
    return "\t".join(
        (
            *(_text(row.provider_key), row.cro, row.cro_uf, _flag(row.is_technical_manager)),
            *(_day(row.starts_on), _day(row.ends_on), _flag(row.is_pending), _text(row.protocol_number)),
        )
    )


def _contract_line(row: FedContract) -> str:
    days = NOTHING if row.notice_days is None else str(row.notice_days)
    return "\t".join((_text(row.provider_key), _number(row.us_value), _day(row.us_value_on), days))


def _coverage_line(row: FedCoverage) -> str:
    return f"{row.ibge_code}\t{row.on}\t{row.lives}\t{row.published_cros}"


def _production_line(row: FedProduction) -> str:
    return (
        f"{_text(row.provider_key)}\t{row.month}\t{_number(row.us_quantity)}\t{_number(row.amount)}"
        f"\t{_day(row.last_day)}"
    )


STAGED_TABLES: Mapping[Entity, StagedTable] = {
    table.entity: table
    for table in (
        StagedTable(
            Entity.PROVIDERS,
            dict.fromkeys(("core_key", "kind", "name", "trade_name", "cnpj", "cpf", "cnes", "status"), "text")
            | {"status_since": "date", "joined_on": "date"}
            | dict.fromkeys(("municipality_id", "street", "district", "postal_code", "other_plans"), "text"),
            _provider_line,
        ),
        StagedTable(
            Entity.DENTISTS,
            dict.fromkeys(("cro_uf", "cro_number", "name", "category", "registration_type", "cpf"), "text")
            | {"is_published": "boolean", "specialities": "varchar[]"}
            | {"folded_name": "text", "search_text": "text"},
            _dentist_line,
        ),
        StagedTable(
            Entity.CONTACT_PERSONS,
            {"provider_key": "text", "name": "text", "function": "text"}
            | {"phones": "varchar[]", "email": "text"},
            _contact_person_line,
        ),
        StagedTable(
            Entity.AFFILIATIONS,
            {
                "provider_key": "text",
                "cro_number": "text",
                "cro_uf": "text",
                "is_technical_manager": "boolean",
            }
            | {"starts_on": "date", "ends_on": "date", "is_pending": "boolean", "protocol_number": "text"},
            _affiliation_line,
        ),
        StagedTable(
            Entity.CONTRACTS,
            {"provider_key": "text", "us_value": "numeric", "us_value_on": "date", "notice_days": "integer"},
            _contract_line,
        ),
        StagedTable(
            Entity.COVERAGE,
            {"municipality_id": "text", "on": "date", "lives": "integer", "published_cros": "integer"},
            _coverage_line,
        ),
        StagedTable(
            Entity.PRODUCTION,
            {"provider_key": "text", "month": "date", "us_quantity": "numeric", "amount": "numeric"}
            | {"last_day": "date"},
            _production_line,
        ),
    )
}


def _text(text: str) -> str:
    """Tidied texts hold neither tabs nor ends of lines."""
    return text.replace("\\", "\\\\") if "\\" in text else text


def _day(day: dt.date | None) -> str:
    return NOTHING if day is None else str(day)


def _number(value: Decimal | None) -> str:
    return NOTHING if value is None else str(value)


def _flag(value: bool) -> str:
    return "t" if value else "f"


@lru_cache(maxsize=4096)
def _list(words: tuple[str, ...]) -> str:
    quoted = (word.replace("\\", "\\\\").replace('"', '\\"') for word in words)
    return _text("{" + ",".join(f'"{word}"' for word in quoted) + "}")
