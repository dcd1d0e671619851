"""A provider's data are corrected or have changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.db import IntegrityError, transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.kernel.finding import Finding
from vinculo.kernel.refusal import Refusal

from ..days import day_of
from ..models import Provider
from ..rules import provider_findings
from ..search_text import refresh_search_text
from ..typed_fields import note_typed
from ..values import ProviderData
from .note_history import note_history
from .provider_identity import column_values, twin_finding, twin_of
from .registry_write import assign, audit_provider, broken_constraint, changed_fields, lock_provider


class UnableToEditProvider(Refusal):
    """`twin` is the provider that already has that CNPJ or CPF, where there is one."""

    def __init__(
        self,
        findings: Sequence[Finding] = (),
        twin: Provider | None = None,
        message: str = "Nada foi alterado. Corrija o que está apontado.",
    ) -> None:
        super().__init__(message, findings)
        self.twin = twin


@transaction.atomic
def edit_provider(
    *, provider: Provider, data: ProviderData, seen_version: int, actor: Actor, now: dt.datetime
) -> Provider:
    """The provider as it stands then. `seen_version` is the one that the person was looking at.

    Who may not see personal data does not change the CPF: what stands is kept.

    Raises:
        NotPermitted: the actor may not edit that operator's registry.
        UnableToEditProvider: a rule is broken, or somebody else has written since.
    """
    provider = lock_provider(provider, actor)
    if not actor.may(Permission.PERSONAL_DATA_SEE, provider.operator_id):
        data = replace(data, cpf=provider.cpf)
    data = data.tidied()
    findings = provider_findings(data, day_of(now))
    values = column_values(data)
    changed = changed_fields(provider, values)
    if not (changed or findings):
        return provider
    if provider.version != seen_version:
        raise UnableToEditProvider(
            message="Outra pessoa alterou este cadastro enquanto você o editava. O que você digitou está"
            " abaixo: confira com o que vale agora e salve de novo."
        )
    twin = twin_of(provider.operator_id, data, but=provider.pk)
    if findings or twin:
        raise UnableToEditProvider([*findings, *([twin_finding(twin, data)] if twin else [])], twin)
    assign(provider, values, changed)
    note_typed(provider, changed)
    provider.version += 1
    provider.updated_at = now
    try:
        with transaction.atomic():
            provider.save()
    except IntegrityError as error:
        twin = twin_of(provider.operator_id, data, but=provider.pk)
        if twin is None or broken_constraint(error) not in {"provider_cnpj_once", "provider_cpf_once"}:
            raise
        raise UnableToEditProvider([twin_finding(twin, data)], twin) from error
    refresh_search_text(provider)
    note_history(provider, on=day_of(now))
    audit_provider("provider.edited", provider, actor=actor, now=now, detail={"fields": _names(changed)})
    return provider


def _names(changed: Sequence[str]) -> list[str]:
    return [name.removesuffix("_id") for name in changed]
