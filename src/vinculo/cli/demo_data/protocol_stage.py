"""What became of the protocols that signatures asked for: most are open, a few wait, one needs somebody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.consequences.actions.record_protocol import record_number
from vinculo.consequences.actions.signed_protocols import OPEN_PROTOCOL
from vinculo.consequences.models import ProtocolRequest
from vinculo.consequences.protocol_states import ProtocolState
from vinculo.kernel.dates import format_moment
from vinculo.kernel.identifiers import protocol_number
from vinculo.outbox.models import ConnectionHealth, Outage, OutboxRow, OutboxTry

from .cast import MAIN

TROUBLE = "O sistema de protocolos respondeu com um erro dele (500)."
OUTAGES = ((26, 5, "O sistema de protocolos não está no ar."), (74, 190, TROUBLE), (131, 22, TROUBLE))
"""Hours ago, minutes that it took, and why."""
DAYS_APART = dt.timedelta(days=3)
LEFT = 3
"""Of the main operator's newest requests: two that are tried again later, and one that needs somebody."""


def settle_protocols(
    operators: Mapping[str, Operator], actors: Mapping[str, Actor], end: dt.datetime
) -> None:
    asked = ProtocolRequest.objects.filter(state=ProtocolState.BY_HAND).select_related("case")
    requests = list(asked.order_by("-asked_at", "-pk"))
    numbers = {request.pk: _listed(request) for request in requests}
    ours = [one for one in requests if one.operator_id == operators[MAIN].pk and numbers[one.pk] is None]
    left = ours[:LEFT]
    others = {one.operator_id: one for one in reversed(requests) if one.operator_id != operators[MAIN].pk}
    by_hand = {one.pk for one in others.values() if numbers[one.pk] is None}
    by_id = {actor.user.pk: actor for actor in actors.values() if actor.user}
    for request in requests:
        if request not in left and request.pk not in by_hand:
            _settle(request, by_id)
    for place, request in enumerate(left):
        _leave(request, operators[MAIN], end, stopped=place == LEFT - 1)
    _outages(operators[MAIN], end)


def _listed(request: ProtocolRequest) -> str | None:
    """The number that somebody has typed into the case about that time, for no other request."""
    about = (request.asked_at - DAYS_APART, request.asked_at + DAYS_APART)
    used = ProtocolRequest.objects.exclude(number="").values("number")
    opened = request.case.opened_protocols.filter(opened_at__range=about).exclude(number__in=used).first()
    return opened.number if opened else None


def _settle(request: ProtocolRequest, actors: Mapping[int, Actor]) -> None:
    """By whoever had the case, within the hour."""
    now = request.asked_at + dt.timedelta(minutes=2 + request.pk % 50)
    number = _listed(request) or protocol_number.from_moment(now)
    actor = actors.get(request.case.consultant_id or 0, Actor.system())
    record_number(request=request, number=number, opened_at=None, actor=actor, now=now, despite_warnings=True)


def _leave(request: ProtocolRequest, operator: Operator, end: dt.datetime, *, stopped: bool) -> None:
    name = f"protocols/{operator.code}"
    at = request.asked_at
    row = OutboxRow.objects.create(
        kind=OPEN_PROTOCOL,
        payload={"request": request.pk},
        connection=name,
        state=OutboxRow.State.GIVEN_UP if stopped else OutboxRow.State.FAILED,
        planned_at=at,
        due_at=end + dt.timedelta(days=5, minutes=request.pk % 40),
        tries=1,
        last_error="A resposta do sistema de protocolos não vale." if stopped else TROUBLE,
    )
    wrong = protocol_number.from_moment(at - dt.timedelta(hours=9))
    answer = f'201 application/json\n{{"numero": "{wrong}"}}' if stopped else "500 application/json"
    OutboxTry.objects.create(
        row=row,
        number=1,
        begun_at=at + dt.timedelta(seconds=1),
        ended_at=at + dt.timedelta(seconds=2),
        outcome=OutboxTry.Outcome.REFUSED if stopped else OutboxTry.Outcome.NO_CONNECTION,
        request=f"POST /protocols\nIdempotency-Key: {request.token}\n{request.text}",
        answer=answer,
        error=row.last_error,
    )
    request.row = row
    request.state = ProtocolState.ATTENTION if stopped else ProtocolState.WAITING
    if stopped:
        moment = protocol_number.opening_moment(wrong)
        assert moment is not None
        request.finding_code = "protocol-number-moment"
        request.finding = (
            f"Pelos seus dígitos, o protocolo {wrong} foi aberto em {format_moment(moment)}, fora do tempo "
            "deste pedido. O relógio do sistema pode estar errado. Confira no sistema e registre "
            "o número à mão, ou reenvie: o Vínculo consulta antes."
        )
    request.save()


def _outages(operator: Operator, end: dt.datetime) -> None:
    name = f"protocols/{operator.code}"
    ConnectionHealth.objects.get_or_create(name=name)
    for hours, minutes, reason in OUTAGES:
        began = end - dt.timedelta(hours=hours)
        ended = began + dt.timedelta(minutes=minutes)
        Outage.objects.create(connection=name, began_at=began, ended_at=ended, reason=reason)
