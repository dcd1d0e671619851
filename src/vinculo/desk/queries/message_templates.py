"""The messages of an operator, its own or those that come with the product."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission

from ..models import MessageTemplate
from ..starter_messages import STARTER_MESSAGES


@dataclass(frozen=True, slots=True)
class OfferedMessage:
    """A message that a consultant may pick."""

    name: str
    text: str


def offered_messages(actor: Actor, operator_id: int) -> list[OfferedMessage]:
    """Those in use; the packaged ones where the operator has never had any of its own."""
    rows = MessageTemplate.objects.visible_to(actor).filter(operator_id=operator_id)
    own = list(rows.values_list("name", "text", "is_active"))
    if not own:
        return [OfferedMessage(name, text) for name, text in STARTER_MESSAGES]
    return [OfferedMessage(name, text) for name, text, is_active in own if is_active]


def edited_messages(actor: Actor) -> QuerySet[MessageTemplate]:
    """Those that the actor may edit."""
    there = actor.operators_with(Permission.DESK_EDIT)
    rows = MessageTemplate.objects.visible_to(actor).filter(operator_id__in=there)
    return rows.select_related("operator").order_by("operator__name", "-is_active", "position", "pk")
