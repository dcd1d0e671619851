"""Work on many cases at once: planned in one transaction, done by the worker; stopped, repeated, undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.db.models.functions import Coalesce

from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.accounts.permissions import Permission
from vinculo.cases.models import Case
from vinculo.kernel.numbers import format_count
from vinculo.kernel.refusal import NotPermitted
from vinculo.outbox.actions import plan

from ..models import BulkJob, BulkLine
from ..refusals import UnableToStartBulkJob, UnableToUndoBulkJob

BULK_KIND = "bulk"
STANDS_STILL_AFTER = dt.timedelta(minutes=2)
"""A worker tells its progress every few seconds; one that told nothing for so long is gone."""

Kind = BulkJob.Kind
State = BulkJob.State
EXPORTS = (Kind.EXPORT_CSV, Kind.EXPORT_XLSX, Kind.EXPORT_PDF)
UNFINISHED = (State.PLANNED, State.RUNNING)
SHOWN_IN_CLEAR = "shown_in_clear"
"""Among the parameters of an export: the operators whose people's numbers its file does not mask."""

_NEEDED: Mapping[str, Permission] = {
    Kind.REASSIGN: Permission.CASES_REASSIGN,
    Kind.NEXT_CONTACT: Permission.CASES_WORK,
    Kind.EXPORT_CSV: Permission.CASES_SEE,
    Kind.EXPORT_XLSX: Permission.CASES_SEE,
    Kind.EXPORT_PDF: Permission.PERSONAL_DATA_SEE,
}
"""What is asked at the door; each line asks again at its own operator."""


def start_bulk_job(
    *, kind: str, parameters: Mapping[str, Any], case_ids: Sequence[int], actor: Actor, now: dt.datetime
) -> BulkJob:
    """Plans one thing for many cases, in the order given; cases that the actor does not see are left out.

    Raises:
        NotPermitted: the actor may do this nowhere.
        UnableToStartBulkJob: no case was chosen, or more than are taken at once.
    """
    if actor.user is None or not actor.may_anywhere(_NEEDED[kind]):
        raise NotPermitted
    wanted = list(dict.fromkeys(case_ids))
    _refuse_too_many(kind, len(wanted))
    with transaction.atomic():
        seen = set(Case.objects.visible_to(actor).filter(pk__in=wanted).values_list("pk", flat=True))
        chosen = [case_id for case_id in wanted if case_id in seen]
        if not chosen:
            raise UnableToStartBulkJob("Nenhum processo foi escolhido. Marque os processos na lista.")
        job = BulkJob.objects.create(
            kind=kind, parameters=dict(parameters), asked_by=actor.user, asked_at=now, total=len(chosen)
        )
        lines = (BulkLine(job=job, position=place, case_id=pk) for place, pk in enumerate(chosen, 1))
        BulkLine.objects.bulk_create(lines, batch_size=1000)
        plan(kind=BULK_KIND, payload={"job": job.pk}, now=now)
        audit_by_operator(job, "bulk.started", actor, now)
        return job


def stop_bulk_job(*, job: BulkJob, actor: Actor, now: dt.datetime) -> bool:
    """Ends a job after the line that is being done; False where it had ended before.

    Raises:
        NotPermitted: somebody else asked for the job.
    """
    _require_own(job, actor)
    unfinished = BulkJob.objects.filter(pk=job.pk, state__in=UNFINISHED, stop_requested_at=None)
    with transaction.atomic():
        stopped = unfinished.update(stop_requested_at=now) == 1
        if stopped:
            audit_by_operator(job, "bulk.stopped", actor, now)
        return stopped


def retry_refused(*, job: BulkJob, actor: Actor, now: dt.datetime) -> BulkJob:
    """The same again for the cases that were refused, or that a stop left out: a job of its own.

    Raises:
        NotPermitted: somebody else asked for the job.
        UnableToStartBulkJob: it has not ended, or nothing of it was left undone.
    """
    _require_own(job, actor)
    if job.state in UNFINISHED:
        raise UnableToStartBulkJob("Este trabalho ainda não terminou. Espere o fim, ou interrompa-o.")
    left = BulkLine.objects.filter(job=job).exclude(fate=BulkLine.Fate.DONE)
    case_ids = left.order_by("position").values_list("case_id", flat=True)
    return start_bulk_job(
        kind=job.kind, parameters=job.parameters, case_ids=list(case_ids), actor=actor, now=now
    )


