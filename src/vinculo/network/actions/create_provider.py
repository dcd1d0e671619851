"""A provider enters the registry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission
from vinculo.kernel.finding import Finding
from vinculo.kernel.refusal import Refusal

from ..days import day_of
from ..models import Provider
from ..rules import provider_findings
from ..search_text import refresh_search_text
from ..typed_fields import typed_at_first
from ..values import ProviderData
from .note_history import note_history
from .provider_identity import column_values, same_as, twin_finding, twin_of
from .registry_write import audit_provider


class UnableToCreateProvider(Refusal):
    """`twin` is the provider that already has that CNPJ or CPF, where there is one."""

    def __init__(self, findings: Sequence[Finding], twin: Provider | None = None) -> None:
        super().__init__("O prestador não foi cadastrado. Corrija o que está apontado.", findings)
        self.twin = twin


@transaction.atomic
def create_provider(
    *,
    operator: Operator,
    data: ProviderData,
    status: str = Provider.Status.ACTIVE,
    actor: Actor,
    now: dt.datetime,
) -> Provider:
    """The new provider, or the one that stands exactly as asked for.

    Raises:
        NotPermitted: the actor may not edit that operator's registry.
        UnableToCreateProvider: a rule is broken, or another provider has that CNPJ or CPF.
    """
    actor.require(Permission.REGISTRY_EDIT, operator.pk)
    data = data.tidied()
    findings = provider_findings(data, day_of(now))
    twin = twin_of(operator.pk, data)
    if twin is None and not findings:
        try:
            with transaction.atomic():
                provider = Provider(
                    operator=operator, status=Provider.Status(status), updated_at=now, **column_values(data)
                )
                typed_at_first(provider)
                provider.save()
        except IntegrityError:
            # Somebody else has just entered it.
            twin = twin_of(operator.pk, data)
            if twin is None:
                raise
        else:
            refresh_search_text(provider)
            note_history(provider, on=data.joined_on or day_of(now))
            audit_provider("provider.created", provider, actor=actor, now=now)
            return provider
    if twin is not None and same_as(twin, data):
        return twin
    raise UnableToCreateProvider([*findings, *([twin_finding(twin, data)] if twin else [])], twin)
