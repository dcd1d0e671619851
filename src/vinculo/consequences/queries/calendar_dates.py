"""What a person's calendar shows: what is due, who is out from when on, until when notices stay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import User

from ..calendar_secret import digest_of
from ..clock_words import ClockState, Step
from ..models import CalendarAddress, LegalClock
from .legal_clocks import looked_after_by

MOST_CLOCKS = 500
LOOKS_BACK = dt.timedelta(days=60)


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """A day in somebody's calendar. `key` stays the same as long as it is about the same."""

    key: str
    on: dt.date
    title: str
    clock_id: int
    number: str
    is_confirmed: bool


def person_of_secret(secret: str, today: dt.date) -> User | None:
    """Whose calendar it opens; that it was read is noted once a day."""
    row = (
        CalendarAddress.objects.filter(digest=digest_of(secret), revoked_at=None)
        .select_related("user")
        .first()
    )
    if row is None or not row.user.is_active:
        return None
    if row.read_on != today:
        CalendarAddress.objects.filter(pk=row.pk).update(read_on=today)
    return row.user


def calendar_address_of(actor: Actor) -> CalendarAddress | None:
    return CalendarAddress.objects.filter(user=actor.user, revoked_at=None).first()


def calendar_dates(actor: Actor, today: dt.date) -> list[CalendarDate]:
    """A consultant's own; all of the operator to whoever signs, or works on no case."""
    rows = LegalClock.objects.visible_to(actor).exclude(state=ClockState.ENDED).filter(looked_after_by(actor))
    coming = Q(due_on__isnull=False) | Q(effective_on__gte=today - LOOKS_BACK)
    coming |= Q(kept_until__gte=today - LOOKS_BACK)
    found = rows.filter(coming).select_related("case", "terms").order_by("due_on", "-pk")[:MOST_CLOCKS]
    return [date for clock in found for date in _dates(clock)]


def _dates(clock: LegalClock) -> Iterator[CalendarDate]:
    if clock.due_on is not None:
        yield _date(clock, f"step-{clock.due_step}", clock.due_on, str(Step(clock.due_step).label))
    if clock.state != ClockState.RUNNING:
        return
    yield _date(clock, "out", clock.effective_on, "Fora da rede a partir de hoje")
    if clock.kept_until is not None:
        yield _date(clock, "kept", clock.kept_until, "Último dia do aviso no ar")


def _date(clock: LegalClock, what: str, on: dt.date, words: str) -> CalendarDate:
    terms = clock.terms
    return CalendarDate(
        key=f"{clock.pk}-{what}",
        on=on,
        title=f"{words}: {clock.public_name}",
        clock_id=clock.pk,
        number=clock.case.number or "",
        is_confirmed=terms is not None and terms.confirmed_on is not None,
    )
