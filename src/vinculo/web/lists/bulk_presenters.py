"""A bulk job as its page shows it: what was asked, how far it is, what may be done with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from vinculo.accounts.queries import active_user
from vinculo.desk.actions.bulk_jobs import UNFINISHED, can_be_undone
from vinculo.desk.models import BulkJob, BulkLine
from vinculo.kernel.business_days import add_business_days
from vinculo.kernel.dates import format_date
from vinculo.kernel.numbers import format_count

from ..cases.list_rows import case_number

Kind = BulkJob.Kind
State = BulkJob.State

_WEEKDAYS = ("segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo")
_QUICK_PICKS = (
    (1, "próximo dia útil"),
    (2, "2 dias úteis"),
    (3, "3 dias úteis"),
    (5, "5 dias úteis"),
    (10, "10 dias úteis"),
)


@dataclass(frozen=True)
class QuickPick:
    value: str
    label: str
    hint: str


@dataclass(frozen=True)
class JobView:
    """`percent` and the sentence follow the work; `tone` colours what became of it."""

    job: BulkJob
    title: str
    url: str
    status: str
    tone: str
    sentence: str
    reached: int
    is_running: bool
    is_stopping: bool
    file_url: str
    may_retry: bool
    may_undo: bool


@dataclass(frozen=True)
class LineView:
    number: str
    name: str
    url: str
    is_done: bool
    message: str


def present_job(job: BulkJob, *, asks_undo: bool = True) -> JobView:
    is_running = job.state in UNFINISHED
    return JobView(
        job=job,
        title=title_of(job),
        url=reverse("bulk-job", args=[job.pk]),
        status=str(job.get_state_display()),
        tone=_tone(job),
        sentence=_sentence(job),
        reached=job.done + job.refused,
        is_running=is_running,
        is_stopping=is_running and job.stop_requested_at is not None,
        file_url=reverse("bulk-file", args=[job.pk]) if job.result else "",
        may_retry=not is_running and job.done < job.total,
        may_undo=asks_undo and can_be_undone(job),
    )


def title_of(job: BulkJob) -> str:
    """What was asked for, in words."""
    if job.kind == Kind.REASSIGN:
        if "undoes" in job.parameters:
            return "Devolver aos consultores de antes"
        chosen = active_user(job.parameters["consultant"])
        return f"Passar a {chosen.name}" if chosen else "Passar a outro consultor"
    if job.kind == Kind.NEXT_CONTACT:
        return f"Marcar próximo contato para {format_date(dt.date.fromisoformat(job.parameters['on']))}"
    return str(job.get_kind_display())


def _tone(job: BulkJob) -> str:
    if job.state == State.DONE:
        return "warn" if job.refused else "ok"
    return "warn" if job.state in (State.STOPPED, State.FAILED) else ""


def _sentence(job: BulkJob) -> str:
    """What the progress is, as it is read aloud."""
    reached = f"{format_count(job.done + job.refused)} de {format_count(job.total)}"
    if job.state in UNFINISHED:
        return f"{reached} processos." if job.started_at else "Na fila, já vai começar."
    done = f"{format_count(job.done)} {'feito' if job.done == 1 else 'feitos'}"
    refused = f", {format_count(job.refused)} {'recusado' if job.refused == 1 else 'recusados'}"
    left = job.total - job.done - job.refused
    stopped = f", {format_count(left)} {'não iniciado' if left == 1 else 'não iniciados'}"
    return f"{done}{refused if job.refused else ''}{stopped if left else ''}."


def present_lines(lines: Sequence[BulkLine]) -> list[LineView]:
    return [
        LineView(
            number=case_number(line.case),
            name=line.case.dentist_name or "Sem nome",
            url=reverse("case-page", args=[line.case_id]),
            is_done=line.fate == BulkLine.Fate.DONE,
            message=line.message or _before(line.before),
        )
        for line in lines
    ]


def _before(before: Mapping[str, object]) -> str:
    if "name" in before:
        return f"Antes: {before['name'] or 'sem consultor'}."
    if "next_contact_on" not in before:
        return ""
    day = before["next_contact_on"]
    return f"Antes: {format_date(dt.date.fromisoformat(str(day)))}." if day else "Antes: sem data."


def quick_picks(today: dt.date) -> list[QuickPick]:
    """Days that people agree on, counted in business days of the whole country."""
    picks = []
    for days, words in _QUICK_PICKS:
        day = add_business_days(today, days)
        hint = f"{_WEEKDAYS[day.weekday()]}, {format_date(day)}"
        picks.append(QuickPick(format_date(day), words[0].upper() + words[1:], hint))
    return picks
