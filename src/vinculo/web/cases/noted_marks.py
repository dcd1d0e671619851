"""What a contact's note and telephone lead to: WhatsApp and calls, protocols, a day for the next contact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from vinculo.cases.actions.heard_phones import area_of
from vinculo.cases.models import Contact
from vinculo.cases.next_contact_picks import WEEKDAYS
from vinculo.cases.note_marks import MarkKind, marks_in
from vinculo.kernel.dates import format_date
from vinculo.kernel.identifiers import phone

MOST_OF_A_KIND = 8


@dataclass(frozen=True, slots=True)
class Reach:
    """A telephone and the ways to it. `who` is whose it is, where that is known."""

    digits: str
    who: str = ""

    @property
    def written(self) -> str:
        return phone.formatted(self.digits)

    @property
    def whatsapp_url(self) -> str:
        return f"https://wa.me/55{self.digits}"

    @property
    def call_url(self) -> str:
        return f"tel:+55{self.digits}"


@dataclass(frozen=True, slots=True)
class OfferedDay:
    """A day that a note names and that is still to come."""

    day: dt.date

    @property
    def written(self) -> str:
        return format_date(self.day)

    @property
    def weekday(self) -> str:
        return WEEKDAYS[self.day.weekday()]


@dataclass(frozen=True, slots=True)
class Noted:
    """`contact_id` is 0 where nothing is to be shown."""

    contact_id: int = 0
    phones: Sequence[Reach] = ()
    protocols: Sequence[str] = ()
    days: Sequence[OfferedDay] = ()


NOTHING = Noted()


def noted_of(contact: Contact, today: dt.date, *, may_see_personal_data: bool, editable: bool) -> Noted:
    """Everything once, in the order of the note; the number that was used comes first."""
    marks = marks_in(contact.note or "", contact.on or today, area_of(contact))
    used = phone.clean(contact.address or "")
    numbers = [used] if used else []
    numbers += [mark.value for mark in marks if mark.kind is MarkKind.PHONE]
    days = [mark.day for mark in marks if mark.kind is MarkKind.DAY]
    coming = [day for day in dict.fromkeys(days) if day > today and day != contact.next_contact_on]
    protocols = [mark.value for mark in marks if mark.kind is MarkKind.PROTOCOL]
    return Noted(
        contact_id=contact.pk,
        phones=[
            Reach(digits, contact.spoken_to or "" if digits == used else "")
            for digits in list(dict.fromkeys(numbers))[:MOST_OF_A_KIND]
        ]
        if may_see_personal_data
        else (),
        protocols=list(dict.fromkeys(protocols))[:MOST_OF_A_KIND],
        days=[OfferedDay(day) for day in coming[:MOST_OF_A_KIND]] if editable else (),
    )
