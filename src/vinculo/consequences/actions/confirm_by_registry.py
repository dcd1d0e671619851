"""What the registry shows to be done after a feed needs no person's word."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.network.models import Provider
from vinculo.outbox.actions import plan
from vinculo.outbox.models import OutboxRow

from ..duty_states import DutyAction, DutyState
from ..models import Duty
from .duty_write import writing_duty

CONFIRM_KIND = "consequences.confirm_by_registry"
SEEN_IN_REGISTRY = "O cadastro da operadora mostra o prestador inativo."


def after_feed(*, operator_id: int, now: dt.datetime, **told: Any) -> None:
    """The registry was fed, or a feed was taken back."""
    with transaction.atomic():
        plan(kind=CONFIRM_KIND, payload={"operator": operator_id}, now=now)


def confirm_by_registry(row: OutboxRow, now: dt.datetime) -> None:
    """The outbox handler: providers that were to be inactivated and are inactive now. Twice does no harm."""
    duties = Duty.objects.filter(
        operator_id=row.payload["operator"],
        kind=Duty.Kind.FILING,
        code="inactivate",
        state=DutyState.OPEN,
        case__provider__status=Provider.Status.INACTIVE,
    )
    for duty in duties.select_related("case"):
        with writing_duty(duty=duty, actor=Actor.system(), now=now) as change:
            if change.duty.is_open:
                confirmed = Duty.Confirmation.FEED
                change.move(DutyAction.COMPLETE, text=SEEN_IN_REGISTRY, confirmed_by=confirmed)
