"""What every write to a request that came in has in common: the request locked, its transition, audit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.accounts.permissions import Permission
from vinculo.cases.models import Case
from vinculo.kernel.refusal import NotPermitted
from vinculo.kernel.transitions import UnknownTransition
from vinculo.network.models import Provider
from vinculo.network.queries.providers import provider_with_people, record_kept_instead

from ..incoming_states import INCOMING_TRANSITIONS, IncomingAction
from ..models import IncomingRequest
from ..refusals import UnableToSettleRequest

STAYS = "O pedido continua na lista."


@dataclass
class IncomingWrite:
    """A locked request, for the length of one action."""

    request: IncomingRequest
    actor: Actor
    now: dt.datetime

    def end(self, action: IncomingAction, *, case: Case | None = None, reason: str = "") -> None:
        """Through the table; back among those that wait it has no end."""
        request = self.request
        request.state = INCOMING_TRANSITIONS.find(request.state, action).target
        waits = action == IncomingAction.RESTORE
        request.case, request.reason = case, reason
        request.ended_at = None if waits else self.now
        request.ended_by = None if waits else self.actor.user
        request.save(update_fields=["state", "case", "reason", "ended_at", "ended_by", "provider"])
        self.audit(action, {"case": case.pk} if case else {})

    def audit(self, action: IncomingAction, detail: dict[str, int]) -> None:
        record_audit(
            actor=self.actor,
            operator_id=self.request.operator_id,
            action=f"incoming.{action}",
            subject_kind="incoming",
            subject_id=self.request.pk,
            now=self.now,
            detail=detail,
        )


@contextmanager
def writing_incoming(
    request: IncomingRequest, action: IncomingAction, actor: Actor, now: dt.datetime
) -> Iterator[IncomingWrite]:
    """Locks a request and finds out whether the table lets it go that way.

    Raises:
        NotPermitted: it is another operator's, or the actor does not work on cases there.
        UnableToSettleRequest: somebody has settled it meanwhile.
    """
    with transaction.atomic():
        rows = IncomingRequest.objects.visible_to(actor).select_for_update(of=("self",))
        locked = rows.select_related("operator").filter(pk=request.pk).first()
        if locked is None:
            raise NotPermitted
        actor.require(Permission.CASES_WORK, locked.operator_id)
        try:
            INCOMING_TRANSITIONS.find(locked.state, action)
        except UnknownTransition:
            said = locked.get_state_display().lower()
            raise UnableToSettleRequest(
                f"O pedido {locked.number} já não está na lista ({said}). Nada foi alterado; "
                "atualize a página."
            ) from None
        yield IncomingWrite(locked, actor, now)


def provider_at(write: IncomingWrite, provider_id: int) -> Provider:
    """The provider, or the one that it was merged into, at the operator of the request.

    Raises:
        UnableToSettleRequest: the registry has it no more.
    """
    kept = record_kept_instead(write.actor, provider_id) or provider_id
    provider = provider_with_people(write.actor, kept)
    if provider is None or provider.operator_id != write.request.operator_id:
        raise UnableToSettleRequest(f"Este prestador já não está no cadastro. {STAYS}")
    return provider
