"""A sector is reminded once, the supervisors are told once, and only on business days."""

from __future__ import annotations

import datetime as dt

from vinculo.accounts.permissions import Role
from vinculo.accounts.tests.cast import Cast, actor_of, make_user
from vinculo.cases.models import CaseEvent
from vinculo.cases.tests.case_files import NOW
from vinculo.consequences.actions.move_task import answer_task, reopen_task
from vinculo.consequences.actions.remind_sectors import remind_sectors
from vinculo.kernel.dates import SAO_PAULO

from .asked_sectors import ask, open_case


def at(day: int, hour: int = 9) -> dt.datetime:
    """A moment of March 2026 in São Paulo; the tenth is a Tuesday."""
    return dt.datetime(2026, 3, day, hour, tzinfo=SAO_PAULO)


def told(action: str) -> list[str]:
    found = CaseEvent.objects.filter(kind=CaseEvent.Kind.SECTOR_TASK, data__action=action)
    return sorted(found.exclude(tells=None).values_list("tells__name", flat=True))


def test_the_queue_is_reminded_a_business_day_before_and_the_supervisor_told_after(cast: Cast):
    make_user("tito@odontolife.example", "Tito Reis", cast.operator, Role.SECTOR_MEMBER, sector="it")
    ask(open_case(cast), cast.alice)  # due on Friday, the thirteenth
    assert [remind_sectors(now=at(11)), remind_sectors(now=at(12, 6))] == [0, 0]
    assert [remind_sectors(now=at(12)), remind_sectors(now=at(12, 15)), remind_sectors(now=at(13))] == [
        1,
        0,
        0,
    ]
    assert told("remind") == ["Sara Tavares", "Tito Reis"]
    assert [remind_sectors(now=at(14)), remind_sectors(now=at(16)), remind_sectors(now=at(17))] == [0, 1, 0]
    assert told("escalate") == ["Bob Saldanha"]


def test_who_has_the_task_is_reminded_alone_and_anew_after_a_reopening(cast: Cast):
    make_user("tito@odontolife.example", "Tito Reis", cast.operator, Role.SECTOR_MEMBER, sector="it")
    task = ask(open_case(cast), cast.alice, owner_id=cast.sara.pk, days=1)
    assert remind_sectors(now=at(10, 12)) == 1
    answer_task(task=task, text="Feito.", actor=actor_of(cast.sara), now=NOW)
    assert remind_sectors(now=at(20)) == 0
    reopen_task(task=task, reason="Ainda não.", actor=actor_of(cast.alice), now=at(16))
    assert remind_sectors(now=at(18)) == 1
    assert told("remind") == ["Sara Tavares", "Sara Tavares"]
    assert told("escalate") == []


def test_a_sector_without_anybody_is_told_of_in_the_timeline_alone(cast: Cast):
    task = ask(open_case(cast), cast.alice, sector="commercial")
    assert remind_sectors(now=at(12)) == 1
    events = CaseEvent.objects.filter(case=task.case, data__action="remind")
    assert [event.tells for event in events] == [None]
