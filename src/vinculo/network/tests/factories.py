"""Invented people and clinics for tests and demo data: written as the actions leave them, without asking
anybody's permission. Nobody is meant.
"""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal
from random import Random
from typing import Any

from vinculo.accounts.models import Operator
from vinculo.kernel.invented import (
    invented_clinic_name,
    invented_cnpj,
    invented_cpf,
    invented_person_name,
    invented_phone,
)

from ..models import Affiliation, CityCoverage, ContactPerson, Dentist, Municipality, Provider
from ..search_text import dentist_search_text, folded_name, refresh_search_text

CAMPINAS = "3509502"
MACEIO = "2704302"

_numbers = itertools.count(1)


def invention() -> Random:
    """A source of its own for each record, so that records differ and a run repeats."""
    return Random(next(_numbers))


def make_clinic(operator: Operator, **values: Any) -> Provider:
    """A provider PJ in Campinas; `values` are columns."""
    rng = invention()
    chosen: dict[str, Any] = {
        "kind": Provider.Kind.PJ,
        "name": invented_clinic_name(rng),
        "cnpj": invented_cnpj(rng),
        "municipality_id": CAMPINAS,
        "joined_on": dt.date(2019, 3, 11),
        "us_value": Decimal("0.9000"),
        "last_production_on": dt.date(2026, 4, 30),
        "last_production_value": Decimal("1260.00"),
    }
    return _make_provider(operator, chosen | values)


def make_solo_dentist(operator: Operator, **values: Any) -> Provider:
    """A provider PF in Maceió, with their own CRO: dentist and RT in one."""
    rng = invention()
    chosen: dict[str, Any] = {
        "kind": Provider.Kind.PF,
        "name": invented_person_name(rng),
        "cpf": invented_cpf(rng),
        "municipality_id": MACEIO,
        "joined_on": dt.date(2018, 8, 11),
    }
    provider = _make_provider(operator, chosen | values)
    dentist = make_dentist(operator, name=provider.name, cpf=provider.cpf, cro_uf="AL")
    make_affiliation(provider, dentist, starts_on=provider.joined_on)
    return provider


def make_dentist(operator: Operator, **values: Any) -> Dentist:
    """A dentist with a CRO of São Paulo; `values` are columns."""
    number = next(_numbers)
    rng = Random(number)
    chosen: dict[str, Any] = {
        "name": invented_person_name(rng),
        "cro_number": str(20_000 + number),
        "cro_uf": "SP",
        "category": Dentist.Category.CD,
        "registration_type": Dentist.RegistrationType.PRINCIPAL,
    }
    dentist = Dentist(operator=operator, **(chosen | values))
    dentist.folded_name = folded_name(dentist.name)
    dentist.search_text = dentist_search_text(dentist)
    dentist.save()
    return dentist


def make_affiliation(provider: Provider, dentist: Dentist, **values: Any) -> Affiliation:
    """The dentist works there since nobody knows when, unless `values` say otherwise."""
    tie = Affiliation.objects.create(provider=provider, dentist=dentist, **values)
    refresh_search_text(provider)
    return tie


def make_technical_manager(provider: Provider, dentist: Dentist, **values: Any) -> Affiliation:
    return make_affiliation(provider, dentist, is_technical_manager=True, **values)


def make_contact_person(provider: Provider, **values: Any) -> ContactPerson:
    rng = invention()
    chosen: dict[str, Any] = {
        "name": invented_person_name(rng),
        "function": "Secretária",
        "phones": [invented_phone(rng, "19")],
    }
    person = ContactPerson.objects.create(provider=provider, **(chosen | values))
    refresh_search_text(provider)
    return person


def make_coverage(
    operator: Operator,
    *,
    municipality_id: str = CAMPINAS,
    on: dt.date = dt.date(2026, 1, 1),
    lives: int = 5506,
    published_cros: int = 25,
) -> CityCoverage:
    return CityCoverage.objects.create(
        operator=operator,
        municipality=Municipality.objects.get(pk=municipality_id),
        on=on,
        lives=lives,
        published_cros=published_cros,
    )


def _make_provider(operator: Operator, values: dict[str, Any]) -> Provider:
    provider = Provider.objects.create(operator=operator, **values)
    refresh_search_text(provider)
    return provider
