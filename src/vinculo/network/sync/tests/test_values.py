"""Contracts, coverage and production, as a feed tells them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from vinculo.accounts.models import Operator
from vinculo.network.models import CityCoverage, Contract, MonthlyProduction, Provider
from vinculo.network.tests.factories import CAMPINAS
from vinculo.network.tests.moments import NOW

from .feeds import clinic, feed

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(days=1)
TWO = [clinic(1), clinic(2)]


def value(us: str, on: str = "", provider: int = 1, **values: Any) -> dict[str, Any]:
    return {"provider_key": f"P{provider}", "us_value": us, "us_value_on": on} | values


def contracts() -> list[tuple[Any, ...]]:
    return list(Contract.objects.order_by("starts_on").values_list("us_value", "starts_on", "ends_on"))


def month(month: str, amount: object, provider: int = 1, **values: Any) -> dict[str, Any]:
    return {"provider_key": f"P{provider}", "month": month, "us_quantity": 10, "amount": amount} | values


def test_values_with_their_days_become_periods(operator: Operator) -> None:
    told = [value("0,90", "2020-01-01", notice_days=60), value("1,05", "2024-03-01", notice_days=30)]
    feed(operator, {"providers": [clinic()], "contracts": told})
    assert contracts() == [
        (Decimal("0.9"), dt.date(2020, 1, 1), dt.date(2024, 3, 1)),
        (Decimal("1.05"), dt.date(2024, 3, 1), None),
    ]
    assert Provider.objects.get().us_value == Decimal("1.05")
    run = feed(operator, {"providers": [clinic()], "contracts": [value("1,10", "2025-01-01")]}, now=LATER)
    assert contracts()[1:] == [
        (Decimal("1.05"), dt.date(2024, 3, 1), dt.date(2025, 1, 1)),
        (Decimal("1.1"), dt.date(2025, 1, 1), None),
    ]
    assert run.counts["contracts"]["new"] == 1
    provider = Provider.objects.get()
    assert (provider.us_value, provider.version) == (Decimal("1.1"), 2)


def test_a_value_without_a_day_holds_from_the_day_it_was_seen(operator: Operator) -> None:
    told = {"providers": [clinic()], "contracts": [value("0,90")]}
    feed(operator, told)
    feed(operator, told, now=LATER)
    assert contracts() == [(Decimal("0.9"), None, None)]
    feed(operator, told | {"contracts": [value("1,00")]}, now=LATER)
    assert contracts() == [(Decimal("1"), LATER.date(), None), (Decimal("0.9"), None, LATER.date())]


def test_a_contract_told_no_more_ends_and_one_typed_by_hand_stays(operator: Operator) -> None:
    feed(operator, {"providers": TWO, "contracts": [value("0,90", "2020-01-01")]})
    other = Provider.objects.get(core_key="P2")
    Contract.objects.create(provider=other, us_value=Decimal("2"), starts_on=dt.date(2024, 1, 1))
    Provider.objects.filter(pk=other.pk).update(us_value=2)
    feed(operator, {"providers": TWO, "contracts": []}, now=LATER)
    assert contracts() == [
        (Decimal("0.9"), dt.date(2020, 1, 1), LATER.date()),
        (Decimal("2"), dt.date(2024, 1, 1), None),
    ]
    assert list(Provider.objects.order_by("core_key").values_list("us_value", flat=True)) == [None, 2]


def test_coverage_is_written_by_city_and_day(operator: Operator) -> None:
    told = {"city": "Campinas", "uf": "SP", "on": "2026-05-01", "lives": 5506, "published_cros": 25}
    feed(operator, {"coverage": [told]})
    run = feed(operator, {"coverage": [told | {"lives": 5600}]}, now=LATER)
    found = CityCoverage.objects.get()
    assert (found.municipality_id, found.lives, found.operator) == (CAMPINAS, 5600, operator)
    feed(operator, {"coverage": []}, now=LATER)
    assert CityCoverage.objects.count() == 1
    assert run.counts["coverage"]["changed"] == 1


def test_months_within_what_the_feed_spans_go_and_others_stay(operator: Operator) -> None:
    first = [month("2025-12", 1), month("2026-01", 2), month("2026-02", 3), month("2026-02", 4, provider=2)]
    feed(operator, {"providers": TWO, "production": first})
    then = [month("2026-01", 2), month("2026-03", 0), month("2026-02", 5, provider=2)]
    run = feed(operator, {"providers": TWO, "production": then}, now=LATER)
    kept = MonthlyProduction.objects.order_by("provider__core_key", "month")
    found = [(row.month.month, int(row.amount or 0)) for row in kept]
    assert found == [(12, 1), (1, 2), (3, 0), (2, 5)]
    assert {kind: run.counts["production"][kind] for kind in ("new", "changed", "gone", "same")} == {
        "new": 1, "changed": 1, "gone": 1, "same": 1
    }  # fmt: skip


def test_the_last_production_follows(operator: Operator) -> None:
    told = [month("2026-02", "1.234,50", last_day="2026-02-20"), month("2026-03", 7), month("2026-04", 0)]
    told[2]["us_quantity"] = 0
    feed(operator, {"providers": TWO, "production": told})
    provider = Provider.objects.get(core_key="P1")
    assert (provider.last_production_on, provider.last_production_value) == (
        dt.date(2026, 3, 31),
        Decimal("7"),
    )
    feed(operator, {"providers": TWO, "production": [told[0], told[2]]}, now=LATER)
    provider.refresh_from_db()
    assert provider.last_production_on == dt.date(2026, 2, 20)
    assert provider.last_production_value == Decimal("1234.50")


def test_production_alone_feeds_who_is_known(operator: Operator) -> None:
    feed(operator, {"providers": [clinic()]})
    run = feed(operator, {"production": [month("2026-02", 3), month("2026-02", 3, provider=8)]}, now=LATER)
    assert MonthlyProduction.objects.get().amount == 3
    assert run.counts["production"]["rejected"] == 1
    provider = Provider.objects.get()
    assert (provider.last_production_value, provider.status, provider.version) == (Decimal("3"), "active", 2)
