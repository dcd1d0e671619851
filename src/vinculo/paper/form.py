"""`RetentionForm`: what one filled form says, as data (the canonical JSON of the form's schema)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Literal

ProviderType = Literal["PJ", "PF"]


@dataclass(frozen=True, slots=True)
class ContactEntry:
    """One contact block. `on` and `note` may each be blank, not both."""

    number: int
    on: dt.date | None
    note: str | None


@dataclass(frozen=True, slots=True)
class RetentionForm:
    """One form. Blank paper is None, or an empty tuple. Money is BRL; decimals stay as printed.

    `actions`, `termination_reasons` and `sectors` hold codes of the edition's lists, in catalogue
    order. Texts keep the writer's words; paragraphs are separated by one newline.
    """

    edition: int
    cro_count: int | None = None
    staff_name: str | None = None
    filled_on: dt.date | None = None
    operator: str | None = None
    cro: str | None = None
    cro_state: str | None = None
    dentist_name: str | None = None
    cnpj: str | None = None
    cpf: str | None = None
    joined_on: dt.date | None = None
    provider_type: ProviderType | None = None
    requested_by: str | None = None
    protocol_number: str | None = None
    protocol_opened_on: dt.date | None = None
    city: str | None = None
    state: str | None = None
    lives: int | None = None
    published_cros: int | None = None
    serves_other_plans: bool | None = None
    other_plans: str | None = None
    us_value: Decimal | None = None
    last_production_on: dt.date | None = None
    last_production_value: Decimal | None = None
    started_on: dt.date | None = None
    ended_on: dt.date | None = None
    duration_days: int | None = None
    outcome: str | None = None
    contacts: tuple[ContactEntry, ...] = ()
    actions: tuple[str, ...] = ()
    actions_note: str | None = None
    termination_reasons: tuple[str, ...] = ()
    protocol_required: bool | None = None
    general_note: str | None = None
    sectors: tuple[str, ...] = ()
    signed_by: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The canonical JSON of the schema."""
        return {item.name: _to_json(getattr(self, item.name)) for item in fields(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> RetentionForm:
        """The form that `to_json` wrote.

        Raises:
            KeyError: `edition` is missing.
            ValueError: a date or a number is malformed.
            TypeError: a key is unknown.
        """
        values: dict[str, Any] = {"edition": data["edition"]}
        for key, value in data.items():
            if value is None or key == "edition":
                continue
            if key in DATE_FIELDS:
                values[key] = dt.date.fromisoformat(value)
            elif key in MONEY_FIELDS:
                values[key] = Decimal(value)
            elif key == "contacts":
                values[key] = tuple(_contact(entry) for entry in value)
            elif key in LIST_FIELDS:
                values[key] = tuple(value)
            else:
                values[key] = value
        return cls(**values)


DATE_FIELDS = frozenset(
    {"filled_on", "joined_on", "protocol_opened_on", "last_production_on", "started_on", "ended_on"}
)
MONEY_FIELDS = frozenset({"us_value", "last_production_value"})
COUNT_FIELDS = frozenset({"cro_count", "lives", "published_cros", "duration_days"})
LIST_FIELDS = frozenset({"actions", "termination_reasons", "sectors"})
YES_NO_FIELDS = frozenset({"serves_other_plans", "protocol_required"})
FORM_FIELDS = tuple(item.name for item in fields(RetentionForm))


def _contact(entry: Mapping[str, Any]) -> ContactEntry:
    on = entry.get("on")
    return ContactEntry(
        number=entry["number"], on=dt.date.fromisoformat(on) if on else None, note=entry.get("note")
    )


def _to_json(value: object) -> Any:
    match value:
        case dt.date():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case ContactEntry():
            return {"number": value.number, "on": _to_json(value.on), "note": value.note}
        case tuple():
            return [_to_json(item) for item in value]
        case _:
            return value
