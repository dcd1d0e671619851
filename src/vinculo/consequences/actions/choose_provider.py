"""Somebody says whom a request is from: where nobody was found, or where the wrong one was."""

from __future__ import annotations

import datetime as dt

from vinculo.accounts.actor import Actor

from ..incoming_states import IncomingAction
from ..models import IncomingRequest
from .incoming_write import provider_at, writing_incoming


def choose_provider(
    *, request: IncomingRequest, provider_id: int | None, actor: Actor, now: dt.datetime
) -> IncomingRequest:
    """The request is from that provider, or from none of the registry; no feed matches it otherwise.

    Raises:
        NotPermitted: it is another operator's, or the actor does not work on cases there.
        UnableToSettleRequest: it was settled meanwhile, or the provider is gone.
    """
    with writing_incoming(request, IncomingAction.MATCH, actor, now) as write:
        locked = write.request
        locked.provider = provider_at(write, provider_id) if provider_id else None
        locked.matched_by = actor.user
        locked.save(update_fields=["provider", "matched_by"])
        write.audit(IncomingAction.MATCH, {"provider": locked.provider_id} if locked.provider_id else {})
        return locked
