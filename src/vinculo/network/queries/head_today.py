"""What the head of a case would take from the registry today, within the query that reads the case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, JSONField, OuterRef, Subquery

from vinculo.accounts.actor import Actor

from ..models import Affiliation, CityCoverage, Provider
from .head_facts import HeadDentist, HeadPlace


@dataclass(frozen=True, slots=True)
class TiedDentist:
    """A dentist of a provider, and from when to when; `ends_on` is the first day on which no longer."""

    dentist: HeadDentist
    is_technical_manager: bool
    starts_on: dt.date | None
    ends_on: dt.date | None

    def stands_on(self, day: dt.date) -> bool:
        return (self.starts_on is None or self.starts_on <= day) and (
            self.ends_on is None or self.ends_on > day
        )


@dataclass(frozen=True, slots=True)
class RegistryRow:
    """The place of a provider with its coverage, and all who were, are or will be there, the RT first."""

    place: HeadPlace | None
    ties: tuple[TiedDentist, ...]

    def standing_on(self, day: dt.date) -> tuple[HeadDentist, ...]:
        """Everybody who is there on that day, each once, the RT first."""
        standing = [tie.dentist for tie in self.ties if tie.stands_on(day)]
        return tuple({dentist.dentist_id: dentist for dentist in standing}.values())

    def find(self, dentist_id: int | None) -> HeadDentist | None:
        """One who is or was there."""
        return next((tie.dentist for tie in self.ties if tie.dentist.dentist_id == dentist_id), None)


def registry_json(actor: Actor, provider_ref: Any) -> Subquery:
    """The row of a provider that the actor may see, as `read_registry_row` understands it.

    The newest coverage is taken, whatever its day: nobody records one ahead.
    """
    coverage = CityCoverage.objects.filter(
        operator_id=OuterRef("operator_id"), municipality_id=OuterRef("municipality_id")
    ).order_by("-on")
    ties = Affiliation.objects.filter(provider_id=OuterRef("pk"), is_pending=False).order_by(
        "-is_technical_manager", "dentist__folded_name", "pk"
    )
    dentist = ("dentist_id", "dentist__name", "dentist__cro_number", "dentist__cro_uf")
    told = _row(
        "municipality_id",
        "municipality__name",
        "municipality__uf",
        Subquery(coverage.values(each=_row("lives", "published_cros", "on"))[:1]),
        ArraySubquery(ties.values(each=_row(*dentist, "is_technical_manager", "starts_on", "ends_on"))),
    )
    return Subquery(Provider.objects.visible_to(actor).filter(pk=provider_ref).values(each=told)[:1])


def _row(*columns: Any) -> Func:
    return Func(*columns, function="JSONB_BUILD_ARRAY", output_field=JSONField())


def read_registry_row(told: Sequence[Any] | None) -> RegistryRow | None:
    """None where there is no provider, or none that the actor may see."""
    if told is None:
        return None
    municipality_id, city, uf, numbers, ties = told
    coverage = (numbers[0], numbers[1], dt.date.fromisoformat(numbers[2])) if numbers else None
    return RegistryRow(
        place=HeadPlace(municipality_id, city, uf, coverage) if municipality_id else None,
        ties=tuple(
            TiedDentist(HeadDentist(pk, name, number, state), is_manager, _day(starts), _day(ends))
            for pk, name, number, state, is_manager, starts, ends in ties
        ),
    )


def _day(told: str | None) -> dt.date | None:
    return dt.date.fromisoformat(told) if told else None
