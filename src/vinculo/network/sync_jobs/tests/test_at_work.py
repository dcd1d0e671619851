"""Runs that really commit: what comes wrong, two at once, people who write meanwhile, workers that die."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.network.actions import sync_apply
from vinculo.network.actions.change_provider_status import change_provider_status
from vinculo.network.actions.sync_apply import apply_sync
from vinculo.network.actions.sync_end import stop_sync
from vinculo.network.actions.sync_start import UnableToStartSync
from vinculo.network.models import MonthlyProduction, Provider, ProviderPhone, SyncRun
from vinculo.network.sync.applying import apply_plan
from vinculo.network.sync.one_at_a_time import hold_to_the_end
from vinculo.network.sync_jobs.telling import INTERRUPTED, note_interruptions
from vinculo.network.sync_jobs.work import work_on_run
from vinculo.network.tests.factories import make_clinic

from .feeds import NOW, FedOperator, registry

pytestmark = pytest.mark.django_db(transaction=True)
State = SyncRun.State

FAILING = [
    ("down", True, "", "v1/providers, página 1: o servidor respondeu com o erro 503"),
    ("unauthorised", True, "", "o servidor recusou o acesso (401). Confira o token em SIO_TOKEN"),
    ("html_instead", True, "coverage", "v1/coverage, página 1: veio uma página da internet (HTML)"),
    ("garbage", True, "dentists", "v1/dentists, página 1: a resposta veio cortada ou não é JSON"),
    ("cut_on_page", 37, "production", "v1/production, página 37: a resposta veio cortada"),
    ("wrong_total", 7, "providers", "o servidor diz que são 31 registros e vieram 24"),
    ("repeated_page", 2, "production", "v1/production, página 2: repete a página 1"),
    ("missing_column", True, "providers", "v1/providers não traz a coluna razao_social"),
    ("swapped_columns", True, "providers", "v1/providers: as primeiras 24 linhas"),
    ("swapped_columns", True, "contact_persons", "v1/contact_persons: as primeiras"),
    ("swapped_columns", "nr_cpf,nr_cnpj", "providers", "estão quase todas erradas"),
    ("swapped_columns", True, "production", "v1/production: as primeiras"),
]
"""Each fault with its value and kind of rows, and what the run says."""


def test_what_comes_wrong_leaves_the_registry_as_it_was(fed: FedOperator) -> None:
    fed.feed()
    before = registry()
    for name, value, entity, told in FAILING:
        fed.core.fault(name, value, entity=entity)
        run = fed.sync()
        fed.core.clear_faults()
        assert (run.state, told in run.failure) == (State.FAILED, True), f"{name}: {run.failure}"
        assert registry() == before, name
        assert "Nada" in run.failure, name


def test_a_file_that_is_cut_leaves_the_registry_as_it_was(fed: FedOperator, tmp_path: Path) -> None:
    path = tmp_path / "providers.csv"
    whole = fed.core.ask("/v1/providers.csv", encoding="utf-8", separator=";").content
    path.write_bytes(whole[:-60])
    run = fed.sync(providers=path)
    assert (run.state, "providers.csv está cortado" in run.failure) == (State.FAILED, True)
    assert registry()["Provider"] == []


@pytest.mark.parametrize(("old", "new"), [("razao_social", "r\0zao_social"), (";A;", ";\0;")])
def test_a_file_with_what_no_keyboard_types_is_told_and_holds_up_nobody(
    fed: FedOperator, tmp_path: Path, old: str, new: str
) -> None:
    """In its head; in a code that the refusal quotes."""
    told = fed.core.ask("/v1/providers.csv").content.decode("utf-8-sig")
    for code in "ISA":
        told = told.replace(f";{code};", ";A;")
    broken = tmp_path / "providers.csv"
    broken.write_text(told.replace(old, new), encoding="utf-8")
    run = fed.sync(providers=broken)
    assert (run.state, "Nada dele foi lido" in run.failure) == (State.FAILED, True)
    fed.feed()


def test_two_at_once_and_one_that_nobody_reads(fed: FedOperator) -> None:
    run = fed.request()
    with pytest.raises(UnableToStartSync) as caught:
        fed.request()
    assert caught.value.run == run

    # The same run in the hands of two workers: one does it, the other leaves it alone.
    def read() -> None:
        work_on_run(run.pk, clock=lambda: NOW, environment={"SIO_TOKEN": fed.core.token})

    with aside(read):
        read()
    run.refresh_from_db()
    assert run.state == State.READY, run.failure


def test_who_writes_meanwhile_is_not_lost_and_nobody_sees_a_half(fed: FedOperator, cast: Cast) -> None:
    """A reader sees all of the feed or nothing; a provider of our own is written to all the while."""
    own = make_clinic(fed.operator)
    run = fed.sync()
    seen: set[tuple[int, int]] = set()
    written = 0
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                seen.add((Provider.objects.count() - 1, MonthlyProduction.objects.count()))

    def write() -> None:
        nonlocal written
        alice = actor_of(cast.alice)
        while not done.is_set():
            status = ("suspended", "active")[written % 2]
            day = NOW.date() - dt.timedelta(days=400 - written)
            change_provider_status(provider=own, status=status, since=day, actor=alice, now=NOW)
            written += 1

    with aside(look), aside(write):
        apply_sync(run=run, actor=fed.actor, now=NOW)
        done.set()
    assert seen <= {(0, 0), (24, MonthlyProduction.objects.count())}
    own.refresh_from_db()
    assert own.status == ("active", "suspended")[written % 2]


def test_who_writes_what_names_a_provider_does_not_wait(
    fed: FedOperator, monkeypatch: pytest.MonkeyPatch
) -> None:
    fed.feed()
    provider = Provider.objects.all()[0]
    Provider.objects.update(name="Outro Nome")
    run = fed.sync()

    def note_phone() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
        ProviderPhone.objects.create(provider=provider, digits="19999998888", found_in="", found_at=NOW)

    def apply_meanwhile(*told: Any, **named: Any) -> None:
        with aside(note_phone):
            pass
        apply_plan(*told, **named)

    monkeypatch.setattr(sync_apply, "apply_plan", apply_meanwhile)
    assert apply_sync(run=run, actor=fed.actor, now=NOW).state == State.APPLIED


def test_a_run_waits_while_the_one_before_is_undone(fed: FedOperator) -> None:
    run = fed.request()
    is_held = threading.Event()

    def undo() -> None:
        with transaction.atomic():
            hold_to_the_end(fed.operator.pk)
            is_held.set()
            time.sleep(0.3)

    with aside(undo):
        is_held.wait()
        assert fed.read(run).state == State.READY


def test_a_run_is_stopped_where_it_is_and_one_whose_worker_died_is_found(fed: FedOperator) -> None:
    fed.core.fault("slow", 0.3, entity="dentists")
    run = fed.request()
    with aside(lambda: fed.read(run)):
        while not SyncRun.objects.filter(pk=run.pk, step="Buscando dentistas").exists():
            time.sleep(0.02)
        stop_sync(run=run, actor=fed.actor, now=NOW)
    run.refresh_from_db()
    assert run.state == State.STOPPED
    dead = fed.request()
    SyncRun.objects.filter(pk=dead.pk).update(progress_at=NOW)
    note_interruptions(now=NOW + dt.timedelta(seconds=50))
    dead.refresh_from_db()
    assert dead.state == State.READING
    note_interruptions(now=NOW + dt.timedelta(minutes=2))
    dead.refresh_from_db()
    assert (dead.state, dead.failure) == (State.FAILED, INTERRUPTED)
    assert fed.sync().state == State.READY


@contextmanager
def aside(act: Callable[[], object]) -> Iterator[None]:
    """Does something in a thread of its own; what it raises fails the test."""
    problems: list[BaseException] = []

    def run() -> None:
        try:
            act()
        except BaseException as problem:
            problems.append(problem)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    yield
    thread.join()
    assert problems == []
