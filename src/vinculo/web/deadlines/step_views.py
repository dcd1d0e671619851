"""What is written into a legal clock: its date, its substitute, the notices that were given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from vinculo.accounts.permissions import Permission
from vinculo.cases.actions.attachments import add_attachment
from vinculo.consequences.actions.legal_dates import allow_short_notice, set_effective_date
from vinculo.consequences.actions.legal_notices import (
    correct_notice,
    note_notice,
    prove_notice,
    withdraw_notice,
)
from vinculo.consequences.actions.legal_substitute import choose_substitute, name_no_substitute
from vinculo.consequences.clock_words import Medium
from vinculo.consequences.models import LegalClock
from vinculo.kernel.dates import format_date, parse_date
from vinculo.kernel.refusal import NotPermitted, Refusal

from ..cases.uploads import content_of
from ..site.http import Request, number_of
from .views import clock_or_404, show_clock

REFUSED = 422
UNREADABLE = "Escreva o dia como 31/12/2026. Nada foi alterado."


@require_POST
def deadline_date(request: Request, pk: int) -> HttpResponse:
    clock = _writable(request, pk)

    def write() -> str:
        day = _day(request, "effective_on")
        set_effective_date(clock=clock, day=day, actor=request.actor, now=timezone.now())
        return f"A saída vale a partir de {format_date(day)}."

    return _done(request, clock, write, "saida")


@require_POST
def deadline_exception(request: Request, pk: int) -> HttpResponse:
    clock = _writable(request, pk, Permission.CASES_SIGN)

    def write() -> str:
        day = _day(request, "effective_on")
        allow_short_notice(
            clock=clock,
            day=day,
            exception=request.POST.get("exception", "")[:20],
            reason=request.POST.get("reason", ""),
            actor=request.actor,
            now=timezone.now(),
        )
        return f"Exceção registrada: a saída vale a partir de {format_date(day)}."

    return _done(request, clock, write, "saida")


@require_POST
def deadline_substitute(request: Request, pk: int) -> HttpResponse:
    clock = _writable(request, pk)

    def write() -> str:
        provider = number_of(request.POST.get("provider"))
        done = choose_substitute(clock=clock, provider_id=provider, actor=request.actor, now=timezone.now())
        return f"Substituto: {done.substitute}."

    return _done(request, clock, write, "substituto")


@require_POST
def deadline_no_substitute(request: Request, pk: int) -> HttpResponse:
    clock = _writable(request, pk)

    def write() -> str:
        reason = request.POST.get("reason", "")
        name_no_substitute(clock=clock, reason=reason, actor=request.actor, now=timezone.now())
        return "Registrado: a saída fica sem substituto."

    return _done(request, clock, write, "substituto")


@require_POST
def deadline_notice(request: Request, pk: int, medium: str) -> HttpResponse:
    """Given on a day, with the files that show it."""
    clock, where = _writable(request, pk), _medium(medium)

    def write() -> str:
        day = _day(request, "on")
        note_notice(
            clock=clock,
            medium=where,
            on=day,
            actor=request.actor,
            now=timezone.now(),
            attachment_ids=_evidence(request, clock),
        )
        return f"{where.label}: aviso de {format_date(day)} registrado."

    return _done(request, clock, write, f"aviso-{where}")


@require_POST
def deadline_proof(request: Request, pk: int, medium: str) -> HttpResponse:
    clock, where = _writable(request, pk), _medium(medium)

    def write() -> str:
        files = _evidence(request, clock)
        prove_notice(clock=clock, medium=where, attachment_ids=files, actor=request.actor, now=timezone.now())
        return f"{where.label}: comprovante anexado."

    return _done(request, clock, write, f"aviso-{where}")


@require_POST
def deadline_correct(request: Request, pk: int, medium: str) -> HttpResponse:
    clock, where = _writable(request, pk), _medium(medium)

    def write() -> str:
        correct_notice(clock=clock, medium=where, actor=request.actor, now=timezone.now())
        return f"{where.label}: correção registrada hoje."

    return _done(request, clock, write, f"aviso-{where}")


@require_POST
def deadline_withdraw(request: Request, pk: int, medium: str) -> HttpResponse:
    clock, where = _writable(request, pk), _medium(medium)

    def write() -> str:
        withdraw_notice(clock=clock, medium=where, actor=request.actor, now=timezone.now())
        return f"{where.label}: aviso desfeito hoje."

    return _done(request, clock, write, f"aviso-{where}")


def _writable(request: Request, pk: int, permission: Permission = Permission.CASES_WORK) -> LegalClock:
    clock = clock_or_404(request, pk)
    request.actor.require(permission, clock.operator_id)
    return clock


def _medium(text: str) -> Medium:
    if text not in Medium.values:
        raise Http404
    return Medium(text)


def _day(request: Request, name: str) -> dt.date:
    day = parse_date(request.POST.get(name, "")[:30])
    if day is None:
        raise Refusal(UNREADABLE)
    return day


def _evidence(request: Request, clock: LegalClock) -> list[int]:
    """Attachments that are there, and those that come with the form."""
    chosen = [number for text in request.POST.getlist("attachment") if (number := number_of(text))]
    for upload in request.FILES.getlist("file"):
        name, content = content_of(upload)
        kept = add_attachment(
            case=clock.case,
            name=name,
            content=content,
            largest=settings.MAX_ATTACHMENT_BYTES,
            actor=request.actor,
            now=timezone.now(),
        )
        chosen.append(kept.pk)
    return chosen


def _done(request: Request, clock: LegalClock, write: Callable[[], str], anchor: str) -> HttpResponse:
    """Back to the part of the page; what is refused is told above it."""
    try:
        sentence = write()
    except NotPermitted:
        raise
    except Refusal as refused:
        again = clock_or_404(request, clock.pk)
        return show_clock(request, again, refusal=refused.message, status=REFUSED)
    messages.success(request, sentence)
    return redirect(reverse("deadline-page", args=[clock.pk]) + f"#{anchor}")
