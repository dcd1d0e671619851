"""What every page's frame needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from vinculo.accounts.actor import Actor
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
        "operator_names": _operator_names(actor),
    }


def _operator_names(actor: Actor) -> Callable[[], list[str]]:
    """Read when the frame is drawn: fragments do not ask for it."""

    def names() -> list[str]:
        if actor.user is None:
            return []
        rows = actor.user.memberships.filter(operator__is_active=True)
        return list(rows.order_by("operator__name").values_list("operator__name", flat=True).distinct())

    return names
