"""The whole way over real HTTP: what comes right is applied, what is wrong leaves the registry as it was."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings

from vinculo.network.actions.sync_apply import apply_sync
from vinculo.network.actions.sync_undo import undo_sync
from vinculo.network.feed.entities import Entity
from vinculo.network.models import MonthlyProduction, Provider, SyncRun
from vinculo.network.queries.sync_runs import planned_changes
from vinculo.network.sync_jobs.schedule import start_due_syncs
from vinculo.network.sync_jobs.work import apply_by_itself

from .feeds import NOW, FedOperator, registry

pytestmark = pytest.mark.django_db
State = SyncRun.State


def test_a_core_system_becomes_the_registry_and_goes_again(fed: FedOperator) -> None:
    before = registry()
    run = fed.sync()
    assert (run.state, run.counts["providers"]["new"]) == (State.READY, 24)
    assert registry() == before
    applied = apply_sync(run=run, actor=fed.actor, now=NOW)
    assert applied.state == State.APPLIED
    assert Provider.objects.count() == 24
    assert MonthlyProduction.objects.count() == fed.core.ask("/v1/production", size=1).json()["total"]
    again = fed.feed()
    assert sum(counts[kind] for counts in again.counts.values() for kind in ("new", "changed", "gone")) == 0
    fed.core.change(deactivate="100003")
    run = fed.sync()
    (row,) = planned_changes(run, Entity.PROVIDERS, "changed")
    assert [(field.label, field.before, field.after) for field in row.fields][:1] == [
        ("Situação", "Ativo", "Inativo")
    ]
    fed_before = registry()
    applied = apply_sync(run=run, actor=fed.actor, now=NOW)
    assert Provider.objects.get(core_key="100003").status == "inactive"
    undo_sync(run=applied, actor=fed.actor, now=NOW)
    assert Provider.objects.get(core_key="100003").status == "active"
    assert [len(rows) for rows in registry().values()] == [len(rows) for rows in fed_before.values()]


def test_a_server_that_is_slow_or_not_there(fed: FedOperator) -> None:
    fed.connect(timeout_seconds="1", base_url='"http://127.0.0.1:1"')
    assert "o servidor não está no ar" in fed.sync().failure
    fed.connect(timeout_seconds="1")
    fed.core.fault("slow", 1.2, entity="providers")
    assert "o servidor não respondeu em 1 segundos" in fed.sync().failure


def test_rows_that_are_wrong_go_to_a_file_and_the_rest_is_applied(fed: FedOperator) -> None:
    fed.core.fault("bad_rows", 4, entity="providers")
    fed.core.fault("duplicate_keys", 10, entity="production")
    run = fed.sync()
    assert run.state == State.READY
    assert run.counts["providers"]["rejected"] == 6
    with run.rejects.open("r") as kept:
        text = kept.read()
    for reason in ("traz um CNPJ que não existe", "notação científica", "situacao traz um código X"):
        assert reason in text
    assert "1900" in text
    rows = list(csv.reader(text.removeprefix("\ufeff").splitlines(), delimiter=";"))
    assert rows[1][:2] == ["Prestadores", "página 2, item 1"]
    apply_sync(run=run, actor=fed.actor, now=NOW)
    assert Provider.objects.count() == 18
    # Who is refused later is not gone.
    fed.core.clear_faults()
    fed.feed()
    was = registry()
    for fault, every in (("bad_rows", 4), ("duplicate_keys", 5)):
        fed.core.clear_faults()
        fed.core.fault(fault, every)
        run = fed.sync()
        assert sum(of_kind["rejected"] for of_kind in run.counts.values()) > 10
        assert sum(of_kind["gone"] for of_kind in run.counts.values()) == 0
        apply_sync(run=run, actor=fed.actor, now=NOW)
        assert registry() == was


def test_a_feed_that_would_deactivate_many_asks(fed: FedOperator) -> None:
    fed.feed()
    before = registry()
    fed.core.fault("mass_deactivation", 60)
    run = fed.sync()
    assert run.state == State.ASKS
    assert run.would_deactivate > 0.4 * run.active_before
    assert registry() == before
    applied = apply_sync(run=run, actor=fed.actor, now=NOW, accept_deactivations=True)
    assert Provider.objects.filter(status="inactive").count() > run.would_deactivate
    assert undo_sync(run=applied, actor=fed.actor, now=NOW).state == State.UNDONE


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_downloads_are_sent_instead(fed: FedOperator, tmp_path: Path, kind: str) -> None:
    """In an encoding that their head denies. What each holds is seen by its name."""
    fed.core.fault("wrong_encoding")
    files = {}
    for entity in ("providers", "affiliations", "dentists"):
        files[entity] = tmp_path / f"{entity}.{kind}"
        query = {"encoding": "utf-8", "separator": ";"} if kind == "csv" else {}
        files[entity].write_bytes(fed.core.ask(f"/v1/{entity}.{kind}", **query).content)
    run = fed.sync(**files)
    assert (run.state, run.origin) == (State.READY, SyncRun.Origin.UPLOAD), run.failure
    assert run.counts["providers"] | {"same": 0} == run.counts["providers"] | {"new": 24, "rejected": 0}
    assert not list((Path(settings.MEDIA_ROOT) / "sync/incoming").glob("*"))


def test_by_the_clock_a_run_is_applied_by_itself_unless_it_asks(fed: FedOperator) -> None:
    path = fed.folder / f"{fed.operator.code}.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f'{text}\n[schedule]\nhours = ["08:30"]\n', encoding="utf-8")
    assert start_due_syncs(now=NOW - dt.timedelta(hours=1)) == 0
    assert (start_due_syncs(now=NOW), start_due_syncs(now=NOW)) == (1, 0)
    run = fed.read(SyncRun.objects.get())
    assert run.started_by is None
    apply_by_itself(run, clock=lambda: NOW)
    assert Provider.objects.count() == 24
    fed.core.fault("mass_deactivation", 60)
    assert start_due_syncs(now=NOW + dt.timedelta(days=1)) == 1
    run = fed.read(SyncRun.objects.latest("pk"))
    apply_by_itself(run, clock=lambda: NOW)
    run.refresh_from_db()
    assert run.state == State.ASKS
    assert Provider.objects.filter(status="active").count() > 20
    path.write_text("[providers", encoding="utf-8")
    assert start_due_syncs(now=NOW + dt.timedelta(days=2)) == 0
