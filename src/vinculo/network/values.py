"""What a person says when they write to the registry: plain values, tidied, not yet judged."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType

from vinculo.kernel.identifiers import cnpj, cpf, cro, phone
from vinculo.kernel.places import Municipality, clean_uf, find_municipality

LONGEST: Mapping[str, int] = MappingProxyType(
    {
        "name": 200,
        "trade_name": 200,
        "other_plans": 300,
        "person_name": 150,
        "function": 80,
        "email": 254,
    }
)
"""How long a text may be, in characters; a test holds it against the columns."""

CENTS = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class ProviderData:
    """A provider as typed. An identifier of another shape stays as written, for the rules to name it."""

    kind: str = ""
    name: str = ""
    trade_name: str = ""
    cnpj: str = ""
    cpf: str = ""
    cnes: str = ""
    joined_on: dt.date | None = None
    city: str = ""
    uf: str = ""
    us_value: Decimal | None = None
    last_production_on: dt.date | None = None
    last_production_value: Decimal | None = None
    other_plans: str = ""

    def tidied(self) -> ProviderData:
        return replace(
            self,
            kind=tidy(self.kind).upper(),
            name=tidy(self.name),
            trade_name=tidy(self.trade_name),
            cnpj=cnpj.clean(self.cnpj) or tidy(self.cnpj),
            cpf=cpf.clean(self.cpf) or tidy(self.cpf),
            cnes=tidy(self.cnes).replace(".", "").replace("-", "").replace(" ", ""),
            city=tidy(self.city),
            uf=clean_uf(self.uf) or tidy(self.uf),
            other_plans=tidy(self.other_plans),
        )

    @property
    def municipality(self) -> Municipality | None:
        return find_municipality(self.city, self.uf) if self.city and self.uf else None


@dataclass(frozen=True, slots=True)
class DentistData:
    """A dentist as typed; the UF may stand within the CRO ("CRO-SP 12.345")."""

    name: str = ""
    cro_number: str = ""
    cro_uf: str = ""
    category: str = "CD"
    registration_type: str = ""
    cpf: str = ""
    is_published: bool = True

    def tidied(self) -> DentistData:
        number, uf = tidy_cro(self.cro_number, self.cro_uf)
        return replace(
            self,
            name=tidy(self.name),
            cro_number=number,
            cro_uf=uf,
            category=tidy(self.category),
            registration_type=tidy(self.registration_type),
            cpf=cpf.clean(self.cpf) or tidy(self.cpf),
        )


@dataclass(frozen=True, slots=True)
class ContactPersonData:
    """A contact person as typed."""

    name: str = ""
    function: str = ""
    phones: tuple[str, ...] = ()
    email: str = ""

    def tidied(self) -> ContactPersonData:
        phones = [phone.clean(text) or tidy(text) for text in self.phones if tidy(text)]
        return replace(
            self,
            name=tidy(self.name),
            function=tidy(self.function),
            phones=tuple(dict.fromkeys(phones)),
            email=tidy(self.email).lower(),
        )


def tidy(text: str) -> str:
    """`text` without what no keyboard types, its runs of white space made one space each.

    The database would refuse control characters and halves of surrogate pairs.
    """
    if text.isprintable():  # nothing to replace, as a rule
        return " ".join(text.split())
    seen = (_REPLACED.get(unicodedata.category(char), char) for char in text)
    return " ".join("".join(seen).split())


def tidy_cro(number: str, uf: str) -> tuple[str, str]:
    """Number without leading zeros and UF; what cannot be read stays as written.

    The same registration is noted with and without zeros in front, and must be one.
    """
    found = cro.parse(tidy(number))
    if found is None:
        return tidy(number), clean_uf(uf) or tidy(uf).upper()
    told = clean_uf(uf) or tidy(uf).upper() or found.uf or ""
    return found.number.lstrip("0") or "0", told


def written_us_value(value: Decimal | None) -> Decimal | None:
    """The value without the zeros that the column adds: two decimals, or as many as it has."""
    if value is None:
        return None
    return max(value.normalize(), value.normalize().quantize(CENTS), key=_decimals)


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


# Invisible marks vanish; what has no meaning at all parts words.
_REPLACED = {"Cf": "", "Cc": " ", "Cs": " ", "Co": " ", "Cn": " "}
