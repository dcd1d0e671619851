"""What the registry shows after a feed needs no person's word: that it is done, or is not any more."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from vinculo.accounts.actor import Actor
from vinculo.cases.clock import day_of
from vinculo.kernel.dates import format_moment
from vinculo.network.models import Provider, SyncRun
from vinculo.outbox.actions import plan
from vinculo.outbox.models import OutboxRow

from ..duty_states import DutyAction, DutyState
from ..models import Duty
from .duty_write import DutyWrite, signature_stands, writing_duty
from .filing_write import FilingWrite, filing_of
from .match_incoming import match_waiting_requests

CONFIRM_KIND = "consequences.confirm_by_registry"
SEEN_INACTIVE = "O cadastro da operadora mostra o prestador inativo."
SEEN_AGAIN = "O cadastro da operadora voltou a mostrar o prestador como não inativo."


LATEST = dt.timedelta(hours=24)
"""What a core system was told stands in every feed that begins so much later: files may be a night old."""


def after_feed(*, operator_id: int, now: dt.datetime, run_id: int | None = None, **told: Any) -> None:
    """The registry was fed, or a feed was taken back."""
    with transaction.atomic():
        plan(kind=CONFIRM_KIND, payload={"operator": operator_id, "run": run_id}, now=now)


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
    # Who was reported too early is inactive too early: that is to be put right, and not done.
    in_time = inactive.exclude(filing__sent_at__isnull=False, due_on__gt=day_of(now))
    _move(in_time.filter(state=DutyState.OPEN), DutyAction.COMPLETE, SEEN_INACTIVE, now)
    _move(back.filter(state=DutyState.DONE), DutyAction.REOPEN, SEEN_AGAIN, now)
    _hold_against(duties, row.payload.get("run"), now)
    match_waiting_requests(row.payload["operator"], day_of(now))


def _move(duties: QuerySet[Duty], action: DutyAction, text: str, now: dt.datetime) -> None:
    source = DutyState.OPEN if action == DutyAction.COMPLETE else DutyState.DONE
    for duty in duties.select_related("case"):
        with writing_duty(duty=duty, actor=Actor.system(), now=now) as change:
            if change.duty.state == source and signature_stands(change.duty, change.write):
                change.move(action, text=text, confirmed_by=Duty.Confirmation.FEED)


def _hold_against(duties: QuerySet[Duty], run_id: int | None, now: dt.datetime) -> None:
    """What until now was only the word of the core system: the registry shows it, or still does not."""
    told = duties.filter(confirmed_by=Duty.Confirmation.CONNECTION, state=DutyState.DONE)
    for duty in told.filter(case__provider__status=Provider.Status.INACTIVE):
        with writing_duty(duty=duty, actor=Actor.system(), now=now) as change:
            if change.duty.confirmed_by == Duty.Confirmation.CONNECTION:
                change.confirm(SEEN_INACTIVE)
    run = SyncRun.objects.filter(pk=run_id or 0, state=SyncRun.State.APPLIED).first()
    if run is None or "providers" not in run.told:
        return
    before = told.filter(filing__told_at__lt=run.started_at - LATEST, case__provider__core_key__gt="")
    for duty in before.exclude(case__provider__status=Provider.Status.INACTIVE).order_by("pk"):
        with writing_duty(duty=duty, actor=Actor.system(), now=now) as change:
            _doubt(change)


def _doubt(change: DutyWrite) -> None:
    duty, filing = change.duty, filing_of(change.duty.pk)
    is_told = duty.state == DutyState.DONE and duty.confirmed_by == Duty.Confirmation.CONNECTION
    if not is_told or filing is None or filing.told_at is None or not signature_stands(duty, change.write):
        return
    sentence = (
        f"O sistema da operadora respondeu em {format_moment(filing.told_at)} que inativou o prestador, mas "
        "a carga do cadastro feita depois ainda o mostra como não inativo. Confira no sistema: inative lá e "
        "marque como feita, ou envie de novo."
    )
    change.move(DutyAction.REOPEN, text=sentence)
    FilingWrite(filing, change.write).stop("filing-not-seen", sentence)
