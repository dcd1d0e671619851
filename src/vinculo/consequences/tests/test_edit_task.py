"""A task says what is asked, and by when, otherwise than before; and a queue learns of what comes into it."""

from __future__ import annotations

import datetime as dt

import pytest

from vinculo.accounts.models import AuditEntry
from vinculo.accounts.permissions import Role
from vinculo.accounts.tests.cast import Cast, actor_of, make_user
from vinculo.cases.models import CaseEvent
from vinculo.cases.tests.case_files import NOW
from vinculo.consequences.actions.edit_task import edit_task
from vinculo.consequences.actions.follow_case import follow_case
from vinculo.consequences.actions.move_task import answer_task
from vinculo.consequences.actions.remind_sectors import remind_sectors
from vinculo.consequences.models import SectorTask, TaskStep
from vinculo.consequences.refusals import UnableToMoveTask
from vinculo.kernel.dates import SAO_PAULO
from vinculo.kernel.refusal import NotPermitted
from vinculo.outbox.models import OutboxRow

from .asked_sectors import ask, open_case, signed_case

TUESDAY = dt.date(2026, 3, 17)


def told(action: str) -> list[str]:
    found = CaseEvent.objects.filter(kind=CaseEvent.Kind.SECTOR_TASK, data__action=action)
    return sorted(found.exclude(tells=None).values_list("tells__name", flat=True))


@pytest.fixture
def tito(cast: Cast) -> None:
    make_user("tito@odontolife.example", "Tito Reis", cast.operator, Role.SECTOR_MEMBER, sector="it")


@pytest.mark.usefixtures("tito")
def test_everybody_of_a_queue_is_told_of_what_comes_into_it_and_is_said_otherwise(cast: Cast):
    task = ask(open_case(cast), cast.alice)
    assert told("queue") == ["Sara Tavares", "Tito Reis"]
    edit_task(task=task, text="Vejam o portal.", due_on=TUESDAY, actor=actor_of(cast.bob), now=NOW)
    assert told("edit") == ["Sara Tavares", "Tito Reis"]
    task.refresh_from_db()
    assert (task.text, task.due_on, task.state) == ("Vejam o portal.", TUESDAY, "open")
    step = TaskStep.objects.get(task=task, action="edit")
    assert step.text == "Prazo: de 13/03/2026 para 17/03/2026.\nO pedido dizia:\nO token não chega."
    assert AuditEntry.objects.filter(action="task.edit").count() == 1
    edit_task(task=task, text="Vejam o portal.", due_on=TUESDAY, actor=actor_of(cast.alice), now=NOW)
    assert TaskStep.objects.filter(task=task).count() == 1


@pytest.mark.usefixtures("tito")
def test_who_has_a_task_is_told_alone_and_reminded_by_its_new_day(cast: Cast):
    task = ask(open_case(cast), cast.alice, owner_id=cast.sara.pk, days=1)
    assert (told("queue"), told("ask")) == ([], ["Sara Tavares"])
    assert remind_sectors(now=dt.datetime(2026, 3, 10, 12, tzinfo=SAO_PAULO)) == 1
    edit_task(task=task, text=task.text, due_on=TUESDAY, actor=actor_of(cast.alice), now=NOW)
    assert told("edit") == ["Sara Tavares"]
    assert remind_sectors(now=dt.datetime(2026, 3, 16, 9, tzinfo=SAO_PAULO)) == 1


def test_a_text_that_only_comes_back_from_its_field_is_no_change(cast: Cast):
    task = ask(open_case(cast), cast.alice)
    SectorTask.objects.filter(pk=task.pk).update(text="Vejam o portal.\nO token não chega.")
    sent = "Vejam o portal.\r\nO token não chega."
    edit_task(task=task, text=sent, due_on=task.due_on, actor=actor_of(cast.bob), now=NOW)
    assert not TaskStep.objects.filter(task=task, action="edit").exists()
    assert told("edit") == []


@pytest.mark.parametrize(
    ("text", "day", "words"),
    [
        (" ", TUESDAY, "Escreva o que"),
        ("x" * 5001, TUESDAY, "passa de 5000"),
        ("Outro", None, "Escreva até que dia"),
        ("Outro", dt.date(2026, 3, 9), "de hoje a"),
        ("Outro", dt.date(2027, 3, 9), "de hoje a"),
        ("Outro", dt.date(2026, 3, 15), "15/03/2026 não é dia útil"),
    ],
)
def test_what_cannot_be_asked_changes_nothing(cast: Cast, text: str, day: dt.date | None, words: str):
    task = ask(open_case(cast), cast.alice)
    with pytest.raises(UnableToMoveTask, match=words):
        edit_task(task=task, text=text, due_on=day, actor=actor_of(cast.alice), now=NOW)
    assert SectorTask.objects.get().text == "O token não chega."


def test_an_answered_task_and_a_sector_itself_edit_nothing(cast: Cast):
    task = ask(open_case(cast), cast.alice)
    with pytest.raises(NotPermitted):
        edit_task(task=task, text="Outro", due_on=TUESDAY, actor=actor_of(cast.sara), now=NOW)
    answer_task(task=task, text="Feito.", actor=actor_of(cast.sara), now=NOW)
    with pytest.raises(UnableToMoveTask, match="não é possível agora"):
        edit_task(task=task, text="Outro", due_on=TUESDAY, actor=actor_of(cast.alice), now=NOW)


def test_a_signature_tells_the_queues_of_the_sectors_that_it_asks(cast: Cast):
    signed_case(cast, "it", "commercial")
    follow_case(OutboxRow.objects.filter(kind="cases.moved").latest("pk"), NOW)
    assert SectorTask.objects.count() == 2
    assert told("queue") == ["Sara Tavares"]
