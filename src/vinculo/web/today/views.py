"""Hoje: what the signed-in person does next."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from vinculo.cases.queries.today import queues_of, team_of

from ..site.http import Request, today_in_sao_paulo
from .presenters import present_today


@require_GET
@never_cache
def today(request: Request) -> HttpResponse:
    day = today_in_sao_paulo()
    page = present_today(
        actor=request.actor,
        today=day,
        queues=queues_of(request.actor, day),
        team=team_of(request.actor, day),
    )
    return render(request, "today/today.html", {"page": page})
