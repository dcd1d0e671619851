"""Which fields each kind of row may have, what stands in them, and which a feed must tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from vinculo.network.models import Dentist, Provider

from .entities import Entity


class Holds(StrEnum):
    """What is written in a column."""

    KEY = "key"
    TEXT = "text"
    NAME = "name"
    CODE = "code"
    YES_OR_NO = "yes_or_no"
    DAY = "day"
    MONTH = "month"
    US_VALUE = "us_value"
    AMOUNT = "amount"
    COUNT = "count"
    CPF = "cpf"
    CNPJ = "cnpj"
    CNES = "cnes"
    CRO = "cro"
    UF = "uf"
    POSTAL_CODE = "postal_code"
    PROTOCOL = "protocol"
    EMAIL = "email"
    PHONES = "phones"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Field:
    """`limit` is the longest text, or the largest count; `may_be_ahead`: a day after today is no mistake."""

    name: str
    holds: Holds
    is_needed: bool = False
    limit: int = 0
    may_be_ahead: bool = False

    @property
    def reads_all_columns(self) -> bool:
        """Several columns are several values, not several names of one."""
        return self.holds in {Holds.PHONES, Holds.WORDS}


CODES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "kind": tuple(Provider.Kind.values),
        "status": tuple(Provider.Status.values),
        "category": tuple(Dentist.Category.values),
        "registration_type": tuple(Dentist.RegistrationType.values),
        "yes_or_no": ("yes", "no"),
    }
)
"""The values that an operator's codes stand for."""

FIELDS: Mapping[Entity, tuple[Field, ...]] = MappingProxyType(
    {
        Entity.PROVIDERS: (
            Field("core_key", Holds.KEY, is_needed=True, limit=40),
            Field("kind", Holds.CODE, is_needed=True),
            Field("name", Holds.NAME, is_needed=True, limit=200),
            Field("trade_name", Holds.TEXT, limit=200),
            Field("cnpj", Holds.CNPJ),
            Field("cpf", Holds.CPF),
            Field("cnes", Holds.CNES),
            Field("status", Holds.CODE, is_needed=True),
            Field("status_since", Holds.DAY),
            Field("joined_on", Holds.DAY),
            Field("city", Holds.TEXT, limit=100),
            Field("uf", Holds.UF),
            Field("street", Holds.TEXT, limit=250),
            Field("district", Holds.TEXT, limit=100),
            Field("postal_code", Holds.POSTAL_CODE),
            Field("other_plans", Holds.TEXT, limit=300),
        ),
        Entity.DENTISTS: (
            Field("cro", Holds.CRO, is_needed=True),
            Field("cro_uf", Holds.UF, is_needed=True),
            Field("name", Holds.NAME, is_needed=True, limit=200),
            Field("category", Holds.CODE),
            Field("registration_type", Holds.CODE),
            Field("cpf", Holds.CPF),
            Field("is_published", Holds.YES_OR_NO),
            Field("specialities", Holds.WORDS, limit=80),
        ),
        Entity.CONTACT_PERSONS: (
            Field("provider_key", Holds.KEY, is_needed=True, limit=40),
            Field("name", Holds.NAME, is_needed=True, limit=150),
            Field("function", Holds.TEXT, limit=80),
            Field("phones", Holds.PHONES, limit=6),
            Field("email", Holds.EMAIL, limit=254),
        ),
        Entity.AFFILIATIONS: (
            Field("provider_key", Holds.KEY, is_needed=True, limit=40),
            Field("cro", Holds.CRO, is_needed=True),
            Field("cro_uf", Holds.UF, is_needed=True),
            Field("is_technical_manager", Holds.YES_OR_NO),
            Field("starts_on", Holds.DAY, may_be_ahead=True),
            Field("ends_on", Holds.DAY, may_be_ahead=True),
            Field("is_pending", Holds.YES_OR_NO),
            Field("protocol_number", Holds.PROTOCOL),
        ),
        Entity.CONTRACTS: (
            Field("provider_key", Holds.KEY, is_needed=True, limit=40),
            Field("us_value", Holds.US_VALUE, is_needed=True),
            Field("us_value_on", Holds.DAY),
            Field("notice_days", Holds.COUNT, limit=3650),
        ),
        Entity.COVERAGE: (
            Field("city", Holds.TEXT, is_needed=True, limit=100),
            Field("uf", Holds.UF, is_needed=True),
            Field("on", Holds.DAY, is_needed=True),
            Field("lives", Holds.COUNT, is_needed=True, limit=2_000_000_000),
            Field("published_cros", Holds.COUNT, is_needed=True, limit=2_000_000_000),
        ),
        Entity.PRODUCTION: (
            Field("provider_key", Holds.KEY, is_needed=True, limit=40),
            Field("month", Holds.MONTH, is_needed=True),
            Field("us_quantity", Holds.AMOUNT),
            Field("amount", Holds.AMOUNT),
            Field("last_day", Holds.DAY),
        ),
    }
)
"""In the order of the columns that a person would expect; the names are the keys of `[….columns]`."""
