"""What held at a provider on a day."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from vinculo.accounts.actor import Actor
from vinculo.accounts.tests.cast import Cast
from vinculo.kernel.identifiers import protocol_number

from ..models import AddressPeriod, Contract, Provider, StatusPeriod
from ..queries.history import HeldOn, held_on, history_of
from ..queries.providers import provider_with_people
from .factories import CAMPINAS, MACEIO, make_affiliation, make_dentist, make_technical_manager
from .moments import NOW

CHANGED = dt.date(2024, 5, 10)


def held(provider: Provider, actor: Actor, day: dt.date) -> HeldOn:
    read = provider_with_people(actor, provider.pk)
    assert read is not None
    return held_on(history_of(read), day)


def test_a_day_has_what_held_then_and_the_day_of_the_change_what_came(
    cast: Cast, clinic: Provider, editor: Actor
) -> None:
    active, suspended = Provider.Status.ACTIVE, Provider.Status.SUSPENDED
    StatusPeriod.objects.create(provider=clinic, status=active, ends_on=CHANGED)
    StatusPeriod.objects.create(provider=clinic, status=suspended, starts_on=CHANGED)
    Contract.objects.create(provider=clinic, us_value=Decimal("0.4"), ends_on=CHANGED)
    Contract.objects.create(provider=clinic, us_value=Decimal("0.5"), starts_on=CHANGED)
    AddressPeriod.objects.create(provider=clinic, municipality_id=CAMPINAS, starts_on=CHANGED)
    former, later = make_dentist(cast.operator), make_dentist(cast.operator)
    make_technical_manager(clinic, former, ends_on=CHANGED)
    make_technical_manager(clinic, later, starts_on=CHANGED)
    make_affiliation(clinic, former, ends_on=CHANGED)

    before = held(clinic, editor, CHANGED - dt.timedelta(days=1))
    after = held(clinic, editor, CHANGED)

    assert before.status
    assert after.status
    assert (before.status.status, after.status.status) == (active, suspended)
    assert before.contract
    assert after.contract
    assert (before.contract.us_value, after.contract.us_value) == (Decimal("0.4"), Decimal("0.5"))
    assert before.address is None
    assert after.address
    assert before.technical_manager
    assert after.technical_manager
    assert before.technical_manager.dentist == former
    assert after.technical_manager.dentist == later
    assert [tie.dentist for tie in before.staff] == [former]
    assert after.staff == ()


def test_an_address_that_goes_on_is_one(clinic: Provider, editor: Actor) -> None:
    days = [None, dt.date(2024, 1, 1), dt.date(2025, 1, 1), dt.date(2026, 1, 1), None]
    AddressPeriod.objects.filter(provider=clinic).delete()
    for starts_on, ends_on, street in zip(days, days[1:], "AABA", strict=False):
        AddressPeriod.objects.create(
            provider=clinic, municipality_id=CAMPINAS, street=street, starts_on=starts_on, ends_on=ends_on
        )
    shown = provider_with_people(editor, clinic.pk)
    assert shown is not None
    found = [(one.street, one.starts_on, one.ends_on) for one in history_of(shown).addresses]
    assert found == [("A", days[3], None), ("B", days[2], days[3]), ("A", None, days[2])]


def test_a_street_that_is_told_later_is_no_move(clinic: Provider, editor: Actor) -> None:
    AddressPeriod.objects.filter(provider=clinic).delete()
    told = dt.date(2026, 1, 1)
    AddressPeriod.objects.create(provider=clinic, municipality_id=CAMPINAS, ends_on=told)
    AddressPeriod.objects.create(provider=clinic, municipality_id=CAMPINAS, street="A", starts_on=told)
    shown = provider_with_people(editor, clinic.pk)
    assert shown is not None
    assert [(one.street, one.starts_on) for one in history_of(shown).addresses] == [("A", None)]
    AddressPeriod.objects.filter(street="").update(municipality_id=MACEIO)
    assert len(history_of(shown).addresses) == 2


def test_nothing_told_is_nothing_held(clinic: Provider, editor: Actor) -> None:
    nothing = held(clinic, editor, CHANGED)
    assert (nothing.status, nothing.address, nothing.contract, nothing.technical_manager) == (None,) * 4
    assert (nothing.asked_for, nothing.staff) == ((), ())


@pytest.mark.parametrize(("days_after", "is_told"), [(-1, False), (0, True), (9, True), (10, False)])
def test_a_change_that_was_asked_for_is_told_until_it_is_given_up(
    cast: Cast, clinic: Provider, editor: Actor, days_after: int, is_told: bool
) -> None:
    tie = make_technical_manager(
        clinic,
        make_dentist(cast.operator),
        is_pending=True,
        protocol_number=protocol_number.from_moment(NOW),
        withdrawn_at=NOW + dt.timedelta(days=10),
    )
    held_then = held(clinic, editor, NOW.date() + dt.timedelta(days=days_after))
    assert held_then.asked_for == ((tie,) if is_told else ())
    assert held_then.technical_manager is None
