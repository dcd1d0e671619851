"""What a case knows beside the form's fields, as its paper says it."""

from __future__ import annotations

import datetime as dt

from vinculo.accounts.permissions import Role
from vinculo.kernel.dates import SAO_PAULO
from vinculo.kernel.identifiers import phone
from vinculo.paper.printing import (
    ContactDetail,
    FurtherDentist,
    IssuedAs,
    OpenedProtocol,
    PrintExtras,
    Signature,
)

from .form import RecordsOfCase, contact_numbers
from .models import Case, Contact
from .states import State

SIGNING_ROLE = str(Role.SUPERVISOR.label)


def print_extras(
    case: Case,
    records: RecordsOfCase,
    now: dt.datetime,
    *,
    issued_as: IssuedAs | None = None,
    until: dt.datetime | None = None,
) -> PrintExtras:
    """Marked as a draft until the case is signed. `until` leaves out the protocols that were opened later."""
    numbers = contact_numbers(records.contacts)
    details = (
        ContactDetail(numbers[contact.pk], contact_detail(contact))
        for contact in records.contacts
        if contact.voided_at is None
    )
    return PrintExtras(
        case_number=case.number,
        issued_on=now.astimezone(SAO_PAULO).date(),
        further_dentists=tuple(
            FurtherDentist(row.name or "", row.cro or "", row.cro_state or "") for row in records.dentists
        ),
        contact_details=tuple(detail for detail in details if detail.text),
        protocols=tuple(
            OpenedProtocol(item.kind, item.in_name_of, item.number, item.opened_at)
            for item in case.opened_protocols.order_by("opened_at")
            if until is None or item.opened_at <= until
        ),
        signature=Signature(case.signed_name, SIGNING_ROLE, case.signed_at)
        if case.signed_name and case.signed_at
        else None,
        draft=case.state != State.CLOSED,
        issued_as=issued_as,
    )


def contact_detail(contact: Contact) -> str:
    """One line: hour, channel, number used, who spoke to whom, whether it was answered."""
    digits = phone.clean(contact.address) if contact.address else None
    answered = {True: "com resposta", False: "sem resposta"}
    parts = [
        contact.time.strftime("%H:%M") if contact.time else None,
        contact.get_channel_display() if contact.channel else None,
        phone.formatted(digits) if digits else contact.address,
        f"por {contact.made_by}" if contact.made_by else None,
        f"com {contact.spoken_to}" if contact.spoken_to else None,
        answered[contact.answered] if contact.answered is not None else None,
    ]
    return " · ".join(part for part in parts if part)
