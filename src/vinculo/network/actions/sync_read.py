"""What a feed tells is staged beside the registry, and held against it. The registry stands as it was."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files import File
from django.db import connection, transaction

from vinculo.accounts.actor import Actor
from vinculo.kernel.refusal import Refusal

from ..feed.checking import Reading
from ..feed.entities import Entity
from ..feed.rejects import ENTITY_WORDS
from ..models import SyncRun
from ..sync.audit_lines import audit_run
from ..sync.one_at_a_time import holding
from ..sync.planning import Planned, make_refusal_tables, plan_run
from ..sync.read_before import Former, make_refused_table, take_over_staged
from ..sync.registry_tables import make_plan_tables
from ..sync.rejects_report import write_rejects
from ..sync.run_schema import create_schema, drop_schema, schema_of, working_in
from ..sync.share_guard import too_many
from ..sync.side_by_side import stage_side_by_side
from ..sync.staged_tables import STAGED_TABLES
from ..sync.staging import stage_reading
from ..sync.tally import Tally
from ..values import tidy

logger = logging.getLogger(__name__)
State = SyncRun.State
Progress = Callable[[str, int, int], None]
"""What is being done, how many rows of it are done, and how many there are (0: unknown)."""
_HELD = "Outra sincronização desta operadora está em andamento. Nada foi alterado."
_OUR_FAULT = "A leitura parou por um erro do próprio Vínculo ({kind}). O cadastro está como antes."


class ReadingStopped(Exception):
    """Somebody asked for it, or the run came to another end."""


def read_feed(
    *,
    run: SyncRun,
    readings: Sequence[Reading],
    now: dt.datetime,
    progress: Progress | None = None,
    processes: int = 1,
) -> SyncRun:
    """Reads, checks, stages and plans; the run is `ready`, or `asks`, `failed` or `stopped` afterwards.

    Long, and a transaction of its own at each step: not to be called within one. With `processes` 2 two
    tables are read at once, each in a process of its own (forked).
    """
    teller = _Teller(run, now, progress)
    with holding(run.operator_id) as is_ours:
        try:
            if not is_ours:
                raise Refusal(_HELD)
            _read(run, readings, teller, processes)
        except ReadingStopped:
            _end(run, State.STOPPED, now=teller.moment())
        except Refusal as refusal:
            _end(run, State.FAILED, now=teller.moment(), failure=refusal.message)
        except Exception as problem:
            # Only the kind is told: the words may hold somebody's data.
            kind = kind_of(problem)
            logger.error("sync run %s could not be read: %s", run.pk, kind)
            _end(run, State.FAILED, now=teller.moment(), failure=_OUR_FAULT.format(kind=kind))
    run.refresh_from_db()
    return run


def _read(run: SyncRun, readings: Sequence[Reading], teller: _Teller, processes: int) -> None:
    teller.tell("Lendo", 0)
    formers = _make_room(run, readings)
    with TemporaryDirectory(prefix="vinculo-sync-") as name:
        folder = Path(name)
        tallies = _stage(run, readings, formers, folder, teller, processes=processes)
        run.told = {str(entity): tallies[entity].as_json() for entity in Entity if entity in tallies}
        teller.tell("Comparando com o cadastro", 0)
        with working_in(run.pk) as cursor:
            planned = plan_run(cursor, run, now=teller.now)
            parts = [part for entity in tallies if (part := folder / f"{entity}.csv").exists()]
            rejects = folder / "recusadas.csv"
            write_rejects(cursor, parts, rejects)
            _settle(run, planned, rejects, teller)


def _make_room(run: SyncRun, readings: Sequence[Reading]) -> dict[Entity, Former]:
    """Tables to read into, and what is known of them."""
    drop_schema(run.pk)
    create_schema(run.pk)
    with working_in(run.pk) as cursor:
        make_refusal_tables(cursor)
        make_refused_table(cursor)
        make_plan_tables(cursor)
        for reading in readings:
            STAGED_TABLES[reading.entity].make(cursor)
        return take_over_staged(cursor, run, readings)


def _stage(
    run: SyncRun,
    readings: Sequence[Reading],
    formers: Mapping[Entity, Former],
    folder: Path,
    teller: _Teller,
    *,
    processes: int,
) -> dict[Entity, Tally]:
    schema = schema_of(run.pk)

    def tell(entity: Entity, rows: int) -> None:
        teller.tell(f"Lendo {ENTITY_WORDS[entity].lower()}", rows)

    # What needs next to no reading is not worth a process of its own.
    same = {entity for entity, former in formers.items() if former.is_same}
    apart = [reading for reading in readings if processes > 1 and reading.entity not in same]
    tallies: dict[Entity, Tally] = {}
    for reading in readings:
        if reading in apart:
            continue
        with connection.cursor() as cursor:
            tallies[reading.entity] = stage_reading(
                cursor,
                schema,
                reading,
                rejects=folder / f"{reading.entity}.csv",
                tell=partial(tell, reading.entity),
                former=formers.get(reading.entity),
            )
    return tallies | stage_side_by_side(schema, apart, formers, folder, processes=processes, tell=tell)


def _settle(run: SyncRun, planned: Planned, rejects: Path, teller: _Teller) -> None:
    """What waits for somebody, or asks."""
    locked = SyncRun.objects.select_for_update().get(pk=run.pk)
    if locked.state != State.READING or locked.stop_asked_at is not None:
        raise ReadingStopped
    locked.told = run.told
    note_planned(locked, planned)
    locked.read_at = teller.moment()
    locked.step, locked.done, locked.total = "", 0, 0
    if rejects.exists():
        with rejects.open("rb") as content:
            locked.rejects.save(f"recusadas-{run.pk}.csv", File(content), save=False)
    locked.save()


def note_planned(run: SyncRun, planned: Planned) -> None:
    """What the plan would do, and whether it may without a question."""
    run.counts = planned.counts
    run.would_deactivate = planned.would_deactivate
    run.active_before = planned.active_before
    run.state = State.ASKS if too_many(run) else State.READY


def _end(run: SyncRun, state: SyncRun.State, *, now: dt.datetime, failure: str = "") -> None:
    """What it staged goes; a run that came to another end in between is not touched."""
    with transaction.atomic():
        drop_schema(run.pk)
        mine = SyncRun.objects.filter(pk=run.pk, state=State.READING)
        # A sentence may quote what the feed has in its cells, which the database would refuse.
        is_over = mine.update(state=state, failure=tidy(failure), ended_at=now, step="")
        # Who asked it to stop is in the log already.
        if is_over and state != State.STOPPED:
            audit_run(f"registry.sync_{state}", run, actor=Actor.system(), now=now)


def kind_of(problem: Exception) -> str:
    """What went wrong, without the words; of the database's own kinds the number."""
    return str(getattr(problem.__cause__, "sqlstate", None) or type(problem).__name__)


class _Teller:
    """Notes how far the reading is, about once a second, and hears whether it is still wanted."""

    def __init__(self, run: SyncRun, now: dt.datetime, progress: Progress | None) -> None:
        self.now = now
        self._run, self._progress = run, progress
        self._began = time.monotonic()
        self._step, self._told_at = "", 0.0

    def moment(self) -> dt.datetime:
        return self.now + dt.timedelta(seconds=time.monotonic() - self._began)

    def tell(self, step: str, done: int) -> None:
        """
        Raises:
            ReadingStopped: see there.
        """
        if self._progress is not None:
            self._progress(step, done, 0)
        if step == self._step and time.monotonic() - self._told_at < 1:
            return
        self._step, self._told_at = step, time.monotonic()
        going_on = SyncRun.objects.filter(pk=self._run.pk, state=State.READING, stop_asked_at=None)
        if not going_on.update(step=step, done=done, progress_at=self.moment()):
            raise ReadingStopped
