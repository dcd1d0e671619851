"""What the head of a case takes from the registry, as of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..models import Dentist, Provider
from ..values import written_us_value
from .coverage import coverage_of
from .people import people_of


@dataclass(frozen=True, slots=True)
class HeadDentist:
    """One CRO of a case."""

    dentist_id: int
    name: str
    cro_number: str
    cro_uf: str


@dataclass(frozen=True, slots=True)
class HeadFacts:
    """None where the registry does not say. The first dentist stands in the head, the further ones on the
    continuation sheet; `serves_other_plans` is only ever known to be true.
    """

    provider_id: int
    provider_name: str
    provider_type: str
    cnpj: str | None
    cpf: str | None
    joined_on: dt.date | None
    first_dentist: HeadDentist | None
    further_dentists: tuple[HeadDentist, ...]
    municipality_id: str | None
    city: str | None
    city_uf: str | None
    lives: int | None
    published_cros: int | None
    coverage_on: dt.date | None
    us_value: Decimal | None
    last_production_on: dt.date | None
    last_production_value: Decimal | None
    serves_other_plans: bool | None
    other_plans: str | None

    @property
    def dentist_name(self) -> str:
        """The name in the head: the first dentist's, or the provider's where none is known."""
        return self.first_dentist.name if self.first_dentist else self.provider_name

    @property
    def cro_count(self) -> int | None:
        """How many CROs it is about; None where none is known."""
        return 1 + len(self.further_dentists) if self.first_dentist else None


@dataclass(frozen=True, slots=True)
class HeadPlace:
    """A municipality, and what is last known of its coverage: lives, published CROs, the day."""

    municipality_id: str
    city: str
    uf: str
    coverage: tuple[int, int, dt.date] | None = None


def head_facts(provider: Provider, dentists: Sequence[Dentist], today: dt.date) -> HeadFacts:
    """`dentists` are those who leave; none named means the whole provider, its RT first.

    The provider is one that the actor may see; the caller has asked for it.
    """
    named = tuple(dentists) or people_of(provider, today).dentists()
    place = provider.municipality
    coverage = coverage_of(provider.operator_id, place.pk, today) if place else None
    numbers = (coverage.lives, coverage.published_cros, coverage.on) if coverage else None
    return assembled_head(
        provider,
        [HeadDentist(one.pk, one.name, one.cro_number, one.cro_uf) for one in named],
        HeadPlace(place.pk, place.name, place.uf, numbers) if place else None,
    )


def assembled_head(provider: Provider, people: Sequence[HeadDentist], place: HeadPlace | None) -> HeadFacts:
    """The same of what has been read already."""
    lives, published_cros, coverage_on = (place.coverage if place else None) or (None, None, None)
    return HeadFacts(
        provider_id=provider.pk,
        provider_name=provider.name,
        provider_type=provider.kind,
        cnpj=provider.cnpj or None,
        cpf=provider.cpf or None,
        joined_on=provider.joined_on,
        first_dentist=people[0] if people else None,
        further_dentists=tuple(people[1:]),
        municipality_id=place.municipality_id if place else None,
        city=place.city if place else None,
        city_uf=place.uf if place else None,
        lives=lives,
        published_cros=published_cros,
        coverage_on=coverage_on,
        us_value=written_us_value(provider.us_value),
        last_production_on=provider.last_production_on,
        last_production_value=provider.last_production_value,
        serves_other_plans=True if provider.other_plans else None,
        other_plans=provider.other_plans or None,
    )
