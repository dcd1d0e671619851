"""What the core system tells, one frozen value for each row that is right.

A blank text and None say that the row tells nothing. Texts are tidied, identifiers clean, codes those of
the models. Whether a feed tells a field at all is not seen here: the reading knows it (`told`).
They are tuples because there are millions of them.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from vinculo.kernel.places import municipality_by_code


class Entity(StrEnum):
    """The kinds of rows, each after those it leans on; the values are the mapping's tables."""

    PROVIDERS = "providers"
    DENTISTS = "dentists"
    CONTACT_PERSONS = "contact_persons"
    AFFILIATIONS = "affiliations"
    CONTRACTS = "contracts"
    COVERAGE = "coverage"
    PRODUCTION = "production"


class FedProvider(NamedTuple):
    """`core_key` is the core system's own; `status_since` the first day of the status."""

    core_key: str
    kind: str
    name: str
    trade_name: str = ""
    cnpj: str = ""
    cpf: str = ""
    cnes: str = ""
    status: str = "active"
    status_since: dt.date | None = None
    joined_on: dt.date | None = None
    ibge_code: str = ""
    street: str = ""
    district: str = ""
    postal_code: str = ""
    other_plans: str = ""

    @property
    def key(self) -> str:
        return self.core_key

    @property
    def city(self) -> str:
        """As IBGE spells it."""
        place = municipality_by_code(self.ibge_code)
        return place.name if place else ""

    @property
    def uf(self) -> str:
        place = municipality_by_code(self.ibge_code)
        return place.uf if place else ""


class FedDentist(NamedTuple):
    """`cro` is the number without leading zeros."""

    cro: str
    cro_uf: str
    name: str
    category: str = "CD"
    registration_type: str = ""
    cpf: str = ""
    is_published: bool = True
    specialities: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        return self.cro_uf, self.cro


class FedContactPerson(NamedTuple):
    """`phones` are national digits. Core systems give people no key: the name at the provider is it."""

    provider_key: str
    name: str
    function: str = ""
    phones: tuple[str, ...] = ()
    email: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.provider_key, self.name


class FedAffiliation(NamedTuple):
    """`ends_on` is the first day on which it no longer holds. The same dentist may come, go and come back."""

    provider_key: str
    cro: str
    cro_uf: str
    is_technical_manager: bool = False
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    is_pending: bool = False
    protocol_number: str = ""

    @property
    def key(self) -> tuple[str, str, str, bool, bool, dt.date | None]:
        return (
            self.provider_key,
            self.cro_uf,
            self.cro,
            self.is_technical_manager,
            self.is_pending,
            self.starts_on,
        )


class FedContract(NamedTuple):
    """`us_value_on` is the first day of the value."""

    provider_key: str
    us_value: Decimal | None = None
    us_value_on: dt.date | None = None
    notice_days: int | None = None

    @property
    def key(self) -> tuple[str, dt.date | None]:
        return self.provider_key, self.us_value_on


class FedCoverage(NamedTuple):
    """Lives and published CROs of a municipality as of a day."""

    ibge_code: str
    on: dt.date
    lives: int
    published_cros: int

    @property
    def key(self) -> tuple[str, dt.date]:
        return self.ibge_code, self.on


class FedProduction(NamedTuple):
    """`month` is its first day; `last_day` the last one of it on which something was produced."""

    provider_key: str
    month: dt.date
    us_quantity: Decimal | None = None
    amount: Decimal | None = None
    last_day: dt.date | None = None

    @property
    def key(self) -> tuple[str, dt.date]:
        return self.provider_key, self.month


FedRow = (
    FedProvider | FedDentist | FedContactPerson | FedAffiliation | FedContract | FedCoverage | FedProduction
)
