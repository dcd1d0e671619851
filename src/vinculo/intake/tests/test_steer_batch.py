"""A batch is paused, stopped, tried again and taken back as a whole; what somebody has worked on stays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from vinculo.accounts.models import AuditEntry
from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.change_state import change_state
from vinculo.cases.actions.save_field import save_field
from vinculo.cases.models import Case
from vinculo.cases.refusals import UnableToChangeState
from vinculo.cases.states import CaseAction, State
from vinculo.intake.actions.accept_reading import accept_reading, match_reading
from vinculo.intake.actions.receive_files import receive_file, receive_files
from vinculo.intake.actions.settle_file import keep_file_problem
from vinculo.intake.actions.settle_reading import discard_reading
from vinculo.intake.actions.steer_batch import (
    pause_batch,
    resume_batch,
    retry_failed,
    retry_file,
    stop_batch,
)
from vinculo.intake.actions.undo_import import undo_import
from vinculo.intake.batch_queries import counted_batches, is_being_undone, kept_cases, seconds_left
from vinculo.intake.models import Fate, FileState, ImportBatch
from vinculo.intake.reading_loop import read_due
from vinculo.intake.reading_queue import claim_next
from vinculo.intake.refusals import UnableToReceiveFiles, UnableToSteerImport
from vinculo.kernel.refusal import NotPermitted
from vinculo.outbox.running import run_due

from .form_files import NOW, another_dentist, file_of, readings_in, receive

LATER = NOW + dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def files_apart(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def waiting(cast: Cast) -> ImportBatch:
    """Three files that nobody has read yet, one of them no form."""
    files = [(f"{n}.txt", file_of(another_dentist(n))) for n in range(2)]
    return receive_files(
        operator=cast.operator,
        files=[*files, ("lista.txt", b"compras")],
        as_history=False,
        actor=actor_of(cast.alice),
        now=NOW,
    )


def counts(cast: Cast, batch: ImportBatch) -> Any:
    (counted,) = counted_batches(actor_of(cast.alice), [batch.pk])
    return counted.counts


def imported(cast: Cast, count: int, *, as_history: bool = False) -> tuple[ImportBatch, list[Case]]:
    files = [(f"{n}.txt", file_of(another_dentist(n))) for n in range(count)]
    batch = receive(cast.alice, *files, as_history=as_history)
    actor = actor_of(cast.alice)
    done = [
        accept_reading(reading=row, as_history=as_history, actor=actor, now=NOW) for row in readings_in(batch)
    ]
    return batch, [acceptance.case for acceptance in done]


def test_what_was_not_begun_can_be_stopped_and_tried_again(cast: Cast, waiting: ImportBatch):
    actor = actor_of(cast.alice)
    assert stop_batch(batch=waiting, actor=actor, now=NOW) == 3
    assert set(waiting.files.values_list("problem", flat=True)) == {
        "A leitura foi interrompida antes deste arquivo."
    }
    assert retry_failed(batch=waiting, actor=actor, now=NOW) == 3
    read_due(NOW)
    assert (counts(cast, waiting).readings, counts(cast, waiting).failed) == (2, 1)
    with pytest.raises(UnableToSteerImport):
        stop_batch(batch=waiting, actor=actor, now=NOW)
    with pytest.raises(UnableToSteerImport):
        pause_batch(batch=waiting, actor=actor, now=NOW)


def test_a_file_is_tried_again_once_it_failed(cast: Cast, waiting: ImportBatch):
    read_due(NOW)
    actor = actor_of(cast.alice)
    good, _, bad = waiting.files.order_by("pk")
    retry_file(file=bad, actor=actor, now=NOW)
    bad.refresh_from_db()
    assert (bad.state, bad.problem, bad.tries) == (FileState.WAITING, "", 0)
    with pytest.raises(UnableToSteerImport):
        retry_file(file=good, actor=actor, now=NOW)
    read_due(NOW)
    assert retry_failed(batch=waiting, actor=actor, now=NOW) == 1


def test_the_time_left_is_told_once_enough_was_read_by_the_pace_of_the_last_minutes(
    cast: Cast, waiting: ImportBatch
):
    """Two of five in two seconds say nothing of the others."""
    for name in ("d.txt", "e.txt"):
        receive_file(batch=waiting, name=name, content=name.encode(), actor=actor_of(cast.alice), now=NOW)
    files = list(waiting.files.order_by("pk"))

    def left_when_read(*seconds_ago: int) -> float | None:
        for file, ago in zip(files, seconds_ago, strict=False):
            file.state, file.read_at = FileState.READ, NOW - dt.timedelta(seconds=ago)
            file.save()
        (counted,) = counted_batches(actor_of(cast.alice), [waiting.pk])
        return seconds_left(counted, NOW)

    assert [left_when_read(*ago) for ago in ((), (40, 1), (2, 1, 0))] == [None] * 3
    assert left_when_read(60, 30, 10) == 40


def test_all_of_an_import_is_taken_back(cast: Cast):
    batch, drafts = imported(cast, 2)
    receive_file(
        batch=batch, name="c.txt", content=file_of(another_dentist(5)), actor=actor_of(cast.alice), now=NOW
    )
    read_due(NOW)
    receive_file(
        batch=batch, name="d.txt", content=file_of(another_dentist(6)), actor=actor_of(cast.alice), now=NOW
    )
    undo_import(batch=batch, actor=actor_of(cast.alice), now=LATER)
    batch.refresh_from_db()
    assert is_being_undone(batch)
    run_due(LATER)
    assert not is_being_undone(batch)
    assert (counts(cast, batch).released, counts(cast, batch).discarded) == (2, 1)
    assert [reading.fate for reading in readings_in(batch)] == [Fate.RELEASED, Fate.RELEASED, Fate.DISCARDED]
    assert set(Case.objects.values_list("state", flat=True)) == {State.CANCELLED}
    assert "desfeita antes" in batch.files.get(name="d.txt").problem
    assert len(drafts) == Case.objects.count() == 2
    assert kept_cases(actor_of(cast.alice), batch, 9) == []
    with pytest.raises(UnableToSteerImport):
        undo_import(batch=batch, actor=actor_of(cast.alice), now=LATER)
    with pytest.raises(UnableToReceiveFiles):
        receive_file(batch=batch, name="e.txt", content=b"x", actor=actor_of(cast.alice), now=LATER)


def test_an_undo_waits_for_no_worker_that_was_killed(cast: Cast, waiting: ImportBatch):
    killed, slow = (claim_next(waiting.pk, NOW) for _ in range(2))
    assert killed is not None
    assert slow is not None
    undo_import(batch=waiting, actor=actor_of(cast.alice), now=NOW)
    assert counts(cast, waiting).unread == 0
    assert not keep_file_problem(file=slow, problem="tarde demais", now=LATER)
    slow.refresh_from_db()
    assert slow.problem == "A importação foi desfeita antes de este arquivo ser lido."


def test_what_an_undo_discarded_comes_in_again_without_a_doubt(cast: Cast):
    files = [(f"{n}.txt", file_of(another_dentist(n))) for n in range(2)]
    batch = receive(cast.alice, *files)
    discard_reading(reading=readings_in(batch)[0], actor=actor_of(cast.alice), now=NOW)
    undo_import(batch=batch, actor=actor_of(cast.alice), now=LATER)
    assert [bool(reading.doubts) for reading in readings_in(receive(cast.alice, *files))] == [True, False]


def test_cases_of_the_past_are_taken_back_too_and_come_in_again(cast: Cast):
    batch, cases = imported(cast, 1, as_history=True)
    assert cases[0].state == State.CLOSED
    undo_import(batch=batch, actor=actor_of(cast.bob), now=LATER)
    run_due(LATER)
    cases[0].refresh_from_db()
    assert cases[0].state == State.CANCELLED
    _, again = imported(cast, 1, as_history=True)
    assert again[0].pk != cases[0].pk


def test_a_case_on_which_somebody_has_worked_is_kept_with_the_reason(cast: Cast):
    batch, (worked, untouched, found) = imported(cast, 3)
    save_field(
        case=worked,
        field="general_note",
        raw="Liguei.",
        base_version=1,
        actor=actor_of(cast.alice),
        now=LATER,
    )
    undo_import(batch=batch, actor=actor_of(cast.alice), now=LATER)
    run_due(LATER)
    ((reading, reason),) = kept_cases(actor_of(cast.alice), batch, 9)
    assert reading.case == worked
    assert reason == "Foi alterado em 10/03/2026."
    assert set(Case.objects.exclude(pk=worked.pk).values_list("state", flat=True)) == {State.CANCELLED}
    assert {untouched.pk, found.pk} == set(Case.objects.exclude(pk=worked.pk).values_list("pk", flat=True))


def test_what_was_matched_to_a_case_of_somebody_else_leaves_it_alone(cast: Cast):
    _, (case,) = imported(cast, 1)
    batch = receive(cast.alice, ("z.txt", file_of(another_dentist(0, general_note="Outra via."))))
    match_reading(reading=readings_in(batch)[0], case=case, actor=actor_of(cast.alice), now=NOW)
    undo_import(batch=batch, actor=actor_of(cast.alice), now=LATER)
    run_due(LATER)
    case.refresh_from_db()
    assert case.state == State.DRAFT
    assert readings_in(batch)[0].case is None


def test_nobody_takes_a_single_case_back_by_that_way(cast: Cast):
    _, (case,) = imported(cast, 1)
    with pytest.raises(UnableToChangeState):
        change_state(case=case, action=CaseAction.TAKE_BACK_IMPORT, actor=actor_of(cast.bob), now=LATER)


def test_only_who_may_import_there_steers(cast: Cast, waiting: ImportBatch):
    steps: list[Callable[..., object]] = [pause_batch, resume_batch, stop_batch, retry_failed, undo_import]
    for user in (cast.charlie, cast.nina, cast.sara):
        for step in steps:
            with pytest.raises(NotPermitted):
                step(batch=waiting, actor=actor_of(user), now=NOW)
    assert counts(cast, waiting).unread == 3


def test_each_step_stands_in_the_audit_log(cast: Cast, waiting: ImportBatch):
    actor = actor_of(cast.alice)
    pause_batch(batch=waiting, actor=actor, now=NOW)
    resume_batch(batch=waiting, actor=actor, now=NOW)
    stop_batch(batch=waiting, actor=actor, now=NOW)
    retry_failed(batch=waiting, actor=actor, now=NOW)
    undo_import(batch=waiting, actor=actor, now=NOW)
    lines = AuditEntry.objects.filter(action__startswith="import.").order_by("pk")
    steps = [line.action for line in lines if line.action not in ("import.opened", "import.file_received")]
    assert steps == ["import.paused", "import.resumed", "import.stopped", "import.retried", "import.undone"]
