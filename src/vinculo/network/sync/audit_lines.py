"""The one line in the audit log that each thing done with a run leaves: counts, nobody's data."""

from __future__ import annotations

import datetime as dt

from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit

from ..models import SyncRun


def audit_run(action: str, run: SyncRun, *, actor: Actor, now: dt.datetime) -> None:
    record_audit(
        actor=actor,
        operator_id=run.operator_id,
        action=action,
        subject_kind="sync_run",
        subject_id=run.pk,
        now=now,
        detail={"counts": run.counts, "would_deactivate": run.would_deactivate},
    )
