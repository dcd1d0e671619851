"""Runs read from a core system that runs, by a connection of its own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.network.actions.sync_apply import apply_sync
from vinculo.network.actions.sync_request import request_sync
from vinculo.network.models import SyncRun
from vinculo.network.sync_jobs.work import work_on_run
from vinculo.sandbox.tests.running import RunningCore

NOW = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC)
PAGE = 3
_TABLES = (
    *("Provider", "Dentist", "ContactPerson", "Affiliation", "StatusPeriod", "AddressPeriod", "Contract"),
    *("CityCoverage", "MonthlyProduction"),
)


@dataclass(frozen=True)
class FedOperator:
    """`connect` writes the connection; `sync` asks for a run and does what the worker would."""

    operator: Operator
    actor: Actor
    core: RunningCore
    folder: Path

    def connect(self, **replaced: str) -> None:
        """The core system's own mapping, with a few rows a page; `replaced` are texts of it."""
        text = self.core.mapping().replace("page_size = 1000", f"page_size = {PAGE}")
        for old, new in replaced.items():
            text = text.replace(f"{old} = ", f"{old} = {new} #", 1)
        self.folder.mkdir(exist_ok=True)
        (self.folder / f"{self.operator.code}.toml").write_text(text, encoding="utf-8")

    def request(self, **files: Path) -> SyncRun:
        opened = [(path.name, path.open("rb")) for path in files.values()]
        run = request_sync(operator=self.operator, actor=self.actor, now=NOW, files=opened)
        for _, file in opened:
            file.close()
        return run

    def read(self, run: SyncRun) -> SyncRun:
        read = work_on_run(run.pk, clock=lambda: NOW, environment={"SIO_TOKEN": self.core.token})
        assert read is not None
        return read

    def sync(self, **files: Path) -> SyncRun:
        return self.read(self.request(**files))

    def feed(self) -> SyncRun:
        """Read and applied."""
        run = self.sync()
        assert run.state == SyncRun.State.READY, run.failure
        return apply_sync(run=run, actor=self.actor, now=NOW)


def registry() -> dict[str, list[Any]]:
    """All rows of the registry."""
    models = [apps.get_model("network", name) for name in _TABLES]
    return {model.__name__: list(model._base_manager.order_by("pk").values_list()) for model in models}
