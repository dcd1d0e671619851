"""A case as the paper says it: the projection to a `RetentionForm`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, cast

from vinculo.kernel.money import format_money
from vinculo.paper.catalogue import OptionList
from vinculo.paper.form import ContactEntry, RetentionForm

from .models import Case, CaseDentist, Contact, Offer
from .typed_fields import CASE_FIELDS


@dataclass(frozen=True)
class RecordsOfCase:
    """The rows that hang on a case, read once."""

    contacts: Sequence[Contact] = field(default_factory=tuple)
    offers: Sequence[Offer] = field(default_factory=tuple)
    dentists: Sequence[CaseDentist] = field(default_factory=tuple)


def contact_numbers(contacts: Sequence[Contact]) -> Mapping[int, int]:
    """The printed number of each contact, by id: its position less the voided ones before it."""
    numbers: dict[int, int] = {}
    voided = 0
    for contact in sorted(contacts, key=lambda item: item.position):
        if contact.voided_at is not None:
            voided += 1
        else:
            numbers[contact.pk] = contact.position - voided
    return numbers


def paper_text(text: str | None) -> str | None:
    """A note as the form's schema keeps it: white space folded, paragraphs parted by one newline."""
    if text is None:
        return None
    paragraphs = (" ".join(line.split()) for line in re.split(r"[\r\n]+", text))
    return "\n".join(part for part in paragraphs if part) or None


def _contacts(contacts: Sequence[Contact]) -> tuple[ContactEntry, ...]:
    numbers = contact_numbers(contacts)
    entries = (
        ContactEntry(numbers[contact.pk], contact.on, paper_text(contact.note))
        for contact in sorted(contacts, key=lambda item: item.position)
        if contact.voided_at is None
    )
    return tuple(entry for entry in entries if entry.on or entry.note)


def _as_typed(case: Case, field: str) -> Decimal | None:
    """An amount with the decimals that were typed, which the column does not keep."""
    value: Decimal | None = CASE_FIELDS[field].parse(case.raw(field)).value
    return value


def _actions_note(case: Case, offers: Sequence[Offer]) -> str | None:
    """The note under the actions: what was typed there, then what each offer says of itself."""
    edition = case.edition.edition
    lines = [paper_text(case.actions_note)]
    for offer in offers:
        told = _told(offer) if offer.is_ticked else None
        if told:
            lines.append(f"{edition.option_label(OptionList.ACTION, offer.code)}: {told}")
    return "\n".join(line for line in lines if line) or None


def _told(offer: Offer) -> str | None:
    """The US values of an offer and its note, on one line."""
    values = [
        f"{label} {format_money(value)}"
        for label, value in (("US atual", offer.current_us_value), ("US oferecida", offer.offered_us_value))
        if value is not None
    ]
    note = (paper_text(offer.note) or "").replace("\n", " ")
    return "; ".join(part for part in (", ".join(values), note) if part) or None


def case_form(case: Case, records: RecordsOfCase) -> RetentionForm:
    """What the paper of this case says today."""
    edition = case.edition.edition
    ticked = {offer.code for offer in records.offers if offer.is_ticked}
    return RetentionForm(
        edition=edition.number,
        cro_count=case.cro_count,
        staff_name=case.staff_name,
        filled_on=case.filled_on,
        operator=case.raw("operator") or case.operator.name,
        cro=case.cro,
        cro_state=case.cro_state,
        dentist_name=case.dentist_name,
        cnpj=case.cnpj,
        cpf=case.cpf,
        joined_on=case.joined_on,
        provider_type=cast(Literal["PJ", "PF"] | None, case.provider_type),
        requested_by=case.requested_by,
        protocol_number=case.protocol_number,
        protocol_opened_on=case.protocol_opened_on,
        city=case.city,
        state=case.city_state,
        lives=case.lives,
        published_cros=case.published_cros,
        serves_other_plans=case.serves_other_plans,
        other_plans=case.other_plans,
        us_value=_as_typed(case, "us_value"),
        last_production_on=case.last_production_on,
        last_production_value=_as_typed(case, "last_production_value"),
        started_on=case.started_on,
        ended_on=case.ended_on,
        duration_days=case.duration_days(),
        outcome=case.outcome,
        contacts=_contacts(records.contacts),
        actions=edition.in_order(OptionList.ACTION, ticked),
        actions_note=_actions_note(case, records.offers),
        termination_reasons=edition.in_order(OptionList.REASON, set(case.termination_reasons)),
        protocol_required=case.protocol_required,
        general_note=paper_text(case.general_note),
        sectors=edition.in_order(OptionList.SECTOR, set(case.sectors)),
        signed_by=case.signed_name,
    )
