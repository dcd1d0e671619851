"""A signature asks each of its sectors once, however often it is told; reopening takes it back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.change_state import CASE_MOVED, change_state
from vinculo.cases.models import CaseEvent
from vinculo.cases.states import CaseAction
from vinculo.cases.tests.case_files import NOW, make_draft
from vinculo.consequences.actions.follow_case import follow_case
from vinculo.consequences.actions.move_task import accept_answer, answer_task
from vinculo.consequences.models import SectorTask
from vinculo.consequences.task_states import TaskState
from vinculo.outbox.claiming import claim, end_well
from vinculo.outbox.models import OutboxRow
from vinculo.outbox.running import rescue, run_due
from vinculo.outbox.terms import Terms
from vinculo.outbox.worker import Worker

from .asked_sectors import A_DAY, ask, move, open_case, signed_case

Origin = SectorTask.Origin


def states_of(case) -> list[tuple[str, str, str]]:
    rows = SectorTask.objects.filter(case=case).order_by("pk")
    return list(rows.values_list("sector", "origin", "state"))


def test_a_signature_asks_each_ticked_sector_once_however_often_it_is_told(cast: Cast):
    case = signed_case(cast, "it", "call_center")
    (row,) = OutboxRow.objects.filter(kind=CASE_MOVED)
    assert not SectorTask.objects.exists()
    run_due(NOW)
    assert states_of(case) == [
        ("it", Origin.SIGNATURE, TaskState.OPEN),
        ("call_center", Origin.SIGNATURE, TaskState.OPEN),
    ]
    for _ in range(2):
        follow_case(row, NOW + A_DAY)
    assert SectorTask.objects.count() == 2
    task = SectorTask.objects.get(sector="call_center")
    assert task.text.startswith(f"O processo {case.number} foi assinado: Desligamento de Renata Queiroz Lima")
    assert "{" not in task.text
    assert task.asked_by == cast.bob
    assert {"outcome", "registration", "city"} <= set(task.facts)


def test_the_database_keeps_a_second_one_out(cast: Cast):
    signed_case(cast, "it")
    run_due(NOW)
    twin = SectorTask.objects.get()
    twin.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_a_signature_that_fell_before_it_was_told_asks_nobody(cast: Cast):
    case = signed_case(cast, "it")
    move(case, CaseAction.REOPEN, cast.bob, reason="O prestador voltou atrás.")
    run_due(NOW)
    assert not SectorTask.objects.exists()


def test_reopening_cancels_what_is_open_and_asks_to_undo_what_was_done(cast: Cast):
    case = signed_case(cast, "it", "call_center")
    run_due(NOW)
    done = SectorTask.objects.get(sector="it")
    answer_task(task=done, text="Acesso retirado.", actor=actor_of(cast.sara), now=NOW)
    move(case, CaseAction.REOPEN, cast.bob, reason="O prestador voltou atrás.", days=1)
    later = ask(case, cast.alice, sector="commercial", now=NOW + 2 * A_DAY)
    run_due(NOW + 2 * A_DAY)
    assert states_of(case) == [
        ("it", Origin.SIGNATURE, TaskState.ANSWERED),
        ("call_center", Origin.SIGNATURE, TaskState.CANCELLED),
        ("commercial", Origin.ASKED, TaskState.OPEN),
        ("it", Origin.UNDO, TaskState.OPEN),
    ]
    undo = SectorTask.objects.get(origin=Origin.UNDO)
    assert "Motivo: O prestador voltou atrás." in undo.text
    assert done.text in undo.text
    # Signed and reopened once more, nothing is undone twice, and only the new signature's task goes.
    accept_answer(task=done, actor=actor_of(cast.alice), now=NOW + 2 * A_DAY)
    for action, user in ((CaseAction.DECIDE, cast.alice), (CaseAction.SIGN, cast.bob)):
        move(case, action, user, days=3)
    run_due(NOW + 3 * A_DAY)
    move(case, CaseAction.REOPEN, cast.bob, reason="Outra vez.", days=4)
    run_due(NOW + 4 * A_DAY)
    later.refresh_from_db()
    assert later.state == TaskState.CANCELLED
    open_now = SectorTask.objects.filter(case=case, state=TaskState.OPEN)
    assert [task.pk for task in open_now] == [undo.pk]


def test_a_cancelled_case_has_no_open_task(cast: Cast):
    case = open_case(cast)
    task = ask(case, cast.alice, owner_id=cast.sara.pk, holds_case=True)
    move(case, CaseAction.CANCEL, cast.alice, reason="Aberto por engano.")
    run_due(NOW)
    task.refresh_from_db()
    assert task.state == TaskState.CANCELLED
    assert task.steps.get().text == "O processo foi cancelado."


def test_a_case_of_the_past_sets_nothing_going(cast: Cast):
    case = make_draft(cast.operator, cast.alice, origin="history", sectors=["it"])
    change_state(case=case, action=CaseAction.RECORD_HISTORY, actor=actor_of(cast.alice), now=NOW)
    run_due(NOW)
    assert not SectorTask.objects.exists()


def test_what_a_dead_worker_had_begun_to_follow_is_followed_within_a_minute(cast: Cast):
    signed_case(cast, "it")
    row = OutboxRow.objects.get(kind=CASE_MOVED)
    assert claim(NOW, Worker(), row.pk) is not None
    stalled = NOW + Terms().stalled_in_one_transaction
    assert rescue(stalled) == 0
    later = stalled + dt.timedelta(seconds=1)
    assert rescue(later) == 1
    run_due(later)
    assert SectorTask.objects.count() == 1
    row.refresh_from_db()
    assert (row.state, row.tries) == (OutboxRow.State.DONE, 2)


def test_one_that_is_slow_and_not_dead_finds_everything_done(cast: Cast):
    signed_case(cast, "it")
    slow = claim(NOW, Worker(), OutboxRow.objects.get(kind=CASE_MOVED).pk)
    assert slow is not None
    later = NOW + A_DAY
    rescue(later)
    run_due(later)
    told = CaseEvent.objects.count()
    follow_case(slow, NOW)
    assert SectorTask.objects.count() == 1
    assert CaseEvent.objects.count() == told
    assert not end_well(slow, NOW)
