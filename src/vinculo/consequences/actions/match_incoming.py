"""Requests that had found nobody in the registry are looked up again once it was fed."""

from __future__ import annotations

import datetime as dt

from ..incoming_states import IncomingState
from ..models import IncomingRequest
from ..protocol_system.incoming import ToldRequest
from ..queries.whose_request import provider_of

AT_ONCE = 500


def match_waiting_requests(operator_id: int, today: dt.date) -> int:
    """How many are matched now that were not before. What somebody has said of one stands."""
    waiting = IncomingRequest.objects.filter(
        operator_id=operator_id, state=IncomingState.WAITING, provider=None, matched_by=None
    )
    found = 0
    for request in waiting.order_by("pk")[:AT_ONCE]:
        provider = provider_of(operator_id, told_again(request), today)
        if provider is not None:
            found += waiting.filter(pk=request.pk).update(provider=provider)
    return found


def told_again(request: IncomingRequest) -> ToldRequest:
    """What the request says of who asks."""
    return ToldRequest(
        number=request.number,
        asked_at=request.asked_at,
        cnpj=request.cnpj,
        cpf=request.cpf,
        cro=request.cro,
        cro_state=request.cro_state,
    )
