"""The page of one provider."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from vinculo.network.actions.note_provider_view import note_provider_view
from vinculo.network.queries.production import production_since
from vinculo.network.queries.providers import merges_of, provider_with_people, record_kept_instead
from vinculo.web.site.http import Request, today_in_sao_paulo

from .page_presenters import present_provider
from .page_tabs import provider_tabs
from .production_presenters import first_month, present_production


@require_GET
@never_cache
def provider_page(request: Request, pk: int) -> HttpResponse:
    provider = provider_with_people(request.actor, pk)
    if provider is None:
        return _kept_instead(request, pk)
    note_provider_view(provider=provider, actor=request.actor, now=timezone.now())
    today = today_in_sao_paulo()
    context = {
        "page": present_provider(provider, request.actor, today),
        "production": present_production(production_since(provider, first_month(today)), today),
        "provider": provider,
        "tabs": provider_tabs(provider, request.actor, "provider"),
        "merges": merges_of(request.actor, provider),
    }
    return render(request, "providers/page.html", context)


def _kept_instead(request: Request, pk: int) -> HttpResponse:
    """
    Raises:
        Http404: that is no record that was merged into another either.
    """
    instead = record_kept_instead(request.actor, pk)
    if instead is None:
        raise Http404
    messages.info(request, "Aquele cadastro foi unido a este.")
    return redirect("provider", instead)
