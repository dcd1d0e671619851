"""What kind of thing stands in a field: how it is written, checked and mistaken."""

from __future__ import annotations

from enum import StrEnum

from ..form import COUNT_FIELDS, DATE_FIELDS, FORM_FIELDS, LIST_FIELDS, MONEY_FIELDS


class FieldKind(StrEnum):
    CHECKED = "checked"
    """A number with check digits."""
    PROTOCOL = "protocol"
    DATE = "date"
    MONEY = "money"
    COUNT = "count"
    CODE = "code"
    """Few characters out of few: a CRO, a UF, PJ or PF."""
    WORDS = "words"
    NOTE = "note"
    TICKS = "ticks"


_KINDS = {
    **dict.fromkeys(FORM_FIELDS, FieldKind.WORDS),
    **dict.fromkeys(DATE_FIELDS, FieldKind.DATE),
    **dict.fromkeys(MONEY_FIELDS, FieldKind.MONEY),
    **dict.fromkeys(COUNT_FIELDS, FieldKind.COUNT),
    **dict.fromkeys(("cpf", "cnpj"), FieldKind.CHECKED),
    **dict.fromkeys(("cro", "cro_state", "state", "provider_type"), FieldKind.CODE),
    **dict.fromkeys(("contacts", "actions_note", "general_note"), FieldKind.NOTE),
    **dict.fromkeys((*LIST_FIELDS, "outcome", "serves_other_plans", "protocol_required"), FieldKind.TICKS),
    "protocol_number": FieldKind.PROTOCOL,
}


def kind_of_field(name: str) -> FieldKind:
    """Of a field of the form, or of a part of a contact ("contacts.on", "contacts.2.note")."""
    if name.startswith("contacts."):
        return FieldKind.DATE if name.endswith(".on") else FieldKind.NOTE
    return _KINDS.get(name, FieldKind.WORDS)
