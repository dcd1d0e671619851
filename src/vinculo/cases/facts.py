"""What the rules look at: one case as frozen facts, projected from its records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from vinculo.kernel.places import find_municipality
from vinculo.paper.editions import Edition
from vinculo.paper.form import RetentionForm
from vinculo.paper.rules import FormFacts

from .form import RecordsOfCase, case_form, contact_numbers
from .models import Case
from .models.typed_record import TypedRecord
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


@dataclass(frozen=True)
class CaseFacts:
    """Everything that a rule on a case may ask. `acting_user_id`: who is about to decide or sign."""

    form: RetentionForm
    edition: Edition
    today: dt.date
    state: str
    next_contact_on: dt.date | None
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

    def form_facts(self) -> FormFacts:
        return FormFacts(
            form=self.form,
            edition=self.edition,
            today=self.today,
            city_exists=lambda city, uf: find_municipality(city, uf) is not None,
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


def case_facts(
    case: Case,
    records: RecordsOfCase,
    *,
    today: dt.date,
    acting_user_id: int | None,
    other_open_cases: Sequence[OpenCase] = (),
) -> CaseFacts:
    """The facts of a case whose records have been read (`queries.records_of`)."""
    texts = typed_texts(case, records)
    return CaseFacts(
        form=case_form(case, records),
        edition=case.edition.edition,
        today=today,
        state=case.state,
        next_contact_on=case.next_contact_on,
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
    )
