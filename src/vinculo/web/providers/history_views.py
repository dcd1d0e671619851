"""What was true of a provider when; `?em=31/12/2025` asks for one day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from vinculo.accounts.permissions import Permission
from vinculo.cases.queries.cases_of_provider import cases_of_provider
from vinculo.kernel.dates import format_date, parse_date
from vinculo.network.actions.note_provider_view import note_provider_view
from vinculo.network.models import Provider
from vinculo.network.queries.history import history_of
from vinculo.web.site.http import Request, today_in_sao_paulo

from .access import seen_provider
from .history_presenters import present_history
from .page_tabs import provider_tabs

MOST_CASES = 5


@dataclass(frozen=True)
class Pick:
    """A day that somebody may want to see."""

    label: str
    day: dt.date


@require_GET
@never_cache
def provider_history(request: Request, pk: int) -> HttpResponse:
    provider = seen_provider(request, pk)
    note_provider_view(provider=provider, actor=request.actor, now=timezone.now())
    today = today_in_sao_paulo()
    asked = request.GET.get("em", "").strip()[:30]
    day = parse_date(asked)
    context = {
        "provider": provider,
        "tabs": provider_tabs(provider, request.actor, "provider-history"),
        "page": present_history(provider, history_of(provider), day or today, today),
        "asked": asked or format_date(today),
        "error": "Escreva o dia como 31/12/2025. Abaixo está o de hoje." if asked and day is None else "",
        "picks": list(_picks(request, provider, today)),
    }
    return render(request, "providers/history.html", context)


def _picks(request: Request, provider: Provider, today: dt.date) -> Iterable[Pick]:
    yield Pick("hoje", today)
    if request.actor.may(Permission.CASES_SEE, provider.operator_id):
        for case in cases_of_provider(request.actor, provider.pk, MOST_CASES):
            if case.started_on:
                yield Pick(f"início do {str(case).replace('Rascunho', 'rascunho')}", case.started_on)
    if provider.joined_on:
        yield Pick("inclusão", provider.joined_on)
