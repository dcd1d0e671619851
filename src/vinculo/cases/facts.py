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


def _unreadable_in(
    record: TypedRecord, fields: Iterable[TypedField], prefix: str = ""
) -> Iterable[UnreadableText]:
    for field in fields:
        raw = record.raw(field.name)
        if raw.strip() and not field.parse(raw).readable:
            yield UnreadableText(prefix + field.name, field.kind, raw)


def unreadable_texts(case: Case, records: RecordsOfCase) -> tuple[UnreadableText, ...]:
    found = list(_unreadable_in(case, CASE_FIELDS.values()))
    numbers = contact_numbers(records.contacts)
    for contact in records.contacts:
        if contact.voided_at is None:
            prefix = f"contacts.{numbers[contact.pk]}."
            found += _unreadable_in(contact, CONTACT_FIELDS.values(), prefix)
    for offer in records.offers:
        if offer.is_ticked:
            found += _unreadable_in(offer, OFFER_FIELDS.values(), f"offers.{offer.code}.")
    for dentist in records.dentists:
        found += _unreadable_in(dentist, DENTIST_FIELDS.values(), f"dentists.{dentist.position}.")
    return tuple(found)


def case_facts(
    case: Case,
    records: RecordsOfCase,
    *,
    today: dt.date,
    acting_user_id: int | None,
    other_open_cases: Sequence[OpenCase] = (),
) -> CaseFacts:
    """The facts of a case whose records have been read (`queries.records_of`)."""
    return CaseFacts(
        form=case_form(case, records),
        edition=case.edition.edition,
        today=today,
        state=case.state,
        next_contact_on=case.next_contact_on,
        unreadable=unreadable_texts(case, records),
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
