"""The saved views and the columns of one person."""

from __future__ import annotations

from vinculo.accounts.actor import Actor

from ..models import ListPreference, SavedView


def views_of(actor: Actor) -> list[SavedView]:
    """The actor's own first, then those of the teams. One query."""
    found = SavedView.objects.visible_to(actor).select_related("operator").order_by("position", "pk")
    return sorted(found, key=lambda view: view.operator_id or 0)


def find_view(actor: Actor, view_id: int) -> SavedView | None:
    return SavedView.objects.visible_to(actor).select_related("operator").filter(pk=view_id).first()


def preferred_columns(actor: Actor) -> tuple[str, ...]:
    """Empty for who never chose any."""
    if actor.user is None:
        return ()
    columns = ListPreference.objects.filter(user=actor.user).values_list("columns", flat=True).first()
    return tuple(columns or ())
