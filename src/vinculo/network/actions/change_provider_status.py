"""A provider is suspended, made inactive, or active again."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.kernel.finding import Finding, Severity
from vinculo.kernel.refusal import Refusal

from ..days import day_of
from ..models import Provider
from .note_history import note_history
from .registry_write import audit_provider, lock_provider


class UnableToChangeProviderStatus(Refusal):
    """The status is none of the list, or its day lies ahead."""


@transaction.atomic
def change_provider_status(
    *, provider: Provider, status: str, since: dt.date, actor: Actor, now: dt.datetime
) -> Provider:
    """The status from a day on; the same one again corrects its day.

    Raises:
        NotPermitted: the actor may not edit that operator's registry.
        UnableToChangeProviderStatus: see there.
    """
    provider = lock_provider(provider, actor)
    findings: list[Finding] = []
    if status not in Provider.Status.values:
        findings.append(
            Finding("status-unknown", Severity.BLOCKING, "status", "Escolha uma situação da lista.")
        )
    if since > day_of(now):
        findings.append(
            Finding("day-in-future", Severity.BLOCKING, "since", "A situação não pode mudar depois de hoje.")
        )
    if findings:
        raise UnableToChangeProviderStatus("A situação não foi alterada.", findings)
    if (provider.status, provider.status_since) == (status, since):
        return provider
    former, provider.status, provider.status_since = provider.status, status, since
    provider.version += 1
    provider.updated_at = now
    provider.save(update_fields=["status", "status_since", "version", "updated_at"])
    note_history(provider, on=day_of(now), status_since=since)
    detail = {"from": former, "to": status} if former != status else {"fields": ["status_since"]}
    audit_provider("provider.status_changed", provider, actor=actor, now=now, detail=detail)
    return provider
