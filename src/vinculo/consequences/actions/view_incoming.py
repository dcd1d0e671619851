"""Requests that came in name people: whoever looks at them is in the access log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit

from ..models import IncomingRequest


@transaction.atomic
def record_incoming_view(*, rows: Sequence[IncomingRequest], actor: Actor, now: dt.datetime) -> None:
    """One line for each operator whose requests were shown."""
    for operator_id in dict.fromkeys(row.operator_id for row in rows):
        shown = [row.pk for row in rows if row.operator_id == operator_id]
        record_audit(
            actor=actor,
            operator_id=operator_id,
            action="incoming.viewed",
            subject_kind="operator",
            subject_id=operator_id,
            now=now,
            detail={"requests": shown},
        )
