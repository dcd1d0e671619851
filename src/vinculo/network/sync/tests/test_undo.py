"""What an undo gives back, and what it leaves."""

from __future__ import annotations

import datetime as dt

import pytest

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.network.actions.add_contact_person import add_contact_person
from vinculo.network.actions.change_provider_status import change_provider_status
from vinculo.network.actions.sync_undo import UnableToUndoSync, undo_sync
from vinculo.network.models import ContactPerson, Provider, StatusPeriod, SyncRun
from vinculo.network.tests.moments import NOW
from vinculo.network.values import ContactPersonData

from .feeds import clinic, feed
from .registry_rows import all_rows
from .test_runs import schemas

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(days=1)
TWO = {"providers": [clinic(1), clinic(2)]}


def test_two_swapped_numbers_are_swapped_back(operator: Operator, manager: Actor) -> None:
    feed(operator, TWO)
    before = all_rows()
    one, two = TWO["providers"]
    swapped = {"providers": [one | {"cnpj": two["cnpj"]}, two | {"cnpj": one["cnpj"]}]}
    run = feed(operator, swapped, now=LATER)
    run = undo_sync(run=run, actor=manager, now=LATER)
    assert (run.state, run.report, run.ended_by) == (SyncRun.State.UNDONE, [], manager.user)
    assert all_rows() == before
    assert schemas() == []
    assert Provider.objects.get(core_key="P1").version == 3


def test_what_people_changed_since_stays_and_is_told(
    operator: Operator, manager: Actor, editor_person: Actor
) -> None:
    feed(operator, TWO)
    run = feed(operator, {"providers": [clinic(1, status="suspended")]}, now=LATER)
    first, second = Provider.objects.order_by("core_key")
    change_provider_status(
        provider=first, status="active", since=LATER.date(), actor=editor_person, now=LATER
    )
    run = undo_sync(run=run, actor=manager, now=LATER)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, first.status_since, second.status) == ("active", LATER.date(), "active")
    assert StatusPeriod.objects.filter(provider=first, status="active", ends_on=None).exists()
    assert run.report == [
        "1 prestador ficou como está: depois da sincronização alguém alterou ou passou a usar estes dados.",
        "1 prestador com a situação ficou como está: depois da sincronização alguém alterou ou passou a usar"
        " estes dados.",
    ]


def test_a_new_provider_that_somebody_works_with_stays(
    operator: Operator, manager: Actor, editor_person: Actor
) -> None:
    run = feed(operator, TWO)
    used = Provider.objects.get(core_key="P1")
    person = add_contact_person(
        provider=used, data=ContactPersonData(name="Rita Sá"), actor=editor_person, now=LATER
    )
    undo_sync(run=run, actor=manager, now=LATER)
    assert list(Provider.objects.all()) == [used]
    assert StatusPeriod.objects.get().provider == used
    assert ContactPerson.objects.get() == person
    assert "rita sa" in Provider.objects.get().search_text


def test_only_the_last_applied_run_is_undone_and_once(operator: Operator, manager: Actor) -> None:
    first = feed(operator, TWO)
    last = feed(operator, TWO, now=LATER)
    with pytest.raises(UnableToUndoSync):
        undo_sync(run=first, actor=manager, now=LATER)
    undo_sync(run=last, actor=manager, now=LATER)
    with pytest.raises(UnableToUndoSync):
        undo_sync(run=last, actor=manager, now=LATER)
