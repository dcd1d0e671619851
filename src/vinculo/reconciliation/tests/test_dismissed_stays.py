"""What is dismissed stays so until the facts that decide it are others: each kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.models import Case, CaseDentist
from vinculo.network.models import Affiliation, Provider, StatusPeriod
from vinculo.network.tests.factories import make_affiliation, make_dentist, make_technical_manager
from vinculo.reconciliation.actions.dismiss import dismiss_divergence
from vinculo.reconciliation.models import Divergence

from .compared import (
    TODAY,
    active_clinic,
    compare,
    days_ago,
    inactive_clinic,
    moment_of,
    open_case,
    signed_termination,
)

Kind, State = Divergence.Kind, Divergence.State
Story = Callable[[Cast], Iterator[None]]
"""Makes a divergence; then changes a fact that decides it."""


def inactive_unsigned(cast: Cast) -> Iterator[None]:
    clinic = inactive_clinic(cast.operator, days_ago(20))
    yield
    StatusPeriod.objects.filter(provider=clinic, ends_on=None).update(starts_on=days_ago(5))


def still_active(cast: Cast) -> Iterator[None]:
    clinic = active_clinic(cast.operator)
    signed_termination(cast.operator, cast.bob, clinic, days_ago(30))
    yield
    Provider.objects.filter(pk=clinic.pk).update(status="suspended")


def still_tied(cast: Cast) -> Iterator[None]:
    clinic = active_clinic(cast.operator)
    for _ in range(2):
        dentist = make_dentist(cast.operator)
        make_affiliation(clinic, dentist)
        told = {"scope": "dentists", "cro": dentist.cro_number, "cro_state": dentist.cro_uf}
        signed_termination(cast.operator, cast.bob, clinic, days_ago(30), **told)
        yield


def production_after(cast: Cast) -> Iterator[None]:
    clinic = inactive_clinic(cast.operator, days_ago(60))
    signed_termination(cast.operator, cast.bob, clinic, days_ago(61))
    for days in (5, 1):
        Provider.objects.filter(pk=clinic.pk).update(last_production_on=days_ago(days))
        yield


def technical_manager(cast: Cast) -> Iterator[None]:
    clinic = active_clinic(cast.operator)
    make_technical_manager(clinic, make_dentist(cast.operator), ends_on=days_ago(10))
    after = make_technical_manager(clinic, make_dentist(cast.operator), starts_on=days_ago(10))
    open_case(cast.operator, cast.alice, clinic)
    yield
    Affiliation.objects.filter(pk=after.pk).update(dentist=make_dentist(cast.operator))


def several_open(cast: Cast) -> Iterator[None]:
    clinic = active_clinic(cast.operator)
    open_case(cast.operator, cast.alice, clinic)
    for _ in range(2):
        open_case(cast.operator, cast.alice, clinic)
        yield


def unknown_cro(cast: Cast) -> Iterator[None]:
    case = open_case(cast.operator, cast.alice, None, cro="777", cro_state="SP")
    yield
    CaseDentist.objects.create(case=case, position=1, cro="888", cro_state="SP")


def head_differs(cast: Cast) -> Iterator[None]:
    clinic = active_clinic(cast.operator, other_plans="Saúde Plena")
    open_case(cast.operator, cast.alice, clinic)
    yield
    Provider.objects.filter(pk=clinic.pk).update(other_plans="Odonto Vida")


STORIES: tuple[tuple[str, Story], ...] = (
    (Kind.INACTIVE_UNSIGNED, inactive_unsigned),
    (Kind.STILL_ACTIVE, still_active),
    (Kind.STILL_ACTIVE, still_tied),
    (Kind.PRODUCTION_AFTER, production_after),
    (Kind.TECHNICAL_MANAGER_CHANGED, technical_manager),
    (Kind.SEVERAL_OPEN, several_open),
    (Kind.UNKNOWN_CRO, unknown_cro),
    (Kind.HEAD_DIFFERS, head_differs),
)


def test_each_kind_has_its_story():
    assert {kind for kind, _ in STORIES} == set(Kind.values)


@pytest.mark.parametrize(("kind", "story"), STORIES, ids=[story.__name__ for _, story in STORIES])
def test_stays_dismissed_until_a_fact_that_decides_it_changes(cast: Cast, kind: str, story: Story):
    told = story(cast)
    next(told)
    compare(cast.operator)
    row = Divergence.objects.get(kind=kind, cleared_at=None)
    dismiss_divergence(
        divergence=row, reason="Faleceu.", digest=row.digest, actor=actor_of(cast.alice), now=moment_of(TODAY)
    )
    # Days pass, and what decides nothing changes: a name, a case's note.
    Provider.objects.update(trade_name="Outro nome")
    Case.objects.update(general_note="Ligou de novo.")
    compare(cast.operator, TODAY + dt.timedelta(days=1))
    row.refresh_from_db()
    assert row.state == State.DISMISSED
    next(told, None)
    compare(cast.operator, TODAY + dt.timedelta(days=2))
    row.refresh_from_db()
    assert (row.state, row.is_back, row.dismissed_reason) == (State.STANDING, True, "Faleceu.")
