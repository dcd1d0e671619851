"""Coverage as the screens show it: numbers, and how many lives one published CRO answers for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from vinculo.accounts.models import Operator
from vinculo.network.models import CityCoverage, Municipality


@dataclass(frozen=True)
class CoverageRow:
    """`lives_per_cro` is None where no CRO is published; `is_uncovered` where lives stand against none."""

    city: str
    url: str
    on: dt.date | None
    lives: int | None
    published_cros: int | None

    @property
    def lives_per_cro(self) -> int | None:
        if not self.lives or not self.published_cros:
            return None
        return round(self.lives / self.published_cros)

    @property
    def is_uncovered(self) -> bool:
        return bool(self.lives) and self.published_cros == 0


def coverage_rows(
    operator: Operator, cities: Sequence[Municipality] | None, known: Sequence[CityCoverage]
) -> list[CoverageRow]:
    """In the order of the cities looked for, those without numbers too; else as they come."""
    if cities is None:
        return [coverage_row(told) for told in known]
    told_of = {told.municipality_id: told for told in known}
    return [
        coverage_row(told_of[city.pk])
        if city.pk in told_of
        else CoverageRow(str(city), city_url(city.pk, operator.pk), None, None, None)
        for city in cities
    ]


def history_rows(told: Iterable[CityCoverage]) -> list[CoverageRow]:
    return [CoverageRow("", "", row.on, row.lives, row.published_cros) for row in told]


def coverage_row(told: CityCoverage) -> CoverageRow:
    return CoverageRow(
        city=str(told.municipality),
        url=city_url(told.municipality_id, told.operator_id),
        on=told.on,
        lives=told.lives,
        published_cros=told.published_cros,
    )


def city_url(ibge_code: str, operator_id: int) -> str:
    return f"{reverse('coverage-city', args=[ibge_code])}?operadora={operator_id}"
