"""A tie between dentist and provider ends, or its days are corrected."""

from __future__ import annotations

import datetime as dt

import pytest

from vinculo.accounts.actor import Actor
from vinculo.accounts.tests.cast import Cast
from vinculo.kernel.refusal import NotPermitted

from ..actions.correct_affiliation_days import UnableToCorrectAffiliationDays, correct_affiliation_days
from ..actions.end_affiliation import UnableToEndAffiliation, end_affiliation
from ..models import Affiliation, Provider
from .audit_trail import audit_trail
from .factories import make_affiliation, make_dentist, make_technical_manager
from .moments import NOW, TODAY


@pytest.fixture
def tie(cast: Cast, clinic: Provider) -> Affiliation:
    return make_affiliation(clinic, make_dentist(cast.operator), starts_on=dt.date(2020, 1, 1))


def test_it_ends_on_the_first_day_on_which_it_no_longer_holds(tie: Affiliation, editor: Actor) -> None:
    end_affiliation(affiliation=tie, ends_on=TODAY, actor=editor, now=NOW)
    tie.refresh_from_db()
    assert not tie.stands_on(TODAY)
    assert tie.stands_on(TODAY - dt.timedelta(days=1))
    assert audit_trail().get().action == "affiliation.ended"


def test_ended_twice_on_the_same_day_is_ended_once(tie: Affiliation, editor: Actor) -> None:
    for _ in range(2):
        end_affiliation(affiliation=tie, ends_on=TODAY, actor=editor, now=NOW)
    assert audit_trail().count() == 1


def test_it_does_not_end_before_it_began_nor_twice(tie: Affiliation, editor: Actor) -> None:
    with pytest.raises(UnableToEndAffiliation) as refused:
        end_affiliation(affiliation=tie, ends_on=dt.date(2019, 1, 1), actor=editor, now=NOW)
    assert "01/01/2020" in refused.value.findings[0].message
    end_affiliation(affiliation=tie, ends_on=TODAY, actor=editor, now=NOW)
    with pytest.raises(UnableToEndAffiliation) as refused:
        end_affiliation(affiliation=tie, ends_on=dt.date(2026, 1, 1), actor=editor, now=NOW)
    assert refused.value.findings[0].code == "affiliation-ended"


def test_an_outsider_ends_nothing(tie: Affiliation, outsider: Actor) -> None:
    with pytest.raises(NotPermitted):
        end_affiliation(affiliation=tie, ends_on=TODAY, actor=outsider, now=NOW)
    with pytest.raises(NotPermitted):
        correct_affiliation_days(affiliation=tie, starts_on=None, ends_on=None, actor=outsider, now=NOW)


def test_wrong_days_are_corrected_and_named(tie: Affiliation, editor: Actor) -> None:
    correct_affiliation_days(
        affiliation=tie, starts_on=dt.date(2021, 2, 1), ends_on=None, actor=editor, now=NOW
    )
    tie.refresh_from_db()
    assert tie.starts_on == dt.date(2021, 2, 1)
    assert audit_trail().get().detail == {"affiliation": tie.pk, "fields": ["starts_on"]}


def test_corrected_days_do_not_run_into_another_rt(cast: Cast, clinic: Provider, editor: Actor) -> None:
    change = dt.date(2024, 1, 1)
    former = make_technical_manager(clinic, make_dentist(cast.operator), ends_on=change)
    present = make_dentist(cast.operator, name="Júlia Zanetti")
    make_technical_manager(clinic, present, starts_on=change)
    with pytest.raises(UnableToCorrectAffiliationDays) as refused:
        correct_affiliation_days(affiliation=former, starts_on=None, ends_on=TODAY, actor=editor, now=NOW)
    assert "Júlia Zanetti" in refused.value.findings[0].message
