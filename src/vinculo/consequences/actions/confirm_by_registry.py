"""What the registry shows after a feed needs no person's word: that it is done, or is not any more."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from vinculo.accounts.actor import Actor
from vinculo.cases.clock import day_of
from vinculo.network.models import Provider
from vinculo.outbox.actions import plan
from vinculo.outbox.models import OutboxRow

from ..duty_states import DutyAction, DutyState
from ..models import Duty
from .duty_write import signature_stands, writing_duty
from .match_incoming import match_waiting_requests

CONFIRM_KIND = "consequences.confirm_by_registry"
SEEN_INACTIVE = "O cadastro da operadora mostra o prestador inativo."
SEEN_AGAIN = "O cadastro da operadora voltou a mostrar o prestador como não inativo."


def after_feed(*, operator_id: int, now: dt.datetime, **told: Any) -> None:
    """The registry was fed, or a feed was taken back."""
    with transaction.atomic():
        plan(kind=CONFIRM_KIND, payload={"operator": operator_id}, now=now)


def confirm_by_registry(row: OutboxRow, now: dt.datetime) -> None:
    """The outbox handler: who was to be inactivated and is inactive now, and who is not any more.

    Requests that had found nobody are matched anew. Twice does no harm.
    """
    duties = Duty.objects.filter(
        operator_id=row.payload["operator"], kind=Duty.Kind.FILING, code="inactivate"
    )
    inactive = duties.filter(case__provider__status=Provider.Status.INACTIVE)
    by_feed = duties.filter(confirmed_by=Duty.Confirmation.FEED, case__provider__isnull=False)
    back = by_feed.exclude(case__provider__status=Provider.Status.INACTIVE)
    _move(inactive.filter(state=DutyState.OPEN), DutyAction.COMPLETE, SEEN_INACTIVE, now)
    _move(back.filter(state=DutyState.DONE), DutyAction.REOPEN, SEEN_AGAIN, now)
    match_waiting_requests(row.payload["operator"], day_of(now))


def _move(duties: QuerySet[Duty], action: DutyAction, text: str, now: dt.datetime) -> None:
    source = DutyState.OPEN if action == DutyAction.COMPLETE else DutyState.DONE
    for duty in duties.select_related("case"):
        with writing_duty(duty=duty, actor=Actor.system(), now=now) as change:
            if change.duty.state == source and signature_stands(change.duty, change.write):
                change.move(action, text=text, confirmed_by=Duty.Confirmation.FEED)
