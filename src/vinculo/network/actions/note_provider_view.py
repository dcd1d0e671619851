"""Somebody looked at a provider's people: noted, because personal data stand there."""

from __future__ import annotations

import datetime as dt

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission

from ..models import Provider
from .registry_write import audit_provider


def note_provider_view(*, provider: Provider, actor: Actor, now: dt.datetime) -> None:
    """
    Raises:
        NotPermitted: the actor may not see that operator's registry.
    """
    actor.require(Permission.REGISTRY_SEE, provider.operator_id)
    shown = actor.may(Permission.PERSONAL_DATA_SEE, provider.operator_id)
    audit_provider("provider.viewed", provider, actor=actor, now=now, detail={"personal_data": shown})
