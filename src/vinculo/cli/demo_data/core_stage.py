"""Connects the demonstration's largest operator to a core system: what that tells, and a first sync of it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.cli.demo_core import GIVEN
from vinculo.kernel.data_folder import data_folder, make_folder
from vinculo.kernel.dates import SAO_PAULO
from vinculo.network.actions.sync_apply import apply_sync
from vinculo.network.actions.sync_read import read_feed
from vinculo.network.actions.sync_start import start_sync
from vinculo.network.feed.checking import Reading
from vinculo.network.feed.mapping_file import read_mapping
from vinculo.network.feed.sources.raw_table import RawRow
from vinculo.network.models import SyncRun
from vinculo.sandbox.columns import COLUMNS, as_text
from vinculo.sandbox.given import Given, read_given
from vinculo.sandbox.mapping import USUAL_URL, mapping_for

from .cast import MAIN
from .core_rows import CoreRows

_FED = dt.timedelta(hours=20)
"""So long ago the registry was fed for the first time."""


class GivenTable:
    """A kind of rows as the core system would send them."""

    counts_days = False

    def __init__(self, given: Given, entity: str) -> None:
        self.name, self.columns = entity, COLUMNS[entity]
        self._given = given.rows

    def rows(self) -> Iterator[RawRow]:
        for place in range(self._given.total(self.name)):
            yield place + 1, [as_text(value) for value in self._given.row(self.name, place)]

    def place(self, number: int) -> str:
        return f"item {number}"

    def digest(self) -> str:
        """Nothing that comes later is told by these rows."""
        return ""

    def close(self) -> None:
        """Nothing is open."""


def connect_core_system(*, seed: int, now: dt.datetime) -> None:
    """Not within a transaction: a sync has several."""
    operator = Operator.objects.get(code=MAIN)
    today = now.astimezone(SAO_PAULO).date()
    core = CoreRows(operator, seed, today)
    path = data_folder() / GIVEN
    make_folder(path.parent)
    _write(path, {"rows": core.rows(), "news": core.news()})
    _feed(operator, read_given(path), now - _FED)


def _feed(operator: Operator, given: Given, now: dt.datetime) -> None:
    actor = Actor.system("Carga do cadastro")
    run = start_sync(
        operator=operator, label=USUAL_URL, origin=SyncRun.Origin.CONNECTION, actor=actor, now=now
    )
    mapping = read_mapping(mapping_for(USUAL_URL))
    today = now.astimezone(SAO_PAULO).date()
    readings = [
        Reading(GivenTable(given, entity), mapping, entity, today=today) for entity in mapping.entities
    ]
    run = read_feed(run=run, readings=readings, now=now)
    if run.state == SyncRun.State.READY:
        apply_sync(run=run, actor=actor, now=now)


def _write(path: Path, told: object) -> None:
    new = path.with_name(f".{path.name}.new")
    new.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    new.replace(path)
