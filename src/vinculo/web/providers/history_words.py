"""Periods of a provider in words."""

from __future__ import annotations

import datetime as dt

from vinculo.kernel.dates import format_date
from vinculo.kernel.money import format_money
from vinculo.network.models import AddressPeriod, Affiliation, Contract, Provider, StatusPeriod
from vinculo.network.queries.history import asked_on, standing_of
from vinculo.network.values import written_us_value

NOBODY_TOLD = "não consta"
_ONE_DAY = dt.timedelta(days=1)


def last_day(ends_on: dt.date) -> dt.date:
    """`ends_on` is the first day without it; people say the last one with it."""
    return ends_on - _ONE_DAY


def days_of(starts_on: dt.date | None, ends_on: dt.date | None) -> str:
    first = format_date(starts_on) if starts_on else ""
    last = format_date(last_day(ends_on)) if ends_on else ""
    if first and last:
        return f"de {first} a {last}"
    if first:
        return f"desde {first}"
    return f"até {last}" if last else "sem data de início"


def status_words(period: StatusPeriod) -> str:
    return period.get_status_display()


def address_words(period: AddressPeriod) -> str:
    place = str(period.municipality) if period.municipality else ""
    return street_words(period.street, period.district, place, period.postal_code)


def standing_street(provider: Provider) -> str:
    """Street, district and CEP of a provider that was read with its `standing_rows`."""
    standing = standing_of(provider)
    return street_words(standing.street, standing.district, "", standing.postal_code)


def street_words(street: str, district: str, place: str, postal_code: str) -> str:
    code = f"CEP {postal_code[:5]}-{postal_code[5:]}" if postal_code else ""
    return ", ".join(part for part in (street, district, place, code) if part)


def value_words(contract: Contract) -> str:
    value = written_us_value(contract.us_value)
    return format_money(value) if value is not None else NOBODY_TOLD


def notice_words(notice_days: int | None) -> str:
    if notice_days is None:
        return ""
    return f"{notice_days} dia{'s' if notice_days != 1 else ''}"


def contract_words(contract: Contract) -> str:
    notice = (
        f" · aviso prévio de {notice_words(contract.notice_days)}" if contract.notice_days is not None else ""
    )
    return value_words(contract) + notice


def asked_words(tie: Affiliation) -> str:
    day, protocol = asked_on(tie), tie.protocol_number
    parts = [f"pedida em {format_date(day)}" if day else "", f"protocolo {protocol}" if protocol else ""]
    return ", ".join(part for part in parts if part) or "sem data do pedido"


def who(tie: Affiliation) -> str:
    return f"{tie.dentist.name}, {tie.dentist.cro}"


def place_labels(period: AddressPeriod) -> tuple[str, ...]:
    """The address, the longest way to write it first; the town says more than the street."""
    town = str(period.municipality) if period.municipality else ""
    return address_words(period), ", ".join(filter(None, (period.street, town))), town or period.street


def value_labels(contract: Contract) -> tuple[str, ...]:
    return value_words(contract), value_words(contract).removeprefix("R$ ")


def names_of(name: str) -> tuple[str, ...]:
    """The name, the longest way to write it first."""
    words = name.split() or [""]
    return name, f"{words[0]} {words[-1]}", words[0]
