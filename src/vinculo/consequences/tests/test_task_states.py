"""The way of a task through its states, with its permissions, guards and reasons."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vinculo.accounts.models import User
from vinculo.accounts.permissions import Role
from vinculo.accounts.tests.cast import Cast, actor_of, make_user
from vinculo.cases.states import CaseAction, State
from vinculo.cases.tests.case_files import NOW
from vinculo.consequences.actions.edit_task import edit_task
from vinculo.consequences.actions.move_task import (
    accept_answer,
    answer_task,
    cancel_task,
    claim_task,
    record_answer,
    release_task,
    reopen_task,
)
from vinculo.consequences.models import SectorTask
from vinculo.consequences.refusals import UnableToMoveTask
from vinculo.consequences.task_states import TASK_TRANSITIONS, TaskAction, TaskState
from vinculo.kernel.refusal import NotPermitted, Refusal

from .asked_sectors import ask, move, open_case

Do = Callable[[SectorTask, User], object]

DOING: Mapping[TaskAction, Do] = {
    TaskAction.EDIT: lambda task, user: edit_task(
        task=task, text="Outra coisa.", due_on=task.due_on, actor=actor_of(user), now=NOW
    ),
    TaskAction.CLAIM: lambda task, user: claim_task(
        task=task, seen_owner_id=task.owner_id, actor=actor_of(user), now=NOW
    ),
    TaskAction.RELEASE: lambda task, user: release_task(task=task, actor=actor_of(user), now=NOW),
    TaskAction.ANSWER: lambda task, user: answer_task(
        task=task, text="Corrigido.", actor=actor_of(user), now=NOW
    ),
    TaskAction.RECORD: lambda task, user: record_answer(
        task=task, text="Responderam por telefone.", actor=actor_of(user), now=NOW
    ),
    TaskAction.ACCEPT: lambda task, user: accept_answer(task=task, actor=actor_of(user), now=NOW),
    TaskAction.REOPEN: lambda task, user: reopen_task(
        task=task, reason="Falta o prazo.", actor=actor_of(user), now=NOW
    ),
    TaskAction.CANCEL: lambda task, user: cancel_task(
        task=task, reason="Não é mais preciso.", actor=actor_of(user), now=NOW
    ),
}


def test_a_task_is_asked_answered_reopened_answered_and_accepted(cast: Cast):
    task = ask(open_case(cast), cast.alice)
    for action, user in (
        (TaskAction.CLAIM, cast.sara),
        (TaskAction.ANSWER, cast.sara),
        (TaskAction.REOPEN, cast.alice),
        (TaskAction.ANSWER, cast.sara),
        (TaskAction.ACCEPT, cast.beto),
    ):
        DOING[action](task, user)
        task.refresh_from_db()
    assert (task.state, task.owner, task.ended_at) == (TaskState.ACCEPTED, cast.sara, NOW)
    steps = task.steps.values_list("action", "text", "by_name")
    assert list(steps)[1:3] == [
        ("answer", "Corrigido.", "Sara Tavares"),
        ("reopen", "Falta o prazo.", "Alice Nogueira"),
    ]


def test_only_the_sector_answers_and_only_who_works_on_cases_accepts(cast: Cast):
    other_sector = make_user(
        "caio@odontolife.example", "Caio Brandão", cast.operator, Role.SECTOR_MEMBER, sector="commercial"
    )
    task = ask(open_case(cast), cast.alice)
    for user in (cast.alice, cast.bob, cast.nina, cast.charlie, other_sector):
        for action in (TaskAction.CLAIM, TaskAction.ANSWER):
            with pytest.raises(NotPermitted):
                DOING[action](task, user)
    DOING[TaskAction.ANSWER](task, cast.sara)
    for user in (cast.sara, cast.nina, cast.charlie, other_sector):
        for action in (TaskAction.ACCEPT, TaskAction.REOPEN):
            with pytest.raises(NotPermitted):
                DOING[action](task, user)
    task.refresh_from_db()
    assert (task.state, task.steps.count()) == (TaskState.ANSWERED, 1)


def test_a_supervisor_who_is_a_member_of_one_sector_answers_for_no_other(cast: Cast):
    both = make_user(
        "rute@odontolife.example",
        "Rute Paz",
        cast.operator,
        Role.SUPERVISOR,
        Role.SECTOR_MEMBER,
        sector="commercial",
    )
    task = ask(open_case(cast), cast.alice)
    with pytest.raises(NotPermitted):
        DOING[TaskAction.ANSWER](task, both)
    DOING[TaskAction.ANSWER](ask(task.case, cast.alice, sector="commercial"), both)


def test_an_empty_answer_a_missing_reason_and_a_changed_owner_are_refused(cast: Cast):
    task, sara = ask(open_case(cast), cast.alice), actor_of(cast.sara)
    with pytest.raises(UnableToMoveTask, match="Escreva a resposta ou anexe"):
        answer_task(task=task, text="  ", actor=sara, now=NOW)
    with pytest.raises(UnableToMoveTask, match="Escreva o motivo"):
        cancel_task(task=task, reason=" ", actor=actor_of(cast.alice), now=NOW)
    colleague = make_user(
        "tito@odontolife.example", "Tito Reis", cast.operator, Role.SECTOR_MEMBER, sector="it"
    )
    claim_task(task=task, seen_owner_id=None, actor=actor_of(colleague), now=NOW)
    with pytest.raises(UnableToMoveTask, match="Outra pessoa"):
        claim_task(task=task, seen_owner_id=None, actor=sara, now=NOW)
    claim_task(task=task, seen_owner_id=colleague.pk, actor=sara, now=NOW)
    task.refresh_from_db()
    assert task.owner == cast.sara


def test_a_cancelled_case_reopens_no_task(cast: Cast):
    case = open_case(cast)
    task = ask(case, cast.alice)
    DOING[TaskAction.ANSWER](task, cast.sara)
    move(case, CaseAction.CANCEL, cast.alice, reason="Engano.")
    with pytest.raises(UnableToMoveTask, match="foi cancelado"):
        DOING[TaskAction.REOPEN](task, cast.alice)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(list(TaskAction)), st.sampled_from(["sara", "alice", "charlie"])),
        min_size=1,
        max_size=7,
    ),
    holds=st.booleans(),
)
def test_no_sequence_leaves_the_table_or_a_case_waiting_for_nothing(cast: Cast, steps, holds):
    with transaction.atomic():
        task = ask(open_case(cast), cast.alice, holds_case=holds)
        for action, who in steps:
            before = task.state
            user = getattr(cast, who)
            try:
                DOING[action](task, user)
            except Refusal:
                task.refresh_from_db()
                assert task.state == before
                continue
            task.refresh_from_db()
            row = TASK_TRANSITIONS.find(before, action)
            assert task.state == row.target
            assert actor_of(user).may(row.permission, cast.operator.pk)
        task.case.refresh_from_db()
        waits = task.case.state == State.WAITING
        assert waits == (holds and task.state == TaskState.OPEN)
        assert (task.ended_at is not None) == (task.state in (TaskState.ACCEPTED, TaskState.CANCELLED))
        transaction.set_rollback(True)
