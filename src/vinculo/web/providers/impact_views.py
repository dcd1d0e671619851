"""What an exit does to its city: loaded into a page when it is opened there, or on a page of its own."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from vinculo.network.queries.city_impact import CityImpact, impact_of_provider
from vinculo.web.site.http import Request, today_in_sao_paulo

from .access import seen_provider_alone
from .impact_presenters import city_rows, present_impact


@require_GET
def provider_impact(request: Request, pk: int) -> HttpResponse:
    provider = seen_provider_alone(request, pk)
    impact = impact_of_provider(request.actor, provider, today_in_sao_paulo())
    return answer_with_impact(request, impact, of=str(provider), back_url=reverse("provider", args=[pk]))


def answer_with_impact(request: Request, impact: CityImpact, *, of: str, back_url: str) -> HttpResponse:
    """The whole page, the part that another page loads, or (`?cidades=1`) the table of the state's cities."""
    if request.GET.get("cidades"):
        return render(request, "providers/impact_cities.html", {"cities": city_rows(impact)})
    context = {
        "impact": present_impact(impact),
        "impact_url": request.path,
        "of": of,
        "back_url": back_url,
        "is_own_page": not request.htmx,
    }
    template = "providers/impact.html" if request.htmx else "providers/impact_page.html"
    return render(request, template, context)
