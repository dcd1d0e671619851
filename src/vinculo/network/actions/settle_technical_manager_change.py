"""A pending change of the technical manager (RT) is confirmed from a day on, or withdrawn."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.kernel.finding import Finding, Severity

from ..models import Affiliation, Provider
from .change_technical_manager import UnableToChangeTechnicalManager, begin_as_technical_manager
from .registry_write import audit_provider, lock_provider


@transaction.atomic
def confirm_technical_manager_change(
    *, affiliation: Affiliation, starts_on: dt.date, actor: Actor, now: dt.datetime
) -> Affiliation:
    """The tie, which holds from `starts_on` on; the former RT's time ends there.

    Raises:
        NotPermitted: the actor may not edit that operator's registry.
        UnableToChangeTechnicalManager: nothing is pending, or the day cannot be.
    """
    provider = lock_provider(affiliation.provider, actor)
    tie = _locked(affiliation, provider)
    if not tie.is_pending and tie.starts_on == starts_on:
        return tie
    _refuse_settled(tie)
    tie.is_pending = False
    tie.starts_on = starts_on
    begin_as_technical_manager(tie, provider, now)
    _audit("technical_manager.change_confirmed", tie, provider, actor, now)
    return tie


@transaction.atomic
def withdraw_technical_manager_change(
    *, affiliation: Affiliation, actor: Actor, now: dt.datetime
) -> Affiliation:
    """The tie, which never came to hold; it stays readable.

    Raises:
        NotPermitted: the actor may not edit that operator's registry.
        UnableToChangeTechnicalManager: nothing is pending.
    """
    provider = lock_provider(affiliation.provider, actor)
    tie = _locked(affiliation, provider)
    if tie.withdrawn_at is not None:
        return tie
    _refuse_settled(tie)
    tie.withdrawn_at = now
    tie.save(update_fields=["withdrawn_at"])
    _audit("technical_manager.change_withdrawn", tie, provider, actor, now)
    return tie


def _locked(affiliation: Affiliation, provider: Provider) -> Affiliation:
    return provider.affiliations.select_for_update(of=("self",)).get(
        pk=affiliation.pk, is_technical_manager=True
    )


def _refuse_settled(tie: Affiliation) -> None:
    if not tie.is_pending or tie.withdrawn_at is not None:
        raise UnableToChangeTechnicalManager(
            [
                Finding(
                    "rt-change-settled",
                    Severity.BLOCKING,
                    "",
                    "Esta troca de RT não está mais pendente: já foi confirmada ou houve desistência.",
                )
            ]
        )


def _audit(action: str, tie: Affiliation, provider: Provider, actor: Actor, now: dt.datetime) -> None:
    audit_provider(
        action, provider, actor=actor, now=now, detail={"affiliation": tie.pk, "dentist": tie.dentist_id}
    )
