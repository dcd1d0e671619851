"""The legal clock, pure: from when on a provider may be out, what has to be done by when, what stays public.

The law's days are consecutive: they run through weekends and holidays, and a date of leaving stays where it
falls. What a person has to do is due on a business day: one that is counted backwards moves to the business
day before, one that is counted forwards to a business day after. `calendar` is that of the provider's city.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from vinculo.kernel.business_calendar import BusinessCalendar
from vinculo.network.city_impact import CityOutlook

from .clock_words import Medium, Step

EVIDENCE_DAYS = 2
"""Business days after a notice was noted, within which its evidence is due."""
CROWDED = 2.0
"""How many times the operator's usual lives per CRO a city may have before waiting is to be feared."""

_NOTICE_STEPS = {Medium.PORTAL: Step.PORTAL, Medium.CALL_CENTRE: Step.CALL_CENTRE}
_EVIDENCE_STEPS = {Medium.PORTAL: Step.PORTAL_EVIDENCE, Medium.CALL_CENTRE: Step.CALL_CENTRE_EVIDENCE}
_CORRECTION_STEPS = {Medium.PORTAL: Step.CORRECT_PORTAL, Medium.CALL_CENTRE: Step.CORRECT_CALL_CENTRE}
_WITHDRAWAL_STEPS = {Medium.PORTAL: Step.WITHDRAW_PORTAL, Medium.CALL_CENTRE: Step.WITHDRAW_CALL_CENTRE}


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """`on`: the day from which its days count; `is_current`: it says the date and substitute that stand."""

    on: dt.date
    noted_on: dt.date
    is_current: bool = True
    has_evidence: bool = False
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class LegalClockFacts:
    """`effective_on` is the first day on which the provider is out; the contract's days run from
    `contract_from`.

    `short_notice_on`: the day on which a supervisor allowed an earlier date. `withdraw_since`: that of the
    reopening, since when what was published has to go.
    """

    signed_on: dt.date
    effective_on: dt.date
    notice_days: int
    kept_days: int
    calendar: BusinessCalendar
    contract_from: dt.date | None = None
    contract_notice_days: int | None = None
    short_notice_on: dt.date | None = None
    said_otherwise_on: dt.date | None = None
    substitute_settled: bool = False
    notices: Mapping[Medium, NoticeFacts] = field(default_factory=dict)
    withdraw_since: dt.date | None = None

    @property
    def standing(self) -> Mapping[Medium, NoticeFacts]:
        """The notices that were given and not taken back."""
        return {medium: notice for medium, notice in self.notices.items() if not notice.is_withdrawn}


class DueStep(NamedTuple):
    due_on: dt.date
    step: Step


def after_notice(noticed_on: dt.date, days: int) -> dt.date:
    """The first day on which a provider may be out: so many consecutive days after the notice."""
    return noticed_on + dt.timedelta(days=days)


def contract_allows_from(facts: LegalClockFacts) -> dt.date | None:
    """By the contract's days of notice; None where it asks none, or nobody knows since when they run."""
    if facts.contract_from is None or not facts.contract_notice_days:
        return None
    return after_notice(facts.contract_from, facts.contract_notice_days)


def earliest_effective(facts: LegalClockFacts, today: dt.date) -> dt.date:
    """The earliest date of leaving. A medium without notice counts as noticed today at the earliest."""
    noticed = [notice.on for notice in facts.standing.values()]
    if len(noticed) < len(Medium):
        noticed.append(today)
    by_law = after_notice(max(noticed), facts.notice_days)
    by_contract = contract_allows_from(facts)
    return max(by_law, by_contract) if by_contract else by_law


def proposed_effective(facts: LegalClockFacts) -> dt.date:
    """Where notice is given on the business day after the signature."""
    return earliest_effective(facts, facts.calendar.add(facts.signed_on, 1))


