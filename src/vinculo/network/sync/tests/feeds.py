"""Feeds for tests: rows by the names of our fields, as a core system without a fault would tell them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.kernel.invented import cnpj_with
from vinculo.network.actions.sync_apply import apply_sync
from vinculo.network.actions.sync_read import read_feed
from vinculo.network.actions.sync_start import start_sync
from vinculo.network.feed.checking import Reading
from vinculo.network.feed.entities import Entity
from vinculo.network.feed.mapping import EntityMapping, FeedMapping, Forms
from vinculo.network.feed.mapping_file import read_mapping, sample_mapping
from vinculo.network.feed.sources.raw_table import RawRow
from vinculo.network.models import SyncRun
from vinculo.network.tests.moments import NOW

CODES = read_mapping(sample_mapping()).forms.codes
Rows = Sequence[Mapping[str, Any]]


class TableInMemory:
    counts_days = False

    def __init__(self, name: str, columns: Sequence[str], rows: Rows) -> None:
        self.name = name
        self.columns = tuple(columns)
        self._rows = [[_cell(row.get(column)) for column in columns] for row in rows]

    def rows(self) -> Iterator[RawRow]:
        return enumerate(self._rows, 2)

    def place(self, number: int) -> str:
        return f"linha {number}"

    def close(self) -> None:
        pass

    def digest(self) -> str:
        return repr((self.name, self.columns, self._rows))


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "S" if value else "N"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "; ".join(value)
    return "" if value is None else str(value)


NEEDED = {
    "providers": (
        "core_key",
        "kind",
        "name",
        "trade_name",
        "cnpj",
        "cpf",
        "status",
        "status_since",
        "city",
        "uf",
    ),
    "dentists": ("cro", "cro_uf", "name", "cpf", "is_published", "specialities"),
    "contact_persons": ("provider_key", "name", "function", "phones", "email"),
    "affiliations": (
        *("provider_key", "cro", "cro_uf", "is_technical_manager", "starts_on", "ends_on", "is_pending"),
        "protocol_number",
    ),
    "contracts": ("provider_key", "us_value", "us_value_on", "notice_days"),
    "coverage": ("city", "uf", "on", "lives", "published_cros"),
    "production": ("provider_key", "month", "us_quantity", "amount", "last_day"),
}


def readings(
    told: Mapping[str, Rows],
    *,
    columns: Mapping[str, Sequence[str]] | None = None,
    partial: Sequence[str] = (),
    now: dt.datetime = NOW,
) -> list[Reading]:
    """`columns` other than the usual ones of a kind; those in `partial` do not tell all there are."""
    forms = Forms(codes=CODES)
    mapped = {
        Entity(kind): EntityMapping(
            Entity(kind),
            file=f"{kind}.csv",
            is_whole=kind not in partial,
            columns={name: (name,) for name in _columns(kind, columns)},
        )
        for kind in told
    }
    mapping = FeedMapping(mapped, forms)
    return [
        Reading(
            TableInMemory(f"{kind}.csv", _columns(kind, columns), rows),
            mapping,
            Entity(kind),
            today=now.date(),
        )
        for kind, rows in told.items()
    ]


def _columns(kind: str, columns: Mapping[str, Sequence[str]] | None) -> Sequence[str]:
    return (columns or {}).get(kind, NEEDED[kind])


def read(operator: Operator, told: Mapping[str, Rows], *, now: dt.datetime = NOW, **how: Any) -> SyncRun:
    """A run that was read and held against the registry."""
    share = how.pop("share", 1.0)
    run = start_sync(
        operator=operator,
        label="teste",
        origin="upload",
        actor=Actor.system(),
        now=now,
        deactivation_share=share,
    )
    return read_feed(run=run, readings=readings(told, now=now, **how), now=now)


def feed(operator: Operator, told: Mapping[str, Rows], *, now: dt.datetime = NOW, **how: Any) -> SyncRun:
    """A run that was applied."""
    run = read(operator, told, now=now, **how)
    assert run.state == SyncRun.State.READY, (run.state, run.failure)
    run = apply_sync(run=run, actor=Actor.system(), now=now)
    assert run.state == SyncRun.State.APPLIED, (run.state, run.failure)
    return run


def clinic(number: int = 1, **values: Any) -> dict[str, Any]:
    return {
        "core_key": f"P{number}",
        "kind": "PJ",
        "name": f"Clínica Aurora {number} Ltda.",
        "cnpj": cnpj_with(f"{number:08}0001"),
        "status": "active",
        "status_since": dt.date(2020, 2, 1),
        "city": "Campinas",
        "uf": "SP",
    } | values


def dentist(number: int = 1, **values: Any) -> dict[str, Any]:
    return {"cro": str(1000 + number), "cro_uf": "SP", "name": f"Helena de Araújo {number}"} | values


def tie(provider: int = 1, dentist: int = 1, **values: Any) -> dict[str, Any]:
    return {"provider_key": f"P{provider}", "cro": str(1000 + dentist), "cro_uf": "SP"} | values