def undo_reassignment(*, job: BulkJob, actor: Actor, now: dt.datetime) -> BulkJob:
    """Gives the cases back to the consultants they had: a job of its own, line by line.

    Raises:
        NotPermitted: somebody else asked for the job.
        UnableToUndoBulkJob: the job gave no case to anybody, or has not ended.
    """
    _require_own(job, actor)
    case_ids = list(_given_away(job).values_list("case_id", flat=True))
    if job.kind != Kind.REASSIGN or job.state in UNFINISHED or "undoes" in job.parameters or not case_ids:
        raise UnableToUndoBulkJob("Não há o que desfazer neste trabalho. Nada foi alterado.")
    return start_bulk_job(
        kind=Kind.REASSIGN, parameters={"undoes": job.pk}, case_ids=case_ids, actor=actor, now=now
    )


def can_be_undone(job: BulkJob) -> bool:
    ended = job.kind == Kind.REASSIGN and job.state not in UNFINISHED
    return ended and "undoes" not in job.parameters and _given_away(job).exists()


def resume_bulk_jobs(*, now: dt.datetime) -> int:
    """Queues again the jobs whose worker is gone; how many. Lines are done once, whoever does them."""
    standing = (
        BulkJob.objects.filter(state__in=UNFINISHED)
        .annotate(moved_at=Coalesce("progress_at", "asked_at"))
        .filter(moved_at__lt=now - STANDS_STILL_AFTER)
    )
    with transaction.atomic():
        jobs = list(standing.select_for_update(skip_locked=True))
        for job in jobs:
            BulkJob.objects.filter(pk=job.pk).update(progress_at=now)
            plan(kind=BULK_KIND, payload={"job": job.pk}, now=now)
    return len(jobs)


def record_download(*, job: BulkJob, actor: Actor, now: dt.datetime) -> None:
    """A file of an export left the house.

    Raises:
        NotPermitted: somebody else asked for the job, or the actor has lost what it took to ask.
    """
    _require_own(job, actor)
    operators = BulkLine.objects.filter(job=job, fate=BulkLine.Fate.DONE).order_by()
    for operator_id in operators.values_list("case__operator_id", flat=True).distinct():
        actor.require(_NEEDED[job.kind], operator_id)
        if operator_id in job.parameters.get(SHOWN_IN_CLEAR, ()):
            actor.require(Permission.PERSONAL_DATA_SEE, operator_id)
    audit_by_operator(job, "export.downloaded", actor, now, [BulkLine.Fate.DONE])


def audit_by_operator(
    job: BulkJob, action: str, actor: Actor, now: dt.datetime, fates: Iterable[str] = BulkLine.Fate.values
) -> None:
    """One line in the log of each operator whose cases are in the job, with how many."""
    lines = BulkLine.objects.filter(job=job, fate__in=list(fates)).order_by()
    counts = lines.values_list("case__operator_id").annotate(cases=Count("pk"))
    for operator_id, cases in counts:
        record_audit(
            actor=actor,
            operator_id=operator_id,
            action=action,
            subject_kind="bulk_job",
            subject_id=job.pk,
            now=now,
            detail={"what": job.kind, "cases": str(cases), "fields": job.parameters.get("columns", [])},
        )


def _given_away(job: BulkJob) -> Any:
    lines = BulkLine.objects.filter(job=job, fate=BulkLine.Fate.DONE, before__has_key="consultant")
    return lines.order_by("position")


def _require_own(job: BulkJob, actor: Actor) -> None:
    if actor.user is None or job.asked_by_id != actor.user.pk:
        raise NotPermitted


def most_cases(kind: str) -> int:
    """How many cases one job of a kind takes."""
    return settings.BULK_MOST_FORMS if kind == Kind.EXPORT_PDF else settings.BULK_MOST_CASES


def _refuse_too_many(kind: str, asked: int) -> None:
    most = most_cases(kind)
    if asked > most:
        what = "formulários" if kind == Kind.EXPORT_PDF else "processos"
        raise UnableToStartBulkJob(
            f"São mais de {format_count(most)} {what}, o máximo de cada vez. "
            "Nada foi feito; filtre a lista e faça em partes."
        )
