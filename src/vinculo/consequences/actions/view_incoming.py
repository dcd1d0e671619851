"""Requests that came in name people: whoever looks at them is in the access log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit

from ..models import IncomingRequest, RefusedRow


@transaction.atomic
def record_incoming_view(
    *,
    rows: Sequence[IncomingRequest],
    refused: Sequence[RefusedRow] = (),
    actor: Actor,
    now: dt.datetime,
) -> None:
    """One line for each operator whose requests, or rows that cannot be read, were shown."""
    seen = [*(row.operator_id for row in rows), *(row.operator_id for row in refused)]
    for operator_id in dict.fromkeys(seen):
        shown = [row.pk for row in rows if row.operator_id == operator_id]
        unread = [row.pk for row in refused if row.operator_id == operator_id]
        record_audit(
            actor=actor,
            operator_id=operator_id,
            action="incoming.viewed",
            subject_kind="operator",
            subject_id=operator_id,
            now=now,
            detail={"requests": shown} | ({"refused": unread} if unread else {}),
        )
