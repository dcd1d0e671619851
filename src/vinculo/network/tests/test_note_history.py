"""What is true of a provider from a day on, beside what was true before."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vinculo.accounts.actor import Actor
from vinculo.accounts.tests.cast import Cast

from ..actions.change_provider_status import change_provider_status
from ..actions.note_history import hold_from
from ..models import AddressPeriod, Contract, Provider, StatusPeriod
from .factories import make_clinic
from .moments import NOW
from .test_edit_provider import edit

MARCH = dt.date(2026, 3, 1)
APRIL = dt.date(2026, 4, 1)
MAY = dt.date(2026, 5, 1)

Told = list[tuple[str, dt.date | None, dt.date | None]]


def told(provider: Provider) -> Told:
    rows = StatusPeriod.objects.filter(provider=provider).order_by("starts_on")
    return [(row.status, row.starts_on, row.ends_on) for row in rows]


def change(provider: Provider, status: str, since: dt.date, actor: Actor) -> None:
    change_provider_status(provider=provider, status=status, since=since, actor=actor, now=NOW)


def test_a_status_ends_where_the_next_begins(clinic: Provider, editor: Actor) -> None:
    change(clinic, "suspended", MARCH, editor)
    change(clinic, "inactive", MAY, editor)
    assert told(clinic) == [("suspended", MARCH, MAY), ("inactive", MAY, None)]


def test_a_corrected_day_moves_the_end_of_what_was_before(clinic: Provider, editor: Actor) -> None:
    change(clinic, "active", MARCH, editor)
    change(clinic, "inactive", MAY, editor)
    change(clinic, "inactive", APRIL, editor)
    assert told(clinic) == [("active", MARCH, APRIL), ("inactive", APRIL, None)]
    change(clinic, "inactive", MAY, editor)
    assert told(clinic) == [("active", MARCH, MAY), ("inactive", MAY, None)]


def test_another_place_has_none_of_the_former_street(clinic: Provider, editor: Actor) -> None:
    AddressPeriod.objects.filter(provider=clinic).delete()
    AddressPeriod.objects.create(
        provider=clinic, municipality=clinic.municipality, street="Rua A, 1", starts_on=MARCH
    )
    Contract.objects.create(provider=clinic, us_value=clinic.us_value, notice_days=60, starts_on=MARCH)
    edit(clinic, editor, city="Jundiaí", us_value=Decimal("0.5100"))
    now, before = AddressPeriod.objects.filter(provider=clinic)
    assert (str(now.municipality), now.street, now.starts_on) == ("Jundiaí/SP", "", NOW.date())
    assert (before.street, before.ends_on) == ("Rua A, 1", NOW.date())
    contract = Contract.objects.filter(provider=clinic).first()
    assert contract is not None
    assert (contract.us_value, contract.notice_days) == (Decimal("0.5100"), 60)


def test_nothing_is_true_twice_on_a_day(clinic: Provider) -> None:
    StatusPeriod.objects.create(provider=clinic, status="active", starts_on=MARCH, ends_on=MAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        StatusPeriod.objects.create(provider=clinic, status="inactive", starts_on=APRIL, ends_on=None)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(Provider.Status.values), st.integers(0, 6)), max_size=8))
def test_whatever_is_told_no_two_periods_meet_and_the_last_one_stands(
    cast: Cast, asked: list[tuple[str, int]]
) -> None:
    with transaction.atomic():
        provider = make_clinic(cast.operator)
        for status, days in asked:
            since = MARCH + dt.timedelta(days=days)
            hold_from(StatusPeriod, provider, since, {"status": status}, tells=since)
        periods = told(provider)
        assert [end for _, _, end in periods[:-1]] == [start for _, start, _ in periods[1:]]
        if asked:
            status, days = asked[-1]
            assert periods[-1] == (status, MARCH + dt.timedelta(days=days), None)
        transaction.set_rollback(True)