def notice_due(facts: LegalClockFacts) -> dt.date:
    """By when both media have to tell; where notice may be short, at once."""
    if facts.short_notice_on is not None:
        return facts.calendar.add(facts.short_notice_on, 1)
    return _business_day_before(facts.effective_on - dt.timedelta(days=facts.notice_days), facts.calendar)


def steps(facts: LegalClockFacts) -> tuple[DueStep, ...]:
    """What is left to be done, what is due first before the rest; on one day, whom notices have to name."""
    found = _withdrawals(facts) if facts.withdraw_since else [*_notices(facts), *_substitute(facts)]
    order = [Step.SUBSTITUTE, *Step]
    return tuple(sorted(found, key=lambda due: (due.due_on, order.index(due.step))))


def kept_until(facts: LegalClockFacts) -> dt.date | None:
    """The last day on which the notice has to stay; None as long as the portal does not tell.

    Counted from the date of leaving, or from the notice where that came later.
    """
    portal = facts.standing.get(Medium.PORTAL)
    if portal is None or facts.withdraw_since is not None:
        return None
    return max(portal.on, facts.effective_on) + dt.timedelta(days=facts.kept_days)


def why_earliest(facts: LegalClockFacts, today: dt.date) -> str:
    """Which of the two terms holds the date back."""
    by_contract = contract_allows_from(facts)
    if by_contract is not None and by_contract == earliest_effective(facts, today):
        return f"o contrato pede {facts.contract_notice_days} dias de aviso prévio"
    return f"os beneficiários têm de ser avisados {facts.notice_days} dias corridos antes"


def waiting_warning(outlook: CityOutlook | None, consult_days: int) -> str:
    """What the city's coverage after the exit has people fear; empty where nothing does, or nobody knows."""
    if outlook is None or outlook.after is None or not outlook.after.lives:
        return ""
    if outlook.after.is_uncovered:
        return (
            "A cidade fica sem nenhum CRO divulgado: a consulta em até "
            f"{consult_days} dias úteis depende de outra cidade."
        )
    if outlook.usual and outlook.after.burden > CROWDED * outlook.usual:
        return (
            f"A cidade fica com {outlook.after.lives_per_cro} vidas por CRO, mais que o dobro do normal da "
            f"operadora: confira se a consulta em até {consult_days} dias úteis se mantém."
        )
    return ""


def _notices(facts: LegalClockFacts) -> list[DueStep]:
    found = []
    for medium in Medium:
        notice = facts.standing.get(medium)
        if notice is None:
            found.append(DueStep(notice_due(facts), _NOTICE_STEPS[medium]))
            continue
        if not notice.has_evidence:
            due = facts.calendar.add(notice.noted_on, EVIDENCE_DAYS)
            found.append(DueStep(due, _EVIDENCE_STEPS[medium]))
        if not notice.is_current:
            since = facts.said_otherwise_on or notice.noted_on
            found.append(DueStep(facts.calendar.add(since, 1), _CORRECTION_STEPS[medium]))
    too_late = [
        notice.noted_on
        for notice in facts.standing.values()
        if after_notice(notice.on, facts.notice_days) > facts.effective_on
    ]
    if too_late and facts.short_notice_on is None:
        found.append(DueStep(min(too_late), Step.MOVE_DATE))
    return found


def _substitute(facts: LegalClockFacts) -> list[DueStep]:
    return [] if facts.substitute_settled else [DueStep(notice_due(facts), Step.SUBSTITUTE)]


def _withdrawals(facts: LegalClockFacts) -> list[DueStep]:
    assert facts.withdraw_since is not None
    due = facts.calendar.add(facts.withdraw_since, 1)
    return [DueStep(due, _WITHDRAWAL_STEPS[medium]) for medium in facts.standing]


def _business_day_before(day: dt.date, calendar: BusinessCalendar) -> dt.date:
    """The day itself where people work on it."""
    return day if calendar.is_business_day(day) else calendar.add(day, -1)
