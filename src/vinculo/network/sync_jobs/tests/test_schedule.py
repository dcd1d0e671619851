"""When a run begins by the clock."""

from __future__ import annotations

import datetime as dt

import pytest

from vinculo.kernel.dates import SAO_PAULO
from vinculo.network.feed.mapping import Schedule
from vinculo.network.feed.mapping_file import read_mapping, sample_mapping
from vinculo.network.feed.refusals import UnableToReadMapping
from vinculo.network.sync_jobs.schedule import last_due, next_due

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
