"""Who takes the place of the provider that leaves, or why nobody does."""

from __future__ import annotations

import datetime as dt

from vinculo.accounts.actor import Actor
from vinculo.network.models import Provider

from ..models import LegalClock
from ..refusals import UnableToWriteClock
from .clock_write import KEPT, ClockWrite, writing_clock

SUBSTITUTE, NO_SUBSTITUTE = "substitute", "no_substitute"
LONGEST_REASON = 2000


def choose_substitute(*, clock: LegalClock, provider_id: int, actor: Actor, now: dt.datetime) -> LegalClock:
    """
    Raises:
        NotPermitted: the clock is another operator's, or the actor does not work on cases there.
        UnableToWriteClock: the provider is not active at that operator, is the one that leaves, or the clock
            does not run.
    """
    with writing_clock(clock=clock, actor=actor, now=now) as change:
        provider = _active(change, provider_id)
        _settle(change, provider, "")
        change.finish(SUBSTITUTE, label=provider.display_name)
        return change.clock


def name_no_substitute(*, clock: LegalClock, reason: str, actor: Actor, now: dt.datetime) -> LegalClock:
    """
    Raises:
        NotPermitted: the clock is another operator's, or the actor does not work on cases there.
        UnableToWriteClock: the reason is missing or too long, or the clock does not run.
    """
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise UnableToWriteClock(f"Conte por que não há substituto, em até {LONGEST_REASON} letras. {KEPT}")
    with writing_clock(clock=clock, actor=actor, now=now) as change:
        _settle(change, None, reason.strip())
        change.finish(NO_SUBSTITUTE, reason=reason.strip())
        return change.clock


def _active(change: ClockWrite, provider_id: int) -> Provider:
    rows = Provider.objects.filter(
        operator_id=change.clock.operator_id,
        status=Provider.Status.ACTIVE,
        merged_into=None,
        pk=provider_id,
    )
    provider = rows.select_related("municipality").first()
    leaves_as_a_whole = not change.clock.leavers
    if provider is None or (leaves_as_a_whole and provider.pk == change.write.case.provider_id):
        raise UnableToWriteClock(
            f"O substituto tem de ser outro prestador ativo da operadora. Escolha de novo. {KEPT}"
        )
    return provider


def _settle(change: ClockWrite, provider: Provider | None, reason: str) -> None:
    """What was published names another substitute from now on, unless it is the same."""
    clock = change.clock
    if clock.substitute_id != (provider.pk if provider else None):
        clock.said_otherwise_on = change.today
    clock.substitute, clock.no_substitute_reason = provider, reason
    clock.substitute_by, clock.substitute_on = change.write.actor.name, change.today
