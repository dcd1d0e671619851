"""A dentist works at a provider, from a day to a day."""

from __future__ import annotations

import datetime as dt

import pytest

from vinculo.accounts.actor import Actor
from vinculo.accounts.tests.cast import Cast
from vinculo.kernel.refusal import NotPermitted

from ..actions.affiliate_dentist import UnableToAffiliateDentist, affiliate_dentist
from ..models import Affiliation, Provider
from .audit_trail import audit_trail
from .factories import make_affiliation, make_dentist
from .moments import NOW, TODAY


def test_the_provider_is_found_by_the_dentists_cro(cast: Cast, clinic: Provider, editor: Actor) -> None:
    dentist = make_dentist(cast.operator, cro_number="57798")
    tie = affiliate_dentist(provider=clinic, dentist=dentist, starts_on=TODAY, actor=editor, now=NOW)
    clinic.refresh_from_db()
    assert "\nsp 57798\n" in clinic.search_text
    assert audit_trail().get().detail == {"affiliation": tie.pk, "dentist": dentist.pk}


def test_sent_twice_it_is_one_tie(cast: Cast, clinic: Provider, editor: Actor) -> None:
    dentist = make_dentist(cast.operator)
    for _ in range(2):
        affiliate_dentist(provider=clinic, dentist=dentist, starts_on=None, actor=editor, now=NOW)
    assert (Affiliation.objects.count(), audit_trail().count()) == (1, 1)


def test_nobody_works_there_twice_at_the_same_time(cast: Cast, clinic: Provider, editor: Actor) -> None:
    dentist = make_dentist(cast.operator)
    make_affiliation(clinic, dentist, starts_on=dt.date(2020, 1, 1))
    with pytest.raises(UnableToAffiliateDentist) as refused:
        affiliate_dentist(provider=clinic, dentist=dentist, starts_on=TODAY, actor=editor, now=NOW)
    assert "desde 01/01/2020" in refused.value.findings[0].message


def test_who_left_may_come_back(cast: Cast, clinic: Provider, editor: Actor) -> None:
    dentist = make_dentist(cast.operator)
    make_affiliation(clinic, dentist, ends_on=dt.date(2024, 7, 1))
    affiliate_dentist(provider=clinic, dentist=dentist, starts_on=dt.date(2024, 7, 1), actor=editor, now=NOW)
    assert Affiliation.objects.count() == 2


def test_the_days_must_be_in_order_and_near(cast: Cast, clinic: Provider, editor: Actor) -> None:
    dentist = make_dentist(cast.operator)
    with pytest.raises(UnableToAffiliateDentist) as refused:
        affiliate_dentist(
            provider=clinic,
            dentist=dentist,
            starts_on=dt.date(2099, 1, 1),
            ends_on=dt.date(2098, 1, 1),
            actor=editor,
            now=NOW,
        )
    assert {finding.code for finding in refused.value.findings} == {"day-too-far-ahead", "ends-before-start"}


def test_a_dentist_of_another_operator_is_refused(cast: Cast, clinic: Provider) -> None:
    stranger = make_dentist(cast.other_operator)
    with pytest.raises(UnableToAffiliateDentist, match="não foi gravado"):
        affiliate_dentist(provider=clinic, dentist=stranger, starts_on=None, actor=Actor.system(), now=NOW)


def test_an_outsider_ties_nobody(cast: Cast, clinic: Provider, outsider: Actor) -> None:
    with pytest.raises(NotPermitted):
        affiliate_dentist(
            provider=clinic, dentist=make_dentist(cast.operator), starts_on=None, actor=outsider, now=NOW
        )
