"""What every write to a legal clock has in common: the lock, what follows from it, timeline and audit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.cases.actions.case_write import CaseWrite, writing
from vinculo.cases.clock import day_of
from vinculo.cases.models import CaseEvent
from vinculo.kernel.business_calendar import BusinessCalendar
from vinculo.kernel.finding import Finding, Severity
from vinculo.kernel.refusal import NotPermitted
from vinculo.network.queries.calendar import calendar_of

from ..clock_facts import clock_facts, evidence, settle
from ..clock_words import ClockState
from ..legal_clock import LegalClockFacts
from ..legal_terms import LegalRules
from ..models import LegalClock, LegalNotice
from ..queries.legal_terms import rules_of
from ..refusals import UnableToWriteClock

KEPT = "O prazo legal continua como estava."


@dataclass
class ClockWrite:
    """A clock whose case is locked, for the length of one action."""

    clock: LegalClock
    write: CaseWrite
    rules: LegalRules
    calendar: BusinessCalendar

    @property
    def today(self) -> dt.date:
        return day_of(self.write.now)

    def facts(self) -> LegalClockFacts:
        """As it stands now, within the action."""
        return clock_facts(self.clock, notices_of(self.clock), self.rules, self.calendar)

    def refuse_if_blocked(self, found: Sequence[Finding]) -> None:
        """
        Raises:
            UnableToWriteClock: something blocks.
        """
        blocking = [finding for finding in found if finding.severity is Severity.BLOCKING]
        if blocking:
            sentences = " ".join(finding.message for finding in blocking)
            raise UnableToWriteClock(f"{sentences} {KEPT}", blocking)

    def finish(self, action: str, *, tells: int | None = None, **data: Any) -> None:
        """Derives and saves; a line for the timeline, one for the audit log."""
        settle(self.clock, self.facts())
        self.clock.save()
        tell_of_clock(self.write, self.clock, action, tells=tells, **data)


@contextmanager
def writing_clock(
    *,
    clock: LegalClock,
    actor: Actor,
    now: dt.datetime,
    permission: Permission = Permission.CASES_WORK,
    state: ClockState = ClockState.RUNNING,
) -> Iterator[ClockWrite]:
    """Locks the clock's case, then the clock.

    Raises:
        NotPermitted: the clock is another operator's, or the role does not allow it.
        UnableToWriteClock: the clock is not in that state.
    """
    visible = LegalClock.objects.visible_to(actor)
    if not visible.filter(pk=clock.pk).exists():
        raise NotPermitted
    with writing(case=clock.case, actor=actor, now=now, permission=permission) as write:
        found = visible.select_for_update(of=("self",)).select_related(
            "terms", "operator", "municipality", "substitute__municipality"
        )
        locked = found.get(pk=clock.pk)
        locked.case = write.case
        if locked.state != state:
            raise UnableToWriteClock(
                f"O prazo legal está {locked.get_state_display().lower()}: isto não é mais possível. "
                "Nada foi alterado; atualize a página."
            )
        yield ClockWrite(locked, write, rules_of(locked.terms), calendar_at(write))


def calendar_at(write: CaseWrite) -> BusinessCalendar:
    case = write.case
    return write.once(calendar_of, case.operator_id, case.municipality_id, case.city_state)


def notices_of(clock: LegalClock) -> list[LegalNotice]:
    return list(clock.notices.prefetch_related(evidence()))


def tell_of_clock(
    write: CaseWrite, clock: LegalClock, action: str, *, tells: int | None = None, **data: Any
) -> None:
    write.tell(CaseEvent.Kind.LEGAL_CLOCK, tells=tells, clock=clock.pk, action=action, **data)
    write.audit(f"legal_clock.{action}", {"clock": clock.pk, **_codes_alone(data)})


def _codes_alone(data: dict[str, Any]) -> dict[str, Any]:
    """What the audit log may keep: days and codes, no text that somebody wrote."""
    return {name: value for name, value in data.items() if name in ("on", "medium", "exception")}
