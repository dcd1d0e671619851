"""What every write to a divergence has in common: the lock, the permission, the audit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.kernel.refusal import NotPermitted

from ..models import Divergence
from ..permissions import require_mending


@dataclass(frozen=True, slots=True)
class DivergenceWrite:
    """A locked divergence, for the length of one action."""

    divergence: Divergence
    actor: Actor
    now: dt.datetime

    def save(self, **values: Any) -> None:
        for name, value in values.items():
            setattr(self.divergence, name, value)
        self.divergence.save(update_fields=list(values))
        # The database reckons the state.
        self.divergence.refresh_from_db(fields=["state"])

    def audit(self, action: str, detail: Mapping[str, Any] | None = None) -> None:
        divergence = self.divergence
        told = {"what": divergence.kind, "provider": divergence.provider_id, "case": divergence.case_id}
        record_audit(
            actor=self.actor,
            operator_id=divergence.operator_id,
            action=action,
            subject_kind="divergence",
            subject_id=divergence.pk,
            now=self.now,
            detail={name: value for name, value in told.items() if value is not None} | dict(detail or {}),
        )


@contextmanager
def writing(*, divergence: Divergence, actor: Actor, now: dt.datetime) -> Iterator[DivergenceWrite]:
    """Locks a divergence for one action.

    Raises:
        NotPermitted: it is another operator's, or the actor does not work with divergences.
    """
    with transaction.atomic():
        rows = Divergence.objects.visible_to(actor).select_for_update(of=("self",))
        locked = rows.select_related("operator").filter(pk=divergence.pk).first()
        if locked is None:
            raise NotPermitted
        require_mending(actor, locked.operator_id)
        yield DivergenceWrite(locked, actor, now)
