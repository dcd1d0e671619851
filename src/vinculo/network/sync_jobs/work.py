"""Working on a run: its tables are opened, read and held against the registry, and what may be is applied."""

from __future__ import annotations

import datetime as dt
import logging
import os
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from vinculo.accounts.actor import Actor
from vinculo.kernel.dates import SAO_PAULO
from vinculo.kernel.refusal import Refusal

from ..actions.sync_apply import apply_sync
from ..actions.sync_read import Progress, read_feed
from ..feed.checking import Reading
from ..feed.entities import Entity
from ..feed.mapping import FeedMapping
from ..feed.recognition import tables_in
from ..feed.refusals import UnableToReadFeed, UnableToReadMapping
from ..feed.rejects import ENTITY_WORDS
from ..feed.sources.opening import open_table
from ..feed.sources.raw_table import RawTable
from ..feed.unpacking import GivenFile, unpacked
from ..models import SyncRun
from ..sync.one_at_a_time import holding
from .connections import connection_for
from .incoming import fetch_incoming, forget_incoming
from .telling import RunStopped, RunTeller, end_run

logger = logging.getLogger(__name__)
State = SyncRun.State

Clock = Callable[[], dt.datetime]
SCHEDULE = "Agenda da sincronização"
SECONDS_BETWEEN_TRIES = 0.5
_NO_MAPPING = "A conexão desta operadora foi retirada antes da leitura. O cadastro está como antes."


def work_on_run(
    run_id: int,
    *,
    clock: Clock,
    files: Sequence[GivenFile] = (),
    environment: Mapping[str, str] = os.environ,
    progress: Progress | None = None,
    processes: int = 1,
) -> SyncRun | None:
    """Reads what the run is for; `files` lie on this machine, else those that were sent are fetched.

    Whatever goes wrong ends the run with a sentence. None where nobody has to read it.
    """
    while (run := _run_to_read(run_id)) is not None:
        # Held also while tables are fetched: who holds it is alive.
        with holding(run.operator_id) as is_ours:
            if is_ours:
                try:
                    _read(
                        run, clock, files, environment, RunTeller(run, clock, progress), processes=processes
                    )
                finally:
                    forget_incoming(run.pk)
                run.refresh_from_db()
                return run
        # The run before is being undone, or somebody else reads this one.
        time.sleep(SECONDS_BETWEEN_TRIES)
    return None


def _run_to_read(run_id: int) -> SyncRun | None:
    runs = SyncRun.objects.select_related("operator", "started_by")
    return runs.filter(pk=run_id, state=State.READING).first()


def _read(
    run: SyncRun,
    clock: Clock,
    files: Sequence[GivenFile],
    environment: Mapping[str, str],
    teller: RunTeller,
    *,
    processes: int,
) -> None:
    try:
        with ExitStack() as opened:
            folder = Path(opened.enter_context(TemporaryDirectory(prefix="vinculo-sync-")))
            mapping = _mapping(run)
            tables = _tables(run, mapping, files, folder, environment, teller=teller)
            for table in tables.values():
                opened.enter_context(closing(table))
            today = clock().astimezone(SAO_PAULO).date()
            readings = [Reading(table, mapping, entity, today=today) for entity, table in tables.items()]
            read_feed(run=run, readings=readings, now=clock(), progress=teller.progress, processes=processes)
    except RunStopped:
        end_run(run, State.STOPPED, now=clock())
    except Refusal as refusal:
        logger.warning("sync run %s failed: %s", run.pk, type(refusal).__name__)
        end_run(run, State.FAILED, now=clock(), failure=refusal.message)
    except Exception as problem:
        # Only the kind is told: the words may hold somebody's data.
        kind = type(problem).__name__
        logger.error("sync run %s could not be read: %s", run.pk, kind)
        told = f"A leitura parou por um erro do próprio Vínculo ({kind}). O cadastro está como antes."
        end_run(run, State.FAILED, now=clock(), failure=told)


def apply_by_itself(run: SyncRun, *, clock: Clock) -> None:
    """What the schedule began is applied without anybody, unless it asks or the connection says otherwise."""
    mapping = connection_for(run.operator).mapping
    if run.started_by_id is None and run.state == State.READY and mapping and mapping.schedule.applies:
        apply_sync(run=run, actor=Actor.system(SCHEDULE), now=clock())


def _mapping(run: SyncRun) -> FeedMapping:
    connection = connection_for(run.operator)
    if connection.mistakes:
        raise UnableToReadMapping(connection.mistakes)
    if connection.mapping is None:
        raise UnableToReadFeed(_NO_MAPPING)
    return connection.mapping


def _tables(
    run: SyncRun,
    mapping: FeedMapping,
    files: Sequence[GivenFile],
    folder: Path,
    environment: Mapping[str, str],
    *,
    teller: RunTeller,
) -> dict[Entity, RawTable]:
    if run.origin == SyncRun.Origin.UPLOAD:
        teller.tell("Abrindo os arquivos", 0, 0)
        return tables_in(unpacked(files or fetch_incoming(run, folder), folder), mapping)
    with ExitStack() as on_failure:
        tables: dict[Entity, RawTable] = {}
        for entity in mapping.entities:
            words = f"Buscando {ENTITY_WORDS[entity].lower()}"
            teller.tell(words, 0, 0)
            tables[entity] = open_table(
                mapping,
                entity,
                folder=Path(mapping.folder),
                environment=environment,
                fetched=partial(teller.tell, words),
            )
            on_failure.callback(tables[entity].close)
        on_failure.pop_all()
    return tables
