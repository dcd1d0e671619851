"""Work on many cases: by the rules of one, line by line, whatever happens to the worker."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pytest
from procrastinate.contrib.django import app

from vinculo.accounts.models import AuditEntry, Membership
from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.reassign import reassign_case
from vinculo.cases.models import Case, CaseEvent
from vinculo.cases.states import State
from vinculo.cases.tests.listed_cases import make_listed
from vinculo.desk import bulk_running, bulk_steps
from vinculo.desk.actions import bulk_jobs
from vinculo.desk.actions.bulk_jobs import resume_bulk_jobs, retry_refused, stop_bulk_job, undo_reassignment
from vinculo.desk.models import BulkJob, BulkLine
from vinculo.desk.refusals import UnableToStartBulkJob, UnableToUndoBulkJob
from vinculo.kernel.refusal import NotPermitted
from vinculo.outbox.models import OutboxRow
from vinculo.outbox.running import run_due

NOW = dt.datetime(2026, 3, 10, 14, 0, tzinfo=dt.UTC)
KIND = BulkJob.Kind


def start(user, kind: str, cases: Iterable[Case], **parameters) -> BulkJob:
    return bulk_jobs.start_bulk_job(
        kind=kind,
        parameters=parameters,
        case_ids=[case.pk for case in cases],
        actor=actor_of(user),
        now=NOW,
    )


def done(job: BulkJob, now: dt.datetime = NOW) -> BulkJob:
    run_due(now)
    job.refresh_from_db()
    return job


def fates(job: BulkJob) -> list[tuple[str, str]]:
    return list(job.lines.order_by("position").values_list("fate", "message"))


@pytest.fixture
def cases(cast: Cast) -> list[Case]:
    return [make_listed(cast.operator, cast.alice, dentist_name=f"Dra. {n}") for n in range(3)]


def test_cases_are_passed_on_one_by_one_as_by_hand(cast: Cast, cases):
    job = start(cast.bob, KIND.REASSIGN, cases, consultant=cast.beto.pk)
    assert (job.state, job.total) == (BulkJob.State.PLANNED, 3)
    assert done(job).state == BulkJob.State.DONE
    assert (job.done, job.refused) == (3, 0)
    assert job.finished_at is not None
    assert {case.consultant for case in Case.objects.all()} == {cast.beto}
    events = CaseEvent.objects.filter(kind=CaseEvent.Kind.REASSIGNED)
    assert {event.tells for event in events} == {cast.beto}
    assert events.count() == AuditEntry.objects.filter(action="case.reassigned").count() == 3
    told = AuditEntry.objects.get(action="bulk.started")
    assert (told.operator, told.detail["cases"]) == (cast.operator, "3")


def test_a_line_that_is_refused_says_why_and_can_be_tried_again(cast: Cast, cases):
    foreign = make_listed(cast.other_operator, cast.charlie)
    closed = make_listed(cast.operator, cast.alice, state=State.CLOSED)
    job = start(cast.alice, KIND.NEXT_CONTACT, [cases[0], closed, foreign, cases[1]], on="2026-03-13")
    assert job.total == 3
    done(job)
    assert (job.state, job.done, job.refused) == (BulkJob.State.DONE, 2, 1)
    fate, message = fates(job)[1]
    assert fate == BulkLine.Fate.REFUSED
    assert "encerrado e não aceita alterações" in message
    assert Case.objects.filter(next_contact_on=dt.date(2026, 3, 13)).count() == 2
    Case.objects.filter(pk=closed.pk).update(state=State.IN_PROGRESS)
    again = done(retry_refused(job=job, actor=actor_of(cast.alice), now=NOW))
    assert fates(again) == [("done", "")]
    with pytest.raises(UnableToStartBulkJob):
        retry_refused(job=again, actor=actor_of(cast.alice), now=NOW)


def test_permission_is_asked_at_the_door_and_at_each_line(cast: Cast, cases):
    for user in (cast.alice, cast.nina, cast.sara):
        with pytest.raises(NotPermitted):
            start(user, KIND.REASSIGN, cases, consultant=cast.beto.pk)
    with pytest.raises(NotPermitted):
        start(cast.nina, KIND.EXPORT_PDF, cases)
    job = start(cast.bob, KIND.REASSIGN, cases, consultant=cast.beto.pk)
    Membership.objects.filter(user=cast.bob).delete()
    assert (done(job).done, job.refused) == (0, 3)
    with pytest.raises(UnableToStartBulkJob, match="Nenhum processo"):
        start(cast.charlie, KIND.REASSIGN, cases, consultant=cast.charlie.pk)


def test_there_is_a_limit(cast: Cast, cases, settings):
    settings.BULK_MOST_CASES = 2
    with pytest.raises(UnableToStartBulkJob, match="São mais de 2 processos"):
        start(cast.bob, KIND.REASSIGN, cases, consultant=cast.beto.pk)
    assert not BulkJob.objects.exists()
    assert not OutboxRow.objects.exists()


class Dies(BaseException):
    """What happens to a worker that is killed: nothing catches it."""


def test_a_worker_that_dies_leaves_nothing_half_done_and_another_goes_on(cast: Cast, cases, monkeypatch):
    job = start(cast.bob, KIND.REASSIGN, cases, consultant=cast.beto.pk)
    really = reassign_case
    calls = []

    def dying(**given):
        calls.append(really(**given))
        if len(calls) == 2:
            raise Dies

    monkeypatch.setattr(bulk_steps, "reassign_case", dying)
    with pytest.raises(Dies):
        run_due(NOW)
    job.refresh_from_db()
    assert (job.state, job.done) == (BulkJob.State.RUNNING, 1)
    assert Case.objects.filter(consultant=cast.beto).count() == 1
    assert resume_bulk_jobs(now=NOW + dt.timedelta(minutes=1)) == 0
    later = NOW + dt.timedelta(minutes=3)
    assert resume_bulk_jobs(now=later) == 1
    assert resume_bulk_jobs(now=later) == 0
    assert done(job, later).state == BulkJob.State.DONE
    assert job.done == CaseEvent.objects.filter(kind=CaseEvent.Kind.REASSIGNED).count() == 3
    assert len(calls) == 4


def test_a_long_job_is_done_in_parts(cast: Cast, cases, monkeypatch):
    monkeypatch.setattr(bulk_running, "SECONDS_AT_ONCE", 1e-9)
    job = start(cast.bob, KIND.REASSIGN, cases, consultant=cast.beto.pk)
    assert done(job).done == 3
    assert OutboxRow.objects.filter(kind=bulk_jobs.BULK_KIND, state=OutboxRow.State.DONE).count() == 4


def test_a_job_is_stopped_between_two_lines(cast: Cast, cases, monkeypatch):
    job = start(cast.bob, KIND.REASSIGN, cases, consultant=cast.beto.pk)
    really = reassign_case

    def while_somebody_stops_it(**given):
        really(**given)
        stop_bulk_job(job=job, actor=actor_of(cast.bob), now=NOW)

    monkeypatch.setattr(bulk_steps, "reassign_case", while_somebody_stops_it)
    assert done(job).state == BulkJob.State.STOPPED
    assert [fate for fate, _ in fates(job)] == ["done", "waiting", "waiting"]
    assert not stop_bulk_job(job=job, actor=actor_of(cast.bob), now=NOW)
    monkeypatch.undo()
    assert done(retry_refused(job=job, actor=actor_of(cast.bob), now=NOW)).done == 2
    with pytest.raises(NotPermitted):
        stop_bulk_job(job=job, actor=actor_of(cast.alice), now=NOW)


def test_a_line_that_breaks_is_refused_and_the_others_go_on(cast: Cast, cases, monkeypatch):
    job = start(cast.bob, KIND.REASSIGN, cases, consultant=cast.beto.pk)
    really = reassign_case

    def breaking(**given):
        if given["case"] == cases[1]:
            raise ValueError("898.412.309-92")
        return really(**given)

    monkeypatch.setattr(bulk_steps, "reassign_case", breaking)
    assert (done(job).done, job.refused) == (2, 1)
    assert "898" not in fates(job)[1][1]


def test_a_reassignment_is_undone_where_nothing_happened_since(cast: Cast, cases):
    nobodys = make_listed(cast.operator, None)
    betos = make_listed(cast.operator, cast.beto)
    job = done(start(cast.bob, KIND.REASSIGN, [*cases, nobodys, betos], consultant=cast.beto.pk))
    assert fates(job)[4] == ("done", "Já era de Beto Lacerda.")
    moved = cases[0]
    Case.objects.filter(pk=moved.pk).update(consultant=cast.bob)
    undone = done(undo_reassignment(job=job, actor=actor_of(cast.bob), now=NOW))
    assert (undone.total, undone.done, undone.refused) == (4, 3, 1)
    assert "passou para outra pessoa" in fates(undone)[0][1]
    now_with = dict(Case.objects.values_list("pk", "consultant_id"))
    assert now_with == {
        moved.pk: cast.bob.pk,
        cases[1].pk: cast.alice.pk,
        cases[2].pk: cast.alice.pk,
        nobodys.pk: None,
        betos.pk: cast.beto.pk,
    }
    with pytest.raises(UnableToUndoBulkJob):
        undo_reassignment(job=undone, actor=actor_of(cast.bob), now=NOW)


def test_jobs_are_seen_by_who_asked_alone(cast: Cast, cases):
    job = start(cast.bob, KIND.EXPORT_CSV, cases, columns=["number"])
    assert list(BulkJob.objects.visible_to(actor_of(cast.bob))) == [job]
    assert not BulkJob.objects.visible_to(actor_of(cast.alice)).exists()


def test_the_worker_looks_after_jobs_and_files_by_the_clock():
    known = {task.task.name for task in app.periodic_registry.periodic_tasks.values()}
    assert {"desk.plan_digests", "desk.resume_bulk_jobs", "desk.sweep_exports"} <= known
