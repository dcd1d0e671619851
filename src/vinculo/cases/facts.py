"""What the rules look at: one case as frozen facts, projected from its records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from vinculo.kernel.business_calendar import BusinessCalendar
from vinculo.kernel.places import find_municipality
from vinculo.paper.editions import Edition
from vinculo.paper.form import RetentionForm
from vinculo.paper.rules import FormFacts

from .form import RecordsOfCase, case_form, contact_numbers
from .models import Case, Contact
from .models.typed_record import TypedRecord
from .protocol_ways import has_protocol_system
from .typed_fields import CASE_FIELDS, CONTACT_FIELDS, DENTIST_FIELDS, OFFER_FIELDS, FieldKind, TypedField

LONGEST_TEXT = 200_000
"""Characters of a field beyond which a text is kept, but neither searched nor looked through."""


@dataclass(frozen=True, slots=True)
class UnreadableText:
    """A text that stands in a field and could not be read."""

    field: str
    kind: FieldKind
    raw: str


@dataclass(frozen=True, slots=True)
class OfferFacts:
    code: str
    note: str | None
    offered_us_value: Decimal | None


@dataclass(frozen=True, slots=True)
class OpenCase:
    """Another open case for the same scope of the same provider."""

    id: int
    label: str


@dataclass(frozen=True, slots=True)
class NewestContact:
    """The last contact that stands; `number` is the printed one."""

    number: int
    on: dt.date | None
    next_contact_on: dt.date | None


@dataclass(frozen=True)
class CaseFacts:
    """Everything that a rule on a case may ask. `acting_user_id`: who is about to decide or sign.

    `heard_while_waiting`: the provider wrote, called or answered since the case waits.
    """

    form: RetentionForm
    edition: Edition
    today: dt.date
    calendar: BusinessCalendar
    state: str
    is_history: bool
    next_contact_on: dt.date | None
    newest_contact: NewestContact | None
    waiting_on: str | None
    heard_while_waiting: bool
    unreadable: tuple[UnreadableText, ...]
    overlong: tuple[str, ...]
    primary_reason: str | None
    requested_by_code: str | None
    scope: str | None
    has_provider: bool
    dentists: int
    offers: tuple[OfferFacts, ...]
    other_open_cases: tuple[OpenCase, ...]
    decided_by_id: int | None
    acting_user_id: int | None
    signer_must_not_be_decider: bool
    has_protocol_system: bool = False

    def form_facts(self) -> FormFacts:
        return FormFacts(
            form=self.form,
            edition=self.edition,
            today=self.today,
            city_exists=lambda city, uf: find_municipality(city, uf) is not None,
            protocol_system=self.has_protocol_system,
        )


@dataclass(frozen=True, slots=True)
class TypedText:
    """A text that somebody typed, and the name of its field among the findings."""

    key: str
    field: TypedField
    raw: str


def _typed_in(record: TypedRecord, fields: Iterable[TypedField], prefix: str = "") -> Iterable[TypedText]:
    for field in fields:
        raw = record.raw(field.name)
        if raw:
            yield TypedText(prefix + field.name, field, raw)


def typed_texts(case: Case, records: RecordsOfCase) -> tuple[TypedText, ...]:
    """Everything that stands in the case's fields, but for voided contacts and offers not made."""
    found = list(_typed_in(case, CASE_FIELDS.values()))
    numbers = contact_numbers(records.contacts)
    for contact in records.contacts:
        if contact.voided_at is None:
            found += _typed_in(contact, CONTACT_FIELDS.values(), f"contacts.{numbers[contact.pk]}.")
    for offer in records.offers:
        if offer.is_ticked:
            found += _typed_in(offer, OFFER_FIELDS.values(), f"offers.{offer.code}.")
    for dentist in records.dentists:
        found += _typed_in(dentist, DENTIST_FIELDS.values(), f"dentists.{dentist.position}.")
    return tuple(found)


def unreadable_texts(texts: Iterable[TypedText]) -> tuple[UnreadableText, ...]:
    return tuple(
        UnreadableText(text.key, text.field.kind, text.raw)
        for text in texts
        if text.raw.strip() and not text.field.parse(text.raw).readable
    )


def newest_contact(contacts: Sequence[Contact]) -> NewestContact | None:
    standing = [contact for contact in contacts if contact.voided_at is None]
    if not standing:
        return None
    last = max(standing, key=lambda contact: contact.position)
    return NewestContact(contact_numbers(contacts)[last.pk], last.on, last.next_contact_on)


def _heard_since(since: dt.datetime | None, contacts: Sequence[Contact]) -> bool:
    return since is not None and any(
        contact.created_at >= since
        and (contact.answered or contact.direction == Contact.Direction.THEY_WROTE)
        for contact in contacts
        if contact.voided_at is None
    )


def case_facts(
    case: Case,
    records: RecordsOfCase,
    *,
    today: dt.date,
    acting_user_id: int | None,
    other_open_cases: Sequence[OpenCase] = (),
    calendar: BusinessCalendar | None = None,
) -> CaseFacts:
    """The facts of a case whose records have been read (`queries.records_of`).

    Without a calendar the holidays of the country and the state are heeded.
    """
    texts = typed_texts(case, records)
    return CaseFacts(
        form=case_form(case, records),
        edition=case.edition.edition,
        today=today,
        calendar=calendar or BusinessCalendar(case.city_state),
        state=case.state,
        is_history=case.is_history,
        next_contact_on=case.next_contact_on,
        newest_contact=newest_contact(records.contacts),
        waiting_on=case.waiting_on,
        heard_while_waiting=_heard_since(case.waiting_since, records.contacts),
        unreadable=unreadable_texts(texts),
        overlong=tuple(text.key for text in texts if len(text.raw) > LONGEST_TEXT),
        primary_reason=case.primary_reason,
        requested_by_code=case.requested_by_code,
        scope=case.scope,
        has_provider=case.provider_id is not None,
        dentists=len(records.dentists),
        offers=tuple(
            OfferFacts(offer.code, offer.note, offer.offered_us_value)
            for offer in records.offers
            if offer.is_ticked
        ),
        other_open_cases=tuple(other_open_cases),
        decided_by_id=case.decided_by_id,
        acting_user_id=acting_user_id,
        signer_must_not_be_decider=case.operator.signer_must_not_be_decider,
        has_protocol_system=has_protocol_system(case.operator.code),
    )
