"""What an exit does to a city: lives per published CRO before and after, its rank, and who is near.

Pure: the numbers come from `queries.city_impact`. What nobody has told is None, never zero.
"""

from __future__ import annotations

import datetime as dt
import heapq
import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from vinculo.kernel.places import Municipality

NEAREST = 5
# Of a sphere as large as the earth.
_RADIUS_KM = 6371.0


class CityNumbers(NamedTuple):
    """The newest numbers of a city, and of which day they are."""

    place: Municipality
    on: dt.date
    lives: int
    published_cros: int

    @property
    def lives_per_cro(self) -> int | None:
        """None where no CRO is published."""
        return round(self.lives / self.published_cros) if self.published_cros else None

    @property
    def is_uncovered(self) -> bool:
        """Lives, and nobody who sees to them."""
        return self.lives > 0 and self.published_cros == 0

    @property
    def burden(self) -> float:
        """Lives per CRO, to compare by: without end where lives have nobody."""
        if self.published_cros:
            return self.lives / self.published_cros
        return math.inf if self.lives else 0.0


@dataclass(frozen=True, slots=True)
class Rank:
    """The place among `among` cities that have lives, by lives per CRO, the worst first; equals share one."""

    before: int
    after: int
    among: int


@dataclass(frozen=True, slots=True)
class NearCity:
    numbers: CityNumbers
    km: float


@dataclass(frozen=True, slots=True)
class CityOutlook:
    """A city before and after an exit, among the others of its operator.

    `after` is None where nobody knows which CROs leave, and the ranks' `after` then equals `before`.
    `exceeds`: more CROs leave than the coverage counts. `usual` is the lives per CRO of all cities together.
    """

    before: CityNumbers | None
    after: CityNumbers | None
    exceeds: bool
    in_state: Rank | None
    in_operator: Rank | None
    nearest: tuple[NearCity, ...]
    of_state: tuple[CityNumbers, ...]
    usual: float | None


def outlook(place: Municipality, cities: Collection[CityNumbers], leaving: int | None) -> CityOutlook:
    """`cities` are all of which the operator has numbers; `leaving`, how many published CROs go."""
    before = next((city for city in cities if city.place.ibge_code == place.ibge_code), None)
    after = without(before, leaving) if before and leaving is not None else None
    of_state = tuple(city for city in cities if city.place.uf == place.uf)
    return CityOutlook(
        before=before,
        after=after,
        exceeds=before is not None and leaving is not None and leaving > before.published_cros,
        in_state=rank_of(before, after or before, of_state) if before else None,
        in_operator=rank_of(before, after or before, cities) if before else None,
        nearest=nearest_to(place, cities),
        of_state=of_state,
        usual=usual_burden(cities),
    )


def without(numbers: CityNumbers, leaving: int) -> CityNumbers:
    return numbers._replace(published_cros=max(0, numbers.published_cros - leaving))


def rank_of(before: CityNumbers, after: CityNumbers, cities: Iterable[CityNumbers]) -> Rank | None:
    """None for a city without lives: nobody there is to be seen to."""
    if not before.lives:
        return None
    code = before.place.ibge_code
    others = [city.burden for city in cities if city.lives and city.place.ibge_code != code]
    worse_before = sum(other > before.burden for other in others)
    worse_after = sum(other > after.burden for other in others)
    return Rank(1 + worse_before, 1 + worse_after, 1 + len(others))


def nearest_to(
    place: Municipality, cities: Iterable[CityNumbers], most: int = NEAREST
) -> tuple[NearCity, ...]:
    """The nearest other cities with a published CRO, from seat to seat."""
    covered = (
        (distance_km(place, city.place), city.place.ibge_code, city)
        for city in cities
        if city.published_cros and city.place.ibge_code != place.ibge_code
    )
    known = ((km, code, city) for km, code, city in covered if km is not None)
    return tuple(NearCity(city, km) for km, _, city in heapq.nsmallest(most, known))


def distance_km(one: Municipality, other: Municipality) -> float | None:
    """Along the great circle; None where a seat's position is not known."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    north, other_north = math.radians(one.latitude), math.radians(other.latitude)
    east = math.radians(other.longitude - one.longitude)
    chord = (
        math.sin((other_north - north) / 2) ** 2
        + math.cos(north) * math.cos(other_north) * math.sin(east / 2) ** 2
    )
    return 2 * _RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))


def usual_burden(cities: Iterable[CityNumbers]) -> float | None:
    """Lives per CRO of all cities together; None where no CRO is published at all."""
    lives = cros = 0
    for city in cities:
        lives += city.lives
        cros += city.published_cros
    return lives / cros if cros else None
