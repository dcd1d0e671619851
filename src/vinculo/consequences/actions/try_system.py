"""A system that counts as down is tried because somebody knows better; what concerns an operator is noted."""

from __future__ import annotations

import datetime as dt

from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission
from vinculo.outbox.actions import probe_now


def try_connection_now(
    *, operator: Operator, connection: str, action: str, actor: Actor, now: dt.datetime
) -> bool:
    """Within the caller's transaction. False where it does not count as down.

    Raises:
        NotPermitted: the role does not allow it at that operator.
    """
    actor.require(Permission.PROTOCOLS_SEND, operator.pk)
    is_tried = probe_now(connection=connection, now=now)
    if is_tried:
        audit_operator(operator, action, actor, now, {})
    return is_tried


def audit_operator(
    operator: Operator, action: str, actor: Actor, now: dt.datetime, detail: dict[str, int]
) -> None:
    record_audit(
        actor=actor,
        operator_id=operator.pk,
        action=action,
        subject_kind="operator",
        subject_id=operator.pk,
        now=now,
        detail=detail,
    )
