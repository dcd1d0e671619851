"""The cases of one provider, whatever their state."""

from __future__ import annotations

from vinculo.accounts.actor import Actor

from ..models import Case


def cases_of_provider(actor: Actor, provider_id: int, limit: int = 20) -> list[Case]:
    """The latest first."""
    seen = Case.objects.visible_to(actor).filter(provider_id=provider_id).select_related("consultant")
    return list(seen.order_by("-started_on", "-pk")[:limit])
