"""Decided cases in any number, their signatures, and what people do with requests that stopped for them.

Cases are copies of one that went through the product's actions; each signature is the action itself.
"""

# Django is set up on the database that is measured, and only then imported.

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vinculo.accounts.models import User
    from vinculo.cases.models import Case
    from vinculo.sandbox.tests.running_protocols import RunningProtocols

AT_ONCE = 1_000


def decided_copies(case: Case, count: int, year: int) -> list[int]:
    """Ids of so many cases like this one, each with its contacts and a number of its own in that year."""
    from vinculo.cases.models import Case, Contact

    contacts = list(Contact.objects.filter(case=case))
    made: list[int] = []
    for first in range(0, count, AT_ONCE):
        copies = [
            _copy(case, number=f"{case.operator.code}-{year}-{place:06d}", creation_token=None)
            for place in range(first, min(first + AT_ONCE, count))
        ]
        rows = Case.objects.bulk_create(copies)
        Contact.objects.bulk_create(_copy(one, case=row) for row in rows for one in contacts)
        made += [row.pk for row in rows]
    return made


def _copy(record: Any, **values: Any) -> Any:
    """Without what the database makes itself."""
    model = type(record)
    told = {
        field.attname: getattr(record, field.attname)
        for field in model._meta.concrete_fields
        if not field.primary_key and not field.generated
    }
    copy = model(**told)
    for name, value in values.items():
        setattr(copy, name, value)
    return copy


def sign(case_ids: Sequence[int], user: User, *, between: Callable[[], None]) -> None:
    """Signs each, `between` what else goes on; a database that is gone for a moment is asked again."""
    from django.db import InterfaceError, OperationalError, connection
    from django.utils import timezone

    from vinculo.accounts.actor import Actor
    from vinculo.cases.actions.change_state import change_state
    from vinculo.cases.models import Case
    from vinculo.cases.states import CaseAction, State

    for case_id in case_ids:
        while True:
            try:
                case = Case.objects.select_related("operator", "edition").get(pk=case_id)
                if case.state == State.DECIDED:
                    actor = Actor.for_user(user)
                    change_state(case=case, action=CaseAction.SIGN, actor=actor, now=timezone.now())
                break
            except (OperationalError, InterfaceError):
                connection.close()
                time.sleep(0.2)
        between()


def do_as_people_do(sad: RunningProtocols, user: User) -> int:
    """Looks after what stopped for a person: asks again, or types what stands in the protocol system."""
    from django.utils import timezone

    from vinculo.accounts.actor import Actor
    from vinculo.consequences.actions.record_protocol import record_number
    from vinculo.consequences.actions.send_protocols import send_again
    from vinculo.consequences.models import ProtocolRequest
    from vinculo.consequences.protocol_states import ProtocolState
    from vinculo.outbox.models import OutboxRow

    actor, now = Actor.for_user(user), timezone.now()
    rows = ProtocolRequest.objects.select_related("operator", "case", "row")
    stopped = list(rows.filter(state=ProtocolState.ATTENTION)) + list(
        rows.filter(state=ProtocolState.WAITING, row__state=OutboxRow.State.GIVEN_UP)
    )
    if not stopped:
        return 0
    held = {row["key"]: row["number"] for row in sad.held()}
    for request in stopped:
        number = held.get(str(request.token))
        if request.finding_code == "protocol-number-moment" and number:
            record_number(
                request=request, number=number, opened_at=None, actor=actor, now=now, despite_warnings=True
            )
        else:
            send_again(request=request, actor=actor, now=now)
    return len(stopped)


def rescue_now() -> None:
    """What the worker does each minute, so that nobody waits for the minute."""
    from django.utils import timezone

    from vinculo.outbox.running import rescue

    rescue(timezone.now())


def twice_or_lost(sad: RunningProtocols, count: int) -> list[str]:
    """What is wrong at the end, in words; nothing if each of so many signatures has its one protocol."""
    from django.db.models import Count

    from vinculo.cases.models import OpenedProtocol
    from vinculo.consequences.models import ProtocolRequest

    numbers = {row["key"]: row["number"] for row in sad.held()}
    requests = {
        str(token): number for token, number in ProtocolRequest.objects.values_list("token", "number")
    }
    states = dict(ProtocolRequest.objects.order_by().values_list("state").annotate(Count("pk")))
    listed = sorted(OpenedProtocol.objects.values_list("number", flat=True))
    wrong = []
    if states != {"opened": count}:
        wrong.append(f"requests: {states}, {count} wanted")
    if requests != numbers:
        off = [key for key in requests.keys() | numbers.keys() if requests.get(key) != numbers.get(key)]
        wrong.append(f"{len(off)} of {len(numbers)} opened protocols have no request of their own")
    if listed != sorted(numbers.values()):
        wrong.append(f"{len(listed)} protocols listed in cases, {len(numbers)} opened")
    return wrong


def waited(since: dt.datetime) -> list[float]:
    """Seconds from a moment to the opening of each protocol that came after it, the shortest first."""
    from vinculo.consequences.models import ProtocolRequest

    ends = ProtocolRequest.objects.filter(ended_at__gt=since).values_list("ended_at", flat=True)
    return sorted((end - since).total_seconds() for end in ends if end)
