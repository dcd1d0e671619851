"""What the exit that a case is about does to its city."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from vinculo.accounts.permissions import Permission
from vinculo.cases.queries.city_impact import impact_of_case
from vinculo.web.providers.impact_views import answer_with_impact
from vinculo.web.site.http import Request, today_in_sao_paulo

from .page_views import case_or_404


@require_GET
def case_impact(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked for when somebody opens it, so that the page itself reads no more than it shows."""
    request = cast(Request, request)
    case = case_or_404(request, pk)
    request.actor.require(Permission.REGISTRY_SEE, case.operator_id)
    impact = impact_of_case(request.actor, case, today_in_sao_paulo())
    return answer_with_impact(request, impact, of=str(case), back_url=reverse("case-page", args=[pk]))
