"""What every page's frame needs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from vinculo.accounts.permissions import Permission

from .navigation import navigation_for


def frame(request: HttpRequest) -> dict[str, Any]:
    """The navigation of the signed-in actor; nothing for an anonymous page."""
    actor = getattr(request, "actor", None)
    if actor is None or actor.is_anonymous:
        return {}
    return {
        "actor": actor,
        "navigation": navigation_for(actor, request.path),
        "may_search_cases": actor.may_anywhere(Permission.CASES_SEE),
        "gets_notices": actor.may_anywhere(Permission.CASES_SEE)
        or actor.may_anywhere(Permission.TASKS_ANSWER),
        "operator_names": list(actor.operator_names.values()),
    }
