"""Any sequence of feeds leaves the registry telling what the last one alone would; an undo gives all back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.network.actions.sync_undo import undo_sync
from vinculo.network.models import (
    Affiliation,
    CityCoverage,
    ContactPerson,
    Contract,
    Dentist,
    MonthlyProduction,
    Provider,
    SyncRun,
)
from vinculo.network.search_text import refresh_search_text
from vinculo.network.tests.moments import NOW

from .feeds import clinic, dentist, feed, tie
from .registry_rows import all_rows

pytestmark = pytest.mark.django_db
Feed = dict[str, list[dict[str, Any]]]
DAYS = [dt.date(2019, 1, 1), dt.date(2022, 6, 1), dt.date(2026, 5, 1)]
PROVIDERS, DENTISTS = (1, 2, 3), (1, 2, 3)


def some(rows: st.SearchStrategy[dict[str, Any]], *key: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(rows, max_size=4, unique_by=lambda row: tuple(row[name] for name in key))


providers = some(
    st.builds(
        clinic,
        st.sampled_from(PROVIDERS),
        name=st.sampled_from(["Clínica Aurora", "Clínica Boreal", "Sorriso ß São José"]),
        trade_name=st.sampled_from(["", "Aurora Centro"]),
        status=st.sampled_from(["active", "suspended", "inactive"]),
        status_since=st.sampled_from(DAYS),
        city=st.sampled_from(["Campinas", "São Paulo"]),
    ),
    "core_key",
)
dentists = st.just([dentist(number) for number in DENTISTS]) | st.just(
    [dentist(number, name=f"Outro Nome {number}", is_published=True) for number in DENTISTS]
)
ties = some(
    st.builds(
        tie,
        st.sampled_from(PROVIDERS),
        st.sampled_from(DENTISTS),
        is_technical_manager=st.booleans(),
        is_pending=st.sampled_from([False, False, True]),
        starts_on=st.sampled_from(DAYS),
        ends_on=st.sampled_from([None, None, dt.date(2026, 5, 10)]),
    ),
    *("provider_key", "cro", "is_technical_manager", "is_pending", "starts_on"),
)
people = some(
    st.fixed_dictionaries(
        {
            "provider_key": st.sampled_from(["P1", "P2"]),
            "name": st.sampled_from(["Ana Reis", "Rita Sá"]),
            "phones": st.sampled_from([[], ["19987654321"]]),
        }
    ),
    *("provider_key", "name"),
)
values = some(
    st.fixed_dictionaries(
        {
            "provider_key": st.sampled_from(["P1", "P2"]),
            "us_value": st.sampled_from(["0,90", "1,05"]),
            "us_value_on": st.sampled_from(DAYS),
            "notice_days": st.sampled_from([30, 60]),
        }
    ),
    *("provider_key", "us_value_on"),
)
months = some(
    st.fixed_dictionaries(
        {
            "provider_key": st.sampled_from(["P1", "P2"]),
            "month": st.sampled_from(["2026-01", "2026-02", "2026-03"]),
            "us_quantity": st.sampled_from([0, 10]),
            "amount": st.sampled_from([0, 25]),
        }
    ),
    *("provider_key", "month"),
)
cities = some(
    st.fixed_dictionaries(
        {
            "city": st.just("Campinas"),
            "uf": st.just("SP"),
            "on": st.sampled_from(DAYS),
            "lives": st.sampled_from([10, 20]),
            "published_cros": st.just(5),
        }
    ),
    "on",
)
feeds = st.fixed_dictionaries(
    {
        "providers": providers,
        "dentists": dentists,
        "contact_persons": people,
        "affiliations": ties,
        "contracts": values,
        "coverage": cities,
        "production": months,
    }
)


_KEPT = {
    "affiliations": ("ties",),
    "contact_persons": ("people",),
    "contracts": ("contracts", "providers"),
    "production": ("months",),
}


def standing_facts(last: Feed, run: SyncRun) -> dict[str, Any]:
    """What the registry tells of those whom the last feed tells, today and, where it spans them, by month.

    Not of kinds of which rows were refused: of those the registry keeps what it had.
    """
    today = (NOW + dt.timedelta(days=9)).date()
    told = Provider.objects.filter(core_key__in=[row["core_key"] for row in last["providers"]])
    standing = Q(provider__in=told) & (Q(ends_on=None) | Q(ends_on__gt=today))
    cros = [row["cro"] for row in last["dentists"]]
    days = [row["on"] for row in last["coverage"]]
    # A row of a provider that nobody knows is refused, and spans nothing.
    known = set(Provider.objects.values_list("core_key", flat=True))
    made = [row["month"] for row in last["production"] if row["provider_key"] in known]
    spanned = sorted(dt.date.fromisoformat(f"{month}-01") for month in made)
    months = MonthlyProduction.objects.filter(provider__in=told, month__range=(*spanned[:1], *spanned[-1:]))
    facts = {
        "providers": told.values_list(
            *("core_key", "name", "trade_name", "status", "status_since", "municipality_id", "us_value")
        ),
        "dentists": Dentist.objects.filter(cro_number__in=cros).values_list("cro_number", "name"),
        "people": ContactPerson.objects.filter(provider__in=told, is_active=True).values_list(
            "provider__core_key", "name", "phones"
        ),
        "ties": Affiliation.objects.filter(standing, withdrawn_at=None).values_list(
            "provider__core_key", "dentist__cro_number", "is_technical_manager", "is_pending", "starts_on"
        ),
        "contracts": Contract.objects.filter(standing).values_list(
            "provider__core_key", "us_value", "starts_on"
        ),
        "coverage": CityCoverage.objects.filter(on__in=days).values_list("on", "lives"),
        "months": months.values_list("provider__core_key", "month", "amount") if spanned else [],
    }
    told_facts = {name: sorted(map(str, rows)) for name, rows in facts.items()}
    return told_facts | {"refused": {name for name in _KEPT if run.counts[name]["rejected"]}}


class _TakenBack(Exception):
    pass


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(before=st.lists(feeds, min_size=1, max_size=2), last=feeds)
def test_any_sequence_of_feeds_is_the_last_one(
    operator: Operator, manager: Actor, before: list[Feed], last: Feed
) -> None:
    def alone() -> None:
        run = feed(operator, last, now=NOW + dt.timedelta(days=9))
        facts.append(standing_facts(last, run))
        raise _TakenBack

    def in_turn() -> None:
        for day, told in enumerate(before):
            feed(operator, told, now=NOW + dt.timedelta(days=day))
        rows = all_rows()
        run = feed(operator, last, now=NOW + dt.timedelta(days=9))
        facts.append(standing_facts(last, run))
        assert_found_as_written()
        undo_sync(run=run, actor=manager, now=NOW)
        assert all_rows() == rows
        feed(operator, last, now=NOW + dt.timedelta(days=9))
        rows = all_rows()
        again = feed(operator, last, now=NOW + dt.timedelta(days=9))
        assert all_rows() == rows
        assert not any(count[kind] for count in again.counts.values() for kind in ("new", "changed", "gone"))
        raise _TakenBack

    facts: list[dict[str, Any]] = []
    for story in (alone, in_turn):
        with pytest.raises(_TakenBack), transaction.atomic():
            story()
    refused = facts[0].pop("refused") | facts[1].pop("refused")
    kept = {fact for name in refused for fact in _KEPT[name]}
    assert [facts[0][fact] for fact in facts[0].keys() - kept] == [
        facts[1][fact] for fact in facts[0].keys() - kept
    ]


def assert_found_as_written() -> None:
    for provider in Provider.objects.select_related("municipality"):
        written = provider.folded_name, provider.search_text, provider.personal_search_text
        refresh_search_text(provider)
        assert written == (provider.folded_name, provider.search_text, provider.personal_search_text)
