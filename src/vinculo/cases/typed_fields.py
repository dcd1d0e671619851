"""The fields that people type: how the text of each becomes a value, and how a value becomes text.

What is typed is always kept; a text that cannot be read gives no value and is `readable=False`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from vinculo.kernel.dates import format_date, parse_date, parse_time
from vinculo.kernel.identifiers import cnpj, cpf, cro, protocol_number
from vinculo.kernel.money import format_money, parse_money
from vinculo.kernel.numbers import format_count, parse_count
from vinculo.kernel.places import clean_uf

LARGEST_COUNT = 2_147_483_647
LARGEST_MONEY = Decimal(100_000_000)


class FieldKind(StrEnum):
    TEXT = "text"
    NOTE = "note"
    DATE = "date"
    TIME = "time"
    MONEY = "money"
    COUNT = "count"
    CPF = "cpf"
    CNPJ = "cnpj"
    CRO = "cro"
    UF = "uf"
    PROTOCOL = "protocol"
    YES_NO = "yes_no"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Parsed:
    """The value of a typed text, None where it is blank or (not `readable`) could not be read."""

    value: Any
    readable: bool = True


@dataclass(frozen=True, slots=True)
class TypedField:
    """`name` is the form's name of the field, `column` the model's; `codes` limits a CODE field.

    `decimals`: how many an amount of money may have; more make it unreadable, never rounded.
    """

    name: str
    kind: FieldKind
    column: str = ""
    codes: tuple[str, ...] = ()
    decimals: int = 4

    @property
    def column_name(self) -> str:
        return self.column or self.name

    def parse(self, raw: str) -> Parsed:
        text = raw.strip()
        if not text:
            return Parsed(None)
        if self.kind is FieldKind.CODE:
            return Parsed(text, True) if text in self.codes else Parsed(None, False)
        value = _money(text, self.decimals) if self.kind is FieldKind.MONEY else _PARSERS[self.kind](text)
        return Parsed(value, value is not None)

    def format(self, value: Any) -> str:
        """The text that stands for a value, as `parse` reads it back."""
        if value is None:
            return ""
        return _FORMATTERS.get(self.kind, str)(value)


def _money(text: str, decimals: int) -> Decimal | None:
    value = parse_money(text)
    return value if value is not None and value < LARGEST_MONEY and _decimals(value) <= decimals else None


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _count(text: str) -> int | None:
    value = parse_count(text)
    return value if value is not None and value <= LARGEST_COUNT else None


def _yes_no(text: str) -> bool | None:
    return {"yes": True, "no": False, "sim": True, "não": False, "nao": False}.get(text.lower())


def _protocol(text: str) -> str:
    return protocol_number.clean(text) or " ".join(text.split())


_PARSERS: Mapping[FieldKind, Callable[[str], Any]] = {
    FieldKind.TEXT: lambda text: " ".join(text.split()),
    FieldKind.NOTE: lambda text: text,
    FieldKind.DATE: parse_date,
    FieldKind.TIME: parse_time,
    FieldKind.COUNT: _count,
    FieldKind.CPF: cpf.clean,
    FieldKind.CNPJ: cnpj.clean,
    FieldKind.CRO: cro.clean_number,
    FieldKind.UF: clean_uf,
    FieldKind.PROTOCOL: _protocol,
    FieldKind.YES_NO: _yes_no,
}


def _format_time(value: dt.time) -> str:
    return value.strftime("%H:%M")


_FORMATTERS: Mapping[FieldKind, Callable[[Any], str]] = {
    FieldKind.DATE: format_date,
    FieldKind.TIME: _format_time,
    FieldKind.MONEY: format_money,
    FieldKind.COUNT: format_count,
    FieldKind.CPF: cpf.formatted,
    FieldKind.CNPJ: cnpj.formatted,
    FieldKind.YES_NO: lambda value: "yes" if value else "no",
}


def _by_name(*fields: TypedField) -> Mapping[str, TypedField]:
    return {field.name: field for field in fields}


def _texts(*names: str) -> tuple[TypedField, ...]:
    return tuple(TypedField(name, FieldKind.TEXT) for name in names)


def _dates(*names: str) -> tuple[TypedField, ...]:
    return tuple(TypedField(name, FieldKind.DATE) for name in names)


CASE_FIELDS = _by_name(
    *_texts("staff_name", "dentist_name", "requested_by", "city", "other_plans"),
    *_dates("filled_on", "joined_on", "protocol_opened_on", "last_production_on", "started_on", "ended_on"),
    *_dates("next_contact_on"),
    TypedField("cro_count", FieldKind.COUNT),
    TypedField("cro", FieldKind.CRO),
    TypedField("cro_state", FieldKind.UF),
    TypedField("cnpj", FieldKind.CNPJ),
    TypedField("cpf", FieldKind.CPF),
    TypedField("provider_type", FieldKind.CODE, codes=("PJ", "PF")),
    TypedField("protocol_number", FieldKind.PROTOCOL),
    TypedField("state", FieldKind.UF, column="city_state"),
    TypedField("lives", FieldKind.COUNT),
    TypedField("published_cros", FieldKind.COUNT),
    TypedField("serves_other_plans", FieldKind.YES_NO),
    TypedField("us_value", FieldKind.MONEY),
    TypedField("last_production_value", FieldKind.MONEY, decimals=2),
    TypedField("outcome", FieldKind.CODE, codes=("retained", "terminated", "not_retention")),
    TypedField("actions_note", FieldKind.NOTE),
    TypedField("protocol_required", FieldKind.YES_NO),
    TypedField("general_note", FieldKind.NOTE),
    TypedField("scope", FieldKind.CODE, codes=("provider", "dentists")),
)

CONTACT_FIELDS = _by_name(
    TypedField("on", FieldKind.DATE),
    TypedField("time", FieldKind.TIME),
    TypedField("direction", FieldKind.CODE, codes=("incoming", "outgoing")),
    TypedField("channel", FieldKind.CODE, codes=("whatsapp", "phone", "email", "visit", "letter")),
    *_texts("address", "made_by", "spoken_to"),
    TypedField("note", FieldKind.NOTE),
    TypedField("answered", FieldKind.YES_NO),
    TypedField("next_contact_on", FieldKind.DATE),
)

OFFER_FIELDS = _by_name(
    TypedField("note", FieldKind.NOTE),
    TypedField("current_us_value", FieldKind.MONEY),
    TypedField("offered_us_value", FieldKind.MONEY),
)

DENTIST_FIELDS = _by_name(
    TypedField("name", FieldKind.TEXT),
    TypedField("cro", FieldKind.CRO),
    TypedField("cro_state", FieldKind.UF),
)
