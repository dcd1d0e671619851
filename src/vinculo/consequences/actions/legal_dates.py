"""From when on the provider is out of the network."""

from __future__ import annotations

import datetime as dt

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.kernel.rule import Moment, check_all

from ..clock_words import ShortNotice
from ..legal_rules import DATE_RULES, DateFacts
from ..models import LegalClock
from ..refusals import UnableToWriteClock
from .clock_write import KEPT, ClockWrite, writing_clock
from .signed_duties import move_leaving_duties

DATE_SET, EXCEPTION = "date_set", "exception"
LONGEST_REASON = 2000


def set_effective_date(*, clock: LegalClock, day: dt.date, actor: Actor, now: dt.datetime) -> LegalClock:
    """Not before the days of notice have passed; an exception that was claimed before falls with it.

    Raises:
        NotPermitted: the clock is another operator's, or the actor does not work on cases there.
        UnableToWriteClock: the day is too early or too far away, or the clock does not run.
    """
    with writing_clock(clock=clock, actor=actor, now=now) as change:
        facts = DateFacts(change.facts(), day, change.today)
        change.refuse_if_blocked(check_all(DATE_RULES, facts, Moment.DRAFT))
        _say_day(change, day)
        change.clock.short_notice, change.clock.short_notice_reason = "", ""
        change.clock.short_notice_on, change.clock.short_notice_by = None, ""
        change.finish(DATE_SET, tells=change.write.case.consultant_id, on=day.isoformat())
        return change.clock


def allow_short_notice(
    *, clock: LegalClock, day: dt.date, exception: str, reason: str, actor: Actor, now: dt.datetime
) -> LegalClock:
    """A supervisor lets the date come before the days of notice have passed, and says why.

    Raises:
        NotPermitted: the clock is another operator's, or the actor signs no decisions there.
        UnableToWriteClock: no exception of the list is named, the reason is missing, the day is too far away,
            or the clock does not run.
    """
    if exception not in ShortNotice.values or len(reason) > LONGEST_REASON:
        raise UnableToWriteClock(f"Escolha a exceção e conte o motivo em até {LONGEST_REASON} letras. {KEPT}")
    with writing_clock(clock=clock, actor=actor, now=now, permission=Permission.CASES_SIGN) as change:
        facts = DateFacts(change.facts(), day, change.today, is_short=True, reason=reason)
        change.refuse_if_blocked(check_all(DATE_RULES, facts, Moment.DRAFT))
        _say_day(change, day)
        change.clock.short_notice, change.clock.short_notice_reason = exception, reason.strip()
        change.clock.short_notice_on, change.clock.short_notice_by = change.today, actor.name
        told = {"on": day.isoformat(), "exception": exception, "reason": reason.strip()}
        change.finish(EXCEPTION, tells=change.write.case.consultant_id, **told)
        return change.clock


def _say_day(change: ClockWrite, day: dt.date) -> None:
    """What was published says another day from now on."""
    clock = change.clock
    if clock.effective_on != day:
        clock.effective_on, clock.said_otherwise_on = day, change.today
        move_leaving_duties(clock, change.write)
