"""What the writes of the registry share: the lock, the permission, the line in the audit log.

Locks are taken in one order: provider, then dentist.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, models

from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.accounts.permissions import Permission

from ..models import Dentist, Provider


def lock_provider(provider: Provider, actor: Actor) -> Provider:
    """The provider as it stands now, locked until the transaction ends.

    Raises:
        NotPermitted: the actor may not edit that operator's registry.
    """
    actor.require(Permission.REGISTRY_EDIT, provider.operator_id)
    locked = Provider.objects.select_for_update(of=("self",)).select_related("municipality")
    return locked.get(pk=provider.pk, operator_id=provider.operator_id)


def lock_dentist(dentist: Dentist, actor: Actor) -> Dentist:
    """The dentist as they stand now, locked until the transaction ends.

    Raises:
        NotPermitted: the actor may not edit that operator's registry.
    """
    actor.require(Permission.REGISTRY_EDIT, dentist.operator_id)
    return Dentist.objects.select_for_update().get(pk=dentist.pk, operator_id=dentist.operator_id)


def audit_provider(
    action: str,
    provider: Provider,
    *,
    actor: Actor,
    now: dt.datetime,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """All that happens to a provider stands under it, its people's affairs too."""
    record_audit(
        actor=actor,
        operator_id=provider.operator_id,
        action=action,
        subject_kind="provider",
        subject_id=provider.pk,
        now=now,
        detail=detail,
    )


def changed_fields(record: models.Model, values: Mapping[str, object]) -> list[str]:
    """The names of the fields whose value is another one."""
    return [name for name, value in values.items() if getattr(record, name) != value]


def assign(record: models.Model, values: Mapping[str, object], names: Iterable[str]) -> None:
    for name in names:
        setattr(record, name, values[name])


def broken_constraint(error: IntegrityError) -> str:
    """The name of the constraint that refused a write."""
    diagnostics = getattr(error.__cause__, "diag", None)
    return getattr(diagnostics, "constraint_name", None) or ""
