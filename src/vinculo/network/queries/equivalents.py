"""Providers that could take the place of one that leaves: of its kind, with its specialities, near by."""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from vinculo.accounts.actor import Actor
from vinculo.kernel.folding import fold
from vinculo.kernel.places import Municipality, municipalities, municipality_by_code

from ..city_impact import distance_km
from ..models import Affiliation, Provider
from .providers import providers

SHOWN = 12
NEIGHBOURING_KM = 60.0
"""Seat to seat: which municipalities border on each other is not known."""
FARTHEST_KM = 250.0
RINGS = (40, 200, 1200)
"""How many of the nearest cities are looked at, in steps: few of them mostly do."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """`kind` is empty where nobody knows it; without `specialities` everybody has them.

    `but` is the provider that leaves, `leaving` are the dentists who do: nobody is their own substitute.
    """

    operator_id: int
    kind: str
    specialities: frozenset[str]
    ibge_code: str | None
    but: int | None = None
    leaving: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Equivalent:
    """`km` is None within the city, or where nobody knows the city of either."""

    provider: Provider
    same_city: bool
    km: float | None
    specialities: tuple[str, ...]

    @property
    def is_near(self) -> bool:
        return self.same_city or (self.km is not None and self.km <= NEIGHBOURING_KM)


def equivalents(actor: Actor, wanted: Wanted, day: dt.date, *, name: str = "") -> list[Equivalent]:
    """Those of the city first, then by distance; `name` narrows them, and then looks everywhere."""
    place = municipality_by_code(wanted.ibge_code) if wanted.ibge_code else None
    fitting = _fitting(actor, wanted, day, name)
    if place is None:
        return _as_equivalents(fitting.order_by("folded_name")[:SHOWN], wanted, day, {})
    here = fitting.filter(municipality_id=place.ibge_code)
    found = _as_equivalents(here.order_by("folded_name")[:SHOWN], wanted, day, {})
    apart = _apart_from(place)
    if name:
        rest = fitting.exclude(municipality_id=place.ibge_code)
        return [*found, *_nearest(rest, SHOWN - len(found), wanted, day, apart)]
    reached = [code for code, km in apart.items() if km <= FARTHEST_KM]
    first = 0
    for last in RINGS:
        ring = fitting.filter(municipality_id__in=reached[first:last])
        if len(found) < SHOWN and first < len(reached):
            found += _nearest(ring, SHOWN - len(found), wanted, day, apart)
        first = last
    return found


def _nearest(
    rows: QuerySet[Provider], most: int, wanted: Wanted, day: dt.date, apart: dict[str, float]
) -> list[Equivalent]:
    some = _as_equivalents(rows.order_by("pk")[: 10 * SHOWN], wanted, day, apart)
    return heapq.nsmallest(most, some, key=_nearest_first)


def _nearest_first(one: Equivalent) -> tuple[bool, float, str]:
    return one.km is None, one.km or 0.0, one.provider.folded_name


def _fitting(actor: Actor, wanted: Wanted, day: dt.date, name: str) -> QuerySet[Provider]:
    rows = providers(actor).filter(operator_id=wanted.operator_id, status=Provider.Status.ACTIVE)
    if wanted.but is not None:
        rows = rows.exclude(pk=wanted.but)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.specialities:
        rows = rows.filter(Exists(_ties(day, wanted).filter(provider=OuterRef("pk"))))
    for word in fold(name).split():
        rows = rows.filter(Q(folded_name__contains=word) | Q(search_text__contains=word))
    return rows.select_related("municipality")


def _ties(day: dt.date, wanted: Wanted) -> QuerySet[Affiliation]:
    """Published dentists who stay and have one of the specialities."""
    there = Affiliation.objects.standing_on(day).exclude(dentist__in=wanted.leaving)
    return there.filter(
        dentist__is_published=True, dentist__specialities__overlap=sorted(wanted.specialities)
    )


def _as_equivalents(
    rows: QuerySet[Provider] | Sequence[Provider],
    wanted: Wanted,
    day: dt.date,
    apart: dict[str, float],
) -> list[Equivalent]:
    found = list(rows)
    shared: dict[int, set[str]] = {}
    if wanted.specialities and found:
        ties = _ties(day, wanted).filter(provider__in=found).order_by()
        for provider_id, told in ties.values_list("provider_id", "dentist__specialities"):
            shared.setdefault(provider_id, set()).update(wanted.specialities.intersection(told))
    return [
        Equivalent(
            provider=one,
            same_city=bool(wanted.ibge_code) and one.municipality_id == wanted.ibge_code,
            km=apart.get(one.municipality_id or ""),
            specialities=tuple(sorted(shared.get(one.pk, ()))),
        )
        for one in found
    ]


def _apart_from(place: Municipality) -> dict[str, float]:
    """All other cities, the nearest first, each with how far its seat is."""
    told = ((distance_km(place, one), one.ibge_code) for one in municipalities())
    return {code: km for km, code in sorted((km, code) for km, code in told if km)}
