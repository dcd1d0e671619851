"""A provider gets another technical manager (RT) from a day on."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.tests.cast import Cast
from vinculo.kernel.refusal import NotPermitted

from ..actions.change_technical_manager import (
    UnableToChangeTechnicalManager,
    change_technical_manager,
    request_technical_manager_change,
)
from ..actions.settle_technical_manager_change import (
    confirm_technical_manager_change,
    withdraw_technical_manager_change,
)
from ..models import Affiliation, Dentist, Provider
from ..queries import people_of
from .audit_trail import audit_trail
from .factories import make_dentist, make_technical_manager
from .moments import NOW, TODAY

LONG_AGO = dt.date(2019, 3, 11)


@pytest.fixture
def former(cast: Cast, clinic: Provider) -> Affiliation:
    return make_technical_manager(clinic, make_dentist(cast.operator), starts_on=LONG_AGO)


@pytest.fixture
def successor(cast: Cast) -> Dentist:
    return make_dentist(cast.operator, name="Sônia Ferraz")


def code_of(refused: pytest.ExceptionInfo[UnableToChangeTechnicalManager]) -> str:
    return refused.value.findings[0].code


def test_the_former_ones_time_ends_on_that_day(
    clinic: Provider, former: Affiliation, successor: Dentist, editor: Actor
) -> None:
    change_technical_manager(provider=clinic, dentist=successor, starts_on=TODAY, actor=editor, now=NOW)
    former.refresh_from_db()
    clinic.refresh_from_db()
    assert former.ends_on == TODAY
    now_there = people_of(clinic, TODAY).technical_manager
    before = people_of(clinic, TODAY - dt.timedelta(days=1)).technical_manager
    assert now_there is not None
    assert before is not None
    assert (now_there.dentist, before.dentist) == (successor, former.dentist)
    assert "\nsonia ferraz\n" in clinic.search_text
    assert audit_trail().get().action == "technical_manager.changed"


def test_the_first_rt_may_have_no_known_beginning(
    clinic: Provider, successor: Dentist, editor: Actor
) -> None:
    tie = change_technical_manager(provider=clinic, dentist=successor, starts_on=None, actor=editor, now=NOW)
    assert tie.stands_on(dt.date(1990, 1, 1))


def test_a_successor_needs_a_day(
    clinic: Provider, former: Affiliation, successor: Dentist, editor: Actor
) -> None:
    with pytest.raises(UnableToChangeTechnicalManager) as refused:
        change_technical_manager(provider=clinic, dentist=successor, starts_on=None, actor=editor, now=NOW)
    assert code_of(refused) == "rt-start-missing"


def test_nobody_succeeds_before_the_former_one_began(
    clinic: Provider, former: Affiliation, successor: Dentist, editor: Actor
) -> None:
    with pytest.raises(UnableToChangeTechnicalManager) as refused:
        change_technical_manager(
            provider=clinic, dentist=successor, starts_on=LONG_AGO, actor=editor, now=NOW
        )
    assert "11/03/2019" in refused.value.findings[0].message
    former.refresh_from_db()
    assert former.ends_on is None


def test_a_change_set_for_a_day_ahead_stands_in_the_way_of_an_earlier_one(
    cast: Cast, clinic: Provider, former: Affiliation, successor: Dentist, editor: Actor
) -> None:
    ahead = TODAY + dt.timedelta(days=30)
    change_technical_manager(provider=clinic, dentist=successor, starts_on=ahead, actor=editor, now=NOW)
    third = make_dentist(cast.operator)
    with pytest.raises(UnableToChangeTechnicalManager) as refused:
        change_technical_manager(provider=clinic, dentist=third, starts_on=TODAY, actor=editor, now=NOW)
    assert code_of(refused) == "rt-start-before-other"


def test_who_is_the_rt_does_not_become_it(clinic: Provider, former: Affiliation, editor: Actor) -> None:
    with pytest.raises(UnableToChangeTechnicalManager) as refused:
        change_technical_manager(
            provider=clinic, dentist=former.dentist, starts_on=TODAY, actor=editor, now=NOW
        )
    assert code_of(refused) == "rt-already"


def test_sent_twice_it_changes_once(
    clinic: Provider, former: Affiliation, successor: Dentist, editor: Actor
) -> None:
    for _ in range(2):
        change_technical_manager(provider=clinic, dentist=successor, starts_on=TODAY, actor=editor, now=NOW)
    assert (Affiliation.objects.count(), audit_trail().count()) == (2, 1)


def test_the_database_itself_knows_only_one_at_a_time(
    clinic: Provider, former: Affiliation, successor: Dentist
) -> None:
    with pytest.raises(IntegrityError, match="one_technical_manager_at_a_time"), transaction.atomic():
        make_technical_manager(clinic, successor, starts_on=TODAY)


def test_a_pending_change_waits_beside_the_present_rt(
    clinic: Provider, former: Affiliation, successor: Dentist, editor: Actor
) -> None:
    tie = request_technical_manager_change(
        provider=clinic,
        dentist=successor,
        protocol_number="sad 168320523417",
        actor=editor,
        now=NOW,
    )
    people = people_of(clinic, TODAY)
    assert people.pending_technical_manager == tie
    assert people.technical_manager == former
    assert tie.protocol_number == "SAD168320523417"


def test_one_change_is_pending_at_a_time(
    cast: Cast, clinic: Provider, successor: Dentist, editor: Actor
) -> None:
    for _ in range(2):
        request_technical_manager_change(provider=clinic, dentist=successor, actor=editor, now=NOW)
    assert Affiliation.objects.count() == 1
    with pytest.raises(UnableToChangeTechnicalManager) as refused:
        request_technical_manager_change(
            provider=clinic,
            dentist=make_dentist(cast.operator),
            protocol_number="12",
            actor=editor,
            now=NOW,
        )
    assert {finding.code for finding in refused.value.findings} == {"rt-change-pending", "protocol-shape"}


def test_a_confirmed_change_ends_the_former_one(
    clinic: Provider, former: Affiliation, successor: Dentist, editor: Actor
) -> None:
    tie = request_technical_manager_change(provider=clinic, dentist=successor, actor=editor, now=NOW)
    for _ in range(2):
        confirm_technical_manager_change(affiliation=tie, starts_on=TODAY, actor=editor, now=NOW)
    former.refresh_from_db()
    assert former.ends_on == TODAY
    assert people_of(clinic, TODAY).technical_manager == tie
    assert audit_trail().filter(action="technical_manager.change_confirmed").count() == 1


def test_a_withdrawn_change_never_holds_and_stays_readable(
    clinic: Provider, former: Affiliation, successor: Dentist, editor: Actor
) -> None:
    tie = request_technical_manager_change(provider=clinic, dentist=successor, actor=editor, now=NOW)
    for _ in range(2):
        withdraw_technical_manager_change(affiliation=tie, actor=editor, now=NOW)
    people = people_of(clinic, TODAY)
    assert people.withdrawn == (tie,)
    assert people.technical_manager == former
    with pytest.raises(UnableToChangeTechnicalManager) as refused:
        confirm_technical_manager_change(affiliation=tie, starts_on=TODAY, actor=editor, now=NOW)
    assert code_of(refused) == "rt-change-settled"
    request_technical_manager_change(provider=clinic, dentist=successor, actor=editor, now=NOW)


def test_a_dentist_of_another_operator_is_refused(cast: Cast, clinic: Provider) -> None:
    stranger = make_dentist(cast.other_operator)
    with pytest.raises(UnableToChangeTechnicalManager) as refused:
        change_technical_manager(
            provider=clinic, dentist=stranger, starts_on=None, actor=Actor.system(), now=NOW
        )
    assert code_of(refused) == "other-operator"


def test_an_outsider_changes_nothing(clinic: Provider, successor: Dentist, outsider: Actor) -> None:
    with pytest.raises(NotPermitted):
        change_technical_manager(provider=clinic, dentist=successor, starts_on=None, actor=outsider, now=NOW)
    with pytest.raises(NotPermitted):
        request_technical_manager_change(provider=clinic, dentist=successor, actor=outsider, now=NOW)
    assert not Affiliation.objects.exists()
