"""What is known of a number that a request for a protocol is to have."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from vinculo.accounts.prepared import prepared
from vinculo.cases.queries.protocol_numbers import case_with_protocol

from ..models import ProtocolRequest
from ..protocol_rules import NumberFacts
from ..protocol_system.connections import connection_for

USUAL_TOLERANCE = dt.timedelta(minutes=10)


def number_facts(request: ProtocolRequest, number: str, now: dt.datetime) -> NumberFacts:
    """As the database has it now; of another operator's case nothing is told, not even whose it is."""
    connection = connection_for(request.operator)
    tolerance = (
        dt.timedelta(minutes=connection.system.clock_minutes) if connection.system else USUAL_TOLERANCE
    )
    return NumberFacts(
        number=number,
        used_by=_used_by(request, number) if number else "",
        is_originating=bool(number) and request.case.protocol_number == number,
        earliest=request.asked_at - tolerance,
        latest=now + tolerance,
    )


def _used_by(request: ProtocolRequest, number: str) -> str:
    """The protocol of another case's request is listed there, so only those of this case are looked at."""
    others = [pk for pk, had in _numbers_of(request.case_id) if had == number and pk != request.pk]
    if others:
        return "outro pedido deste processo"
    case = case_with_protocol(number, besides=request.case_id)
    if case is None:
        return ""
    return str(case) if case.operator_id == request.operator_id else "outro processo"


@prepared
def _numbers_of(case_id: int) -> QuerySet[ProtocolRequest, tuple[int, str]]:
    return ProtocolRequest.objects.filter(case_id=case_id).order_by().values_list("pk", "number")
