"""Work on many cases at once: asked for on the list, followed on a page of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from vinculo.accounts.models import User
from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import users_who_may
from vinculo.cases.queries.listing import case_ids
from vinculo.desk.actions.bulk_jobs import (
    EXPORTS,
    most_cases,
    record_download,
    retry_refused,
    start_bulk_job,
    stop_bulk_job,
    undo_reassignment,
)
from vinculo.desk.models import BulkJob
from vinculo.desk.queries.absences import with_absence
from vinculo.desk.queries.bulk_jobs import find_job, jobs_of, report_of
from vinculo.desk.refusals import UnableToStartBulkJob
from vinculo.kernel.dates import SAO_PAULO, parse_date
from vinculo.kernel.refusal import NotPermitted

from ..cases.list_asked import Asked, parameters_of, read_asked
from ..site.http import Request, number_of, today_in_sao_paulo
from .bulk_presenters import present_job, present_lines, quick_picks
from .going import go

Kind = BulkJob.Kind
_CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def _job_or_404(request: Request, pk: int) -> BulkJob:
    job = find_job(request.actor, pk)
    if job is None:
        raise Http404
    return job


def _require_cases(request: Request) -> None:
    if not request.actor.may_anywhere(Permission.CASES_SEE):
        raise NotPermitted("Seu perfil não dá acesso aos processos.")


@require_GET
def bulk_list(request: HttpRequest) -> HttpResponse:
    request = cast(Request, request)
    _require_cases(request)
    jobs = [present_job(job, asks_undo=False) for job in jobs_of(request.actor)]
    return render(request, "lists/bulk_list.html", {"jobs": jobs})


@require_GET
def bulk_options(request: HttpRequest) -> HttpResponse:
    """What there is to choose, asked for when somebody opens the menu."""
    request = cast(Request, request)
    _require_cases(request)
    context: dict[str, Any] = {"people": _colleagues(request), "picks": quick_picks(today_in_sao_paulo())}
    return render(request, "lists/bulk_options.html", context | {"what": request.GET.get("what", "")})


def _colleagues(request: Request) -> list[User]:
    """To whom the actor may give cases, of whichever operator; each line asks whether it fits its own."""
    there = request.actor.operators_with(Permission.CASES_REASSIGN)
    today = today_in_sao_paulo()
    people = {
        person.pk: person
        for operator_id in there
        for person in with_absence(users_who_may(Permission.CASES_WORK, operator_id), operator_id, today)
    }
    return sorted(people.values(), key=lambda person: person.name.casefold())


@require_POST
def bulk_start(request: HttpRequest) -> HttpResponse:
    """The chosen rows, or everything that the list finds, in its order."""
    request = cast(Request, request)
    kind = request.POST.get("kind", "")
    if kind not in Kind.values:
        raise Http404
    _require_cases(request)
    asked = read_asked(request, parameters_of(request.POST.get("address", "")))
    job = start_bulk_job(
        kind=kind,
        parameters=_parameters(request, kind, asked),
        case_ids=_chosen(request, kind, asked),
        actor=request.actor,
        now=timezone.now(),
    )
    return go(request, present_job(job).url)


def _chosen(request: Request, kind: str, asked: Asked) -> Sequence[int]:
    if request.POST.get("everything"):
        # One more than are taken, so that a list that is too long is refused and not cut.
        return case_ids(request.actor, asked.listing, most_cases(kind) + 1)
    return [number_of(value) for value in request.POST.getlist("case")]


def _parameters(request: Request, kind: str, asked: Asked) -> Mapping[str, Any]:
    if kind == Kind.REASSIGN:
        chosen = number_of(request.POST.get("consultant"))
        if chosen not in {person.pk for person in _colleagues(request)}:
            raise UnableToStartBulkJob("Escolha o consultor que vai receber os processos. Nada foi alterado.")
        return {"consultant": chosen}
    if kind == Kind.NEXT_CONTACT:
        day = parse_date(request.POST.get("on", ""))
        if day is None or day < today_in_sao_paulo():
            raise UnableToStartBulkJob(
                "Escolha hoje ou um dia que ainda vem, como 31/12/2026. Nada foi alterado."
            )
        return {"on": day.isoformat()}
    return {"columns": asked.keys}


@require_GET
@never_cache
def bulk_job(request: HttpRequest, pk: int) -> HttpResponse:
    """The page, or its progress alone for the script that asks again while the work goes on."""
    request = cast(Request, request)
    job = _job_or_404(request, pk)
    refused_only = request.GET.get("linhas") == "recusadas"
    report = report_of(request.actor, job, refused_only=refused_only)
    view = present_job(job)
    lines = [] if view.is_running else present_lines(report.lines)
    context = {"view": view, "lines": lines, "left_out": report.left_out, "refused_only": refused_only}
    template = "lists/bulk_job.html#progress" if request.htmx else "lists/bulk_job.html"
    return render(request, template, context)


@require_POST
def bulk_stop(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast(Request, request)
    job = _job_or_404(request, pk)
    if stop_bulk_job(job=job, actor=request.actor, now=timezone.now()):
        messages.info(request, "Interrompido. O que já foi feito continua feito.")
    return go(request, present_job(job).url)


@require_POST
def bulk_retry(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast(Request, request)
    again = retry_refused(job=_job_or_404(request, pk), actor=request.actor, now=timezone.now())
    return go(request, present_job(again).url)


@require_POST
def bulk_undo(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast(Request, request)
    back = undo_reassignment(job=_job_or_404(request, pk), actor=request.actor, now=timezone.now())
    return go(request, present_job(back).url)


@require_GET
@never_cache
def bulk_file(request: HttpRequest, pk: int) -> FileResponse:
    """The file, for who asked for it alone, as long as it is kept."""
    request = cast(Request, request)
    job = _job_or_404(request, pk)
    if not job.result or job.kind not in EXPORTS:
        raise Http404
    record_download(job=job, actor=request.actor, now=timezone.now())
    ending = str(job.result.name).rpartition(".")[2]
    response = FileResponse(
        job.result.open("rb"),
        as_attachment=True,
        filename=f"{_stem(job)}-{_day(job.asked_at):%Y-%m-%d}.{ending}",
        content_type=_CONTENT_TYPES[ending],
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _stem(job: BulkJob) -> str:
    return "formularios" if job.kind == Kind.EXPORT_PDF else "processos"


def _day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(SAO_PAULO).date()
