"""What the main operator's connections have filed, will file on its day, and could not."""

from __future__ import annotations

import datetime as dt

from django.db.models import F

from vinculo.accounts.models import Operator
from vinculo.consequences.actions.signed_filings import SEND_FILING
from vinculo.consequences.core_system.connections import core_name_of
from vinculo.consequences.duty_states import DutyState
from vinculo.consequences.filing_states import FilingState
from vinculo.consequences.filing_steps import ATTACH, HISTORY, INACTIVATE
from vinculo.consequences.models import Duty, Filing, LegalClock
from vinculo.kernel.dates import SAO_PAULO
from vinculo.outbox.actions import plan
from vinculo.outbox.models import OutboxRow, OutboxTry

WRITTEN = 12
"""Lines of the history that were written by the connection: the newest."""
REFUSED = "O sistema da operadora recusou o envio (404)."
FINDING = (
    "O sistema da operadora recusou o envio (404): “Prestador não encontrado”. Confira no sistema; faça lá "
    "o que faltar e marque como feita, ou envie de novo."
)


def file_by_connection(operator: Operator, end: dt.datetime) -> None:
    duties = Duty.objects.filter(operator=operator, kind=Duty.Kind.FILING)
    _written(list(duties.filter(code=HISTORY, state=DutyState.DONE).order_by("-pk")[:WRITTEN]))
    waiting = duties.filter(state=DutyState.OPEN)
    for duty in waiting.filter(code=ATTACH, case__protocol_requests__number=""):
        Filing.objects.create(duty=duty, operator=operator, made_at=duty.made_at)
    days = dict(LegalClock.objects.filter(operator=operator).values_list("follows_id", "effective_on"))
    for duty in waiting.filter(code=INACTIVATE):
        day = days.get(duty.follows_id)
        if day is not None and day > end.date():
            _on_its_day(duty, operator, dt.datetime.combine(day, dt.time(), SAO_PAULO))
    stuck = waiting.filter(code=HISTORY).select_related("case__provider").order_by("-pk").first()
    if stuck is not None:
        _stop(stuck, operator)


def _written(duties: list[Duty]) -> None:
    Filing.objects.bulk_create(
        Filing(
            duty=duty,
            operator_id=duty.operator_id,
            state=FilingState.TOLD,
            made_at=duty.made_at,
            sent_at=duty.made_at,
            told_at=duty.made_at + dt.timedelta(seconds=2),
        )
        for duty in duties
    )
    Duty.objects.filter(pk__in=[duty.pk for duty in duties]).update(
        confirmed_by=Duty.Confirmation.CONNECTION,
        note="O sistema da operadora respondeu que está feito.",
        ended_at=F("made_at") + dt.timedelta(seconds=2),
        ended_by=None,
        ended_by_name="Vínculo",
    )


def _on_its_day(duty: Duty, operator: Operator, at: dt.datetime) -> None:
    row = plan(
        kind=SEND_FILING,
        payload={"case": duty.case_id},
        now=duty.made_at,
        due_at=at,
        connection=core_name_of(operator),
    )
    Filing.objects.create(duty=duty, operator=operator, made_at=duty.made_at, row=row)


def _stop(duty: Duty, operator: Operator) -> None:
    at = duty.made_at
    row = OutboxRow.objects.create(
        kind=SEND_FILING,
        payload={"case": duty.case_id},
        connection=core_name_of(operator),
        state=OutboxRow.State.GIVEN_UP,
        planned_at=at,
        due_at=at,
        tries=1,
        last_error=REFUSED,
    )
    filing = Filing.objects.create(
        duty=duty,
        operator=operator,
        state=FilingState.ATTENTION,
        made_at=at,
        row=row,
        finding_code="filing-refused",
        finding=FINDING,
    )
    OutboxTry.objects.create(
        row=row,
        number=1,
        begun_at=at + dt.timedelta(seconds=1),
        ended_at=at + dt.timedelta(seconds=2),
        outcome=OutboxTry.Outcome.REFUSED,
        request=f"POST /v1/providers/{duty.case.pk}/history\nIdempotency-Key: {filing.token}",
        answer='404 application/json\n{"erro": "Prestador não encontrado."}',
        error=REFUSED,
    )
