"""Makers of legal clocks for tests."""

from __future__ import annotations

import datetime as dt

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.who_leaves import link_provider
from vinculo.cases.models import Case, CaseEvent
from vinculo.cases.states import CaseAction
from vinculo.cases.tests.case_files import NOW, make_decidable
from vinculo.consequences.actions.follow_case import follow_case
from vinculo.consequences.actions.legal_notices import note_notice
from vinculo.consequences.actions.legal_substitute import choose_substitute
from vinculo.consequences.clock_words import Medium
from vinculo.consequences.models import LegalClock
from vinculo.network.models import Provider
from vinculo.network.tests.factories import make_affiliation, make_clinic, make_dentist
from vinculo.outbox.models import OutboxRow

from .asked_sectors import A_DAY, move


def clinic_with(cast: Cast, *specialities: str, **values) -> Provider:
    """A clinic in Campinas at which a published dentist has these specialities."""
    clinic = make_clinic(cast.operator, **values)
    make_affiliation(clinic, make_dentist(cast.operator, specialities=list(specialities)))
    return clinic


def signed_termination(cast: Cast, provider: Provider | None = None) -> Case:
    """Alice's, decided and signed; its clock has not begun before the worker was there."""
    case = make_decidable(cast.operator, cast.alice)
    if provider is not None:
        link_provider(case=case, provider=provider, actor=actor_of(cast.alice), now=NOW)
    for action in (CaseAction.OPEN, CaseAction.DECIDE):
        move(case, action, cast.alice)
    return move(case, CaseAction.SIGN, cast.bob)


def running_clock(cast: Cast, provider: Provider | None = None) -> LegalClock:
    """One that has just begun."""
    case = signed_termination(cast, provider)
    event = case.events.filter(kind=CaseEvent.Kind.STATE_CHANGED).latest("pk")
    follow_case(OutboxRow(payload={"event": event.pk}), NOW)
    return LegalClock.objects.get(case=case)


def published_clock(
    cast: Cast, provider: Provider | None = None, *, name: str = "Sorriso Novo"
) -> LegalClock:
    """Both media told a day after the signature, with a substitute."""
    clock = running_clock(cast, provider)
    other = clinic_with(cast, "Endodontia", trade_name=name)
    choose_substitute(clock=clock, provider_id=other.pk, actor=actor_of(cast.alice), now=NOW)
    for medium in Medium:
        give_notice(cast, clock, medium)
    clock.refresh_from_db()
    return clock


def give_notice(cast: Cast, clock: LegalClock, medium: Medium, *, days: int = 1) -> None:
    """So many days after the signature, noted at once."""
    now = NOW + days * A_DAY
    on: dt.date = now.date()
    note_notice(clock=clock, medium=medium, on=on, actor=actor_of(cast.alice), now=now)
