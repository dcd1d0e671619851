"""What the registry knows of an exit's consequences in its city, on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.kernel.places import Municipality, municipality_by_code

from ..city_impact import CityNumbers, CityOutlook, outlook
from ..models import Affiliation, Dentist, Provider, StatusPeriod
from ..models.affiliation import AffiliationQuerySet

# A probe for each municipality: reading all days of all cities would take the longer the more days there are.
_NEWEST = """
SELECT city.ibge_code, told.day, told.lives, told.published_cros
FROM network_municipality AS city
CROSS JOIN LATERAL (
    SELECT coverage."on" AS day, coverage.lives, coverage.published_cros
    FROM network_citycoverage AS coverage
    WHERE coverage.operator_id = %s AND coverage.municipality_id = city.ibge_code AND coverage."on" <= %s
    ORDER BY coverage."on" DESC
    LIMIT 1
) AS told
"""

# From the providers of the city to their dentists, and no other way round: each speciality is left with the
# first who has it. Left alone, the database would read all dentists, or all affiliations, of all cities.
_NOT_LEFT = """
SELECT speciality FROM unnest(%(specialities)s::text[]) AS speciality
LEFT JOIN LATERAL (
    SELECT true AS stays
    FROM network_provider AS provider
    CROSS JOIN LATERAL (
        SELECT tie.dentist_id FROM network_affiliation AS tie
        WHERE tie.provider_id = provider.id AND NOT tie.is_pending
          AND (tie.starts_on IS NULL OR tie.starts_on <= %(day)s)
          AND (tie.ends_on IS NULL OR tie.ends_on > %(day)s)
        OFFSET 0
    ) AS standing
    CROSS JOIN LATERAL (
        SELECT FROM network_dentist AS dentist
        WHERE dentist.id = standing.dentist_id AND dentist.is_published
          AND dentist.id <> ALL(%(gone)s)
          AND dentist.specialities @> ARRAY[speciality::varchar]
        OFFSET 0
    ) AS published
    WHERE provider.municipality_id = %(city)s AND provider.operator_id = %(operator)s
      AND provider.status = 'active' AND provider.merged_into_id IS NULL
    LIMIT 1
) AS other ON true
WHERE other.stays IS NULL
ORDER BY speciality
"""


@dataclass(frozen=True, slots=True)
class Exit:
    """Who leaves where. `provider` is None where the CROs leave the operator as a whole.

    `is_over`: the provider was out on that day already, so its CROs do not count any more.
    `not_registered` are CROs that the case names and the registry does not know.
    """

    operator_id: int
    ibge_code: str | None
    dentists: tuple[Dentist, ...]
    provider: Provider | None = None
    is_over: bool = False
    not_registered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeavingCro:
    """`stays_at` names another provider of the city at which the dentist is still published."""

    dentist: Dentist
    stays_at: str = ""

    @property
    def leaves_the_directory(self) -> bool:
        return self.dentist.is_published and not self.stays_at


@dataclass(frozen=True, slots=True)
class CityImpact:
    """`lost_specialities`: those of the CROs that leave which nobody else in the city has by the registry.

    `others_known`: how many others the registry knows there; `others_untold`: one of them has none noted, who
    may have them.
    `others_published`: by the registry somebody else is published in a city that the coverage leaves alone.
    `specialities_known` is False where none of the CROs that leave has any.
    """

    day: dt.date
    place: Municipality | None
    outlook: CityOutlook | None
    leaving: tuple[LeavingCro, ...]
    exit: Exit
    specialities_known: bool
    lost_specialities: tuple[str, ...]
    others_known: int
    others_untold: bool
    others_published: bool


def impact_of_provider(actor: Actor, provider: Provider, day: dt.date) -> CityImpact:
    """All published CROs of the provider leave: one that the actor may see; the caller has asked for it."""
    return impact_of_exit(actor, exit_of_provider(provider, day), day)


def exit_of_provider(provider: Provider, day: dt.date) -> Exit:
    """Everybody who is there on that day: two queries."""
    ties = Affiliation.objects.filter(provider=provider).standing_on(day).select_related("dentist")
    dentists = {tie.dentist_id: tie.dentist for tie in ties}
    return Exit(
        operator_id=provider.operator_id,
        ibge_code=provider.municipality_id,
        dentists=tuple(dentists.values()),
        provider=provider,
        is_over=status_on(provider, day) == Provider.Status.INACTIVE,
    )


def status_on(provider: Provider, day: dt.date) -> str:
    """By the periods where they reach back so far; else what holds now, if it held then."""
    told = StatusPeriod.objects.filter(provider=provider).standing_on(day).values_list("status", flat=True)
    period = told.first()
    if period is not None:
        return period
    if provider.status_since is not None and provider.status_since > day:
        return Provider.Status.ACTIVE
    return provider.status


def impact_of_exit(actor: Actor, leaving: Exit, day: dt.date) -> CityImpact:
    """Which others publish a CRO follows from the affiliations of that day and the status of today."""
    place = municipality_by_code(leaving.ibge_code) if leaving.ibge_code else None
    cros = _cros(actor, leaving, day) if place else tuple(LeavingCro(one) for one in leaving.dentists)
    gone = [cro for cro in cros if cro.leaves_the_directory]
    told = sorted({name for cro in gone for name in cro.dentist.specialities})
    lost = _not_left(leaving, told, gone, day) if told and place else []
    seen = None
    if place:
        seen = outlook(place, newest_coverage(actor, leaving.operator_id, day), _how_many(leaving, gone))
    alone = seen is not None and seen.after is not None and seen.after.is_uncovered
    others = _others(actor, leaving, gone, day)
    known, untold = _how_well_known(others) if lost else (0, 0)
    return CityImpact(
        day=day,
        place=place,
        outlook=seen,
        leaving=cros,
        exit=leaving,
        specialities_known=bool(told),
        lost_specialities=tuple(lost),
        others_known=known,
        others_untold=untold > 0,
        others_published=alone and others.exists(),
    )


def newest_coverage(actor: Actor, operator_id: int, day: dt.date) -> list[CityNumbers]:
    """The newest numbers on or before the day of every city that has some: one query."""
    if not actor.may(Permission.REGISTRY_SEE, operator_id):
        return []
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, [operator_id, day])
        rows = cursor.fetchall()
    return [
        CityNumbers(place, on, lives, cros)
        for code, on, lives, cros in rows
        if (place := municipality_by_code(code)) is not None
    ]


def dentists_of_cros(
    actor: Actor, operator_id: int, registrations: Collection[tuple[str, str]]
) -> list[Dentist]:
    """Those whom the registry knows under these numbers and UFs."""
    if not registrations:
        return []
    numbers = {number for number, _ in registrations}
    found = Dentist.objects.visible_to(actor).filter(
        operator_id=operator_id, cro_uf__in={uf for _, uf in registrations}, cro_number__in=numbers
    )
    return [dentist for dentist in found if (dentist.cro_number, dentist.cro_uf) in registrations]


def _how_many(leaving: Exit, gone: Sequence[LeavingCro]) -> int | None:
    """How many published CROs go; None where nobody knows who works there."""
    if leaving.is_over:
        return 0
    return len(gone) if leaving.dentists else None


def _cros(actor: Actor, leaving: Exit, day: dt.date) -> tuple[LeavingCro, ...]:
    """Who leaves, each with another provider of the city at which they stay, if there is one."""
    elsewhere: dict[int, str] = {}
    if leaving.provider is not None:
        published = [one.pk for one in leaving.dentists if one.is_published]
        others = _in_the_city(actor, leaving, day).filter(dentist__in=published)
        others = others.exclude(provider=leaving.provider)
        elsewhere = {tie.dentist_id: str(tie.provider) for tie in others.select_related("provider")}
    return tuple(LeavingCro(one, elsewhere.get(one.pk, "")) for one in leaving.dentists)


def _in_the_city(actor: Actor, leaving: Exit, day: dt.date) -> AffiliationQuerySet:
    """Who stands at an active provider of the city on that day."""
    return (
        Affiliation.objects.visible_to(actor)
        .standing_on(day)
        .filter(
            provider__operator_id=leaving.operator_id,
            provider__municipality_id=leaving.ibge_code,
            provider__status=Provider.Status.ACTIVE,
            provider__merged_into=None,
        )
    )


def _others(actor: Actor, leaving: Exit, gone: Sequence[LeavingCro], day: dt.date) -> AffiliationQuerySet:
    """Who else is published there."""
    there = _in_the_city(actor, leaving, day).filter(dentist__is_published=True)
    return there.exclude(dentist__in=[cro.dentist.pk for cro in gone]).order_by()


def _how_well_known(others: AffiliationQuerySet) -> tuple[int, int]:
    """How many dentists they are, and how many of them have no speciality noted."""
    untold = Count("dentist", distinct=True, filter=Q(dentist__specialities=[]))
    told = others.aggregate(known=Count("dentist", distinct=True), untold=untold)
    return told["known"], told["untold"]


def _not_left(leaving: Exit, told: Iterable[str], gone: Sequence[LeavingCro], day: dt.date) -> list[str]:
    """Those of the specialities that nobody else published in the city has."""
    values = {
        "specialities": list(told),
        "city": leaving.ibge_code,
        "operator": leaving.operator_id,
        "day": day,
        "gone": [cro.dentist.pk for cro in gone],
    }
    with connection.cursor() as cursor:
        cursor.execute(_NOT_LEFT, values)
        return [speciality for (speciality,) in cursor.fetchall()]
