"""What people typed over a reading: kept word for word, field by field, and laid over what was read.

A field is named as the form names it (`cnpj`), a contact's as `contacts.2.note`, a list of ticks by its
name (`actions`), its text then being the ticked codes.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from vinculo.cases.actions.typed_write import clean_raw
from vinculo.cases.form import paper_text
from vinculo.cases.typed_fields import CASE_FIELDS, CONTACT_FIELDS, FieldKind, TypedField
from vinculo.paper.catalogue import OptionList
from vinculo.paper.form import FORM_FIELDS, ContactEntry, RetentionForm

TICK_LISTS: Mapping[str, OptionList] = {
    "actions": OptionList.ACTION,
    "termination_reasons": OptionList.REASON,
    "sectors": OptionList.SECTOR,
}
FIELDS: Mapping[str, TypedField] = {
    **{name: CASE_FIELDS[name] for name in FORM_FIELDS if name in CASE_FIELDS},
    "signed_by": TypedField("signed_by", FieldKind.TEXT),
}
"""Every single field that can be corrected. Operator and duration are the product's own."""

CONTACT_PARTS: Mapping[str, TypedField] = {name: CONTACT_FIELDS[name] for name in ("on", "note")}
_CHOSEN = frozenset((FieldKind.YES_NO, FieldKind.CODE))
_CONTACT_FIELD = re.compile(r"contacts\.([1-9][0-9]{0,2})\.(on|note)")


@dataclass(frozen=True, slots=True)
class Correction:
    """One text that somebody typed. `applied` is false where another one's came between."""

    field: str
    raw: str
    version: int
    by_name: str
    at: str
    applied: bool = True

    @property
    def moment(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self.at)

    def to_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class UnreadableCorrection:
    """A typed text that no value can be made of; it stands as typed."""

    field: str
    kind: FieldKind
    raw: str


def corrections_of(data: Iterable[Mapping[str, Any]]) -> tuple[Correction, ...]:
    return tuple(Correction(**entry) for entry in data)


def standing(corrections: Sequence[Correction]) -> dict[str, Correction]:
    """The correction that holds for each field that has one."""
    return {item.field: item for item in corrections if item.applied}


def typed_field(field: str) -> TypedField | None:
    """How the text of a single field or of a contact's part becomes a value; None for any other name."""
    if part := _CONTACT_FIELD.fullmatch(field):
        return CONTACT_PARTS[part[2]]
    return FIELDS.get(field)


def texts_to_keep(unread: Mapping[str, str]) -> dict[str, str]:
    """Of what the reader could not read, the texts that a field can hold as if they were typed."""
    return {
        name: clean_raw(raw)
        for name, raw in unread.items()
        if (field := typed_field(name)) is not None and field.kind not in _CHOSEN
    }


def is_correctable(field: str) -> bool:
    return field in TICK_LISTS or typed_field(field) is not None


def laid_over(form: RetentionForm, typed: Mapping[str, str]) -> RetentionForm:
    """The form as people corrected it; a text that cannot be read leaves its field blank."""
    values: dict[str, Any] = {}
    contacts = {entry.number: entry for entry in form.contacts}
    for field, raw in typed.items():
        if field in TICK_LISTS:
            values[field] = tuple(dict.fromkeys(raw.split()))
        elif part := _CONTACT_FIELD.fullmatch(field):
            number = int(part[1])
            entry = contacts.get(number, ContactEntry(number, None, None))
            contacts[number] = replace(entry, **{part[2]: _value(CONTACT_PARTS[part[2]], raw)})
        elif found := FIELDS.get(field):
            values[field] = _value(found, raw)
    in_order = sorted(contacts.values(), key=lambda entry: entry.number)
    return replace(
        form, **values, contacts=tuple(entry for entry in in_order if entry.on is not None or entry.note)
    )


def _value(field: TypedField, raw: str) -> Any:
    return paper_text(raw) if field.kind is FieldKind.NOTE else field.parse(raw).value


def unreadable(typed: Mapping[str, str]) -> tuple[UnreadableCorrection, ...]:
    return tuple(
        UnreadableCorrection(name, field.kind, raw)
        for name, raw in typed.items()
        if (field := typed_field(name)) is not None and not field.parse(raw).readable
    )


def text_of(form: RetentionForm, field: str) -> str:
    """What stands in a field, as somebody would type it."""
    if field in TICK_LISTS:
        return " ".join(getattr(form, field))
    if part := _CONTACT_FIELD.fullmatch(field):
        found = next((entry for entry in form.contacts if entry.number == int(part[1])), None)
        return CONTACT_PARTS[part[2]].format(getattr(found, part[2])) if found else ""
    return FIELDS[field].format(getattr(form, field))


def case_texts(typed: Mapping[str, str]) -> dict[str, str]:
    """The texts for the head and the decision of a case, word for word as they were typed."""
    return {field: raw for field, raw in typed.items() if field in CASE_FIELDS and raw.strip()}


def contact_texts(typed: Mapping[str, str]) -> dict[int, dict[str, str]]:
    """The texts of a case's contacts, by their number, word for word as they were typed."""
    texts: dict[int, dict[str, str]] = {}
    for field, raw in typed.items():
        part = _CONTACT_FIELD.fullmatch(field)
        if part and raw.strip():
            texts.setdefault(int(part[1]), {})[part[2]] = raw
    return texts


def stamp(moment: dt.datetime) -> str:
    return moment.isoformat()
