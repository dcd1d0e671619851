"""Writing the audit log: called by every action, inside its transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from .actor import Actor
from .models import AuditEntry


def record_audit(
    *,
    actor: Actor,
    operator_id: int | None,
    action: str,
    subject_kind: str,
    subject_id: object,
    now: dt.datetime,
    detail: Mapping[str, Any] | None = None,
    gathered: list[AuditEntry] | None = None,
) -> AuditEntry:
    """Appends one line. `detail` holds names of fields and codes, never personal data.

    With `gathered` it is put there instead, for who writes several lines at once.
    """
    entry = AuditEntry(
        at=now,
        actor=actor.user,
        actor_name=actor.name,
        operator_id=operator_id,
        action=action,
        subject_kind=subject_kind,
        subject_id=str(subject_id),
        detail=dict(detail or {}),
    )
    if gathered is None:
        entry.save(force_insert=True)
    else:
        gathered.append(entry)
    return entry
