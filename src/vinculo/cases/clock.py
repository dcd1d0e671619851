"""The clock of a case, pure: whose the days were, by when it is decided, from when on it is silent.

All days are business days of one calendar, and days of São Paulo. A wait that began on one day and ended on
another takes the days after the first, up to and including the other; one that came and went on the same day
takes none. Where waits overlap, a day goes to the one that began first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from vinculo.kernel.business_calendar import BusinessCalendar
from vinculo.kernel.dates import SAO_PAULO

PROVIDER = "provider"
"""Whom a case waits for that waits for no sector."""

LONGEST_COUNT = dt.timedelta(days=3653)
"""Days further back than ten years are not counted: a start that old is a mistake of typing."""


@dataclass(frozen=True, slots=True)
class Level:
    """How soon an operator wants a case taken care of, in business days."""

    first_contact_days: int = 2
    silence_days: int = 10
    decision_days: int = 30


DEFAULT_LEVEL = Level()


@dataclass(frozen=True, slots=True)
class Wait:
    """`until` is None while the case still waits."""

    on: str
    since: dt.date
    until: dt.date | None = None


@dataclass(frozen=True)
class ClockFacts:
    """`started_on` is when the operator's promise begins; `end` the day of decision, None while open.

    The level of the decision is the one in force at the start, that of silence as of the last contact.
    """

    started_on: dt.date
    today: dt.date
    calendar: BusinessCalendar
    waits: Sequence[Wait] = ()
    end: dt.date | None = None
    last_contact_on: dt.date | None = None
    level: Level = DEFAULT_LEVEL
    silence_level: Level = DEFAULT_LEVEL

    @property
    def waiting_on(self) -> str | None:
        if self.end is not None:
            return None
        return next((wait.on for wait in self.waits if wait.until is None), None)


@dataclass(frozen=True)
class ClockReading:
    """`waited` tells the business days by whom they were waited for, in the order in which it began."""

    consultant_days: int
    waited: Mapping[str, int] = field(default_factory=dict)
    decide_by: dt.date | None = None
    silent_from: dt.date | None = None
    is_overdue: bool = False


def day_of(moment: dt.datetime) -> dt.date:
    """The day in São Paulo, wherever the clock that gave the moment stands."""
    return moment.astimezone(SAO_PAULO).date()


def read_clock(facts: ClockFacts) -> ClockReading:
    end = facts.end or facts.today
    start = max(facts.started_on, end - LONGEST_COUNT)
    waited: dict[str, int] = {}
    for wait in _parted(facts.waits, start, end):
        days = facts.calendar.between(wait.since, wait.until or end)
        if days:
            waited[wait.on] = waited.get(wait.on, 0) + days
    total = facts.calendar.between(start, end) if end > start else 0
    decide_by = deadline(facts)
    return ClockReading(
        consultant_days=total - sum(waited.values()),
        waited=waited,
        decide_by=decide_by,
        silent_from=silent_from(facts),
        is_overdue=decide_by is not None and facts.today > decide_by,
    )


def deadline(facts: ClockFacts) -> dt.date | None:
    """The day by which a decision is due, moved by the days waited; None while waiting, and when decided."""
    if facts.end is not None or facts.waiting_on is not None:
        return None
    waited = sum(
        facts.calendar.between(wait.since, wait.until or facts.today)
        for wait in _parted(facts.waits, facts.started_on, facts.today)
    )
    return facts.calendar.add(facts.started_on, facts.level.decision_days + waited)


def silent_from(facts: ClockFacts) -> dt.date | None:
    """The first day on which nobody has been heard of for too long; None where that clock stands still.

    Waiting for the provider does not stop it: that is when people are forgotten. Waiting for a sector does.
    Before the first contact, it is the day after that contact was due.
    """
    if facts.end is not None or facts.waiting_on not in (None, PROVIDER):
        return None
    if facts.last_contact_on is not None:
        since, allowed = facts.last_contact_on, facts.silence_level.silence_days
    else:
        since, allowed = facts.started_on, facts.level.first_contact_days + 1
    on_sectors = sum(
        facts.calendar.between(wait.since, wait.until or facts.today)
        for wait in _parted(facts.waits, since, facts.today)
        if wait.on != PROVIDER
    )
    return facts.calendar.add(since, allowed + on_sectors)


def _parted(waits: Sequence[Wait], start: dt.date, end: dt.date) -> Iterator[Wait]:
    """The waits within start and end, in the order in which they began, none over another."""
    taken_up_to = start
    for wait in sorted(waits, key=lambda item: item.since):
        since = max(wait.since, taken_up_to)
        until = min(wait.until or end, end)
        if until > since:
            yield Wait(wait.on, since, until)
            taken_up_to = until
