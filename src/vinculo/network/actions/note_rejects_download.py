"""Whoever takes the refused rows away takes personal data with them: it stands in the audit log."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.accounts.permissions import Permission

from ..models import SyncRun


@transaction.atomic
def note_rejects_download(*, run: SyncRun, actor: Actor, now: dt.datetime) -> None:
    """
    Raises:
        NotPermitted: the actor may not sync that operator's registry.
    """
    actor.require(Permission.REGISTRY_SYNC, run.operator_id)
    record_audit(
        actor=actor,
        operator_id=run.operator_id,
        action="registry.rejects_downloaded",
        subject_kind="sync_run",
        subject_id=run.pk,
        now=now,
    )
