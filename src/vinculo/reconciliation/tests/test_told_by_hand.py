"""What somebody typed into our copy of the registry does not undo what the core system says."""

from __future__ import annotations

import datetime as dt

import pytest

from vinculo.accounts.models import Operator
from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.network.actions import sync_apply
from vinculo.network.actions.change_provider_status import change_provider_status
from vinculo.network.models import Provider, StatusPeriod
from vinculo.network.sync.tests.feeds import clinic, feed
from vinculo.reconciliation.models import Divergence

from .compared import TODAY, compare, days_ago, moment_of, signed_termination, standing

Kind = Divergence.Kind


@pytest.fixture(autouse=True)
def _planned_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Within one transaction all rows look as if somebody had just written them."""
    monkeypatch.setattr(sync_apply, "is_as_planned", lambda cursor: True)


def fed(operator: Operator, status: str, on: dt.date) -> Provider:
    """A feed of that day, which tells of everybody and not since when; then the comparison."""
    feed(operator, {"providers": [clinic(status=status, status_since=None)]}, now=moment_of(on))
    compare(operator, on)
    return Provider.objects.get(core_key="P1")


def typed(cast: Cast, status: str, since: dt.date, on: dt.date) -> None:
    change_provider_status(
        provider=Provider.objects.get(core_key="P1"),
        status=status,
        since=since,
        actor=actor_of(cast.nina),
        now=moment_of(on),
    )
    compare(cast.operator, on)


def terminated(cast: Cast) -> Provider:
    gone = fed(cast.operator, "active", days_ago(60))
    signed_termination(cast.operator, cast.bob, gone, days_ago(50))
    compare(cast.operator, days_ago(30))
    assert standing(cast.operator) == [(Kind.STILL_ACTIVE, gone.pk)]
    return gone


def test_typed_inactive_and_fed_active_is_still_active(cast: Cast):
    gone = terminated(cast)
    Provider.objects.filter(pk=gone.pk).update(last_production_on=days_ago(1))
    typed(cast, "inactive", days_ago(45), days_ago(20))
    assert (Kind.STILL_ACTIVE, gone.pk) not in standing(cast.operator)
    fed(cast.operator, "active", days_ago(10))
    assert StatusPeriod.objects.filter(provider=gone, status="inactive", ends_on=days_ago(10)).exists()
    assert standing(cast.operator) == [(Kind.PRODUCTION_AFTER, gone.pk), (Kind.STILL_ACTIVE, gone.pk)]


def test_what_a_feed_agreed_to_is_a_real_return(cast: Cast):
    terminated(cast)
    typed(cast, "inactive", days_ago(45), days_ago(20))
    fed(cast.operator, "inactive", days_ago(15))
    fed(cast.operator, "active", days_ago(10))
    assert standing(cast.operator) == []


def test_typed_away_and_back_is_no_return_either(cast: Cast):
    gone = terminated(cast)
    typed(cast, "inactive", days_ago(25), days_ago(20))
    typed(cast, "active", days_ago(18), days_ago(18))
    assert standing(cast.operator) == [(Kind.STILL_ACTIVE, gone.pk)]


def test_where_no_core_system_tells_of_it_the_typed_word_holds(cast: Cast):
    gone = terminated(cast)
    Provider.objects.filter(pk=gone.pk).update(core_key="")
    change_provider_status(
        provider=gone, status="inactive", since=days_ago(25), actor=actor_of(cast.nina), now=moment_of(TODAY)
    )
    gone.refresh_from_db()
    change_provider_status(
        provider=gone, status="active", since=days_ago(5), actor=actor_of(cast.nina), now=moment_of(TODAY)
    )
    compare(cast.operator)
    assert standing(cast.operator) == []


def test_a_contradicted_word_does_not_make_the_termination_an_old_one(cast: Cast):
    terminated(cast)
    typed(cast, "inactive", days_ago(45), days_ago(20))
    fed(cast.operator, "active", days_ago(10))
    fed(cast.operator, "inactive", days_ago(5))
    assert standing(cast.operator) == []
