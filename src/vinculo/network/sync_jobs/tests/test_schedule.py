"""When a run begins by the clock."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.test.utils import override_settings

from vinculo.accounts.models import AuditEntry
from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.kernel.dates import SAO_PAULO
from vinculo.network.actions.sync_end import stop_sync
from vinculo.network.feed.mapping import Schedule
from vinculo.network.feed.mapping_file import read_mapping, sample_mapping
from vinculo.network.feed.refusals import UnableToReadMapping
from vinculo.network.models import SyncRun
from vinculo.network.sync_jobs.schedule import last_due, next_due, start_due_syncs
from vinculo.network.sync_jobs.telling import end_run

TWICE = Schedule((dt.time(5, 30), dt.time(23, 30)))


def at(hour: int, minute: int, day: int = 20) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=SAO_PAULO)


@pytest.mark.parametrize(
    ("now", "last", "following"),
    [
        (at(5, 29), None, at(5, 30)),
        (at(5, 30), at(5, 30), at(23, 30)),
        (at(7, 29), at(5, 30), at(23, 30)),
        (at(7, 31), None, at(23, 30)),
        (at(0, 10, 21), at(23, 30), at(5, 30, 21)),
    ],
)
def test_what_was_missed_is_caught_up_for_a_while(
    now: dt.datetime, last: dt.datetime | None, following: dt.datetime
) -> None:
    assert last_due(TWICE, now) == last
    assert next_due(TWICE, now) == following


def test_times_as_people_write_them() -> None:
    text = sample_mapping().replace('# folder = "/srv', 'folder = "/srv')
    mapping = read_mapping(text.replace("hours = []", 'hours = ["5h30", "13:00"]\napply = false', 1).replace(
        "apply = true", "", 1))  # fmt: skip
    assert mapping.schedule == Schedule((dt.time(5, 30), dt.time(13)), applies=False)


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        ('["25:00"]', '"25:00" não é uma hora do dia'),
        ("[5]", "precisa ser um texto ou uma lista de textos"),
        ('["05:30"]', "falta em [connection] a pasta (folder)"),
    ],
)
def test_times_that_are_none(hours: str, told: str) -> None:
    with pytest.raises(UnableToReadMapping) as caught:
        read_mapping(sample_mapping().replace("hours = []", f"hours = {hours}", 1))
    assert told in caught.value.message


@pytest.mark.django_db
@pytest.mark.parametrize("state", [SyncRun.State.READY, SyncRun.State.ASKS])
def test_a_run_that_nobody_applies_gives_way_to_the_next_one(cast: Cast, tmp_path: Path, state: str) -> None:
    text = (
        sample_mapping()
        .replace('# folder = "/srv', 'folder = "/srv')
        .replace("hours = []", 'hours = ["05:30"]', 1)
    )
    (tmp_path / f"{cast.operator.code}.toml").write_text(text, encoding="utf-8")
    waiting = SyncRun.objects.create(
        operator=cast.operator, origin="upload", label="a", started_at=at(2, 0), read_at=at(2, 0), state=state
    )
    with override_settings(FEEDS_FOLDER=tmp_path):
        assert start_due_syncs(now=at(5, 31)) == 0
        assert SyncRun.objects.get().state == state
        assert start_due_syncs(now=at(6, 1)) == 1
    waiting.refresh_from_db()
    assert (waiting.state, waiting.ended_by) == (SyncRun.State.DISMISSED, None)
    assert waiting.report[0].startswith("Substituída por uma leitura mais nova")
    assert SyncRun.objects.get(state=SyncRun.State.READING).started_by is None


@pytest.mark.django_db
def test_stopping_leaves_one_line_in_the_log(cast: Cast) -> None:
    run = SyncRun.objects.create(
        operator=cast.operator, origin="upload", label="a", started_at=at(2, 0), progress_at=at(2, 1)
    )
    for _ in range(2):
        stop_sync(run=run, actor=actor_of(cast.nina), now=at(2, 2))
    end_run(SyncRun.objects.get(), SyncRun.State.STOPPED, now=at(2, 3))
    assert SyncRun.objects.get().state == SyncRun.State.STOPPED
    assert AuditEntry.objects.get(action="registry.sync_stopped").actor_name == "Nina Queiroz"
