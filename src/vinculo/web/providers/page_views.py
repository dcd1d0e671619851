"""The page of one provider."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from vinculo.network.actions.note_provider_view import note_provider_view
from vinculo.network.queries.providers import merges_of, record_kept_instead
from vinculo.web.site.http import Request, today_in_sao_paulo

from .access import seen_provider
from .page_presenters import present_provider


@require_GET
@never_cache
def provider_page(request: Request, pk: int) -> HttpResponse:
    instead = record_kept_instead(request.actor, pk)
    if instead is not None:
        messages.info(request, "Aquele cadastro foi unido a este.")
        return redirect("provider", instead)
    provider = seen_provider(request, pk)
    note_provider_view(provider=provider, actor=request.actor, now=timezone.now())
    context = {
        "page": present_provider(provider, request.actor, today_in_sao_paulo()),
        "provider": provider,
        "merges": merges_of(request.actor, provider),
    }
    return render(request, "providers/page.html", context)
