"""From the values of one row to what it tells: what must be there, and what only makes sense together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from vinculo.kernel.places import (
    find_municipality,
    municipalities,
    municipalities_named,
    municipality_by_code,
)

from .entities import (
    Entity,
    FedAffiliation,
    FedContactPerson,
    FedContract,
    FedCoverage,
    FedDentist,
    FedProduction,
    FedProvider,
    FedRow,
)

_REMEMBERED = 16_384


class WrongRow(ValueError):
    """Values that are right each by itself, and not together. `reason` is a sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


Told = dict[str, Any]


def provider_of(told: Told) -> FedProvider:
    kind, cnpj, cpf = told["kind"], told.get("cnpj", ""), told.get("cpf", "")
    if kind == "PJ" and "cnpj" in told and not cnpj:
        raise WrongRow("É pessoa jurídica e não traz o CNPJ.")
    if kind == "PF" and "cpf" in told and not cpf:
        raise WrongRow("É pessoa física e não traz o CPF.")
    city, uf = told.pop("city", ""), told.pop("uf", "")
    return FedProvider(**told, ibge_code=ibge_code_of(city, uf))


def dentist_of(told: Told) -> FedDentist:
    told["cro"] = _number_at(told["cro"], told["cro_uf"])
    return FedDentist(**told)


def contact_person_of(told: Told) -> FedContactPerson:
    return FedContactPerson(**told)


def affiliation_of(told: Told) -> FedAffiliation:
    told["cro"] = _number_at(told["cro"], told["cro_uf"])
    _in_order(told.get("starts_on"), told.get("ends_on"))
    return FedAffiliation(**told)


def affiliation_to_last_day(told: Told) -> FedAffiliation:
    """Where the feed's end is the last day on which it holds."""
    if ends_on := told.get("ends_on"):
        told["ends_on"] = ends_on + dt.timedelta(days=1)
    return affiliation_of(told)


def contract_of(told: Told) -> FedContract:
    return FedContract(**told)


def coverage_of(told: Told) -> FedCoverage:
    ibge_code = ibge_code_of(told.pop("city"), told.pop("uf"))
    return FedCoverage(ibge_code, **told)


def production_of(told: Told) -> FedProduction:
    month, last_day = told["month"], told.get("last_day")
    if last_day is not None and (last_day.month != month.month or last_day.year != month.year):
        raise WrongRow("O último dia não é do mês da produção.")
    return FedProduction(**told)


BUILDERS: Mapping[Entity, Callable[[Told], FedRow]] = MappingProxyType(
    {
        Entity.PROVIDERS: provider_of,
        Entity.DENTISTS: dentist_of,
        Entity.CONTACT_PERSONS: contact_person_of,
        Entity.AFFILIATIONS: affiliation_of,
        Entity.CONTRACTS: contract_of,
        Entity.COVERAGE: coverage_of,
        Entity.PRODUCTION: production_of,
    }
)


def ibge_code_of(city: str, uf: str) -> str:
    """Of a city's name, or of IBGE's own number, with or without its last digit."""
    code, wrong = _code_or_reason(city, uf)
    if wrong:
        raise WrongRow(wrong)
    return code


@lru_cache(maxsize=_REMEMBERED)
def _code_or_reason(city: str, uf: str) -> tuple[str, str]:
    """What cannot be found is remembered too: looking for it in all of Brazil is slow."""
    if not city and not uf:
        return "", ""
    if not city or not uf:
        return "", "Traz a UF sem o município." if uf else "Traz o município sem a UF."
    if city.isascii() and city.isdigit():
        coded = municipality_by_code(city) or municipality_by_code(_whole_codes().get(city, ""))
        if coded is None or coded.uf != uf:
            return "", "Não há município com este código do IBGE nesta UF."
        return coded.ibge_code, ""
    if found := find_municipality(city, uf):
        return found.ibge_code, ""
    elsewhere = ", ".join(sorted({place.uf for place in municipalities_named(city)}))
    hint = f" Há em: {elsewhere}." if elsewhere else ""
    return "", f"Não há município com este nome em {uf}.{hint}"


@lru_cache(maxsize=1)
def _whole_codes() -> Mapping[str, str]:
    return {place.ibge_code[:6]: place.ibge_code for place in municipalities()}


def _number_at(cro: tuple[str, str], uf: str) -> str:
    number, own_uf = cro
    if own_uf and own_uf != uf:
        raise WrongRow("O CRO traz uma UF e a coluna da UF traz outra.")
    return number


def _in_order(starts_on: dt.date | None, ends_on: dt.date | None) -> None:
    if starts_on and ends_on and ends_on <= starts_on:
        raise WrongRow("Termina antes de começar, ou no mesmo dia.")
