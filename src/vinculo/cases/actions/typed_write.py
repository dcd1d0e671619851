"""Keeping what was typed: the raw text, its version, the parsed value and the history of both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from vinculo.accounts.actor import Actor

from ..models import Case, CaseDentist, Contact, FieldVersion, Offer
from ..typed_fields import CASE_FIELDS, CONTACT_FIELDS, DENTIST_FIELDS, OFFER_FIELDS, TypedField

Record = Case | Contact | Offer | CaseDentist

_KINDS: Mapping[type, tuple[str, Mapping[str, TypedField]]] = {
    Case: ("case", CASE_FIELDS),
    Contact: ("contact", CONTACT_FIELDS),
    Offer: ("offer", OFFER_FIELDS),
    CaseDentist: ("dentist", DENTIST_FIELDS),
}


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """One version to be kept, before it is written."""

    field: str
    version: int
    raw: str
    fate: FieldVersion.Fate = FieldVersion.Fate.APPLIED


def record_kind(record: Record) -> str:
    """'case', 'contact', 'offer' or 'dentist'."""
    return _KINDS[type(record)][0]


def fields_of(record: Record) -> Mapping[str, TypedField]:
    return _KINDS[type(record)][1]


def clean_raw(raw: str) -> str:
    """The text as typed, less what PostgreSQL cannot hold, with one kind of line end."""
    return raw.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")


def put_raw(record: Record, field: TypedField, raw: str) -> VersionFacts:
    """Sets raw text, version and parsed value on the record, unsaved."""
    version = record.version(field.name) + 1
    record.raw_values = {**record.raw_values, field.name: raw}
    record.field_versions = {**record.field_versions, field.name: version}
    setattr(record, field.column_name, field.parse(raw).value)
    return VersionFacts(field.name, version, raw)


def put_all(record: Record, values: Mapping[str, str]) -> list[VersionFacts]:
    """Sets several fields, the blank ones left as they are; for a record that is new."""
    fields = fields_of(record)
    return [put_raw(record, fields[name], clean_raw(raw)) for name, raw in values.items() if raw.strip()]


def keep_versions(
    *, case: Case, record: Record, versions: list[VersionFacts], actor: Actor, now: dt.datetime
) -> None:
    """Appends to the history of fields; `record` has been saved."""
    FieldVersion.objects.bulk_create(
        FieldVersion(
            case=case,
            record=record_kind(record),
            record_id=record.pk,
            field=item.field,
            version=item.version,
            raw=item.raw,
            fate=item.fate,
            by=actor.user,
            by_name=actor.name,
            at=now,
        )
        for item in versions
    )
