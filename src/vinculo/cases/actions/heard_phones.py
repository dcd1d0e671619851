"""Telephones that a case names become numbers of its provider, and tell when they last answered.

Called by the actions of a case within their own transaction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from vinculo.kernel.identifiers import phone
from vinculo.network.actions.note_provider_phones import note_answers, note_provider_phones

from ..models import Case, Contact
from ..note_marks import phones_in
from .case_write import CaseWrite
from .typed_write import Record

FIELDS_THAT_SAY = frozenset({"note", "address", "general_note", "actions_note"})
FIELDS_OF_AN_ANSWER = frozenset({"answered", "on", "address"})


def phones_said_by(record: Record) -> frozenset[str]:
    """National digits of the telephones in a record's notes. A voided contact says nothing."""
    match record:
        case Contact() if record.voided_at is None:
            own = phone.clean(record.address or "")
            return phones_in(record.note, area_of(record)) | ({own} if own else frozenset())
        case Case():
            return phones_in(record.general_note) | phones_in(record.actions_note)
    return frozenset()


def area_of(contact: Contact) -> str | None:
    """The area code of the contact's own telephone: a number in its note without one is thereabouts."""
    own = phone.clean(contact.address or "")
    return own[:2] if own else None


def _records(case: Case) -> list[Case | Contact]:
    return [case, *case.contacts.all()]


def note_heard_phones(write: CaseWrite, record: Record, before: frozenset[str]) -> None:
    """Tells the provider's registry what a record says now and did not say `before`, or the reverse."""
    case = write.case
    said = phones_said_by(record)
    if case.provider_id is None or said == before:
        return
    gone = before - said
    if gone:
        gone -= {number for other in _records(case) for number in phones_said_by(other)}
    note_provider_phones(
        provider_id=case.provider_id,
        digits=said - before,
        gone=gone,
        found_in=str(case.pk),
        actor=write.actor,
        now=write.now,
    )


def note_all_phones(write: CaseWrite) -> None:
    """All that the case says, for a provider that has just been linked."""
    said = {number for record in _records(write.case) for number in phones_said_by(record)}
    if write.case.provider_id is None or not said:
        return
    note_provider_phones(
        provider_id=write.case.provider_id,
        digits=said,
        found_in=str(write.case.pk),
        actor=write.actor,
        now=write.now,
    )
    note_answered_phones(write, said)


def note_answered_phones(write: CaseWrite, digits: Collection[str]) -> None:
    """When these numbers last answered, told anew from all contacts with the provider that stand."""
    if write.case.provider_id is None or not digits:
        return
    answered: dict[str, dt.date | None] = dict.fromkeys(digits)
    rows = (
        Contact.objects.filter(case__provider_id=write.case.provider_id, voided_at=None, answered=True)
        .exclude(on=None)
        .exclude(address=None)
        .values_list("address", "on")
    )
    for address, on in rows:
        number = phone.clean(address or "")
        if number in answered and on is not None:
            answered[number] = max(answered[number] or on, on)
    note_answers(provider_id=write.case.provider_id, answered=answered, actor=write.actor, now=write.now)


@contextmanager
def telling_phones(write: CaseWrite, record: Record, field: str) -> Iterator[None]:
    """Around a change of one field: what the registry knows follows. Costs nothing for other fields."""
    says = field in FIELDS_THAT_SAY
    answers = isinstance(record, Contact) and field in FIELDS_OF_AN_ANSWER
    if write.case.provider_id is None or not (says or answers):
        yield
        return
    before = phones_said_by(record) if says else frozenset()
    answering = _answering(record)
    yield
    if says:
        note_heard_phones(write, record, before)
    note_answered_phones(write, answering | _answering(record))


def _answering(record: Record) -> frozenset[str]:
    """The telephone of a contact in which somebody answered."""
    is_answer = isinstance(record, Contact) and record.answered
    return numbers_of(record) if is_answer and isinstance(record, Contact) else frozenset()


def numbers_of(contact: Contact) -> frozenset[str]:
    """The telephone that the contact was made by, if it was one."""
    own = phone.clean(contact.address or "")
    return frozenset({own} if own else ())
