"""What somebody should know before a divergence becomes a case, as Novo processo says it."""

from __future__ import annotations

import uuid
from dataclasses import replace

from django.conf import settings

from vinculo.accounts.actor import Actor
from vinculo.cases.queries.before_opening import before_opening
from vinculo.network.queries.people import people_of
from vinculo.network.queries.providers import provider_with_people
from vinculo.reconciliation.models import Divergence

from ..cases.opening_presenters import Known, warnings_before
from ..site.http import today_in_sao_paulo


def known_of(divergence: Divergence, actor: Actor, token: uuid.UUID | None) -> list[Known]:
    """Not the provider's own open cases: beside one of these no other is opened. `token` is this click's."""
    provider = provider_with_people(actor, divergence.provider_id) if divergence.provider_id else None
    if provider is None:
        return []
    today = today_in_sao_paulo()
    found = before_opening(actor, provider, today=today, watch_days=settings.RETENTION_WATCH_DAYS)
    others = tuple(
        case
        for case in found.open_cases
        if case.provider_id != provider.pk and (token is None or case.creation_token != token)
    )
    return warnings_before(replace(found, open_cases=others), people_of(provider, today), today)
