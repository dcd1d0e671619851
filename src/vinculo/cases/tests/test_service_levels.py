"""Service levels by operator and day, and the open cases that are reckoned anew when they change."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions import reckon_clocks
from vinculo.cases.actions.change_state import change_state
from vinculo.cases.actions.service_levels import (
    LEVELS_CHANGED,
    UnableToSetServiceLevel,
    discard_service_level,
    set_service_level,
)
from vinculo.cases.clock import Level
from vinculo.cases.models import Case, FieldVersion, ServiceLevel
from vinculo.cases.states import CaseAction
from vinculo.kernel.refusal import NotPermitted
from vinculo.network.actions.local_holidays import HolidayPlace, add_local_holiday
from vinculo.outbox.models import OutboxRow
from vinculo.outbox.running import run_due

from .case_files import NOW, make_draft

QUICK = Level(first_contact_days=1, silence_days=5, decision_days=10)
BEGINNING = dt.date(2026, 1, 1)


def set_level(cast: Cast, valid_from: dt.date = BEGINNING, level: Level = QUICK, user=None) -> ServiceLevel:
    return set_service_level(
        operator=cast.operator,
        valid_from=valid_from,
        level=level,
        actor=actor_of(user or cast.bob),
        now=NOW,
    )


def opened(cast: Cast) -> Case:
    case = make_draft(cast.operator, cast.alice)
    return change_state(case=case, action=CaseAction.OPEN, actor=actor_of(cast.alice), now=NOW)


def days_of(case: Case) -> tuple[dt.date | None, dt.date | None]:
    case.refresh_from_db()
    return case.silent_from, case.decide_by


def test_a_change_reaches_the_open_cases_and_rewrites_no_history(cast: Cast):
    case, draft = opened(cast), make_draft(cast.operator, cast.alice)
    assert days_of(case) == (dt.date(2026, 2, 27), dt.date(2026, 4, 8))
    before = (case.changed_at, FieldVersion.objects.count(), case.events.count())
    set_level(cast)
    run_due(NOW)
    assert days_of(case) == (dt.date(2026, 2, 26), dt.date(2026, 3, 10))
    assert (case.changed_at, FieldVersion.objects.count(), case.events.count()) == before
    assert days_of(draft) == (None, None)


def test_a_level_holds_for_what_begins_from_its_day_on(cast: Cast):
    case = opened(cast)
    set_level(cast, valid_from=dt.date(2026, 2, 25))
    run_due(NOW)
    assert days_of(case) == (dt.date(2026, 2, 27), dt.date(2026, 4, 8))
    set_level(cast, valid_from=dt.date(2026, 2, 24), level=Level(2, 10, 20))
    run_due(NOW)
    assert days_of(case)[1] == dt.date(2026, 3, 24)


def test_another_operators_cases_keep_their_days(cast: Cast):
    theirs = make_draft(cast.other_operator, cast.charlie)
    theirs = change_state(case=theirs, action=CaseAction.OPEN, actor=actor_of(cast.charlie), now=NOW)
    set_level(cast)
    run_due(NOW)
    assert days_of(theirs)[1] == dt.date(2026, 4, 8)


def test_many_cases_are_done_in_batches(cast: Cast, monkeypatch):
    monkeypatch.setattr(reckon_clocks, "AT_ONCE", 2)
    cases = [opened(cast) for _ in range(5)]
    set_level(cast)
    run_due(NOW)
    assert {days_of(case)[1] for case in cases} == {dt.date(2026, 3, 10)}
    assert OutboxRow.objects.filter(kind=LEVELS_CHANGED, state=OutboxRow.State.DONE).count() == 3


@pytest.mark.parametrize("place", ["city", "uf", "operator"])
def test_a_new_holiday_moves_the_days_of_whom_it_concerns(cast: Cast, place: str):
    case = opened(cast)
    city = case.municipality
    where: dict[str, dict[str, Any]] = {
        "city": {"municipality": city},
        "uf": {"uf": "SP"},
        "operator": {"operator": cast.operator},
    }
    add_local_holiday(
        place=HolidayPlace(**where[place]),
        month=3,
        day=20,
        year=None,
        name="Dia da casa",
        actor=actor_of(cast.bob),
        now=NOW,
    )
    run_due(NOW)
    assert days_of(case)[1] == dt.date(2026, 4, 9)


def test_the_same_day_is_replaced_and_saying_it_twice_is_once(cast: Cast):
    for _ in range(2):
        set_level(cast)
    set_level(cast, level=Level(3, 6, 12))
    level = ServiceLevel.objects.get()
    assert (level.first_contact_days, level.silence_days, level.decision_days) == (3, 6, 12)
    assert OutboxRow.objects.filter(kind=LEVELS_CHANGED).count() == 2


@pytest.mark.parametrize("level", [Level(0, 5, 10), Level(1, 0, 10), Level(1, 5, 251)])
def test_numbers_without_sense_are_refused(cast: Cast, level: Level):
    with pytest.raises(UnableToSetServiceLevel, match="De 1 a 250"):
        set_level(cast, level=level)


def test_only_what_has_not_begun_is_discarded(cast: Cast):
    begun, ahead = set_level(cast), set_level(cast, valid_from=dt.date(2026, 4, 1))
    with pytest.raises(UnableToSetServiceLevel, match="já valem"):
        discard_service_level(level=begun, actor=actor_of(cast.bob), now=NOW)
    discard_service_level(level=ahead, actor=actor_of(cast.bob), now=NOW)
    assert list(ServiceLevel.objects.all()) == [begun]


def test_who_does_not_look_after_the_desk_sets_nothing(cast: Cast):
    for user in (cast.alice, cast.charlie):
        with pytest.raises(NotPermitted):
            set_level(cast, user=user)
