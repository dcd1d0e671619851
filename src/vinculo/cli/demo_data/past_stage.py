"""Writes what the core system tells of the years before, in bulk, as its feed would bring it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from vinculo.accounts.models import User
from vinculo.network.models import (
    Affiliation,
    Contract,
    Dentist,
    MonthlyProduction,
    Provider,
    StatusPeriod,
)

from .lots import lots
from .past import Past, past_of, production_of
from .registry_plan import ProviderPlan

COUNCIL_CHECKED = 0.3


@dataclass(frozen=True)
class Told:
    """A plan with its provider and dentists (by their places) as they stand in the database."""

    plan: ProviderPlan
    provider: Provider
    dentists: Mapping[int, Dentist]


def tell_the_past(
    told: Iterable[Told], begun: dt.date, today: dt.date, checkers: Mapping[str, User | None]
) -> None:
    """`checkers`: who looks CROs up, by operator."""
    rows = [each for each in told if each.provider.merged_into_id is None]
    pasts = [(each, past_of(each.plan, begun, lots("past", each.plan.key))) for each in rows]
    production = [row for each in rows for row in _production(each, today)]
    MonthlyProduction.objects.bulk_create(production, batch_size=2000)
    _move_beginnings(pasts)
    former = [row for each, past in pasts for row in _former_contracts(each, past)]
    Contract.objects.bulk_create(former)
    StatusPeriod.objects.bulk_create([row for each, past in pasts for row in _statuses(each, past)])
    Affiliation.objects.bulk_create([row for each, past in pasts for row in _former_managers(each, past)])
    _check_cros(rows, begun, checkers)


def _production(told: Told, today: dt.date) -> Iterator[MonthlyProduction]:
    provider = told.provider
    on, value = provider.last_production_on, provider.last_production_value
    for month in production_of(told.plan, (on, value) if on and value is not None else None, today):
        yield MonthlyProduction(
            provider=provider,
            month=month.first,
            us_quantity=month.us,
            amount=month.amount,
            last_day=month.last_day,
        )


def _move_beginnings(pasts: Iterable[tuple[Told, Past]]) -> None:
    """What has stood since the provider joined began later, after what was before it."""
    for told, past in pasts:
        first = {"provider": told.provider, "starts_on": told.plan.joined_on}
        if past.value_since:
            Contract.objects.filter(**first).update(starts_on=past.value_since)
        if past.suspended:
            StatusPeriod.objects.filter(**first).update(starts_on=past.suspended[1])
        if past.manager_since:
            managers = Affiliation.objects.filter(**first, is_technical_manager=True, is_pending=False)
            managers.update(starts_on=past.manager_since)


def _former_contracts(told: Told, past: Past) -> Iterator[Contract]:
    ends = [day for day, _ in past.former_values[1:]] + [past.value_since]
    for (day, value), end in zip(past.former_values, ends, strict=False):
        yield Contract(provider=told.provider, starts_on=day, ends_on=end, us_value=value)


def _statuses(told: Told, past: Past) -> Iterator[StatusPeriod]:
    if past.suspended is None:
        return
    start, end = past.suspended
    active, suspended = Provider.Status.ACTIVE, Provider.Status.SUSPENDED
    yield StatusPeriod(provider=told.provider, status=active, starts_on=told.plan.joined_on, ends_on=start)
    yield StatusPeriod(provider=told.provider, status=suspended, starts_on=start, ends_on=end)


def _former_managers(told: Told, past: Past) -> Iterator[Affiliation]:
    if past.former_manager is None or past.former_manager not in told.dentists:
        return
    yield Affiliation(
        provider=told.provider,
        dentist=told.dentists[past.former_manager],
        is_technical_manager=True,
        starts_on=told.plan.joined_on,
        ends_on=past.manager_since,
    )


def _check_cros(rows: Iterable[Told], begun: dt.date, checkers: Mapping[str, User | None]) -> None:
    """Somebody looked some of them up."""
    rng = lots("council")
    checked = []
    for each in rows:
        for dentist in each.dentists.values():
            if rng.random() < COUNCIL_CHECKED:
                dentist.council_checked_on = begun + dt.timedelta(days=rng.randrange(700))
                dentist.council_checked_by = checkers[each.plan.operator]
                checked.append(dentist)
    Dentist.objects.bulk_update(checked, ["council_checked_on", "council_checked_by"], batch_size=500)
